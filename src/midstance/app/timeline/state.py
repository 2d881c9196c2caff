"""How full the tissue was, in the bars of the timeline."""

from datetime import date

import numpy as np

from midstance.app.timeline.records import BarState
from midstance.app.tissue_state import TissueDays, read_tissue_state
from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.load.tissue import Tissue
from midstance.store.models import Runner


def fill_states(
    runner: Runner, tissue: Tissue, edges: IntArray, last: date, today: date
) -> tuple[BarState | None, ...]:
    """The fullest of the days of each bar up to a day; None where nothing is known."""
    found = read_tissue_state(runner, today)
    if found is None:
        return (None,) * (len(edges) - 1)
    column = found.tissues.index(tissue)
    bands = [
        _by_bar(values[:, column], found, edges, last)
        for values in (found.least, found.middle, found.most)
    ]
    return tuple(
        None if np.isnan(row).any() else BarState(*row.tolist()) for row in np.stack(bands, axis=1)
    )


def _by_bar(values: FloatArray, found: TissueDays, edges: IntArray, last: date) -> FloatArray:
    """The largest value of each bar, NaN where none of its days is known."""
    days = found.first_day.toordinal() + np.arange(len(values))
    inside = (days >= edges[0]) & (days <= last.toordinal()) & np.isfinite(values)
    largest = np.full(len(edges) - 1, -np.inf)
    bars = np.searchsorted(edges, days[inside], side="right") - 1
    np.maximum.at(largest, bars, values[inside])
    return np.where(np.isfinite(largest), largest, np.nan)
