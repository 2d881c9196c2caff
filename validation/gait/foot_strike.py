"""Which part of the foot lands first, as those who recorded the runners classed it."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.gait.records import FootStrike, Side
from validation.gait.recordings import SUBJECTS, Recording
from validation.gait.truth import measure_figures

CLASSES = (FootStrike.FOREFOOT, FootStrike.MIDFOOT, FootStrike.REARFOOT)


@dataclass(frozen=True, eq=False)
class Feet:
    """(k,) legs at a speed: whose, class as an index of CLASSES, angle by markers [deg]."""

    runner: IntArray
    kind: IntArray
    angle_deg: FloatArray

    def of(self, chosen: BoolArray) -> "Feet":
        return Feet(*(values[chosen] for values in vars(self).values()))


@cache
def classed() -> dict[tuple[int, float, Side], FootStrike]:
    found = {}
    with SUBJECTS.open(encoding="utf-8", errors="replace", newline="") as lines:
        for row in csv.DictReader(lines):
            for letter, side in (("L", Side.LEFT), ("R", Side.RIGHT)):
                for speed in ("25", "35", "45"):
                    kind = FootStrike(row[f"{letter}FSI{speed}"].strip().lower())
                    found[int(row["Subject"]), int(speed) / 10, side] = kind
    return found


def measure_feet(recordings: Iterable[Recording]) -> Feet:
    rows = []
    for r in recordings:
        figures = measure_figures(r, np.ones(r.strike_s.size, bool))
        for side in (Side.LEFT, Side.RIGHT):
            kind = CLASSES.index(classed()[r.runner, r.speed_mps, side])
            rows.append((r.runner, kind, figures["foot_strike_angle_deg", side]))
    runner, kind, angle = (np.array(column) for column in zip(*rows, strict=True))
    return Feet(runner, kind, angle)


def fit_edges(feet: Feet) -> tuple[float, float]:
    """Above which the heel and below which the ball lands first: as many spreads from each side."""
    fore, middle, rear = (feet.angle_deg[feet.kind == kind] for kind in range(len(CLASSES)))
    return round(edge_between(middle, rear), 1), round(edge_between(fore, middle), 1)


def edge_between(low: FloatArray, high: FloatArray) -> float:
    spread = low.std() + high.std()
    return float((low.mean() * high.std() + high.mean() * low.std()) / spread)


def class_by(angle_deg: FloatArray, edges: Sequence[float]) -> IntArray:
    return np.where(angle_deg > edges[0], 2, np.where(angle_deg < edges[1], 0, 1))


def right_left_out(feet: Feet) -> BoolArray:
    """(k,) whether the class is right with edges fitted to the other runners."""
    right = np.zeros(feet.runner.size, bool)
    for runner in np.unique(feet.runner):
        out = feet.runner == runner
        found = class_by(feet.angle_deg[out], fit_edges(feet.of(~out)))
        right[out] = found == feet.kind[out]
    return right
