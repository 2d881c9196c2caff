"""The parameters of each model as the record that `core` takes."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from midstance.core.load.parameters import LoadParameters
from midstance.core.load.step import FORM
from midstance.knowledge.load import read_parameters
from midstance.knowledge.records import Parameter
from midstance.knowledge.version import version_of_content

KNEE_LOAD = "knee_load"


@cache
def load_parameters() -> LoadParameters:
    """The constants of the knee load model, stamped with a version drawn from their values."""
    return build_parameters(read_parameters())


def build_parameters(records: Mapping[str, Parameter]) -> LoadParameters:
    """Fill the record that the model takes; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == KNEE_LOAD}
    return LoadParameters(version=version_of(values), **values)  # type: ignore[arg-type] # one kind a field, tested


def version_of(values: Mapping[str, float | tuple[float, ...]]) -> str:
    """The form of the equations and a digest of the values: equal values, equal version."""
    return version_of_content(FORM, values)


def field_names() -> tuple[str, ...]:
    """The ids that the knowledge base must hold for the knee load model."""
    return tuple(field.name for field in fields(LoadParameters) if field.name != "version")
