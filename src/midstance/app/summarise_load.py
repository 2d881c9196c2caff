"""Knee load by day, week or month, with its range and one plain sentence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from midstance.store.models import Runner


class Bucket(StrEnum):
    """How wide a bar is. Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class LoadBucket:
    """One bar: the local days in [start, end). A bar without a run holds zeros."""

    start: date
    end: date
    value: float
    low: float
    high: float
    runs: int
    distance_m: float
    moving_s: float


@dataclass(frozen=True)
class LoadSummary:
    """Load of one tissue over time; `unit` is "bw_s", or "index" for the iliotibial band.

    low and high hold the within-person uncertainty: how far two bars can be compared.
    """

    tissue: str
    unit: str
    bucket: Bucket
    start: date
    end: date
    buckets: tuple[LoadBucket, ...]
    sentence: str
    first_run: date | None
    last_run: date | None


def summarise_load(
    runner: Runner,
    *,
    tissue: str = "patellofemoral",
    bucket: Bucket | str = Bucket.WEEK,
    start: date | None = None,
    end: date | None = None,
    today: date | None = None,
) -> LoadSummary:
    """Summarise load in [start, end); by default the last 26 weeks up to today.

    *Changes* nothing.
    *Refuses* an unknown tissue or bucket, and an end before its start.
    *Twice* gives the same.
    *Privacy* the runner's own runs only.
    """
    raise NotImplementedError
