"""The constants of planned runs as the record that `core.load.planned` takes."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from midstance.core.base.errors import InvalidValueError
from midstance.core.load.planned import PlannedConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.records import Parameter
from midstance.knowledge.version import version_of_content

PLANNED = "planned_run"

FORM = "planned-1"
"""Raised when the equations change that read these values."""


@cache
def load_planned_constants() -> PlannedConstants:
    """The constants of planned runs, stamped with a version drawn from their values."""
    return build_planned_constants(read_parameters())


def build_planned_constants(records: Mapping[str, Parameter]) -> PlannedConstants:
    """Fill the record that the model takes; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == PLANNED}
    wanted = {field.name for field in fields(PlannedConstants)} - {"version"}
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise InvalidValueError(
            f"Expected one record for each constant of planned runs; see {wrong}."
        )
    return PlannedConstants(version=version_of_content(FORM, values), **values)  # type: ignore[arg-type] # one kind a field, tested
