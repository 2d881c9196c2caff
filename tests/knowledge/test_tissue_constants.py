"""The tissue state finds each of its constants, of the right kind, and no other."""

from dataclasses import fields, replace

import pytest

from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.constants import TissueConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.tissue_constants import build_tissue_constants, load_tissue_constants


def test_every_constant_fills_its_field_with_the_right_kind():
    constants = load_tissue_constants()
    for field in fields(TissueConstants):
        value = getattr(constants, field.name)
        assert isinstance(value, str if field.name == "version" else (float, tuple))
        assert (field.type is float) == isinstance(value, float)


def test_a_missing_or_superfluous_constant_is_refused():
    records = dict(read_parameters())
    more = {**records, "more": replace(records["fall_days"], id="more")}
    del records["fall_days"]
    for wrong in (records, more):
        with pytest.raises(InvalidValueError, match=r"more|fall_days"):
            build_tissue_constants(wrong)


def test_a_changed_value_has_another_version():
    records = dict(read_parameters())
    changed = {**records, "usual_days": replace(records["usual_days"], value=30.0)}
    assert build_tissue_constants(changed).version != load_tissue_constants().version
