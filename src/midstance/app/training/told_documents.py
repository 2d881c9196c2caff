"""What a file or a program tells, as records: every problem at once, each with its place.

A document is what `to_plain` makes of the same record.
"""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from reprlib import Repr
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.plain import Plain, to_plain
from midstance.app.training.records import DayWish, DoneItem, PainTold, SessionTold, Wishes
from midstance.app.training.told import problems_of_pain, problems_of_session
from midstance.app.training.wishes import problems_of
from midstance.core.base.errors import InvalidValuesError
from midstance.core.plan.book import DoseForm
from midstance.core.plan.problem import TimeOfDay
from midstance.knowledge.exercises import load_exercise_book
from midstance.store.models import Moment, Runner, SessionKind

ENTRY = "entry"
NEEDED: Mapping[Any, tuple[str, ...]] = MappingProxyType(
    {
        DayWish: ("exercise_s", "outing_s"),
        DoneItem: ("exercise", "form", "sets", "reps", "sets_done"),
        PainTold: ("day", "moment", "pain"),
        SessionTold: ("day", "kind", "started_at", "seconds"),
    }
)
LINE_BREAKS = frozenset("\n\r\t")
SHORT = Repr()
SHORT.maxstring = SHORT.maxother = SHORT.maxlong = 60


def write_wishes_document(wishes: Wishes) -> dict[str, Plain]:
    """The wishes as a document that reads back as the same."""
    return {**to_plain(wishes), ENTRY: dict(wishes.entry)}


def read_wishes_document(document: object, before: Wishes) -> Wishes:
    """Wishes from a document; what it leaves out stays as it was before."""
    problems: list[str] = []
    wishes: Wishes = _record(before, document, "", problems)
    _refuse(*problems, *problems_of(wishes))
    return wishes


def read_pain_document(runner: Runner, document: object) -> PainTold:
    """One pain from a document; of what it leaves out nothing is known."""
    problems: list[str] = []
    blank = PainTold(timezone.now().date(), Moment.DURING.value, 0)
    told: PainTold = _record(blank, document, "", problems)
    _refuse(*problems, *problems_of_pain(runner, told))
    return told


def read_session_document(runner: Runner, document: object) -> SessionTold:
    """One session from a document; of what it leaves out nothing is known."""
    problems: list[str] = []
    now = timezone.now()
    blank = SessionTold(now.date(), SessionKind.STRENGTH.value, now, 0)
    told: SessionTold = _record(blank, document, "", problems)
    _refuse(*problems, *problems_of_session(runner, told))
    return told


def _refuse(*problems: str) -> None:
    if problems:
        raise InvalidValuesError(problems)


def _record(stand_in: Any, document: object, place: str, problems: list[str]) -> Any:  # noqa: ANN401 # any record
    """A record like the stand-in, with what the document tells in place of what it holds."""
    kind: Any = type(stand_in)
    hints = _hints(kind)
    if not isinstance(document, Mapping):
        problems.append(_expected(place, PAIRS, document))
        return stand_in
    for name in document:
        if name not in hints:
            told = {"place": _inside(place, name), "names": ", ".join(hints)}
            problems.append(_("%(place)s: no such name; expected one of %(names)s.") % told)
    missing = [name for name in NEEDED.get(kind, ()) if name not in document]
    problems.extend(_("%(place)s is missing.") % {"place": _inside(place, n)} for n in missing)
    found = {
        name: _value(hint, document[name], _inside(place, name), problems, getattr(stand_in, name))
        for name, hint in hints.items()
        if name in document
    }
    return replace(stand_in, **found)


def _value(hint: Any, came: object, place: str, problems: list[str], stand_in: object) -> object:  # noqa: ANN401 # a type
    if is_dataclass(hint):
        return _record(_blank(hint), came, place, problems)
    if place == ENTRY:
        return _entry(came, problems, stand_in)
    if get_origin(hint) is tuple:
        return _list(get_args(hint)[0], came, place, problems, stand_in)
    read, expected = SINGLES[hint]
    try:
        return read(came)
    except (TypeError, ValueError, OverflowError):
        problems.append(_expected(place, expected, came))
        return stand_in


def _list(kind: Any, came: object, place: str, problems: list[str], stand_in: object) -> object:  # noqa: ANN401 # a type
    if not isinstance(came, list):
        problems.append(_expected(place, LIST, came))
        return stand_in
    read = (_value(kind, each, f"{place}.{n}", problems, None) for n, each in enumerate(came, 1))
    return tuple(each for each in read if each is not None)


def _blank(kind: Any) -> DayWish | DoneItem:  # noqa: ANN401 # a type
    """Stands in for what is missing, so that nothing is told twice."""
    if kind is DayWish:
        return DayWish(0, 0, TimeOfDay.ANY.value)
    known = next(iter(load_exercise_book().exercises))
    return DoneItem(known, DoseForm.STRENGTH.value, 0, 0, None, 0)


def _entry(came: object, problems: list[str], stand_in: object) -> object:
    """What she can do, by name; each value is looked at where the names are known."""
    if not isinstance(came, Mapping):
        problems.append(_expected(ENTRY, PAIRS, came))
        return stand_in
    kind = int | float | bool | None
    read = {
        str(name): _value(kind, each, _inside(ENTRY, name), problems, None)
        for name, each in came.items()
    }
    return tuple(sorted(read.items()))


def _expected(place: str, expected: str | Promise, came: object) -> str:
    told = {"place": place, "expected": expected, "came": SHORT.repr(came)}
    if place:
        return _("%(place)s: expected %(expected)s, got %(came)s.") % told
    return _("Expected %(expected)s, got %(came)s.") % told


def _inside(place: str, name: object) -> str:
    told = SHORT.repr(name).strip("'\"")
    return f"{place}.{told}" if place else told


@cache
def _hints(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 # the class of any record
    return get_type_hints(kind)


def _whole_number(came: Any) -> int:  # noqa: ANN401 # anything that a document holds
    if isinstance(came, bool) or came != int(came):
        raise ValueError
    return int(came)


def _yes_or_no(came: object) -> bool:
    if not isinstance(came, bool):
        raise TypeError
    return came


def _words(came: object) -> str:
    """Text that any database holds."""
    if not isinstance(came, str):
        raise TypeError
    came.encode()
    if any(sign < " " and sign not in LINE_BREAKS for sign in came):
        raise ValueError
    return came


def _moment(came: Any) -> datetime:  # noqa: ANN401 # anything that a document holds
    found = datetime.fromisoformat(came)
    if found.tzinfo is None:
        raise ValueError
    return found.astimezone(UTC)


def _entry_answer(came: object) -> int | float | bool | None:
    if came is not None and not isinstance(came, int | float):
        raise TypeError
    return came


def _optional(read: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda came: None if came is None else read(came)


PAIRS = gettext_lazy("names with their values")
LIST = gettext_lazy("a list")
NUMBER = gettext_lazy("a whole number")
TRUTH = gettext_lazy("true or false")
DAY = gettext_lazy("a day, as 2026-11-30")
TIME = gettext_lazy("a time with its zone, as 2026-11-30T18:00:00Z")

SINGLES: Mapping[Any, tuple[Callable[[Any], object], str | Promise]] = MappingProxyType(
    {
        int: (_whole_number, NUMBER),
        int | None: (_optional(_whole_number), NUMBER),
        bool: (_yes_or_no, TRUTH),
        bool | None: (_optional(_yes_or_no), TRUTH),
        str: (_words, gettext_lazy("words")),
        date: (date.fromisoformat, DAY),
        datetime: (_moment, TIME),
        datetime | None: (_optional(_moment), TIME),
        int | float | bool | None: (_entry_answer, gettext_lazy("a number, true or false")),
    }
)
