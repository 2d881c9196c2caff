"""What the use cases of check-ins, own activities and licensed questionnaires give."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class StepSheet:
    """One answer to choose; `label` is "" for a plain number between the ends of a scale."""

    value: int
    label: str


@dataclass(frozen=True)
class ItemSheet:
    """One question; `is_scale` when only its ends have words."""

    id: str
    name: str
    text: str
    steps: tuple[StepSheet, ...]
    is_scale: bool


@dataclass(frozen=True)
class CheckInSheet:
    """A check-in to be asked.

    `licence` says whose licence a questionnaire of others needs, "" for our own check-ins.
    `note_source` names what the note rests on. `empty` says why there is nothing to ask.
    """

    kind: str
    name: str
    lead: str
    why: str
    note: str
    note_source: str
    seconds: int
    items: tuple[ItemSheet, ...]
    last_day: date | None
    is_due: bool
    licence: str
    empty: str


@dataclass(frozen=True)
class CheckInTold:
    """A check-in that was kept; `score` is None where there is none or too few answers."""

    kind: str
    name: str
    key: str
    day: date
    answered: int
    asked: int
    score: float | None
    sentence: str


@dataclass(frozen=True)
class ActivityLine:
    """Something that she wants back."""

    key: str
    name: str
    added_at: datetime


@dataclass(frozen=True)
class QuestionnaireLine:
    """A licensed questionnaire that was put in; `words` say whose licence it needs."""

    name: str
    kind: str
    items: int
    holder: str
    granted_to: str
    terms: str
    words: str
    smallest_change: str
    added_at: datetime
