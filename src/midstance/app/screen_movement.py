"""Tell what a movement screen gave, or take a day's test back."""

import math
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from midstance.app.checking.days import last_day_of, today_of
from midstance.app.read_screens import find_screen, read_screen
from midstance.app.screens.records import ScreenSheet, ScreenTold
from midstance.app.screens.safety import newest_check, why_not
from midstance.app.training.state import situate
from midstance.core.assess.screens import Side, Unit, sides_of
from midstance.core.base.errors import InvalidValuesError, NotFoundError, RefusedError
from midstance.knowledge.records_screens import ScreenRecord
from midstance.knowledge.screens import version_of_screens
from midstance.store.models import Runner, ScreenReading

OLDEST = timedelta(days=365 * 5)
WHOLE = frozenset({Unit.REPS, Unit.SIGNS})


def screen_movement(runner: Runner, told: ScreenTold, language: str = "en") -> ScreenSheet:
    """Keep what a screen gave on a day, and give what it says now.

    *Changes* the day's test; the plan of the week only once two days agree.
    *Refuses* a test of today that is not safe now (RefusedError), and values that cannot be, all at
    once (InvalidValuesError).
    *Twice* of each side the later one of a day takes the place of the earlier one; a side that is
    not told keeps what it has.
    *Privacy* stays in the data folder.
    """
    record = find_screen(told.screen)
    problems = tuple(_problems(runner, told, record))
    if problems:
        raise InvalidValuesError(problems)
    today = today_of(runner)
    if told.day >= today:
        refuse_unsafe(runner, record, today, language)
    _keep(runner, told)
    return read_screen(runner, told.screen, max(today, told.day))


def _keep(runner: Runner, told: ScreenTold) -> None:
    values = {str(side): getattr(told, side) for side in Side}
    known = {name: value for name, value in values.items() if value is not None}
    filmed = {"is_filmed": True} if told.is_filmed else {}
    ScreenReading.objects.update_or_create(
        owner=runner,
        screen=told.screen,
        day=told.day,
        defaults={**known, **filmed, "version": version_of_screens()},
    )


def drop_reading(runner: Runner, screen: str, day: date) -> ScreenSheet:
    """Take a day's test back.

    *Changes* removes it; what the screen says is drawn anew.
    *Refuses* a day without a test (NotFoundError).
    *Twice* is refused, because it is gone.
    *Privacy* the runner's own only.
    """
    find_screen(screen)
    gone, _rows = ScreenReading.objects.owned_by(runner).filter(screen=screen, day=day).delete()
    if not gone:
        raise NotFoundError(f"There is no test of {day.isoformat()} for “{screen}”.")
    return read_screen(runner, screen)


def refuse_unsafe(runner: Runner, record: ScreenRecord, today: date, language: str) -> None:
    """Refuse a test that is not safe now."""
    why = why_not(record, situate(runner, today), newest_check(runner), language)
    if why:
        raise RefusedError(why)


def _problems(runner: Runner, told: ScreenTold, record: ScreenRecord) -> Iterator[str]:
    last = last_day_of(runner)
    if not last - OLDEST <= told.day <= last:
        yield _("Expected a day of the last five years, got %(day)s.") % {
            "day": told.day.isoformat()
        }
    values = {Side.LEFT: told.left, Side.RIGHT: told.right, Side.BOTH: told.both}
    wanted = sides_of(record.sides)
    if all(values[side] is None for side in wanted):
        yield _("Expected a value for at least one side.")
    for side, value in values.items():
        if value is None:
            continue
        if side not in wanted:
            yield _("Expected %(sides)s, not %(came)s.") % {
                "sides": ", ".join(wanted), "came": str(side),
            }  # fmt: skip
        elif not _is_possible(value, record):
            yield _("%(side)s: expected a value from 0 to %(most)s, got %(came)s.") % {
                "side": str(side), "most": f"{record.most:g}", "came": f"{value:g}",
            }  # fmt: skip


def _is_possible(value: float, record: ScreenRecord) -> bool:
    is_number = math.isfinite(value) and 0 <= value <= record.most
    return is_number and (record.unit not in WHOLE or value == round(value))
