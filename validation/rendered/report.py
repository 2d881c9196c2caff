"""What films of made people tell beside what is known of them, for `docs/science/gait.md`."""

from collections.abc import Sequence

import numpy as np

from midstance.core.gait.records import Metric
from validation.rendered.study import VIEWS, Told, study_runs
from validation.tables import Table


def tables() -> tuple[Table, ...]:
    rows = [row for view in VIEWS for row in rows_of(view, study_runs(view))]
    head = ("from", "figure", "films", "told minus true", "SD", "MAE", "ranges held")
    return (Table("rendered_runs", "Rendered films beside the force plate", head, tuple(rows)),)


def rows_of(view: str, told: Sequence[Told]) -> list[tuple[str, ...]]:
    cadence = [(each.cadence, each.true_cadence_spm) for each in told]
    contact = [(each.contact, each.true_contact_s) for each in told]
    return [
        (view, "steps a minute", *cells(cadence, 1.0, 1)),
        (view, "time on the ground (ms)", *cells(contact, 1000.0, 0)),
    ]


def cells(pairs: Sequence[tuple[Metric, float]], times: float, decimals: int) -> tuple[str, ...]:
    known = [
        (metric.value, metric.low, metric.high, true)
        for metric, true in pairs
        if metric.value is not None and metric.low is not None and metric.high is not None
    ]
    films = f"{len(known)} of {len(pairs)}"
    if not known:
        return films, "", "", "", ""
    missed = times * np.array([value - true for value, _low, _high, true in known])
    held = np.mean([low <= true <= high for _value, low, high, true in known])
    told = (missed.mean(), missed.std(), np.abs(missed).mean())
    bias, sd, mae = (f"{each:.{decimals}f}" for each in told)
    return films, bias, sd, mae, f"{100 * held:.0f} %"
