"""The runner's runs, searched, sorted and cut into pages."""

from dataclasses import dataclass
from datetime import datetime

from midstance.store.models import Runner

SORTS = ("start", "distance", "moving", "load", "ascent", "name")


@dataclass(frozen=True)
class RunRow:
    """One line of the list. Times are UTC; add `utc_offset_s` for the runner's wall clock."""

    key: str
    start_at: datetime
    utc_offset_s: float
    sport: str
    source: str
    name: str
    distance_m: float
    moving_s: float
    ascent_m: float | None
    descent_m: float | None
    cadence_spm: float | None
    impulse_bw_s: float | None
    impulse_low_bw_s: float | None
    impulse_high_bw_s: float | None
    duplicate_of: str | None
    usual_ratio: float | None = None  # impulse over the usual one; None while there are too few


@dataclass(frozen=True)
class RunPage:
    """One page of the list; `page` counts from 1 and `total` counts runs."""

    runs: tuple[RunRow, ...]
    total: int
    page: int
    pages: int


def list_runs(
    runner: Runner,
    *,
    search: str = "",
    sort: str = "-start",
    page: int = 1,
    per_page: int = 50,
    include_duplicates: bool = False,
) -> RunPage:
    """List runs; the load column is the impulse on the kneecap joint.

    *Changes* nothing.
    *Refuses* an unknown sort; a page past the end gives the last one.
    *Twice* gives the same.
    *Privacy* the runner's own runs only.
    """
    raise NotImplementedError
