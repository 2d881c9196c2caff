"""Each change says what it rests on, and claims no more than that."""

from collections import Counter
from collections.abc import Iterator

from midstance.core.load.change_measures import Measure
from midstance.core.load.changes import Scale
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records import Certainty
from midstance.knowledge.records_changes import ChangeRecord, Grade, Raises


def problems_of_changes(base: KnowledgeBase) -> Iterator[str]:
    """Everything about changes but their citing."""
    orders = Counter(record.order for record in base.changes.values())
    for measure in Measure:
        if measure not in base.changes:
            yield f"changes/{measure} is measured but has no record"
    for record in base.changes.values():
        yield from (f"changes/{record.id} {fault}" for fault in _faults(record))
        if orders[record.order] > 1:
            yield f"changes/{record.id} shares its place in the order"


def _faults(record: ChangeRecord) -> Iterator[str]:
    if not 0 < record.window_days <= record.usual_days:
        yield "holds the recent days against a shorter usual"
    if record.least <= 0:
        yield "calls nothing a change"
    if record.spare < 0 or (record.scale is Scale.POINTS and record.spare):
        yield "adds what it has no use for"
    if (record.raises is Raises.UNKNOWN) == bool(record.tissues):
        yield "has to say both which way and which tissues it loads, or neither"
    if record.limit_times is not None and record.limit_times <= 1:
        yield "has a limit below what was before"
    is_judged = record.certainty is Certainty.JUDGEMENT
    if (record.grade is Grade.JUDGEMENT) != is_judged:
        yield f"is graded {record.grade} on {record.certainty}"
    if record.grade is not Grade.JUDGEMENT and not record.sources:
        yield f"is graded {record.grade} without a source"
