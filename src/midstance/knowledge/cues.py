"""The cues and their fading sessions as the record that `core.gait` takes."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from midstance.core.gait.cue import CueBook, CueRule, Session
from midstance.knowledge.gait_norms import load_gait_norms
from midstance.knowledge.load import DATA, read_folder, read_parameters
from midstance.knowledge.records import Parameter
from midstance.knowledge.records_gait import CueRecord
from midstance.knowledge.version import version_of_content

FORM = "cues-1"
"""Raised when the meaning of a field or the way to a cue changes."""

SESSIONS = ("cue_session_day", "cue_session_minutes", "cue_session_frac")
"""The parameters that hold a day, the minutes and the share with the cue for each session."""


@cache
def read_cue_records() -> Mapping[str, CueRecord]:
    """Every cue by its id, in the order in which they are offered."""
    found = read_folder(DATA / "cues", CueRecord)
    ordered = sorted(found.values(), key=lambda record: record.order)
    return MappingProxyType({record.id: record for record in ordered})


@cache
def load_cue_book() -> CueBook:
    """The rules of all cues, what is usual, and the sessions in which a cue fades."""
    rules = tuple(build_cue_rule(record) for record in read_cue_records().values())
    return CueBook(rules, load_gait_norms(), build_sessions(read_parameters()))


@cache
def version_of_cues() -> str:
    """What a cue is stamped with."""
    book = load_cue_book()
    content = {"rules": book.rules, "norms": dict(book.norms), "sessions": book.sessions}
    return version_of_content(FORM, content)


def build_cue_rule(record: CueRecord) -> CueRule:
    """Bring a record into the form that a cue is chosen from."""
    return CueRule(
        id=record.id,
        order=record.order,
        metric=record.metric,
        where=record.where,
        bound=record.bound,
        conditions=record.conditions,
        not_with=record.not_with,
        step_frac=record.step_frac,
    )


def build_sessions(records: Mapping[str, Parameter]) -> tuple[Session, ...]:
    """One session for each day that the parameters name."""
    day, minutes, frac = (values_of(records[name]) for name in SESSIONS)
    return tuple(
        Session(round(at), round(long), cued)
        for at, long, cued in zip(day, minutes, frac, strict=True)
    )


def values_of(parameter: Parameter) -> tuple[float, ...]:
    """The value of a parameter that holds several."""
    return parameter.value if isinstance(parameter.value, tuple) else (parameter.value,)
