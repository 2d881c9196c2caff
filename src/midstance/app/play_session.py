"""Read a session as a player needs it: every step with its words, whole enough to work offline."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from midstance.app.checking.days import today_of
from midstance.app.read_routine import read_routine
from midstance.app.read_routine_reasons import read_routine_reasons
from midstance.app.routine_lock import routine_lock
from midstance.app.training import player_words as words
from midstance.app.training.kept_weeks import KeptWeek
from midstance.app.training.pain_words import SEE_SOMEONE
from midstance.app.training.plan_words import EMPTY_WORDS, kind_words
from midstance.app.training.player import PlayItem, PlaySheet, PlayWay
from midstance.app.training.player_outing import outing_item, outing_title
from midstance.app.training.player_routine import KINDS, items_of_routine, setting_of
from midstance.app.training.player_swaps import Within, easier_way, harder_way
from midstance.app.training.room import within_room
from midstance.app.training.sheets import session_key
from midstance.app.training.state import Situated, build_inputs, situate
from midstance.app.training.weeks import week_for
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.core.plan.book import Exercise, Stop
from midstance.core.plan.pain_rules import Light, ceiling_of
from midstance.core.plan.solution import Session
from midstance.knowledge.words import read_words
from midstance.store.models import Runner

ROUTINE = "routine-"
LEAST = "least-"
OUTING_STOPS = (Stop.PAIN_OVER_LIMIT, Stop.SHARP_PAIN, Stop.SWELLING, Stop.GIVING_WAY)
DATE_CHARACTERS = len("2026-11-30")


def read_play_sheet(
    runner: Runner, key: str, language: str = "en", today: date | None = None
) -> PlaySheet:
    """Give all that a player needs for a planned session ("2026-11-30-strength") or a routine.

    *Changes* nothing but that the week is planned where there is none yet.
    *Refuses* (RefusedError, which says why) while a check waits for a clinician, on days of rest
    after red, and where the week is empty; a session that there is not (NotFoundError).
    *Twice* gives the same but for the moment at which it was read.
    *Privacy* looks at the runner's own check, diary and plan only.
    """
    lock = routine_lock(runner)
    if lock is not None:
        raise RefusedError(lock.sentence)
    found = situate(runner, today or today_of(runner))
    _refuse_on_rest(found)
    if key.startswith(ROUTINE):
        return routine_sheet(found, key, language)
    return _planned(found, key, language)


def _refuse_on_rest(found: Situated) -> None:
    if found.knee.has_red_flag:
        raise RefusedError(str(SEE_SOMEONE))
    if found.needs_screen or found.pain.rescreen:
        raise RefusedError(
            _("Your knee was much worse. Answer the questions about warning signs first.")
        )
    if found.pain.first_day > found.today.toordinal():
        day = date_format(date.fromordinal(found.pain.first_day), "l j F")
        raise RefusedError(
            _("Your knee was worse, so it rests now. Sessions begin again on %(day)s.")
            % {"day": day}
        )


def routine_sheet(found: Situated, key: str, language: str) -> PlaySheet:
    """A routine for a runner of whom all is known."""
    name = key.removeprefix(ROUTINE)
    if name not in KINDS:
        raise _no_such_session()
    situations = build_inputs(found).situations
    whens = dict.fromkeys((*read_routine_reasons(found.runner), *sorted(situations)))
    sheet = read_routine(found.runner, tuple(whens), name, language)
    items, order = items_of_routine(sheet, found.book, language)
    exercises, setting = _exercises_of(items, found), setting_of(sheet, found.book)
    constants = found.constants
    return PlaySheet(
        key=key,
        kind=KINDS[name],
        title=sheet.name,
        summary=sheet.summary,
        day=None,
        seconds=sheet.seconds,
        order=order,
        items=items,
        keeps_time=True,
        things=words.things_of(setting.needs, language),
        positions=words.position_words(setting.positions),
        uses_floor=words.uses_floor(setting.positions),
        is_quiet=words.is_quiet(exercises),
        side_words=words.order_of_sides(exercises),
        stop_if=sheet.stop_if,
        pain=words.pain_rule("", ceiling_of("", constants), constants),
        after=sheet.after,
        week_key="",
        book_version=found.book.version,
        constants_version=constants.version,
        read_at=timezone.now(),
    )


def _planned(found: Situated, key: str, language: str) -> PlaySheet:
    if not key.startswith(LEAST) and _day_of(key) < found.today:
        raise RefusedError(_("That day is over. Look at what stands on today."))
    week = within_room(found, week_for(found))
    if week.plan.empty_because is not None:
        raise RefusedError(str(EMPTY_WORDS[week.plan.empty_because]))
    return session_sheet(found, week, _session(week, key), key, language)


def session_sheet(
    found: Situated, week: KeptWeek, session: Session, key: str, language: str
) -> PlaySheet:
    """One session of a week, which may be one to come; refuses one that has no clock."""
    items, order = _items(session, week, found, language)
    if not order:
        raise RefusedError(_("This session has no clock. Do it as the plan says."))
    exercises = _exercises_of(items, found)
    positions = tuple(chain.from_iterable(each.positions for each in exercises))
    pain, constants = week.inputs.pain, found.constants
    return PlaySheet(
        key=key,
        kind=session.kind,
        title=kind_words(session.kind),
        summary="" if session.items else outing_title(session),
        day=None if session.day is None else date.fromordinal(session.day),
        seconds=sum(items[item].planned.steps[place].seconds for item, place in order),
        order=order,
        items=items,
        keeps_time=False,
        things=words.things_of((need for each in exercises for need in each.needs), language),
        positions=words.position_words(positions),
        uses_floor=words.uses_floor(positions),
        is_quiet=words.is_quiet(exercises),
        side_words=words.order_of_sides(exercises),
        stop_if=_stops(exercises, language),
        pain=words.pain_rule(week.inputs.condition, pain.ceiling, constants),
        after=_("Tomorrow morning your knee should feel as it did before."),
        week_key=week.key,
        book_version=week.plan.book_version,
        constants_version=week.plan.constants_version,
        read_at=timezone.now(),
    )


def _no_such_session() -> NotFoundError:
    return NotFoundError(_("There is no such session."))


def _day_of(key: str) -> date:
    try:
        return date.fromisoformat(key[:DATE_CHARACTERS])
    except ValueError as error:
        raise _no_such_session() from error


def _session(week: KeptWeek, key: str) -> Session:
    if key.startswith(LEAST) and week.plan.least is not None:
        return week.plan.least
    for session in week.plan.sessions:
        if session.day is not None and key == session_key(
            date.fromordinal(session.day), session.kind
        ):
            return session
    raise _no_such_session()


def _items(
    session: Session, week: KeptWeek, found: Situated, language: str
) -> tuple[tuple[PlayItem, ...], tuple[tuple[int, int], ...]]:
    if not session.items:
        outing = outing_item(session)
        return (outing,), tuple((0, place) for place in range(len(outing.planned.steps)))
    within = Within(session, week.plan, week.inputs, found.book, found.constants, language)
    may_rise = not _is_amber(found)
    items = tuple(
        PlayItem(
            within.way(item),
            easier_way(item, within),
            harder_way(item, within) if may_rise else None,
        )
        for item in session.items
    )
    order = (
        (number, place)
        for number, item in enumerate(items)
        for place in range(len(item.planned.steps))
    )
    return items, tuple(order)


def _is_amber(found: Situated) -> bool:
    """Whether today or yesterday was amber or worse, by what was told."""
    today = found.today.toordinal()
    return any(found.lights.get(day, Light.GREEN) >= Light.AMBER for day in (today - 1, today))


def _exercises_of(items: Iterable[PlayItem], found: Situated) -> tuple[Exercise, ...]:
    names = dict.fromkeys(item.planned.exercise for item in items)
    return tuple(found.book.exercises[name] for name in names if name)


def _stops(exercises: Sequence[Exercise], language: str) -> tuple[str, ...]:
    texts = read_words("stops", language)
    codes = dict.fromkeys(chain.from_iterable(each.stop_if for each in exercises)) or OUTING_STOPS
    return tuple(texts[code].words for code in codes)


def kind_of(key: str) -> str:
    """What kind of session a key names, whether it may be led now or not."""
    if key.startswith(ROUTINE):
        return str(KINDS.get(key.removeprefix(ROUTINE), ""))
    return key.rpartition("-")[2]


def ways_of(item: PlayItem) -> dict[str, PlayWay]:
    """Each way to do an item by its name, without those that there are not."""
    named = {"planned": item.planned, "easier": item.easier, "harder": item.harder}
    return {name: way for name, way in named.items() if way is not None}
