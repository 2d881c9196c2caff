"""What stands in the way of a week, read once."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from midstance.knowledge.load import DATA, read_folder
from midstance.knowledge.records_barriers import BarrierRecord


@cache
def read_barriers() -> Mapping[str, BarrierRecord]:
    """Every barrier by its id, in the order in which they are offered."""
    found = read_folder(DATA / "barriers", BarrierRecord)
    ordered = sorted(found.values(), key=lambda record: record.order)
    return MappingProxyType({record.id: record for record in ordered})
