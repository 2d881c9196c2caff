"""The kinds of run that a pair can be the default of, and which of them a run is.

What a pair is the default of is told by the ground first, then by pace and length: a long run on a
trail takes the shoes for trails.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from midstance.importers.activity import Sport
from midstance.store.models import Run, Runner, Shoe
from midstance.store.models.fields import storable_short_words


class RunKind(StrEnum):
    """Kinds of run in the order in which shoes are looked for; the first that fits counts."""

    TRAIL = "trail"
    TREADMILL = "treadmill"
    TRACK = "track"
    FAST = "fast"
    LONG = "long"
    ROAD = "road"
    EVERY = "every"


GROUNDS: Mapping[str, RunKind] = {
    Sport.ROAD: RunKind.ROAD,
    Sport.TRAIL: RunKind.TRAIL,
    Sport.TREADMILL: RunKind.TREADMILL,
    Sport.VIRTUAL: RunKind.TREADMILL,
    Sport.TRACK: RunKind.TRACK,
}


class RunFacts(NamedTuple):
    """What a rule asks of a run."""

    sport: str
    distance_m: float | None
    moving_s: float | None
    local_day: date


@dataclass(frozen=True)
class ShoeBook:
    """Her pairs by each name that a file may give them, and the default of each kind of run."""

    named: Mapping[str, Shoe]
    defaults: Mapping[str, Shoe]

    def of_gear(self, gear: str) -> Shoe | None:
        """The pair that a file names."""
        return self.named.get(storable_short_words(gear)) if gear else None

    def by_rule(self, run: Run | RunFacts) -> Shoe | None:
        """The default for a run; none before the first day of a pair."""
        for kind in RunKind:
            shoe = self.defaults.get(kind)
            if shoe is not None and is_of_kind(kind, run, shoe) and _is_there(shoe, run):
                return shoe
        return None


def read_shoe_book(runner: Runner) -> ShoeBook:
    """The pairs as they are now."""
    return build_shoe_book(Shoe.objects.owned_by(runner))


def build_shoe_book(shoes: Iterable[Shoe]) -> ShoeBook:
    """A pair's own name counts before what another was called; a retired pair is no default."""
    ordered = sorted(shoes, key=lambda shoe: shoe.name)
    named: dict[str, Shoe] = {}
    for shoe in ordered:
        for name in shoe.also_named:
            named.setdefault(name, shoe)
    defaults = {kind: shoe for shoe in ordered if shoe.retired_at is None for kind in shoe.kinds}
    return ShoeBook(named | {shoe.name: shoe for shoe in ordered}, defaults)


def is_of_kind(kind: str, run: Run | RunFacts, shoe: Shoe) -> bool:
    """Whether a run is of a kind, by the bounds that were set for the shoes."""
    if kind == RunKind.EVERY:
        return True
    if kind == RunKind.LONG:
        return shoe.long_m is not None and (run.distance_m or 0.0) >= shoe.long_m
    if kind == RunKind.FAST:
        speed_mps = speed_of(run.distance_m, run.moving_s)
        return None not in (shoe.fast_mps, speed_mps) and (speed_mps or 0) >= (shoe.fast_mps or 0)
    return GROUNDS.get(run.sport) == kind


def speed_of(distance_m: float | None, moving_s: float | None) -> float | None:
    """Mean speed of a run [m/s], None where the file does not tell it."""
    return distance_m / moving_s if distance_m and moving_s else None


def _is_there(shoe: Shoe, run: Run | RunFacts) -> bool:
    return shoe.first_day is not None and shoe.first_day <= run.local_day
