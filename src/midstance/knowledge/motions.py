"""The motions of the exercises, read once."""

from collections.abc import Mapping
from functools import cache

from midstance.knowledge.load import DATA, read_folder
from midstance.knowledge.records_motion import MotionRecord


@cache
def read_motions() -> Mapping[str, MotionRecord]:
    """Every motion by id."""
    return read_folder(DATA / "motions", MotionRecord)
