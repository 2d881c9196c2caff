"""The constants of the progress page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.load import read_parameters
from midstance.knowledge.records import Parameter

PROGRESS = "progress"


@dataclass(frozen=True)
class ProgressConstants:
    """How a change is looked for, and what a week may miss.

    Parameters
    ----------
    trend_window_days : how long each of the two stretches is that are compared.
    trend_back_days : how much earlier the first one lies.
    trend_fewest_answers : how many answers of pain each stretch takes.
    trend_long_weeks : how long a pain lasts before someone looks at it once.
    free_miss_each : of how many planned sessions one may fall out.
    free_misses_most : how many may fall out of a week at most.
    """

    trend_window_days: float
    trend_back_days: float
    trend_fewest_answers: float
    trend_long_weeks: float
    free_miss_each: float
    free_misses_most: float


@cache
def load_progress_constants() -> ProgressConstants:
    """The constants of the progress page."""
    return build_progress_constants(read_parameters())


def build_progress_constants(records: Mapping[str, Parameter]) -> ProgressConstants:
    """Fill the record; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == PROGRESS}
    wanted = {field.name for field in fields(ProgressConstants)}
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise InvalidValueError(f"Expected one record for each constant of progress; see {wrong}.")
    return ProgressConstants(**values)  # type: ignore[arg-type] # one kind a field, tested
