"""What changed before a pain, in words for runners."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.number_words import METRES_PER_FOOT, METRES_PER_MILE, decimal_words
from midstance.app.show_run_words import rounded_percent
from midstance.app.tissue_words import TISSUE_WORDS
from midstance.core.load.change_measures import Measure
from midstance.core.load.tissue import Tissue
from midstance.knowledge.records_changes import Grade

Words = str | Promise
METRES_PER_KM = 1000.0
FEW_KM = 20
HUNDRED = 100


@dataclass(frozen=True)
class MeasureWords:
    """How one measure is named, headed and told; `less` where it may also have fallen.

    Parameters
    ----------
    head : the answer of the page when this stands out most.
    told : before and after in a sentence.
    unknown : what is said where it could not be looked at, None where that goes without saying.
    """

    title: Words
    head: Words
    told: Words
    unknown: Words | None = None
    head_less: Words | None = None


WORDS: Mapping[Measure, MeasureWords] = {
    Measure.LONGEST_RUN: MeasureWords(
        gettext_lazy("Longest run"),
        gettext_lazy("Before this pain, one run was much longer than you were used to."),
        gettext_lazy("One run was %(after)s. The longest in the 30 days before it was %(before)s."),
    ),
    Measure.HEAVIEST_RUN: MeasureWords(
        gettext_lazy("Heaviest run"),
        gettext_lazy("Before this pain, one run loaded your knee more than you were used to."),
        gettext_lazy(
            "One run put %(after)s on your knee. The most in the 30 days before it was %(before)s."
        ),
        gettext_lazy("The load of single runs is not known for all of that time."),
    ),
    Measure.WEEKLY_DISTANCE: MeasureWords(
        gettext_lazy("Distance a week"),
        gettext_lazy("Before this pain, you ran clearly more than usual."),
        gettext_lazy("You ran %(after)s a week. Before that, it was %(before)s a week."),
    ),
    Measure.DOWNHILL: MeasureWords(
        gettext_lazy("Downhill a week"),
        gettext_lazy("Before this pain, you ran much more downhill than usual."),
        gettext_lazy("Your runs went down %(after)s a week. Before that, it was %(before)s."),
        gettext_lazy("How much went downhill is not known: most runs have no heights."),
    ),
    Measure.FAST_TIME: MeasureWords(
        gettext_lazy("Fast running a week"),
        gettext_lazy("Before this pain, you ran fast for longer than usual."),
        gettext_lazy(
            "You ran %(after)s a week at a pace that is fast for you. Before that, it was "
            "%(before)s."
        ),
        gettext_lazy("Fast running could not be counted for all of that time."),
    ),
    Measure.STEP_RATE: MeasureWords(
        gettext_lazy("Step rate at like speed"),
        gettext_lazy("Before this pain, your step rate was higher than usual."),
        gettext_lazy("At like speed you took %(after)s a minute. Before that, it was %(before)s."),
        gettext_lazy("Your step rate is not known: most runs have none."),
        gettext_lazy("Before this pain, your step rate was lower than usual."),
    ),
    Measure.STEP_LENGTH: MeasureWords(
        gettext_lazy("Step length"),
        gettext_lazy("Before this pain, your steps were longer than usual."),
        gettext_lazy("Your steps were %(after)s long. Before that, it was %(before)s."),
    ),
    Measure.CONTACT_TIME: MeasureWords(
        gettext_lazy("Contact time at like speed"),
        gettext_lazy("Before this pain, your foot was on the ground for longer than usual."),
        gettext_lazy(
            "At like speed your foot was on the ground for %(after)s. Before that, it was "
            "%(before)s."
        ),
        gettext_lazy("How long your foot is on the ground is not known for all of that time."),
        gettext_lazy(
            "Before this pain, your foot was on the ground for a shorter time than usual."
        ),
    ),
    Measure.BALANCE: MeasureWords(
        gettext_lazy("Left knee's part of the load"),
        gettext_lazy("Before this pain, your left knee took more of the load than usual."),
        gettext_lazy("Your left knee took %(after)s of the load. Before that, it was %(before)s."),
        gettext_lazy("The balance of left and right is not known for all of that time."),
        gettext_lazy("Before this pain, your right knee took more of the load than usual."),
    ),
    Measure.NEW_SHOES: MeasureWords(
        gettext_lazy("New shoes"),
        gettext_lazy("Before this pain, you ran more in new shoes than usual."),
        gettext_lazy(
            "%(after)s of your distance was in shoes less than four weeks old. Before that, it was "
            "%(before)s."
        ),
        gettext_lazy("Which shoes you wore is not known for all of that time."),
    ),
    Measure.CHANGED_SHOES: MeasureWords(
        gettext_lazy("Other shoes"),
        gettext_lazy("Before this pain, you ran in other shoes than usual."),
        gettext_lazy("%(after)s of your distance was in other pairs than before."),
    ),
    Measure.WORN_SHOES: MeasureWords(
        gettext_lazy("Distance on the shoes"),
        gettext_lazy("Before this pain, your shoes had more distance on them than usual."),
        gettext_lazy(
            "Your shoes had %(after)s on them. In the time before, it was %(before)s on average."
        ),
    ),
    Measure.RETURN: MeasureWords(
        gettext_lazy("Longest break"),
        gettext_lazy("Before this pain, you came back from a long break."),
        gettext_lazy(
            "You came back after %(after)s without a run. The longest break before that was "
            "%(before)s."
        ),
    ),
    Measure.DAYS_IN_A_ROW: MeasureWords(
        gettext_lazy("Running days in a row"),
        gettext_lazy("Before this pain, you ran on more days in a row than usual."),
        gettext_lazy("You ran %(after)s in a row. Before that, it was %(before)s at most."),
    ),
    Measure.TREADMILL: MeasureWords(
        gettext_lazy("Treadmill"),
        gettext_lazy("Before this pain, you ran on the treadmill more than usual."),
        gettext_lazy(
            "%(after)s of your distance was on the treadmill. Before that, it was %(before)s."
        ),
        None,
        gettext_lazy("Before this pain, you ran on the treadmill less than usual."),
    ),
    Measure.TRAIL: MeasureWords(
        gettext_lazy("Trails"),
        gettext_lazy("Before this pain, you ran on trails more than usual."),
        gettext_lazy("%(after)s of your distance was on trails. Before that, it was %(before)s."),
        gettext_lazy("What you ran on is not known: no run is marked as a trail run."),
    ),
    Measure.STRENGTH: MeasureWords(
        gettext_lazy("Strength sessions a week"),
        gettext_lazy("Before this pain, you told of fewer strength sessions than usual."),
        gettext_lazy(
            "You told of %(after)s strength sessions a week. Before that, it was %(before)s."
        ),
        gettext_lazy("You told of no strength sessions in the weeks before that to compare with."),
    ),
    Measure.MOBILITY: MeasureWords(
        gettext_lazy("Mobility sessions a week"),
        gettext_lazy("Before this pain, you told of fewer mobility sessions than usual."),
        gettext_lazy(
            "You told of %(after)s mobility sessions a week. Before that, it was %(before)s."
        ),
    ),
    Measure.OTHER_SPORT: MeasureWords(
        gettext_lazy("Other sport a week"),
        gettext_lazy("Before this pain, you did more other sport than usual."),
        gettext_lazy("You did %(after)s of other sport a week. Before that, it was %(before)s."),
        gettext_lazy("Other sport is known only as far as you tell it here."),
    ),
}

CERTAINTY: Mapping[Grade, Words] = {
    Grade.COHORT: gettext_lazy(
        "A large group of runners was followed: a change like this went with more injuries."
    ),
    Grade.STUDIES: gettext_lazy("Studies point to it. None has shown that it starts a pain."),
    Grade.JUDGEMENT: gettext_lazy("Expert judgement: no study has settled whether it matters."),
}


def value_words(measure: Measure, value: float, *, imperial: bool) -> str:
    """A value of a measure as people read it."""
    return IN_WORDS.get(measure, _percent)(value, imperial)


def _percent(value: float, _imperial: bool) -> str:  # noqa: FBT001 - one shape for all
    return _("%(percent)s %%") % {"percent": decimal_words(100 * value)}


def _fine_percent(value: float, _imperial: bool) -> str:  # noqa: FBT001 - the same
    return _("%(percent)s %%") % {"percent": decimal_words(100 * value, 1)}


def _load(value: float, _imperial: bool) -> str:  # noqa: FBT001 - the same
    return _("%(load)s BW·s") % {"load": decimal_words(round(value, -1))}


def _minutes(value: float, _imperial: bool) -> str:  # noqa: FBT001 - the same
    return _("%(minutes)s min") % {"minutes": decimal_words(value)}


def _steps(value: float, _imperial: bool) -> str:  # noqa: FBT001 - the same
    return _("%(count)s steps") % {"count": decimal_words(value)}


def _milliseconds(value: float, _imperial: bool) -> str:  # noqa: FBT001 - the same
    return _("%(milliseconds)s ms") % {"milliseconds": decimal_words(1000 * value)}


def _days(value: float, _imperial: bool) -> str:  # noqa: FBT001 - the same
    told = {"count": decimal_words(value)}
    return ngettext("%(count)s day", "%(count)s days", round(value)) % told


def _count(value: float, _imperial: bool) -> str:  # noqa: FBT001 - the same
    return decimal_words(value, 1)


def _distance(distance_m: float, imperial: bool) -> str:  # noqa: FBT001 - the same
    value = distance_m / (METRES_PER_MILE if imperial else METRES_PER_KM)
    told = {"value": decimal_words(value, 1 if value < FEW_KM else 0)}
    return (_("%(value)s mi") if imperial else _("%(value)s km")) % told


def _height(height_m: float, imperial: bool) -> str:  # noqa: FBT001 - the same
    value = height_m / (METRES_PER_FOOT if imperial else 1.0)
    told = {"value": decimal_words(round(value, -1))}
    return (_("%(value)s ft") if imperial else _("%(value)s m")) % told


def _length(length_m: float, imperial: bool) -> str:  # noqa: FBT001 - the same
    if imperial:
        return _("%(value)s in") % {"value": decimal_words(length_m / METRES_PER_FOOT * 12)}
    return _("%(value)s cm") % {"value": decimal_words(100 * length_m)}


IN_WORDS: Mapping[Measure, Callable[[float, bool], str]] = {
    Measure.LONGEST_RUN: _distance,
    Measure.WEEKLY_DISTANCE: _distance,
    Measure.WORN_SHOES: _distance,
    Measure.HEAVIEST_RUN: _load,
    Measure.DOWNHILL: _height,
    Measure.FAST_TIME: _minutes,
    Measure.OTHER_SPORT: _minutes,
    Measure.STEP_RATE: _steps,
    Measure.STEP_LENGTH: _length,
    Measure.CONTACT_TIME: _milliseconds,
    Measure.RETURN: _days,
    Measure.DAYS_IN_A_ROW: _days,
    Measure.STRENGTH: _count,
    Measure.MOBILITY: _count,
    Measure.BALANCE: _fine_percent,
}


def head_words(measure: Measure, *, rose: bool) -> str:
    words = WORDS[measure]
    return str(words.head if rose or words.head_less is None else words.head_less)


def told_words(measure: Measure, before: str, after: str) -> str:
    return str(WORDS[measure].told % {"before": before, "after": after})


def usual_words(percentile_frac: float | None) -> str:
    """How it stands among her own earlier stretches."""
    if percentile_frac is None:
        return _("There are too few earlier stretches of yours to compare this with.")
    below = round(HUNDRED * percentile_frac)
    if below >= HUNDRED:
        return _("In none of your earlier stretches was this change as large.")
    if below <= 0:
        return _("In all of your earlier stretches this change was as large or larger.")
    return _("In %(below)s of 100 earlier stretches of yours this change was smaller.") % {
        "below": below
    }


def load_words(raises_load: bool | None, tissue: Tissue) -> str:  # noqa: FBT001 - yes, no or unknown
    told = {"tissue": TISSUE_WORDS[tissue]}
    if raises_load is None:
        return _("Nobody can say whether it puts more load on your %(tissue)s.") % told
    if raises_load:
        return _("By itself it puts more load on your %(tissue)s.") % told
    return _("By itself it takes load off your %(tissue)s.") % told


def span_words(window_days: int, usual_days: int) -> str:
    told = {"days": window_days, "weeks": round(usual_days / 7)}
    return _("The %(days)s days up to then, beside the %(weeks)s weeks before them.") % told


PARTS: Mapping[str, tuple[Words, Words]] = {
    "distance": (
        gettext_lazy("Your runs were longer: about %(percent)s %% more load."),
        gettext_lazy("Your runs were shorter: about %(percent)s %% less load."),
    ),
    "speed": (
        gettext_lazy("You ran at another speed: about %(percent)s %% more load."),
        gettext_lazy("You ran at another speed: about %(percent)s %% less load."),
    ),
    "cadence": (
        gettext_lazy("Your step rate was lower: about %(percent)s %% more load."),
        gettext_lazy("Your step rate was higher: about %(percent)s %% less load."),
    ),
    "slope": (
        gettext_lazy("The slopes asked more of your knee: about %(percent)s %% more load."),
        gettext_lazy("The slopes asked less of your knee: about %(percent)s %% less load."),
    ),
    "contact_time": (
        gettext_lazy("Your foot was on the ground differently: about %(percent)s %% more load."),
        gettext_lazy("Your foot was on the ground differently: about %(percent)s %% less load."),
    ),
    "body": (
        gettext_lazy("Your body data changed: about %(percent)s %% more load."),
        gettext_lazy("Your body data changed: about %(percent)s %% less load."),
    ),
    "rest": (
        gettext_lazy("Changes within the runs: about %(percent)s %% more load."),
        gettext_lazy("Changes within the runs: about %(percent)s %% less load."),
    ),
    "frequency": (
        gettext_lazy("You ran more often: about %(percent)s %% more load."),
        gettext_lazy("You ran less often: about %(percent)s %% less load."),
    ),
}


def part_words(name: str, factor: float) -> str:
    percent = rounded_percent(factor)
    if not percent:
        return _("No real difference.")
    more, less = PARTS[name]
    return str((more if factor > 1 else less) % {"percent": percent})


def load_sentence(ratio: float, days: int, weeks: int, tissue: Tissue) -> str:
    """What the days before the pain carried, beside the weeks before them."""
    percent = rounded_percent(ratio)
    told = {
        "days": days,
        "weeks": weeks,
        "percent": percent,
        "tissue": TISSUE_WORDS[tissue],
        "times": decimal_words(ratio, 1),
    }
    if percent < 5:  # noqa: PLR2004 - less is within what two like fortnights differ by
        return (
            _(
                "In the %(days)s days up to then, your %(tissue)s carried about as much load a day "
                "as in the %(weeks)s weeks before."
            )
            % told
        )
    if ratio >= 2:  # noqa: PLR2004 - from twice on, times are easier than per cent
        return (
            _(
                "In the %(days)s days up to then, your %(tissue)s carried about %(times)s times as "
                "much load a day as in the %(weeks)s weeks before."
            )
            % told
        )
    if ratio > 1:
        return (
            _(
                "In the %(days)s days up to then, your %(tissue)s carried about %(percent)s %% "
                "more load a day than in the %(weeks)s weeks before."
            )
            % told
        )
    return (
        _(
            "In the %(days)s days up to then, your %(tissue)s carried about %(percent)s %% less "
            "load a day than in the %(weeks)s weeks before."
        )
        % told
    )


NOTHING = gettext_lazy(
    "Nothing unusual was seen in what you did before this pain. That is a normal answer."
)
NOTHING_NOTE = gettext_lazy(
    "Pain often comes without a change that a watch can see: sleep, work, a cold, a step off the "
    "kerb. It does not mean that nothing is wrong with the knee."
)
SOMETHING_NOTE = gettext_lazy(
    "It stands out from your own past. That does not show that it was the reason."
)
EASED_NOTE = gettext_lazy(
    "It stands out from your own past, but it takes load off the knee. It is hardly the reason."
)
NO_PAIN = gettext_lazy("You have not told of a new pain.")
NO_PAIN_NOTE = gettext_lazy("Tell one, or choose a day, to see what changed before it.")
NO_RUNS = gettext_lazy(
    "We cannot say what changed: there are no runs here yet. Bring your runs, then look again."
)
BEFORE_FIRST = gettext_lazy("We cannot say what changed: that day lies before your first run here.")
ONE_RUN = gettext_lazy(
    "We cannot say what changed: there is one run up to that day. It takes some weeks of runs."
)
NO_USUAL = gettext_lazy(
    "We cannot say what changed: there are too few runs in the weeks before to know your usual."
)


def not_run_words(days: int) -> str:
    return ngettext(
        "There was no run in the %(days)s day up to then, so running did not change. "
        "What else changed is not known here.",
        "There was no run in the %(days)s days up to then. What else changed is not known here.",
        days,
    ) % {"days": days}


TOO_SHORT = gettext_lazy("We cannot say yet what is unusual for you.")


def too_short_words(windows: int, least: int, block_days: int) -> str:
    told = {"weeks": round(windows * block_days / 7), "least": round(least * block_days / 7)}
    return (
        _(
            "That takes about %(least)s weeks of your own runs to compare with, and there are "
            "about %(weeks)s. Below is what changed, without a claim that it stands out."
        )
        % told
    )


def basis_words(windows: int, looks: int, alarm_frac: float) -> str:
    told = {"windows": windows, "looks": looks, "of": round(1 / alarm_frac)}
    return (
        _(
            "%(looks)s things were looked at, each beside your own past (about %(windows)s "
            "stretches of four weeks). Who looks at many things always finds some large change. So "
            "a change counts as unusual only where so large a one, of any of them, is there on at "
            "most 1 of %(of)s ordinary days of yours."
        )
        % told
    )


def future_words(count: int) -> str:
    return ngettext(
        "%(count)s run lies in the future and was left out: a watch's clock seems to be wrong.",
        "%(count)s runs lie in the future and were left out: a watch's clock seems to be wrong.",
        count,
    ) % {"count": count}


def untimed_words(count: int, days: int) -> str:
    return ngettext(
        "You told of a run on %(count)s of the %(days)s days without a recording. It is not "
        "counted here.",
        "You told of runs on %(count)s of the %(days)s days without a recording. They are not "
        "counted here.",
        count,
    ) % {"count": count, "days": days}
