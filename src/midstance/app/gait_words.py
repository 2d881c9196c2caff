"""The plain word for each figure of a film, and why one is not told."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.number_words import decimal_words
from midstance.core.gait.records import Confidence, FootStrike, Metric, Reason, Side

Words = str | Promise

METRIC_WORDS: dict[str, Words] = {
    "cadence_spm": gettext_lazy("Steps a minute"),
    "contact_time_s": gettext_lazy("Foot on the ground"),
    "flight_time_s": gettext_lazy("Both feet in the air"),
    "duty_factor_frac": gettext_lazy("Share of a stride on one foot"),
    "contact_balance_left_frac": gettext_lazy("Left foot's share of the time on the ground"),
    "step_time_balance_left_frac": gettext_lazy("Left step's share of the time of a stride"),
    "overstride_m": gettext_lazy("Foot lands ahead of the hips"),
    "shank_angle_deg": gettext_lazy("Lean of the shin as the foot lands"),
    "foot_strike_angle_deg": gettext_lazy("Tilt of the foot as it lands"),
    "knee_flexion_contact_deg": gettext_lazy("Bend of the knee as the foot lands"),
    "knee_flexion_peak_deg": gettext_lazy("Most bend of the knee while the foot is down"),
    "trunk_lean_deg": gettext_lazy("Lean of the trunk"),
    "vertical_oscillation_m": gettext_lazy("Up and down of the hips"),
    "pelvic_drop_deg": gettext_lazy("Drop of the pelvis on the other side"),
    "hip_adduction_deg": gettext_lazy("Thigh leaning inwards"),
    "frontal_knee_deg": gettext_lazy("Knee leaning inwards"),
    "heel_angle_deg": gettext_lazy("Heel leaning inwards"),
    "step_width_m": gettext_lazy("Width between the feet"),
    "crossover_frac": gettext_lazy("Steps that cross the middle line"),
}

UNIT_WORDS: dict[str, tuple[float, int, Words]] = {
    "1/min": (1, 0, gettext_lazy("a minute")),
    "s": (1000, 0, gettext_lazy("ms")),
    "m": (100, 1, gettext_lazy("cm")),
    "deg": (1, 0, gettext_lazy("degrees")),
    "1": (100, 0, gettext_lazy("%")),
}
"""For each unit of the figures: what it is multiplied by, how many decimals, and the word."""

REASON_WORDS: dict[Reason, Words] = {
    Reason.NO_RUNNER: gettext_lazy("Nobody runs in this film for long enough."),
    Reason.TOO_FEW_STEPS: gettext_lazy("Too few steps were seen. Film ten seconds or more."),
    Reason.FRAME_RATE: gettext_lazy("Too few pictures a second. Film with 60 or more."),
    Reason.OCCLUSION: gettext_lazy(
        "The legs were hidden too often: by something in front, by loose clothing, or outside of "
        "the picture."
    ),
    Reason.TREMBLE: gettext_lazy(
        "The joints could not be followed steadily. Loose clothing, dim light or blur do that."
    ),
    Reason.FAR_LEG: gettext_lazy("The leg on the far side is hidden by the near one."),
    Reason.TIME_BASE: gettext_lazy(
        "The steps come too slowly or too fast for a run: slow motion, perhaps. Say how many "
        "times slower the film plays."
    ),
    Reason.NO_HEIGHT: gettext_lazy("A length needs your height."),
    Reason.NO_FLIGHT: gettext_lazy("A foot is always on the ground: this is walking."),
    Reason.NOISE_FLOOR: gettext_lazy("Smaller than what a camera tells apart."),
    Reason.TOO_SMALL: gettext_lazy("You are too small in the picture. Film from closer."),
    Reason.PASSING: gettext_lazy(
        "You cross the picture, or the camera turns with you, so you are seen at a slant."
    ),
    Reason.WRONG_VIEW: gettext_lazy("This film does not look as if it was taken from there."),
    Reason.DISTANCE: gettext_lazy(
        "You come nearer or run away from the camera. From behind, film on a treadmill."
    ),
    Reason.ONE_CAMERA: gettext_lazy(
        "One camera from behind flattens what turns. Read it as a rough trend."
    ),
    Reason.FILMS_DISAGREE: gettext_lazy("Your films differ by more than their ranges."),
    Reason.OTHER_SPEED: gettext_lazy("The two films are of runs at different speeds."),
}

CONFIDENCE_WORDS: dict[Confidence, Words] = {
    Confidence.GOOD: gettext_lazy("well measured"),
    Confidence.FAIR: gettext_lazy("fairly sure"),
    Confidence.LOW: gettext_lazy("rough"),
    Confidence.NONE: gettext_lazy("cannot say"),
}

SIDE_WORDS: dict[Side, Words] = {
    Side.LEFT: gettext_lazy("left"),
    Side.RIGHT: gettext_lazy("right"),
    Side.BOTH: "",
}

STRIKE_WORDS: dict[FootStrike, Words] = {
    FootStrike.REARFOOT: gettext_lazy("The heel lands first."),
    FootStrike.MIDFOOT: gettext_lazy("The whole foot lands at once."),
    FootStrike.FOREFOOT: gettext_lazy("The front of the foot lands first."),
}

LIMITS: Words = gettext_lazy(
    "The times of steps were tested against a force plate, some lengths and angles against "
    "markers, with modelled cameras and drawn runners, not with real films. Knee, shin, thigh, "
    "trunk and heel were not tested; their ranges are expert judgement. A film says nothing about "
    "whether you will get hurt."
)


def name_words(metric: Metric) -> str:
    """What a figure is called, with the leg where it belongs to one."""
    name = str(METRIC_WORDS[metric.name])
    if metric.side is Side.BOTH:
        return name
    return _("%(name)s, %(side)s") % {"name": name, "side": SIDE_WORDS[metric.side]}


def value_words(metric: Metric) -> str:
    """The figure with its range and how sure it is, or that it cannot be said."""
    if metric.value is None or metric.low is None or metric.high is None:
        return str(CONFIDENCE_WORDS[Confidence.NONE])
    times, digits, unit = UNIT_WORDS[metric.unit]
    told = {
        "value": decimal_words(times * metric.value, digits),
        "low": decimal_words(times * metric.low, digits),
        "high": decimal_words(times * metric.high, digits),
        "unit": unit,
        "sure": CONFIDENCE_WORDS[metric.confidence],
    }
    return _("%(value)s %(unit)s (%(low)s to %(high)s), %(sure)s") % told


def reason_words(reason: Reason | None) -> str:
    """Why a figure is not told, or what takes confidence away."""
    return "" if reason is None else str(REASON_WORDS[reason])
