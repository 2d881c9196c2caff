"""The plan in words: each choice of `core.plan` as a runner reads it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.dose_words import range_words
from midstance.app.number_words import MINUTE_S, decimal_words, duration_words
from midstance.core.plan.book import Change, ExerciseBook, Sides
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import SeeClinician
from midstance.core.plan.problem import Because, EmptyBecause, Limit, TimeOfDay
from midstance.core.plan.progression import Move, Prescription, dose_of
from midstance.core.plan.return_to_run import (
    Criterion,
    Edit,
    OutingKind,
    RunMode,
    RunPlan,
    Stage,
)
from midstance.core.plan.solution import BIKE, PlanItem
from midstance.knowledge.exercises import load_exercise_book
from midstance.knowledge.words import read_words

PERCENT = 100

KIND_WORDS = {
    "strength": gettext_lazy("Strength"),
    "mobility": gettext_lazy("Mobility"),
    "cross": gettext_lazy("Cross-training"),
    "run": gettext_lazy("Run"),
    "reset": gettext_lazy("Knee reset"),
    "warm_up": gettext_lazy("Warm-up"),
}
OUTING_TITLES = {
    OutingKind.WALK: gettext_lazy("Brisk walk"),
    OutingKind.WALK_RUN: gettext_lazy("Walk and run"),
    OutingKind.RUN: gettext_lazy("Run"),
    OutingKind.HOPS_TWO_LEGS: gettext_lazy("Hops"),
    OutingKind.HOPS_ONE_LEG: gettext_lazy("Hops"),
}
TIME_WORDS = {
    TimeOfDay.ANY: "",
    TimeOfDay.MORNING: gettext_lazy("in the morning"),
    TimeOfDay.MIDDAY: gettext_lazy("at midday"),
    TimeOfDay.EVENING: gettext_lazy("in the evening"),
    TimeOfDay.AFTER_RUN: gettext_lazy("after your run"),
}
EMPTY_WORDS = {
    EmptyBecause.RED_FLAG: gettext_lazy(
        "There is no plan for now. Your knee check asks you to see someone first. "
        "Keep here what they said, and the plan comes back."
    ),
    EmptyBecause.LOCKED: gettext_lazy(
        "There is no plan for now. Answer the questions about warning signs again first."
    ),
    EmptyBecause.BONE_STRESS: gettext_lazy(
        "There is no plan for now. A bone that is overloaded needs a clinician's plan. "
        "Do not run, and walk only as far as it does not hurt."
    ),
}
MODE_WORDS = {
    RunMode.NONE: gettext_lazy("No running for now."),
    RunMode.WALK_FIRST: gettext_lazy("Brisk walks first; running waits."),
    RunMode.RETURN: gettext_lazy("Back to running in steps of walking and running."),
    RunMode.EDITED: gettext_lazy("Keep running, with changes that take load off the knee."),
    RunMode.FREE: gettext_lazy("Run as you are used to."),
}
MODE_CHANGE_WORDS = {
    RunMode.NONE: gettext_lazy("No running for now, until the knee allows it."),
    RunMode.WALK_FIRST: gettext_lazy("Brisk walks first, until the tests before running go well."),
    RunMode.RETURN: gettext_lazy("Running comes back in steps, as you have not run for a while."),
    RunMode.EDITED: gettext_lazy("Runs change to take load off the knee, as it is sore."),
    RunMode.FREE: gettext_lazy("Runs are free again, as the knee has been well."),
}
LIMIT_WORDS = {
    Limit.AVOID: gettext_lazy("Some exercises wait, as they would not suit you now."),
    Limit.CONTRA: gettext_lazy("Exercises that you left out are not in it."),
    Limit.EQUIPMENT: gettext_lazy("Only exercises that need nothing at hand."),
    Limit.TIER_PATELLOFEMORAL: gettext_lazy("Nothing that loads the kneecap joint much yet."),
    Limit.TIER_PATELLAR_TENDON: gettext_lazy("Nothing that loads the kneecap tendon much yet."),
    Limit.NOT_YET: gettext_lazy("Harder exercises come once you have done the easier ones."),
    Limit.EXERCISES: gettext_lazy("A few exercises are enough: few are done more often."),
    Limit.SESSION_TIME: gettext_lazy("Sessions are as long as you have time."),
    Limit.DAYS: gettext_lazy("Fewer sessions than would help most, as you have few free days."),
    Limit.CONFIDENCE: gettext_lazy("Smaller, because you were not sure that you will do it."),
    Limit.REST_AFTER_RED: gettext_lazy("Two days of rest come first, as the knee was worse."),
    Limit.HOURS_BETWEEN_HARD: gettext_lazy("Two days lie between hard sessions."),
    Limit.REST_DAY: gettext_lazy("One day of the week stays free."),
    Limit.RUN_LENGTH: gettext_lazy("Runs stay near the longest of your last 30 days."),
    Limit.RUN_ROOM: gettext_lazy("Runs are as short as your days allow."),
    Limit.RUN_ENTRY: gettext_lazy("Running waits until a few tests go well."),
}
QUIET_LIMITS = frozenset({Limit.NOT_YET, Limit.EXERCISES, Limit.REST_DAY})
"""They bind nearly every week, so nobody is told of them at each turn."""
BECAUSE_WORDS = {
    Because.FOR_PATTERN: gettext_lazy("for what your check fits"),
    Because.FOR_CONTRIBUTOR: gettext_lazy("for what adds to the load on your knee"),
    Because.FOR_FINDING: gettext_lazy("for what a movement screen found"),
    Because.FOR_REGION: gettext_lazy("for a part that shares the load with the knee"),
    Because.KNOWN: gettext_lazy("you know it already"),
    Because.TENDON_STAGE: gettext_lazy("the step that your tendon is at"),
}
CRITERION_WORDS = {
    Criterion.WALK: gettext_lazy("half an hour of brisk walking with little pain"),
    Criterion.NO_LIMP: gettext_lazy("walking without a limp"),
    Criterion.STAIRS: gettext_lazy("two flights of stairs down, twice, with little pain"),
    Criterion.SQUAT: gettext_lazy("ten single-leg squats with little pain"),
    Criterion.SQUAT_CONTROL: gettext_lazy("ten single-leg squats without wobbling"),
    Criterion.HEEL_RAISE: gettext_lazy("twenty heel raises on the sore side"),
    Criterion.HOP: gettext_lazy("twenty hops on the sore leg with little pain"),
    Criterion.NO_SWELLING: gettext_lazy("a knee without swelling"),
    Criterion.TIER_2_WORK: gettext_lazy("medium tendon exercises within the pain rules"),
}
SEE_WORDS = {
    SeeClinician.REDS: gettext_lazy(
        "The knee was worse three times in six weeks. A physiotherapist or a doctor can look at it."
    ),
    SeeClinician.NO_CHANGE: gettext_lazy(
        "The pain has not changed in six weeks. A physiotherapist or a doctor can look at it."
    ),
    SeeClinician.WORSE: gettext_lazy(
        "The pain has grown for two weeks. A physiotherapist or a doctor can look at it."
    ),
}


def kind_words(kind: str) -> str:
    """Strength, run and the like as a heading."""
    return str(KIND_WORDS[kind])


def title_words(kind: str, outing: Stage | None) -> str:
    """The heading of a session; an outing is named by what it is."""
    return kind_words(kind) if outing is None else str(OUTING_TITLES[outing.kind])


def time_words(time: str) -> str:
    return str(TIME_WORDS[TimeOfDay(time)])


def prescription_words(told: Prescription, book: ExerciseBook) -> str:
    """Gives "2 sets of 12 on each side" or "3 sets of 30 s"."""
    a_side = book.exercises[told.exercise].sides is Sides.ONE
    words = {"sets": told.sets, "amount": _amount(told)}
    if a_side:
        return (
            ngettext(
                "%(sets)s set of %(amount)s on each side",
                "%(sets)s sets of %(amount)s on each side",
                told.sets,
            )
            % words
        )
    return ngettext("%(sets)s set of %(amount)s", "%(sets)s sets of %(amount)s", told.sets) % words


def _amount(told: Prescription) -> str:
    if told.hold_s is None:
        return str(told.reps)
    if told.reps == 1:
        return duration_words(told.hold_s)
    return _("%(reps)s × %(hold)s") % {"reps": told.reps, "hold": duration_words(told.hold_s)}


def change_words(item: PlanItem, language: str) -> tuple[str, ...]:
    """What changes about an exercise for this knee, and how heavy it is."""
    texts = read_words("exercises", language)[item.prescription.exercise].changes
    found = [
        texts[each.when]
        for each in item.avoid
        if each.change is not Change.LEAVE_OUT and each.when in texts
    ]
    return (*dict.fromkeys(found), *_weight_words(item.prescription))


def _weight_words(told: Prescription) -> tuple[str, ...]:
    dose = dose_of(load_exercise_book().exercises[told.exercise], told.form)
    if not dose.weight_rises:
        return ()
    words = _("Take so much weight that the last ones feel like %(range)s of 10.")
    return (words % {"range": range_words(dose.effort_rpe)},)


def outing_words(outing: Stage) -> str:
    """Gives "8 times: walk 2 min, run 1 min" or "Run 30 min in one go"."""
    match outing.kind:
        case OutingKind.WALK:
            return _("Walk briskly for %(time)s") % {"time": duration_words(outing.walk_s)}
        case OutingKind.RUN:
            return _("Run %(time)s in one go") % {"time": duration_words(outing.run_s)}
        case OutingKind.HOPS_TWO_LEGS:
            return _("Hops on two legs instead of a run")
        case OutingKind.HOPS_ONE_LEG:
            return _("Hops on one leg instead of a run")
        case OutingKind.WALK_RUN:
            told = {
                "times": outing.repeats,
                "walk": duration_words(outing.walk_s),
                "run": duration_words(outing.run_s),
            }
            return (
                ngettext(
                    "Once: walk %(walk)s, run %(run)s",
                    "%(times)s times: walk %(walk)s, run %(run)s",
                    outing.repeats,
                )
                % told
            )


def activity_words(activity: str | None, seconds: float) -> str:
    """The bike or brisk walking."""
    told = {"time": duration_words(seconds)}
    if activity == BIKE:
        return _("Bike for %(time)s, saddle high, at an easy effort") % told
    return _("Walk briskly for %(time)s, or swim") % told


def edit_words(edit: Edit, constants: PlanConstants) -> str:
    """One change of how she runs."""
    slower = range_words(_percents(constants.edit_slower_frac))
    cadence = range_words(_percents(constants.edit_cadence_frac))
    return {
        Edit.SHORTER_MORE_OFTEN: _("Run shorter and more often."),
        Edit.SLOWER: _("Run %(percent)s %% slower.") % {"percent": slower},
        Edit.RUN_WALK: _("Walk a minute now and then."),
        Edit.FLAT: _("Stay on the flat."),
        Edit.CADENCE_TRIAL: _(
            "Try %(percent)s %% more steps a minute. Keep it only if it feels better."
        )
        % {"percent": cadence},
        Edit.BELOW_ONSET: _("Stop before the outside of the knee begins to hurt."),
        Edit.WIDER_STEP: _("Let your feet land a little wider apart."),
        Edit.BRISK_SHORT: _("Run the short bits briskly."),
    }[edit]


def _percents(pair: tuple[float, float]) -> tuple[int, int]:
    return round(PERCENT * pair[0]), round(PERCENT * pair[1])


def most_words(running: RunPlan, constants: PlanConstants, *, imperial: bool) -> str:
    """The longest that an outing may be, in her units; "" where nothing is known."""
    if running.most_s is None:
        return ""
    told = {
        "time": duration_words(MINUTE_S * (running.most_s // MINUTE_S)),
        "percent": round(PERCENT * (constants.longest_times - 1)),
        "days": round(constants.longest_days),
    }
    if running.is_bound_by_load:
        return (
            _(
                "At most %(time)s: an easy run of that length loads the knee %(percent)s %% more "
                "than the heaviest of your last %(days)s days."
            )
            % told
        )
    if running.most_m is None:
        return (
            _("At most %(time)s: %(percent)s %% more than your longest of the last %(days)s days.")
            % told
        )
    return _(
        "At most %(time)s or %(distance)s: %(percent)s %% more than your longest of the last "
        "%(days)s days."
    ) % {**told, "distance": distance_words(running.most_m, imperial=imperial)}


def distance_words(distance_m: float, *, imperial: bool) -> str:
    """Kilometres or miles, rounded down, so that a limit is never read as more."""
    unit_m = 1609.344 if imperial else 1000.0
    value = int(10 * distance_m / unit_m) / 10
    words = {"value": decimal_words(value, 1)}
    return (_("%(value)s mi") if imperial else _("%(value)s km")) % words


def move_words(move: Move, name: str, before: str, after: str) -> str:
    """What becomes of an exercise, as a difference with its reason."""
    told = {"name": name, "before": before, "after": after}
    words = {
        Move.MORE: _("%(name)s: %(after)s instead of %(before)s, as the last two went well."),
        Move.HARDER: _("%(after)s takes the place of %(name)s, as the last two went well."),
        Move.LESS: _("%(name)s: %(after)s instead of %(before)s, to be sure that you can do it."),
        Move.EASIER: _("%(after)s takes the place of %(name)s, as the knee was worse."),
    }
    return words[move] % told
