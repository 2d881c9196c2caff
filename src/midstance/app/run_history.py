"""Every run of a runner as columns: what the tissue state, the reasons and the timeline read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.knowledge.parameters import load_parameters
from midstance.store.models import Run, RunLoad, Runner, TissueLoadRow

RUN_NUMBERS = ("distance_m", "moving_s", "ascent_m", "descent_m", "cadence_spm")
LOAD_NUMBERS = ("steps", "modelled_s", "contact_time_s", "iliotibial_index")
TISSUE_NUMBERS = ("impulse_bw_s", "change_log_sd", "left_impulse_bw_s", "right_impulse_bw_s")


@dataclass(frozen=True, eq=False)
class RunHistory:
    """The shown runs in order of their starts, (n,) each unless said; NaN is unknown.

    Parameters
    ----------
    keys, sports : what names each run, and what it was.
    day : local day as an ordinal.
    start_s : seconds since 1970-01-01 UTC.
    shoe : row of the shoes, 0 where none was told.
    seconds_by_speed : for each run its seconds in each bin of speed; empty where not counted.
    impulse_bw_s, change_log_sd : (n, t) of the tissues in `FORCE_TISSUES`.
    damage : (n, t, e) damage-weighted load, for each exponent of the load model.
    left_share_frac : left knee's share of the impulse on the kneecap joint.
    """

    keys: tuple[str, ...]
    sports: tuple[str, ...]
    day: IntArray
    start_s: FloatArray
    distance_m: FloatArray
    moving_s: FloatArray
    ascent_m: FloatArray
    descent_m: FloatArray
    cadence_spm: FloatArray
    steps: FloatArray
    modelled_s: FloatArray
    contact_time_s: FloatArray
    iliotibial_index: FloatArray
    shoe: IntArray
    seconds_by_speed: tuple[Sequence[int], ...]
    impulse_bw_s: FloatArray
    change_log_sd: FloatArray
    damage: FloatArray
    left_share_frac: FloatArray

    def __len__(self) -> int:
        return len(self.keys)


def read_run_history(
    runner: Runner,
    last: date | None = None,
    *,
    first: date | None = None,
    tissue: Tissue | None = None,
) -> RunHistory:
    """Read the shown runs between two days, both of them included.

    With one tissue alone its load is read, with day, shoes, distance and time; all else stays
    unknown. That takes a third of the time.

    *Changes* nothing.
    *Refuses* nothing; a runner without runs has an empty history.
    *Twice* gives the same.
    *Privacy* the runner's own runs only.
    """
    runs = _between(Run.objects.owned_by(runner).filter(duplicate_of=None), "", first, last)
    more = (*RUN_NUMBERS[2:], "start_at") if tissue is None else ()
    told = ("pk", "key", "sport", "local_day", "shoe_id", *RUN_NUMBERS[:2], *more)
    rows = list(runs.order_by("start_at", "key").values_list(*told))
    told_columns = tuple(zip(*rows, strict=True)) or ((),) * len(told)
    pks, keys, sports, days, shoes, *numbers = told_columns
    unknown = (None,) * len(rows)
    starts = numbers.pop() if tissue is None else ()
    numbers += [unknown] * (len(RUN_NUMBERS) - len(numbers))
    place = {pk: at for at, pk in enumerate(pks)}
    loads = _between(RunLoad.objects.owned_by(runner), "run__", first, last)
    tissues = _between(TissueLoadRow.objects.owned_by(runner), "run__", first, last)
    if tissue is not None:
        loads, tissues = _of_tissue(tissue, loads, tissues)
    counted, seconds = _read_loads(loads, place, with_seconds=tissue is None)
    return RunHistory(
        keys=tuple(keys),
        sports=tuple(sports),
        day=np.array([day.toordinal() for day in days], dtype=np.int64),
        start_s=_floats([start.timestamp() for start in starts] or unknown),
        shoe=np.array([shoe or 0 for shoe in shoes], dtype=np.int64),
        seconds_by_speed=seconds,
        **{name: _floats(values) for name, values in zip(RUN_NUMBERS, numbers, strict=True)},
        **counted,
        **_read_tissues(tissues, place, with_damage=tissue is None),
    )


def _between(rows: Any, path: str, first: date | None, last: date | None) -> Any:  # noqa: ANN401 # rows of any model
    if first is not None:
        rows = rows.filter(**{f"{path}local_day__gte": first})
    return rows if last is None else rows.filter(**{f"{path}local_day__lte": last})


def _of_tissue(tissue: Tissue, loads: Any, tissues: Any) -> tuple[Any, Any]:  # noqa: ANN401 # rows
    if tissue in FORCE_TISSUES:
        return loads.none(), tissues.filter(tissue=tissue)
    return loads, tissues.none()


def _floats(values: Sequence[float | None]) -> FloatArray:
    return np.array(values, dtype=np.float64)  # None becomes NaN


def _read_loads(
    loads: Any,  # noqa: ANN401 # rows
    place: dict[int, int],
    *,
    with_seconds: bool,
) -> tuple[dict[str, FloatArray], tuple[Sequence[int], ...]]:
    told = ("run_id", *LOAD_NUMBERS, *(("seconds_by_speed",) if with_seconds else ()))
    rows = [row for row in loads.values_list(*told) if row[0] in place]
    at = [place[row[0]] for row in rows]
    columns = {name: np.full(len(place), np.nan) for name in LOAD_NUMBERS}
    for column, name in enumerate(LOAD_NUMBERS, 1):
        columns[name][at] = _floats([row[column] for row in rows])
    seconds: list[Sequence[int]] = [()] * len(place)
    if with_seconds:
        for row, where in zip(rows, at, strict=True):
            seconds[where] = row[-1]
    return columns, tuple(seconds)


def _read_tissues(
    rows: Any,  # noqa: ANN401 # rows
    place: dict[int, int],
    *,
    with_damage: bool,
) -> dict[str, FloatArray]:
    powers = [f"damage_m{int(exponent)}" for exponent in load_parameters().damage_exponents]
    names = (*TISSUE_NUMBERS, *powers)
    read = names if with_damage else names[:2]
    told = [row for row in rows.values_list("run_id", "tissue", *read) if row[0] in place]
    at = [place[row[0]] for row in told]
    column = {str(tissue): at for at, tissue in enumerate(FORCE_TISSUES)}
    of = [column[row[1]] for row in told]
    numbers = np.array([row[2:] for row in told], dtype=np.float64)
    every = np.full((len(place), len(FORCE_TISSUES), len(names)), np.nan)
    every[at, of, : len(read)] = numbers.reshape(-1, len(read))
    left, right = np.moveaxis(every[:, FORCE_TISSUES.index(Tissue.PATELLOFEMORAL), 2:4], 1, 0)
    both = left + right
    return {
        "impulse_bw_s": every[..., 0],
        "change_log_sd": every[..., 1],
        "damage": every[..., len(TISSUE_NUMBERS) :],
        "left_share_frac": np.divide(left, both, out=np.full_like(both, np.nan), where=both > 0),
    }
