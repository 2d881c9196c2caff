"""Each barrier changes something about the plan, and never to more."""

from collections import Counter
from collections.abc import Iterator

from midstance.core.plan.book import Situation
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records_barriers import BarrierRecord, Choose

MOST_CONFIDENCE = 10


def problems_of_barriers(base: KnowledgeBase) -> Iterator[str]:
    """Everything about barriers but their citing and missing words."""
    orders = Counter(record.order for record in base.barriers.values())
    for record in base.barriers.values():
        yield from (f"barriers/{record.id} {fault}" for fault in _faults(record))
        if orders[record.order] > 1:
            yield f"barriers/{record.id} shares its place in the order"


def _faults(record: BarrierRecord) -> Iterator[str]:
    changes = (
        record.most_exercise_s,
        record.most_confidence,
        record.times or None,
        record.drops_equipment or None,
        record.situation,
        None if record.exercises is Choose.NOTHING else record.exercises,
    )
    if all(change is None for change in changes):
        yield "changes nothing about the plan"
    if record.most_exercise_s is not None and record.most_exercise_s <= 0:
        yield "leaves no room for exercise"
    if record.most_confidence is not None and not 0 <= record.most_confidence < MOST_CONFIDENCE:
        yield "counts as a confidence that is none"
    if record.situation is not None and record.situation not in set(Situation):
        yield f"names the unknown situation {record.situation}"
    if len(set(record.times)) < len(record.times):
        yield "names a time twice"
