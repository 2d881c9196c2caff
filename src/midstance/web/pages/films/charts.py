"""Angles over the stride, and the steps of a film on one line of time."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.films.records import CurveLine, FilmSheet, StepLine, Timeline
from midstance.app.number_words import decimal_words
from midstance.web.components.chart import Annotation, Chart, Color, Panel, Series, Stretch, Values

CURVE_PX, PRINTED_PX = 130, 84
TABLE_STEP = 10
COLORS: tuple[Color, ...] = ("accent", "ink")
SIDES = ("left", "right")
SIDE_WORDS = {"left": gettext_lazy("left"), "right": gettext_lazy("right")}
TIMES = "film-steps"


def curve_chart(curves: Sequence[CurveLine], each_px: int = CURVE_PX) -> Chart | None:
    """Each angle from one landing to the next, over the band that is usual; None without any."""
    if not curves:
        return None
    first = curves[0]
    phases = list(first.phase_percent)
    angles = {curve.name: [each for each in curves if each.name == curve.name] for curve in curves}
    panels = [angle_panel(legs, each_px) for legs in angles.values()]
    return Chart(
        name="film-curves",
        title=_("Angles over one stride"),
        summary=curve_summary(curves),
        x=phases,
        panels=panels,
        axis="number",
        x_label=_("Share of the stride"),
        x_unit="%",
        x_texts=[decimal_words(phase) for phase in phases],
        annotations=leaving(first),
        columns=[_("Share of the stride"), *(column_name(each) for each in curves)],
        rows=[curve_row(curves, at) for at in range(0, len(phases), TABLE_STEP)],
    )


def curve_summary(curves: Sequence[CurveLine]) -> str:
    first = curves[0]
    words = ngettext(
        "From one landing of the foot to its next: %(count)s stride.",
        "From one landing of the foot to its next: the middle of %(count)s strides, and the band "
        "of most of them.",
        first.strides,
    ) % {"count": first.strides}
    usual = next((each for each in curves if each.usual_low), None)
    if usual is None:
        return words
    told = {"words": words, "name": usual.name_words, "source": usual.usual_source}
    return _("%(words)s Grey at “%(name)s” is what is usual (%(source)s).") % told


def angle_panel(legs: Sequence[CurveLine], height_px: int) -> Panel:
    """One angle, of one leg or of both."""
    first = legs[0]
    colored = list(zip(legs, COLORS, strict=False))
    shown = [leg_series(leg, color) for leg, color in colored]
    if not first.usual_low or len(legs) == 1:  # three bands in one place hide each other
        shown = [*(band_series(leg.low, leg.high, color) for leg, color in colored), *shown]
    if first.usual_low:
        shown = [band_series(first.usual_low, first.usual_high, "limit"), *shown]
    return Panel(
        first.name_words,
        first.unit_words,
        shown,
        from_zero=False,
        height_px=height_px,
    )


def band_series(low: Values, high: Values, color: Color) -> Series:
    """A band without a word, below every line."""
    return Series("", [None] * len(low), color, low=low, high=high)


def leg_series(leg: CurveLine, color: Color) -> Series:
    return Series(
        SIDE_WORDS.get(leg.side) or leg.name_words,
        leg.middle,
        color,
        texts=[band_words(leg, at) for at in range(len(leg.middle))],
    )


def column_name(curve: CurveLine) -> str:
    side = SIDE_WORDS.get(curve.side)
    if side is None:
        return curve.name_words
    return _("%(name)s, %(side)s") % {"name": curve.name_words, "side": side}


def band_words(curve: CurveLine, at: int) -> str:
    middle, low, high = curve.middle[at], curve.low[at], curve.high[at]
    if middle is None or low is None or high is None:
        return _("not known")
    return _("%(middle)s (%(low)s to %(high)s)") % {
        "middle": decimal_words(middle),
        "low": decimal_words(low),
        "high": decimal_words(high),
    }


def curve_row(curves: Sequence[CurveLine], at: int) -> list[str]:
    share = _("%(percent)s %%") % {"percent": decimal_words(curves[0].phase_percent[at])}
    return [share, *(band_words(each, at) for each in curves)]


def leaving(curve: CurveLine) -> list[Annotation]:
    if curve.toe_off_percent is None:
        return []
    return [Annotation(curve.toe_off_percent, _("foot leaves"))]


def step_chart(sheet: FilmSheet) -> Chart | None:
    """Which foot is down, picture for picture; None where nothing is drawn."""
    timeline = sheet.timeline
    if timeline is None or not timeline.frames:
        return None
    times = [frame.time_s for frame in timeline.frames]
    rows = [Series(words, [None] * len(times)) for words in row_names(timeline)]
    strip = Panel(
        _("On the ground"),
        "",
        rows,
        rows=len(SIDES),
        stretches=[each for step in timeline.steps for each in stretches_of(step, timeline)],
        texts=[foot_words(timeline, time_s) for time_s in times],
    )
    return Chart(
        name=TIMES,
        title=_("Which foot is down"),
        summary=step_summary(timeline),
        x=times,
        panels=[strip],
        axis="number",
        x_label=_("Time"),
        x_unit=_("s"),
        x_texts=[decimal_words(time_s, 2) for time_s in times],
        zoom=True,
        columns=[_("Step"), _("Foot"), _("Lands (s)"), _("Leaves (s)"), _("On the ground (ms)")],
        rows=[step_row(step) for step in timeline.steps],
    )


def step_summary(timeline: Timeline) -> str:
    count = len(timeline.steps)
    return ngettext(
        "%(count)s step. Move along it, and the figure above shows how you ran just then.",
        "%(count)s steps. Move along them, and the figure above shows how you ran just then.",
        count,
    ) % {"count": count}


def row_names(timeline: Timeline) -> list[str]:
    """Each foot as the steps call it."""
    names = {step.side: step.side_words for step in timeline.steps}
    return [names.get(side) or str(SIDE_WORDS[side]) for side in SIDES]


def stretches_of(step: StepLine, timeline: Timeline) -> list[Stretch]:
    if step.toe_off_s is None or step.toe_off_s < timeline.from_s or step.strike_s > timeline.to_s:
        return []
    row = SIDES.index(step.side)
    return [Stretch(step.strike_s, step.toe_off_s, str(step.number), row)]


def foot_words(timeline: Timeline, time_s: float) -> str:
    down = {
        step.side
        for step in timeline.steps
        if step.toe_off_s is not None and step.strike_s <= time_s < step.toe_off_s
    }
    if down == {"left"}:
        return _("left foot on the ground")
    if down == {"right"}:
        return _("right foot on the ground")
    if down:
        return _("both feet on the ground")
    return _("both feet in the air") if is_between(timeline, time_s) else _("not known")


def is_between(timeline: Timeline, time_s: float) -> bool:
    """After a foot has left and before the next one lands; elsewhere nothing is known."""
    before = [step for step in timeline.steps if step.strike_s <= time_s]
    after = any(step.strike_s > time_s for step in timeline.steps)
    return after and bool(before) and before[-1].toe_off_s is not None


def step_row(step: StepLine) -> list[str]:
    leaves, contact = _("not seen"), "–"
    if step.toe_off_s is not None:
        leaves = decimal_words(step.toe_off_s, 2)
        contact = decimal_words(1000 * (step.toe_off_s - step.strike_s))
    return [str(step.number), step.side_words, decimal_words(step.strike_s, 2), leaves, contact]
