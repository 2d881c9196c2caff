"""The room of a day in words: each limit, what would give more, and what it rests on."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.number_words import MINUTE_S, duration_words
from midstance.app.tissue_words import TISSUE_WORDS
from midstance.app.training.advice import named_sources
from midstance.app.training.plan_words import MODE_WORDS, PERCENT, distance_words
from midstance.app.training.room import DayRoom
from midstance.core.load.tissue import Tissue
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.return_to_run import OutingKind, RunMode
from midstance.core.plan.run_room import Bound, RoomCode
from midstance.knowledge.load import read_parameters, read_sources

LONGEST = "longest_times"


def amount_words(most_s: float | None, most_m: float | None, *, imperial: bool) -> str:
    """Gives "8.2 km, about 47 min": both rounded down, so that neither is read as more."""
    time = None if most_s is None else duration_words(max(MINUTE_S * (most_s // MINUTE_S), 1.0))
    if most_m is None:
        return time or ""
    distance = distance_words(most_m, imperial=imperial)
    if time is None:
        return distance
    return _("%(distance)s, about %(time)s") % {"distance": distance, "time": time}


def limit_words(
    bound: Bound, day: DayRoom, constants: PlanConstants, *, imperial: bool
) -> tuple[str, str, str]:
    """What a limit says, what would give more, and what it rests on."""
    stops = _stop_words(bound.code, day)
    if stops is not None:
        return *stops, _("expert judgement")
    told = {
        "amount": amount_words(bound.most_s, bound.most_m, imperial=imperial),
        "percent": round(PERCENT * (constants.longest_times - 1)),
        "days": round(constants.longest_days),
        "tissue": TISSUE_WORDS[day.tissue],
    }
    words, relax = _amount_limit(bound, day)
    return words % told, relax, _source_words(bound.code)


def _amount_limit(bound: Bound, day: DayRoom) -> tuple[str, str]:
    if bound.code is RoomCode.DISTANCE:
        return (
            _(
                "At most %(amount)s: %(percent)s %% more than your longest run of the last "
                "%(days)s days."
            ),
            _("It grows when a slightly longer run goes well."),
        )
    if bound.code is RoomCode.LOAD:
        return (
            _(
                "At most %(amount)s at your usual pace: that loads your %(tissue)s %(percent)s %% "
                "more than your heaviest run of the last %(days)s days."
            ),
            _("A flatter run, walks in between, or quicker and shorter steps load less."),
        )
    if bound.code is RoomCode.STATE:
        relax = _("A day of rest gives more. A flatter or slower run takes less of it.")
        return _state_words(day.tissue, bound.most_s), relax
    if bound.code is RoomCode.SAME_AGAIN:
        return (
            _("At most %(amount)s: no more than your last run, as the knee took it less well."),
            _("Two days and a run that go well give more."),
        )
    return _plan_words(day)


def _state_words(tissue: Tissue, most_s: float | None) -> str:
    if most_s is not None and most_s < MINUTE_S:
        return _(
            "No run today: your %(tissue)s is still as full as on a heavy usual day of yours, by "
            "the most careful of all ways to work it out."
        )
    if tissue is Tissue.ILIOTIBIAL_BAND:
        return _(
            "At most %(amount)s at your usual pace: then your %(tissue)s is as full as on a heavy "
            "usual day of yours. It rests on an index that nobody has checked."
        )
    return _(
        "At most %(amount)s at your usual pace: then your %(tissue)s is as full as on a heavy "
        "usual day of yours, by the most careful of all ways to work it out."
    )


def _plan_words(day: DayRoom) -> tuple[str, str]:
    running = day.state.running
    if running.mode is RunMode.FREE:
        return (
            _("At most %(amount)s: as far as your plan lets one run grow."),
            _("It grows with your runs, one thing at a time."),
        )
    if running.is_edited:
        return (
            _("At most %(amount)s: the run of your plan, while the knee is sore."),
            _("It grows when a week of runs has gone well."),
        )
    return (
        _("At most %(amount)s, walks among it: the step of your plan."),
        _("The next step comes when this one has gone well twice."),
    )


def _stop_words(code: RoomCode, day: DayRoom) -> tuple[str, str] | None:
    if code is RoomCode.CARE:
        return (
            _("No running for now. Your knee comes first."),
            _("What the knee check or a clinician says opens it again."),
        )
    if code is RoomCode.REST:
        return (
            _("No run before %(day)s: the knee was worse than it should be.")
            % {"day": _rests_until(day)},
            _("Rest gives more. The plan then goes one step back."),
        )
    if code is RoomCode.RAN:
        return _("You have run today."), _("Tomorrow has room of its own.")
    if code is RoomCode.PLAN_RESTS:
        return (
            _("No run today: your plan keeps rest between runs."),
            _("The next run of your plan has room again.")
            if day.week_s
            else _("Make more room for runs in your plan, and it may hold some again."),
        )
    if code is RoomCode.PLAN_WAITS:
        return _waits_words(day), _("Your plan says what comes first, and how running comes back.")
    return None


def _waits_words(day: DayRoom) -> str:
    running = day.state.running
    if day.state.must_not_run:
        return _("No running while the knee is swollen or gets stuck.")
    if running.outing is None:
        return str(MODE_WORDS[RunMode.NONE])
    if running.outing.kind is OutingKind.WALK:
        return _("No running yet: brisk walks come first.")
    return _("No running yet: hops come first.")


def _rests_until(day: DayRoom) -> str:
    until = max(day.state.pain.first_day, day.state.today + 1)
    return date_format(date.fromordinal(until), "l")


def _source_words(code: RoomCode) -> str:
    if code is not RoomCode.DISTANCE:
        return _("expert judgement")
    cited = read_parameters()[LONGEST].sources
    return named_sources([read_sources()[name] for name in cited])


def room_sentence(day: DayRoom, *, imperial: bool) -> str:
    """The answer in one sentence, for a day that has room."""
    room = day.room
    told = {"amount": amount_words(room.most_s, room.most_m, imperial=imperial)}
    outing = day.state.running.outing
    if outing is not None and outing.kind is OutingKind.WALK_RUN:
        return _("Today you may be out for up to %(amount)s, running and walking in turn.") % told
    return _("Today you may run up to %(amount)s.") % told


def week_words(day: DayRoom, week_m: float | None, *, imperial: bool) -> str:
    """What the runs of the plan in the next seven days may come to, "" where nothing is known."""
    count = len(day.week_s)
    if not count:
        return _("Your plan has no run in the next seven days.")
    seconds = [each for _day, each in day.week_s if each is not None]
    if len(seconds) < count:
        return ""
    told = {"count": count, "amount": amount_words(sum(seconds), week_m, imperial=imperial)}
    return (
        ngettext(
            "In the next seven days: up to %(amount)s, in the one run of your plan.",
            "In the next seven days: up to %(amount)s, in the %(count)s runs of your plan.",
            count,
        )
        % told
    )


def unsaid_words(day: DayRoom) -> str:
    """Why some limits cannot be told, "" where all can."""
    past = day.past
    if past.runs == 0:
        return _("There are no runs yet, so only your plan says how much.")
    if past.lacks_load:
        return _(
            "Some of your latest runs have no knee load yet, so what your knee carried cannot be "
            "said. Work the loads out anew first."
        )
    if past.usual is None:
        return _(
            "There are too few runs of late to say what is usual for you, so only distance and "
            "your plan say how much."
        )
    if day.state.most_by_state_s is None:
        return _(
            "It takes more than two months of runs to say how full your knee is against a heavy "
            "usual day of yours, so that limit is left out."
        )
    return ""
