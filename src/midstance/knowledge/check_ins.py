"""The check-ins of the knowledge base, and the version that answers are stamped with."""

from collections.abc import Mapping
from functools import cache

from midstance.knowledge.load import DATA, read_folder
from midstance.knowledge.records_check_in import CheckInRecord
from midstance.knowledge.version import version_of_content

FORM = "check-in-1"
"""Raised when a wording changes so much that old answers no longer compare."""


@cache
def read_check_ins() -> Mapping[str, CheckInRecord]:
    """Every check-in by id."""
    return read_folder(DATA / "check_ins", CheckInRecord)


def check_in_version(record: CheckInRecord) -> str:
    """Equal questions and scoring, equal version; what counts as the same is no part of it."""
    items = [(item.id, item.low, item.high) for item in record.items]
    return version_of_content(FORM, (record.id, items, str(record.scoring), record.fewest_items))
