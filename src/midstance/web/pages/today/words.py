"""The day as the template shows it: addresses, icons, and the question that waits first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from midstance.app.training.records import Left, MainAction, PainLine, SessionLine, TodaySheet
from midstance.app.training.sheets import minutes_words

KIND_ICONS = {
    "strength": "dumbbell",
    "mobility": "person-standing",
    "cross": "bike",
    "run": "footprints",
    "reset": "timer",
    "warm_up": "flame",
}
LIGHT_ICONS = {"carry_on": "circle-check", "adjust": "triangle-alert", "stop": "octagon-x"}
LONG_CHARACTERS = 90
"""A longer sentence stands in smaller letters, so that the button stays in view."""

ROUTES = {
    "start_check": "check",
    "plan": "plan",
    "set_up": "plan_set_up",
    "review": "plan_review",
    "pain": "pain",
}


@dataclass(frozen=True)
class SessionWords:
    """A session of the day as a card."""

    line: SessionLine
    icon: str
    length: str
    url: str


@dataclass(frozen=True)
class Dots:
    """What is left of a kind: as many dots as the week holds, some filled."""

    words: str
    icon: str
    filled: range
    wanted: range
    free: range


@dataclass(frozen=True)
class TodayWords:
    """What the page of the day needs besides its sheet."""

    date: str
    icon: str
    action_url: str
    sessions: tuple[SessionWords, ...]
    left: tuple[Dots, ...]
    ask: Mapping[str, str]
    question: str
    hint: str
    is_long: bool


def today_words(sheet: TodaySheet) -> TodayWords:
    first = sheet.asks[0] if sheet.asks else None
    asked = (
        {"moment": first.moment, "day": first.day.isoformat(), "run": first.run} if first else {}
    )
    return TodayWords(
        date=date_format(sheet.day, "l, j F"),
        icon=LIGHT_ICONS[sheet.light],
        action_url=action_url(sheet.action),
        sessions=tuple(_session(line) for line in sheet.sessions),
        left=tuple(_dots(left) for left in sheet.left),
        ask=asked,
        question=first.question if first else "",
        hint=first.hint if first else "",
        is_long=len(sheet.sentence) > LONG_CHARACTERS,
    )


def action_url(action: MainAction) -> str:
    """Where the one button leads."""
    if action.kind == "session":
        return reverse("session", args=[action.target])
    if action.kind == "routine":
        return reverse("session", args=[f"routine-{action.target}"])
    if action.kind == "check":
        return reverse("check_result", args=[action.target]) if action.target else reverse("check")
    return reverse(ROUTES[action.kind])


def _session(line: SessionLine) -> SessionWords:
    return SessionWords(
        line=line,
        icon=KIND_ICONS[line.kind],
        length=minutes_words(line.seconds),
        url=reverse("session", args=[line.key]),
    )


def _dots(left: Left) -> Dots:
    wanted = max(left.least - left.done, 0)
    return Dots(
        words=left.words,
        icon=KIND_ICONS[left.kind],
        filled=range(left.done),
        wanted=range(wanted),
        free=range(max(left.most - left.done - wanted, 0)),
    )


def pain_words(pains: Sequence[PainLine]) -> tuple[str, ...]:
    """The last pains, a line each."""
    return tuple(
        _("%(day)s, %(moment)s: %(pain)s of 10")
        % {
            "day": date_format(line.day, "j F"),
            "moment": line.moment_words,
            "pain": line.pain,
        }
        for line in pains
    )
