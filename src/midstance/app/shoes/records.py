"""What is told of a pair of shoes, and what is shown of it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ShoeFacts:
    """A pair as she tells it.

    Parameters
    ----------
    before_m : what was run in it before the first run that is stored here.
    most_m : from when on she wants to be reminded; None for the usual band.
    kinds : the kinds of run that it is the default of, by the names of `RunKind`.
    long_m, fast_mps : from when on a run is long and fast; only with those kinds.
    """

    name: str
    brand: str = ""
    model: str = ""
    first_day: date | None = None
    before_m: float = 0.0
    most_m: float | None = None
    kinds: tuple[str, ...] = ()
    long_m: float | None = None
    fast_mps: float | None = None


@dataclass(frozen=True)
class ShoeLoad:
    """Load on the kneecap joint of the runs in a pair, with its range, in body weights.

    The range of the sum is that of its level. The range of the load per kilometre is that of a
    change within one runner, by which two pairs are compared.
    """

    runs: int
    impulse_bw_s: float
    impulse_low_bw_s: float
    impulse_high_bw_s: float
    impulse_bw_s_per_km: float
    per_km_low: float
    per_km_high: float


@dataclass(frozen=True)
class ShoeLine:
    """One pair: how far it went, how much of that is left, and what the knee carried in it.

    Parameters
    ----------
    first_day, last_day : of its runs and as she told it; None while nothing is known.
    unknown_runs : runs in it of which no distance is known.
    distance_m : the sum of its runs and of what was run in it before.
    band_m : from and to where a reminder is due; twice the same where she set it herself.
    share : distance over the end of the band.
    state : below, within or beyond the band.
    lately_m, week_m : distance of the last eight weeks and of the last seven days.
    expected : first and last day on which it may reach the band; None where that cannot be said.
    """

    pk: int
    name: str
    brand: str
    model: str
    first_day: date | None
    last_day: date | None
    runs: int
    unknown_runs: int
    distance_m: float
    before_m: float
    most_m: float | None
    band_m: tuple[float, float]
    share: float
    state: str
    is_new: bool
    lately_m: float
    week_m: float
    lately_runs: int
    expected: tuple[date, date] | None
    is_retired: bool
    retired_on: date | None
    kinds: tuple[str, ...]
    long_m: float | None
    fast_mps: float | None
    also_named: tuple[str, ...]
    load: ShoeLoad | None


@dataclass(frozen=True)
class Rotation:
    """How many pairs she runs in; `in_use` names those of the last eight weeks."""

    in_use: tuple[str, ...]
    sentence: str
    note: str
    source: str


@dataclass(frozen=True)
class LastChange:
    """What was changed last and can be taken back, in words."""

    kind: str
    words: str


@dataclass(frozen=True)
class ShoeSheet:
    """All her pairs, those in use first, and what is worth knowing of them.

    `untold` counts runs of which no shoes are known, `ruled` those that her rules would fill in.
    """

    sentence: str
    shoes: tuple[ShoeLine, ...]
    rotation: Rotation
    untold: int
    ruled: int
    load_sentence: str
    band_source: str
    last_change: LastChange | None
