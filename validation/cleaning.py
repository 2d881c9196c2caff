"""How well cleaned runs meet what the devices counted, and how far slopes can be trusted.

Needs the recordings that MIDSTANCE_TEST_DATA names; prints the figures of docs/science/cleaning.md.
`python -m validation.cleaning [EVERY]` takes each EVERY-th file (default 4).
"""

import os
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from midstance.core.base.errors import UnreadableFileError
from midstance.core.signal.view import RunView, ViewTotals, summarise_view
from midstance.importers.activity import Activity
from midstance.importers.clean import CleanRun, clean_activity, view_run
from midstance.importers.fit.read import read_fit

RECORDINGS = Path(
    os.environ.get("MIDSTANCE_TEST_DATA", Path(__file__).parents[2] / "shared" / "data")
)
CELL_M = 15.0
METRES_PER_DEGREE = 111_195.0
SHORTEST_RECORDS = 600


@dataclass(frozen=True)
class Cleaned:
    """One run of a history with its view and sums."""

    activity: Activity
    run: CleanRun
    view: RunView
    totals: ViewTotals


def read_history(name: str, every: int) -> Iterator[Cleaned]:
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(RECORDINGS / "activities" / f"{name}.tar.gz") as archive:
            archive.extractall(folder, filter="data")
        paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        for path in paths[::every]:
            yield from clean_file(path.read_bytes())


def clean_file(content: bytes) -> Iterator[Cleaned]:
    try:
        activities = read_fit(content)
    except UnreadableFileError:
        return
    for activity in activities:
        if activity.sport.is_run and activity.time_s.size > SHORTEST_RECORDS:
            run = clean_activity(activity)
            view = view_run(run)
            yield Cleaned(activity, run, view, summarise_view(view))


def print_ratios(name: str, ratios: list[float]) -> None:
    if ratios:
        low, median, high = np.percentile(ratios, [5, 50, 95])
        print(
            f"  {name:<34} n {len(ratios):>4}   p5 {low:.3f}  median {median:.3f}  p95 {high:.3f}"
        )


def print_totals(runs: list[Cleaned]) -> None:
    totals = [(c.activity.totals, c.totals, c.run) for c in runs]
    print_ratios(
        "distance / device",
        [t.distance_m / d.distance_m for d, t, _ in totals if d.distance_m and t.distance_m],
    )
    print_ratios("moving time / timer", [t.moving_s / d.timer_s for d, t, _ in totals if d.timer_s])
    print_ratios("steps / device", [t.steps / d.steps for d, t, _ in totals if d.steps and t.steps])
    for source in ("barometer", "gps"):
        print_ratios(
            f"ascent / device, {source}",
            [
                t.ascent_m / d.ascent_m
                for d, t, run in totals
                if run.altitude_source == source and (d.ascent_m or 0) >= 50
            ],
        )
    kinds = Counter(note.kind for c in runs for note in c.run.repairs)
    print(
        "  repairs:", ", ".join(f"{k} {100 * n / len(runs):.0f} %" for k, n in kinds.most_common(9))
    )


def place_slopes(number: int, cleaned: Cleaned) -> np.ndarray | None:
    """Mean slope of a run in each cell of 15 m and 45 degrees of heading: (k, 4) rows."""
    streams, view = cleaned.run.streams, cleaned.view
    latitude, longitude = streams.channel("latitude_deg"), streams.channel("longitude_deg")
    if latitude is None or longitude is None:
        return None
    known, middle_s = np.isfinite(latitude), np.arange(view.recorded.size) + 0.5
    north_m = np.interp(middle_s, streams.time_s[known], latitude[known]) * METRES_PER_DEGREE
    shrink = np.cos(np.radians(np.round(latitude[known].mean())))
    east_m = np.interp(middle_s, streams.time_s[known], longitude[known])
    east_m = east_m * METRES_PER_DEGREE * shrink
    ahead = np.stack([np.append(np.zeros(10), x[10:] - x[:-10]) for x in (north_m, east_m)])
    heading = np.round(np.arctan2(ahead[1], ahead[0]) / (np.pi / 4)) % 8
    use = view.moving & np.isfinite(view.grade_frac) & (np.hypot(*ahead) > 10)
    cell = np.round(east_m / CELL_M) * 2e7 + np.round(north_m / CELL_M)
    cells, inverse = np.unique((cell * 8 + heading)[use], return_inverse=True)
    if cells.size == 0:
        return None
    count = np.bincount(inverse)
    grade = np.bincount(inverse, view.grade_frac[use]) / count
    variance = np.bincount(inverse, view.grade_sd_frac[use] ** 2) / count
    return np.column_stack((cells, np.full(cells.size, number), grade, variance))


def print_places(runs: list[Cleaned], source: str) -> None:
    chosen = [run for run in runs if run.run.altitude_source == source]
    found = [place_slopes(number, run) for number, run in enumerate(chosen)]
    tables = [table for table in found if table is not None]
    if not tables:
        return
    table = np.concatenate(tables)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    pair = (table[1:, 0] == table[:-1, 0]) & (table[1:, 1] != table[:-1, 1])
    difference = (table[1:, 2] - table[:-1, 2])[pair]
    stated = np.sqrt((table[1:, 3] + table[:-1, 3])[pair])
    if difference.size == 0:
        return
    one, two = (np.mean(np.abs(difference) < k * stated) for k in (1, 2))
    robust = 1.4826 * np.median(np.abs(difference)) / np.sqrt(2)
    print(
        f"  slope at the same place, {source:<9} n {difference.size:>6}   sd of one {robust:.4f}"
        f"  stated {np.sqrt(np.mean(stated**2) / 2):.4f}  inside 1 sd {one:.2f}  2 sd {two:.2f}"
    )


def main() -> None:
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    for name in ("history_a", "history_b"):
        runs = list(read_history(name, every))
        print(f"{name}: {len(runs)} runs")
        print_totals(runs)
        for source in ("barometer", "gps"):
            print_places(runs, source)


if __name__ == "__main__":
    main()
