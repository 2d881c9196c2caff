"""The calendar day where the runner is."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

from midstance.store.models import Runner

FARTHEST_AHEAD = timedelta(hours=14)


def zone_of(runner: Runner) -> tzinfo:
    """Her time zone, UTC while she has not said it."""
    return ZoneInfo(runner.time_zone) if runner.time_zone else UTC


def day_of(runner: Runner, moment: datetime) -> date:
    """The day of a moment where she is."""
    return moment.astimezone(zone_of(runner)).date()


def today_of(runner: Runner) -> date:
    """The day that it is where she is."""
    return day_of(runner, timezone.now())


def last_day_of(runner: Runner) -> date:
    """The latest day that it can be where she is."""
    now = timezone.now()
    return day_of(runner, now if runner.time_zone else now + FARTHEST_AHEAD)
