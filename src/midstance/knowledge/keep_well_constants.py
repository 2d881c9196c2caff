"""The constants of the shoes and of the habits."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.load import read_parameters
from midstance.knowledge.records import Parameter

KEEP_WELL = "keep_well"


@dataclass(frozen=True)
class KeepWellConstants:
    """When she is reminded of a pair of shoes, and what tells her runs apart.

    Parameters
    ----------
    shoe_band_m : from and to where a pair counts as well worn [m].
    shoe_rate_days : the two stretches from which it is told how much she runs in a pair [days].
    shoe_rate_least_days : for how long a pair must be in use before a date is given [days].
    shoe_date_most_days : how far ahead a date is given at most [days].
    shoe_in_use_frac : share of her distance from which on a pair is in use.
    shoe_new_m : below this distance a pair is new [m].
    long_run_quantile, fast_run_quantile : which of her runs are long and fast.
    notes_apart_days : how many days lie between two notes.
    """

    shoe_band_m: tuple[float, float]
    shoe_rate_days: tuple[float, float]
    shoe_rate_least_days: float
    shoe_date_most_days: float
    shoe_in_use_frac: float
    shoe_new_m: float
    long_run_quantile: float
    fast_run_quantile: float
    notes_apart_days: float


@cache
def load_keep_well_constants() -> KeepWellConstants:
    """The constants of the shoes and of the habits."""
    return build_keep_well_constants(read_parameters())


def build_keep_well_constants(records: Mapping[str, Parameter]) -> KeepWellConstants:
    """Fill the record; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == KEEP_WELL}
    wanted = {field.name for field in fields(KeepWellConstants)}
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise InvalidValueError(f"Expected one record for each constant of keep_well; see {wrong}.")
    return KeepWellConstants(**values)  # type: ignore[arg-type] # one kind a field, tested
