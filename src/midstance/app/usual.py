"""What is usual for a runner: the runs of the ninety days before, in the geometric mean."""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from midstance.core.load.explain import Factor, LoadDescriptor
from midstance.core.load.tissue import Tissue
from midstance.store.models import Run, Runner, TissueLoadRow

USUAL_DAYS = 90
FEWEST_RUNS = 5
DESCRIPTOR_NUMBERS = ("incline_frac", "decline_frac", "change_log_sd")


@dataclass(frozen=True)
class ImpulseHistory:
    """Log impulses of the shown runs in the order of their starts; asked for many runs at once."""

    starts: Sequence[datetime]
    sums: Sequence[float]  # running sums of the logs, one more than starts

    def ratio(self, start_at: datetime, impulse_bw_s: float | None) -> float | None:
        """The impulse over the usual one before it, None where too little is known."""
        if not impulse_bw_s:
            return None
        first = bisect_left(self.starts, start_at - timedelta(days=USUAL_DAYS))
        last = bisect_left(self.starts, start_at)
        if last - first < FEWEST_RUNS:
            return None
        usual = (self.sums[last] - self.sums[first]) / (last - first)
        return math.exp(math.log(impulse_bw_s) - usual)


def read_impulse_history(runner: Runner, first: datetime, last: datetime) -> ImpulseHistory:
    """All that is needed to say what was usual for the runs between two starts."""
    rows = (
        TissueLoadRow.objects.owned_by(runner)
        .filter(
            tissue=Tissue.PATELLOFEMORAL,
            impulse_bw_s__gt=0,
            run__duplicate_of=None,
            run__start_at__gte=first - timedelta(days=USUAL_DAYS),
            run__start_at__lte=last,
        )
        .order_by("run__start_at")
        .values_list("run__start_at", "impulse_bw_s")
    )
    starts, sums = [], [0.0]
    for start_at, impulse in rows:
        starts.append(start_at)
        sums.append(sums[-1] + math.log(impulse))
    return ImpulseHistory(starts, sums)


def read_usual_descriptors(run: Run, tissue: Tissue) -> tuple[LoadDescriptor, ...]:
    """The descriptors of the shown runs in the ninety days before a run."""
    rows = (
        TissueLoadRow.objects.owned_by(run.owner)
        .filter(
            tissue=tissue,
            descriptor__isnull=False,
            run__duplicate_of=None,
            run__start_at__gte=run.start_at - timedelta(days=USUAL_DAYS),
            run__start_at__lt=run.start_at,
        )
        .exclude(run=run)
        .order_by("run__start_at", "run__key")
        .values_list("descriptor", flat=True)
    )
    return tuple(read_descriptor(tissue, stored) for stored in rows if stored is not None)


def read_descriptor(tissue: Tissue, stored: Mapping[str, Any]) -> LoadDescriptor:
    logs = stored["logs"]
    return LoadDescriptor(
        tissue=tissue,
        logs={factor: float(logs[factor]) for factor in Factor},
        **{name: float(stored[name]) for name in DESCRIPTOR_NUMBERS},
    )


def write_descriptor(descriptor: LoadDescriptor | None) -> dict[str, Any] | None:
    if descriptor is None:
        return None
    logs = {str(factor): descriptor.logs[factor] for factor in Factor}
    return {"logs": logs} | {name: getattr(descriptor, name) for name in DESCRIPTOR_NUMBERS}
