"""The pain response finds each of its constants, of the right kind, and no other."""

from dataclasses import fields, replace

import pytest

from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.response_constants import ResponseConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.response_constants import build_response_constants, load_response_constants


def test_every_constant_fills_its_field_with_the_right_kind():
    constants = load_response_constants()
    for field in fields(ResponseConstants):
        value = getattr(constants, field.name)
        assert isinstance(value, str if field.name == "version" else (float, tuple))
        assert (field.type is float) == isinstance(value, float)


def test_a_missing_or_superfluous_constant_is_refused():
    records = dict(read_parameters())
    more = {**records, "more": replace(records["response_spread"], id="more")}
    del records["response_spread"]
    for wrong in (records, more):
        with pytest.raises(InvalidValueError, match=r"more|response_spread"):
            build_response_constants(wrong)


def test_a_changed_value_has_another_version():
    records = dict(read_parameters())
    changed = {**records, "response_slip_frac": replace(records["response_slip_frac"], value=0.03)}
    assert build_response_constants(changed).version != load_response_constants().version
