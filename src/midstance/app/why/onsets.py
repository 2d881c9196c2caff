"""On which days a pain began: the first above her usual, after days without one above it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from midstance.app.timeline.pains import read_pains
from midstance.knowledge.why_constants import WhyConstants
from midstance.store.models import Moment, Runner


def read_onsets(runner: Runner, today: date, constants: WhyConstants) -> tuple[date, ...]:
    """The days on which pains began that she told of, the newest first."""
    pains = read_pains(runner, date.min, today)
    return find_onsets(worst_by_day((one.day, one.moment, one.pain) for one in pains), constants)


def worst_by_day(told: Iterable[tuple[date, str, int]]) -> Mapping[date, int]:
    """The worst pain of each day; a morning belongs to the day before it, whose load it answers."""
    found: dict[date, int] = defaultdict(int)
    for day, moment, pain in told:
        of = day - timedelta(days=1) if moment == Moment.MORNING else day
        found[of] = max(found[of], pain)
    return found


def find_onsets(worst: Mapping[date, int], constants: WhyConstants) -> tuple[date, ...]:
    """Days whose pain lies above her usual, with no such day in the weeks before; newest first.

    Her usual is the median of the days that were told in the two weeks before, none where none was.
    Pains that follow each other within two weeks are one, so that a sore spell begins once.
    """
    onsets: list[date] = []
    last: date | None = None
    days = sorted(worst)
    for place, day in enumerate(days):
        if not _is_above_usual(worst[day], _told_before(days, place, worst, constants), constants):
            continue
        if last is None or (day - last).days > constants.onset_apart_days:
            onsets.append(day)
        last = day
    return tuple(reversed(onsets))


def _told_before(
    days: Sequence[date], place: int, worst: Mapping[date, int], constants: WhyConstants
) -> Sequence[int]:
    """What was told in the days by which a pain is usual."""
    first = days[place] - timedelta(days=round(constants.onset_usual_days))
    return [worst[day] for day in days[bisect_left(days, first) : place]]


def _is_above_usual(pain: int, before: Sequence[int], constants: WhyConstants) -> bool:
    if pain < constants.onset_least:
        return False
    return pain >= (median(before) if before else 0) + constants.onset_rise
