"""What she says of a film: what it is of, whether that can be, and whether one is taken now."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from midstance.app.checking.days import last_day_of, today_of
from midstance.app.films.records import SLOWEST_TIMES, FilmTold, View
from midstance.app.read_screens import find_screen
from midstance.app.routine_lock import routine_lock
from midstance.app.screens.safety import newest_check, why_not, why_not_at_all
from midstance.app.training.state import Situated, situate
from midstance.core.base.errors import InvalidValueError, InvalidValuesError, RefusedError
from midstance.core.gait.records import GaitRunner
from midstance.core.gait.screen_records import ScreenView
from midstance.core.load.planned import PLANNABLE
from midstance.knowledge.records_screens import ScreenRecord
from midstance.pose.limits import FILM_MAX_S
from midstance.store.models import FilmLeg, FilmView, Runner

OLDEST = timedelta(days=365 * 5)
WHOM = ("left", "right")
VIEWS: Mapping[ScreenView, View] = MappingProxyType(
    {ScreenView.FRONT: "front", ScreenView.SIDE: "side"}
)
RUNNING = (FilmView.SIDE, FilmView.REAR)


def check_told(runner: Runner, told: FilmTold) -> FilmTold:
    """What is said of a film, with the view that its screen sets, where such a film may be taken.

    Raises
    ------
    RefusedError
        Under a lock; for a screen that is not safe now, or of which no film is looked at.
    NotFoundError
        For a screen that there is not.
    InvalidValuesError
        What cannot be, all at once.
    """
    lock = routine_lock(runner)
    if lock is not None:
        raise RefusedError(lock.sentence)
    record = find_screen(told.screen) if told.screen else None
    told = told if record is None else _as_of_screen(told, record)
    problems = tuple(_problems(runner, told))
    if problems:
        raise InvalidValuesError(problems)
    if record is not None:
        why = why_not_now(record, told.day, situate(runner, today_of(runner)))
        if why:
            raise RefusedError(why)
    return told


def why_not_now(record: ScreenRecord, day: date, found: Situated) -> str:
    """Why a film of a screen from that day is neither taken nor kept now, "" where it may be.

    Of an earlier day only what stands against every screen counts, as with a test told later.
    """
    if day < found.today:
        return why_not_at_all(found)
    return why_not(record, found, newest_check(found.runner), get_language() or "en")


def _as_of_screen(told: FilmTold, record: ScreenRecord) -> FilmTold:
    """The screen sets the view; a speed and pictures have no place in it."""
    if record.film is None:
        raise RefusedError(_("No film is looked at for this movement test. Do it by eye."))
    view = VIEWS[record.film.view]
    return replace(told, view=view, treadmill_mps=None, keep_pictures=False)


def _problems(runner: Runner, told: FilmTold) -> Iterator[str]:
    last = last_day_of(runner)
    if not told.screen and told.view not in RUNNING:
        yield _("Expected side or rear, got “%(came)s”.") % {"came": told.view}
    if not told.screen and told.leg:
        yield _("Expected a movement test with a leg; a film of running is of both.")
    if told.screen and told.leg not in FilmLeg.values:
        yield _("Expected the leg that the film is of, left or right.")
    if not last - OLDEST <= told.day <= last:
        yield _("Expected a day of the last five years, got %(day)s.") % {
            "day": told.day.isoformat()
        }
    if told.whom is not None and told.whom not in WHOM:
        yield _("Expected left or right, got “%(came)s”.") % {"came": told.whom}
    yield from _problems_of_numbers(told)


def _problems_of_numbers(told: FilmTold) -> Iterator[str]:
    low, high = PLANNABLE["speed_mps"]
    if told.treadmill_mps is not None and not low <= told.treadmill_mps <= high:
        yield _("Expected a speed from %(low)s to %(high)s m/s, got %(came)s.") % {
            "low": f"{low:g}", "high": f"{high:g}", "came": f"{told.treadmill_mps:g}",
        }  # fmt: skip
    if told.slower_times is not None and not 1 <= told.slower_times <= SLOWEST_TIMES:
        yield _("Expected 1 to %(most)s times slower than life, got %(came)s.") % {
            "most": SLOWEST_TIMES, "came": f"{told.slower_times:g}",
        }  # fmt: skip
    to_s = FILM_MAX_S if told.to_s is None else told.to_s
    if not 0 <= told.from_s < to_s <= FILM_MAX_S:
        yield _("Expected a part that ends after it begins, within %(most)s s.") % {
            "most": FILM_MAX_S
        }
    try:
        GaitRunner(told.height_m)
    except InvalidValueError as error:
        yield str(error)
