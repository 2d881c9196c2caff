"""Whether it is time for another check."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.utils.translation import gettext as _

from midstance.app.checking.days import day_of, today_of
from midstance.app.checking.locks import locking_checks
from midstance.app.checking.records import Due
from midstance.app.checking.snapshot import read_snapshot
from midstance.store.models import KneeCheck, PainEntry, Runner

NO_BETTER_AFTER = timedelta(weeks=6)
JUMP_POINTS = 2.0  # of ten; expert judgement: what people call clearly more pain
RELIEF_POINTS = 2.0  # of ten; the same for less
TOLD_DAYS = 2  # a single day says nothing about a week


@dataclass(frozen=True)
class PainPoint:
    """Pain as it was recorded: worst of the day out of ten, and whether it is getting better."""

    day: date
    worst: float | None
    is_better: bool
    is_check: bool


def check_due(runner: Runner, today: date | None = None) -> Due | None:
    """Why a check is offered again: more pain, or six weeks without improvement; else None.

    *Changes* nothing.
    *Refuses* nothing; while a clinician has to answer first, no check is due.
    *Twice* gives the same on the same day.
    *Privacy* the runner's own checks only.
    """
    if locking_checks(runner):
        return None
    return reason_due(read_pain_points(runner), today or today_of(runner))


def read_pain_points(runner: Runner) -> tuple[PainPoint, ...]:
    """Every record of pain, the oldest first: of each check, and of each week that was told."""
    finished = KneeCheck.objects.owned_by(runner).exclude(finished_at=None)
    checks = [_point_of(runner, check) for check in finished.order_by("started_at", "pk")]
    return tuple(sorted((*checks, *_weeks_told(runner)), key=lambda point: point.day))


def _weeks_told(runner: Runner) -> Iterator[PainPoint]:
    """The usual worst of a day in each week that was told on two days or more, on its last day."""
    worst: dict[date, int] = {}
    for entry in PainEntry.objects.owned_by(runner).order_by("day"):
        worst[entry.day] = max(entry.pain, worst.get(entry.day, 0))
    weeks: dict[date, list[date]] = defaultdict(list)
    for day in worst:
        weeks[day - timedelta(days=day.weekday())].append(day)
    for days in weeks.values():
        if len(days) >= TOLD_DAYS:
            usual = median(worst[day] for day in days)
            yield PainPoint(day=max(days), worst=usual, is_better=False, is_check=False)


def _point_of(runner: Runner, check: KneeCheck) -> PainPoint:
    answers = read_snapshot(check.result).answers
    worst = answers.get("worst_daily_pain")
    return PainPoint(
        day=day_of(runner, check.started_at),
        worst=float(worst) if isinstance(worst, int | float) else None,
        is_better=answers.get("trend") == "better",
        is_check=True,
    )


def reason_due(points: Sequence[PainPoint], today: date) -> Due | None:
    """The reason among records of pain, the oldest first."""
    places = [place for place, point in enumerate(points) if point.is_check]
    if not places:
        return None
    check, since = points[places[-1]], points[places[-1] + 1 :]
    if _has_jumped(check, since):
        return Due("pain_jump", _("Your pain has gone up since the last check."))
    if today - check.day >= NO_BETTER_AFTER and not _is_better(check, since):
        return Due("no_better", _("Your last check is six weeks ago, and the pain is no better."))
    return None


def _has_jumped(check: PainPoint, since: Sequence[PainPoint]) -> bool:
    known = [point.worst for point in (check, *since) if point.worst is not None]
    return len(known) > 1 and known[-1] - min(known[:-1]) >= JUMP_POINTS


def _is_better(check: PainPoint, since: Sequence[PainPoint]) -> bool:
    latest = since[-1] if since else check
    if latest.is_better:
        return True
    return (
        check.worst is not None
        and latest.worst is not None
        and check.worst - latest.worst >= RELIEF_POINTS
    )
