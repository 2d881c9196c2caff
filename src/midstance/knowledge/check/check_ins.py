"""Each check-in can be asked, answered and read: its words, its ends, what counts as the same."""

from collections import Counter
from collections.abc import Iterator

from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records_check_in import (
    CheckInItemRecord,
    CheckInRecord,
    CheckInText,
    PartOf,
    Scoring,
)

LONGEST_S = 60


def problems_of_check_ins(base: KnowledgeBase) -> Iterator[str]:
    """Everything about check-ins but their citing and missing words."""
    orders = Counter(record.order for record in base.check_ins.values())
    for record in base.check_ins.values():
        where = f"check_ins/{record.id}"
        yield from (f"{where} {fault}" for fault in _faults(record, base))
        if orders[record.order] > 1:
            yield f"{where} shares its place in the order"
        for language, texts in base.words.items():
            if record.id in texts["check_ins"]:
                text = texts["check_ins"][record.id]
                yield from (
                    f"{language}/{where} {fault}" for fault in _faults_of_words(record, text)
                )


def _faults(record: CheckInRecord, base: KnowledgeBase) -> Iterator[str]:
    if not 1 <= record.seconds <= LONGEST_S:
        yield f"takes {record.seconds} s, more than a minute or nothing"
    if record.days_between < 1:
        yield "is asked more than once a day"
    if len({item.id for item in record.items}) < len(record.items) or not record.items:
        yield "has no item, or one twice"
    if any(not item.low < item.high for item in record.items):
        yield "has an item without room between its ends"
    if len({(item.low, item.high) for item in record.items}) > 1 and record.scoring is Scoring.MEAN:
        yield "takes the mean of unlike scales"
    if not 1 <= record.fewest_items <= len(record.items):
        yield f"asks for {record.fewest_items} answers"
    if record.for_each_activity and len(record.items) != 1:
        yield "asks more than one question of each activity"
    yield from _faults_of_change(record, base)


def _faults_of_change(record: CheckInRecord, base: KnowledgeBase) -> Iterator[str]:
    told = Counter((each.part, each.condition) for each in record.same_within)
    wanted = {PartOf.ITEM, *([PartOf.SCORE] if record.scoring is Scoring.MEAN else [])}
    for part in sorted({part for part, _ in told} ^ wanted):
        yield f"says what is the same for a {part} that it has not, or not for one that it has"
    for part in sorted(wanted):
        if told[part, None] != 1:
            yield f"does not say once for everybody what is the same for a {part}"
    if any(count > 1 for count in told.values()):
        yield "says twice what is the same"
    for each in record.same_within:
        if each.condition is not None and each.condition not in base.check.conditions:
            yield f"names the unknown condition {each.condition}"
        if not 0 < each.points < min((item.high - item.low for item in record.items), default=0):
            yield f"calls a change of {each.points:g} the same"


def _faults_of_words(record: CheckInRecord, text: CheckInText) -> Iterator[str]:
    items = {item.id: item for item in record.items}
    for name in sorted(items.keys() ^ text.items.keys()):
        yield f"lacks the words or the record of {name}"
    for name in sorted(items.keys() & text.items.keys()):
        if not _labels_fit(items[name], set(text.items[name].labels)):
            yield f"labels neither the ends nor all steps of {name}"
    if (text.score is None) != (record.scoring is Scoring.EACH):
        yield "names a score that it has not, or has one without a name"


def _labels_fit(item: CheckInItemRecord, labels: set[str]) -> bool:
    ends = {str(item.low), str(item.high)}
    return labels in (ends, {str(step) for step in range(item.low, item.high + 1)})
