"""What films say is whole: figures and patterns that there are, two days, and known exercises."""

from collections import Counter
from collections.abc import Iterator

from midstance.core.gait.norms import Where
from midstance.core.gait.records import METRICS
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records_films import FilmFindingRecord

DIRECTIONS = (Where.BELOW, Where.ABOVE)


def problems_of_film_findings(base: KnowledgeBase) -> Iterator[str]:
    """Everything about findings of films but their citing and missing words."""
    orders = Counter(record.order for record in base.film_findings.values())
    for record in base.film_findings.values():
        if orders[record.order] > 1:
            yield f"film_findings/{record.id} shares its place in the order"
        yield from (f"film_findings/{record.id} {fault}" for fault in _faults(record, base))
    for language, texts in base.words.items():
        for id_, text in texts["film_findings"].items():
            named = base.film_findings.get(id_)
            if named is not None and bool(named.trains) != (text.because is not None):
                yield f"{language}/film_findings/{id_} has a reason without exercises, or none"


def _faults(record: FilmFindingRecord, base: KnowledgeBase) -> Iterator[str]:
    if record.metric not in METRICS:
        yield f"goes by the unknown figure {record.metric}"
    if record.where not in DIRECTIONS:
        yield "looks neither below nor above"
    for name in record.conditions:
        if name not in base.check.conditions:
            yield f"matters to the unknown pattern {name}"
    for name in record.trains:
        if name not in base.plan.exercises:
            yield f"trains by the unknown exercise {name}"
    for names in (record.conditions, record.trains):
        if len(set(names)) < len(names):
            yield "says something twice"
    if not 1 <= record.confirm_days < record.good_days:
        yield "goes by one day, or by films that no longer count"
