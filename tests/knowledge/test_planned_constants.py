"""Planned runs find each of their constants and no other."""

from dataclasses import replace

import pytest

from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.load import read_parameters
from midstance.knowledge.planned_constants import build_planned_constants, load_planned_constants


def test_the_constants_are_those_of_the_records():
    records, constants = read_parameters(), load_planned_constants()
    for name in ("hill_slope_frac", "brisk_walk_mps"):
        assert getattr(constants, name) == records[name].value > 0


def test_a_missing_or_superfluous_constant_is_refused():
    records = dict(read_parameters())
    more = {**records, "more": replace(records["brisk_walk_mps"], id="more")}
    del records["brisk_walk_mps"]
    for wrong in (records, more):
        with pytest.raises(InvalidValueError, match=r"more|brisk_walk_mps"):
            build_planned_constants(wrong)


def test_a_changed_value_has_another_version():
    records = dict(read_parameters())
    changed = {**records, "brisk_walk_mps": replace(records["brisk_walk_mps"], value=1.5)}
    assert build_planned_constants(changed).version != load_planned_constants().version
