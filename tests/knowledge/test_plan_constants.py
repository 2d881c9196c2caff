"""The plan finds each of its constants, of the right kind, and no other."""

from dataclasses import fields, replace

import pytest

from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.constants import PlanConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.plan_constants import build_plan_constants, load_plan_constants


def test_every_constant_fills_its_field_with_the_right_kind():
    constants = load_plan_constants()
    for field in fields(PlanConstants):
        value = getattr(constants, field.name)
        assert isinstance(value, tuple if "Range" in str(field.type) else (str, float, tuple))
        assert (field.type is float) == isinstance(value, float)


def test_a_missing_or_superfluous_constant_is_refused():
    records = dict(read_parameters())
    more = {**records, "more": replace(records["least_change"], id="more")}
    del records["least_change"]
    for wrong in (records, more):
        with pytest.raises(InvalidValueError, match=r"more|least_change"):
            build_plan_constants(wrong)


def test_a_changed_value_has_another_version():
    records = dict(read_parameters())
    changed = {**records, "least_change": replace(records["least_change"], value=2.0)}
    assert build_plan_constants(changed).version != load_plan_constants().version
