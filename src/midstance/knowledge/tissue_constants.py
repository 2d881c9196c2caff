"""The constants of the tissue state as the record that `core.tissue` takes."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.constants import TissueConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.records import Parameter
from midstance.knowledge.version import version_of_content

TISSUE = "tissue"

FORM = "tissue-1"
"""Raised when the equations change that read these values."""


@cache
def load_tissue_constants() -> TissueConstants:
    """The constants of the tissue state, stamped with a version drawn from their values."""
    return build_tissue_constants(read_parameters())


def build_tissue_constants(records: Mapping[str, Parameter]) -> TissueConstants:
    """Fill the record that the model takes; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == TISSUE}
    wanted = {field.name for field in fields(TissueConstants)} - {"version"}
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise InvalidValueError(
            f"Expected one record for each constant of the tissue state; see {wrong}."
        )
    return TissueConstants(version=version_of_content(FORM, values), **values)  # type: ignore[arg-type] # one kind a field, tested
