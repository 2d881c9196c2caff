"""The constants of films of movement screens as the record that `core.gait` takes."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from midstance.core.base.errors import InvalidValueError
from midstance.core.gait.screen_constants import ScreenFilmConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.records import Parameter
from midstance.knowledge.version import version_of_content

SCREEN_FILM = "screen_film"

FORM = "screen-film-1"
"""Raised when the equations change that read these values."""


@cache
def load_screen_film_constants() -> ScreenFilmConstants:
    """The constants of films of screens, stamped with a version drawn from their values."""
    return build_screen_film_constants(read_parameters())


def build_screen_film_constants(records: Mapping[str, Parameter]) -> ScreenFilmConstants:
    """Fill the record that the model takes; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == SCREEN_FILM}
    wanted = {field.name for field in fields(ScreenFilmConstants)} - {"version"}
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise InvalidValueError(f"Expected one record for each constant of a film; see {wrong}.")
    return ScreenFilmConstants(version=version_of_content(FORM, values), **values)  # type: ignore[arg-type] # one kind a field, tested
