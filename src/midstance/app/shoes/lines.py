"""The pairs with their sums, from few questions to the store however many runs there are."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from typing import Any

from django.db.models import Avg, Count, Max, Min, Q, Sum

from midstance.app.checking.days import day_of
from midstance.app.shoes.records import ShoeLine, ShoeLoad
from midstance.app.shoes.wear import Ago, band_of, expect_band, state_of
from midstance.core.load.tissue import Tissue
from midstance.knowledge.keep_well_constants import KeepWellConstants
from midstance.knowledge.parameters import load_parameters
from midstance.store.models import Run, Runner, Shoe, TissueLoadRow

METRES_PER_KM = 1000.0
WEEK_DAYS = 7

Row = Mapping[str, Any]
"""One row of sums, by name."""


@dataclass(frozen=True)
class Worn:
    """What is known of the runs in each pair, by its row."""

    sums: dict[int, Row]
    lately: dict[int, list[Ago]]
    loads: dict[int, ShoeLoad]


def read_lines(runner: Runner, today: date, constants: KeepWellConstants) -> tuple[ShoeLine, ...]:
    """Every pair: those in use first, the one that was worn last at the top."""
    worn = _read_worn(runner, today, constants)
    lines = [_line(runner, shoe, worn, today, constants) for shoe in Shoe.objects.owned_by(runner)]
    return tuple(sorted(lines, key=_place))


def _place(line: ShoeLine) -> tuple[bool, int, str]:
    last_day = line.last_day or line.first_day or date.min
    return line.is_retired, -last_day.toordinal(), line.name


def _read_worn(runner: Runner, today: date, constants: KeepWellConstants) -> Worn:
    runs = Run.objects.owned_by(runner).shown().exclude(shoe=None)
    sums = runs.values("shoe_id").annotate(
        runs=Count("pk"),
        unknown=Count("pk", filter=Q(distance_m=None)),
        distance=Sum("distance_m", default=0.0),
        first=Min("local_day"),
        last=Max("local_day"),
    )
    after = today - timedelta(days=max(constants.shoe_rate_days))
    lately: dict[int, list[Ago]] = defaultdict(list)
    late = runs.filter(local_day__gt=after, local_day__lte=today)
    for shoe, day, distance_m in late.values_list("shoe_id", "local_day", "distance_m"):
        lately[shoe].append(((today - day).days, distance_m or 0.0))
    return Worn({row["shoe_id"]: row for row in sums}, lately, _read_loads(runner))


def _read_loads(runner: Runner) -> dict[int, ShoeLoad]:
    loaded = TissueLoadRow.objects.owned_by(runner).filter(
        tissue=Tissue.PATELLOFEMORAL,
        impulse_bw_s__gt=0,
        run__duplicate_of=None,
        run__shoe__isnull=False,
        run__load__distance_m__gt=0,
    )
    sums = loaded.values("run__shoe_id").annotate(
        runs=Count("pk"),
        middle=Sum("impulse_bw_s"),
        low=Sum("impulse_low_bw_s"),
        high=Sum("impulse_high_bw_s"),
        spread=Avg("change_log_sd"),
        distance=Sum("run__load__distance_m"),
    )
    return {row["run__shoe_id"]: _load(row) for row in sums}


def _load(row: Row) -> ShoeLoad:
    """The spread of a change is taken whole: what is unsure of one run is so of the next."""
    per_km = METRES_PER_KM * row["middle"] / row["distance"]
    factor = exp(load_parameters().interval_z * row["spread"])
    return ShoeLoad(
        runs=row["runs"],
        impulse_bw_s=row["middle"],
        impulse_low_bw_s=row["low"],
        impulse_high_bw_s=row["high"],
        impulse_bw_s_per_km=per_km,
        per_km_low=per_km / factor,
        per_km_high=per_km * factor,
    )


NEVER_WORN: Row = {"runs": 0, "unknown": 0, "distance": 0.0, "first": None, "last": None}


def _line(
    runner: Runner, shoe: Shoe, worn: Worn, today: date, constants: KeepWellConstants
) -> ShoeLine:
    row = worn.sums.get(shoe.pk, NEVER_WORN)
    lately = worn.lately.get(shoe.pk, [])
    distance_m = shoe.before_m + row["distance"]
    band_m = band_of(shoe.most_m, constants)
    first_day = min((day for day in (shoe.first_day, row["first"]) if day), default=None)
    is_retired = shoe.retired_at is not None
    in_use_days = 0 if first_day is None else (today - first_day).days
    ahead = expect_band(distance_m, band_m, lately, in_use_days, constants)
    return ShoeLine(
        pk=shoe.pk,
        name=shoe.name,
        brand=shoe.brand,
        model=shoe.model,
        first_day=first_day,
        last_day=row["last"],
        runs=row["runs"],
        unknown_runs=row["unknown"],
        distance_m=distance_m,
        before_m=shoe.before_m,
        most_m=shoe.most_m,
        band_m=band_m,
        share=distance_m / band_m[1],
        state=state_of(distance_m, band_m),
        is_new=distance_m < constants.shoe_new_m,
        lately_m=sum(metres for _ago, metres in lately),
        week_m=sum(metres for ago, metres in lately if ago < WEEK_DAYS),
        lately_runs=len(lately),
        expected=None if is_retired or ahead is None else _days_ahead(today, *ahead),
        is_retired=is_retired,
        retired_on=None if shoe.retired_at is None else day_of(runner, shoe.retired_at),
        kinds=tuple(shoe.kinds),
        long_m=shoe.long_m,
        fast_mps=shoe.fast_mps,
        also_named=tuple(shoe.also_named),
        load=worn.loads.get(shoe.pk),
    )


def _days_ahead(today: date, soonest: int, latest: int) -> tuple[date, date]:
    return today + timedelta(days=soonest), today + timedelta(days=latest)
