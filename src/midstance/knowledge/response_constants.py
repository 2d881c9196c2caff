"""The constants of the pain response as the record that `core.tissue.response` takes."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.response_constants import ResponseConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.records import Parameter
from midstance.knowledge.version import version_of_content

RESPONSE = "response"

FORM = "response-1"
"""Raised when the equations change that read these values."""


@cache
def load_response_constants() -> ResponseConstants:
    """The constants of the pain response, stamped with a version drawn from their values."""
    return build_response_constants(read_parameters())


def build_response_constants(records: Mapping[str, Parameter]) -> ResponseConstants:
    """Fill the record that the model takes; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == RESPONSE}
    wanted = {field.name for field in fields(ResponseConstants)} - {"version"}
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise InvalidValueError(
            f"Expected one record for each constant of the pain response; see {wrong}."
        )
    return ResponseConstants(version=version_of_content(FORM, values), **values)  # type: ignore[arg-type] # one kind a field, tested
