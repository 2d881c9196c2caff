"""The constants of gait from film as the record that `core.gait` takes."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from midstance.core.base.errors import InvalidValueError
from midstance.core.gait.constants import GaitConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.records import Parameter
from midstance.knowledge.version import version_of_content

GAIT = "gait"

FORM = "gait-2"
"""Raised when the equations change that read these values."""


@cache
def load_gait_constants() -> GaitConstants:
    """The constants of gait from film, stamped with a version drawn from their values."""
    return build_gait_constants(read_parameters())


def build_gait_constants(records: Mapping[str, Parameter]) -> GaitConstants:
    """Fill the record that the model takes; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == GAIT}
    wanted = {field.name for field in fields(GaitConstants)} - {"version"}
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise InvalidValueError(f"Expected one record for each constant of gait; see {wrong}.")
    return GaitConstants(version=version_of_content(FORM, values), **values)  # type: ignore[arg-type] # one kind a field, tested
