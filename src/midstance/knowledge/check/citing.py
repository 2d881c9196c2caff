"""Every claim rests on something that exists, and nothing stands there for nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, NamedTuple

from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records import Certainty, Checked, Source

OLDEST_YEAR = 1800

NEEDS_NO_SOURCE = frozenset({Certainty.DEFINITION, Certainty.JUDGEMENT})


Part = Any
"""A record of any kind, or what stands in one."""


class Cited(NamedTuple):
    """One place that names sources."""

    where: str
    sources: tuple[str, ...]
    certainty: Certainty


def problems_of_citing(base: KnowledgeBase, today: date) -> Iterator[str]:
    """Sources that are missing, idle or impossible, and dates in the future."""
    cited = [place for name, record in named_records(base) for place in places(record, name)]
    for place in cited:
        yield from _of_place(place, base)
    known = {source for place in cited for source in place.sources}
    for source in base.sources.values():
        yield from _of_source(source, known, today)
    for name, record in named_records(base):
        checked = getattr(record, "checked", None)
        if isinstance(checked, Checked) and checked.on > today:
            yield f"{name} was checked in the future"


def named_records(base: KnowledgeBase) -> Iterator[tuple[str, object]]:
    """Every record with its kind and id."""
    kinds = {
        field.name: getattr(group, field.name)
        for group in (base.check, base.plan)
        for field in fields(group)
    }
    kinds |= {
        "parameters": base.parameters,
        "motions": base.motions,
        "check_ins": base.check_ins,
        "barriers": base.barriers,
        "habits": base.habits,
        "notes": base.notes,
        "changes": base.changes,
        "screens": base.screens,
        "film_findings": base.film_findings,
        "gait_norms": base.gait_norms,
        "gait_curves": base.gait_curves,
        "cues": base.cues,
    }
    for kind, records in kinds.items():
        yield from ((f"{kind}/{id_}", record) for id_, record in records.items())
    for language, texts in base.words.items():
        for kind, records in texts.items():
            yield from ((f"{language}/{kind}/{id_}", text) for id_, text in records.items())


def places(record: Part, name: str) -> Iterator[Cited]:
    """Every place in a record that names sources, however deep."""
    if hasattr(record, "sources"):
        yield Cited(name, record.sources, record.certainty)
    for part, value in _parts(record):
        yield from places(value, f"{name} {part}")


def _parts(record: object) -> Iterator[tuple[str, object]]:
    if isinstance(record, tuple):
        yield from ((str(index), item) for index, item in enumerate(record))
    elif is_dataclass(record):
        yield from ((field.name, getattr(record, field.name)) for field in fields(record))


def _of_place(place: Cited, base: KnowledgeBase) -> Iterator[str]:
    for unknown in sorted(set(place.sources) - base.sources.keys()):
        yield f"{place.where} cites the unknown source {unknown}"
    if not place.sources and place.certainty not in NEEDS_NO_SOURCE:
        yield f"{place.where} is {place.certainty} but cites nothing"


def _of_source(source: Source, cited: Iterable[str], today: date) -> Iterator[str]:
    if source.checked.on > today:
        yield f"sources/{source.id} was checked in the future"
    if source.id not in cited:
        yield f"sources/{source.id} is cited by no record"
    if not OLDEST_YEAR < source.year <= today.year:
        yield f"sources/{source.id} is of the year {source.year}"
