"""The constants of the plan as the record that `core.plan` takes."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.constants import PlanConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.records import Parameter
from midstance.knowledge.version import version_of_content

PLAN = "plan"

FORM = "plan-6"
"""Raised when the rules change that read these values."""


@cache
def load_plan_constants() -> PlanConstants:
    """The constants of the plan, stamped with a version drawn from their values."""
    return build_plan_constants(read_parameters())


def build_plan_constants(records: Mapping[str, Parameter]) -> PlanConstants:
    """Fill the record that the plan takes; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == PLAN}
    wanted = {field.name for field in fields(PlanConstants)} - {"version"}
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise InvalidValueError(f"Expected one record for each constant of the plan; see {wrong}.")
    return PlanConstants(version=version_of_content(FORM, values), **values)  # type: ignore[arg-type] # one kind a field, tested
