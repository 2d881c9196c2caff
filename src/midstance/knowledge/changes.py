"""What may have changed before a pain, read once."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from midstance.core.load.change_measures import Measure
from midstance.core.load.changes import ChangeRule
from midstance.knowledge.load import DATA, read_folder
from midstance.knowledge.records_changes import ChangeRecord


@cache
def read_changes() -> Mapping[Measure, ChangeRecord]:
    """Every change by what it measures, in the order in which they are told."""
    found = read_folder(DATA / "changes", ChangeRecord)
    ordered = sorted(found.values(), key=lambda record: record.order)
    return MappingProxyType({record.id: record for record in ordered})


@cache
def read_change_rules() -> tuple[ChangeRule, ...]:
    """The same as the search takes them."""
    return tuple(
        ChangeRule(
            measure=record.id,
            window_days=record.window_days,
            usual_days=record.usual_days,
            turn=record.turn,
            scale=record.scale,
            least=record.least,
            spare=record.spare,
        )
        for record in read_changes().values()
    )
