"""The constants of the search for what changed before a pain."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from midstance.core.base.errors import InvalidValueError
from midstance.core.load.changes import SearchConstants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.knowledge.records import Parameter

WHY = "why"


@dataclass(frozen=True)
class WhyConstants:
    """When something is called unusual, when a pain begins, and which weeks are held together.

    Parameters
    ----------
    alarm_frac, strict_frac, least_windows, block_days, look_back_days : as
        `core.load.changes.SearchConstants` has them.
    onset_least : pain from which on a new pain begins, 0 to 10.
    onset_rise : how far above her usual it has to be.
    onset_apart_days : days without such a pain after which the next one is new.
    onset_usual_days : days before in which her usual pain is looked for.
    share_recent_days, share_usual_days : the weeks whose load is split, and those before them.
    """

    alarm_frac: float
    strict_frac: float
    least_windows: float
    block_days: float
    look_back_days: float
    onset_least: float
    onset_rise: float
    onset_apart_days: float
    onset_usual_days: float
    share_recent_days: float
    share_usual_days: float

    def for_search(self, longest_days: float) -> SearchConstants:
        """What `core` takes of them."""
        return SearchConstants(
            alarm_frac=self.alarm_frac,
            strict_frac=self.strict_frac,
            least_windows=round(self.least_windows),
            block_days=round(self.block_days),
            longest_days=round(longest_days),
            look_back_days=round(self.look_back_days),
        )


@cache
def load_why_constants() -> WhyConstants:
    """The constants as they stand in the records."""
    return build_why_constants(read_parameters())


@cache
def load_search_constants() -> SearchConstants:
    """The part that the search takes; the days of the longest run are those of the plan."""
    return load_why_constants().for_search(load_plan_constants().longest_days)


def build_why_constants(records: Mapping[str, Parameter]) -> WhyConstants:
    """Fill the record; a missing or superfluous constant is an error."""
    values = {item.id: item.value for item in records.values() if item.model == WHY}
    wanted = {field.name for field in fields(WhyConstants)}
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise InvalidValueError(f"Expected one record for each constant of why; see {wrong}.")
    return WhyConstants(**values)  # type: ignore[arg-type] # one kind a field, tested
