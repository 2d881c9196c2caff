"""The runner's runs, searched, sorted and cut into pages."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import F, FilteredRelation, OrderBy, Q, QuerySet

from midstance.app.usual import read_impulse_history
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.tissue import Tissue
from midstance.store.models import Run, Runner

SORTS = {
    "start": "start_at",
    "distance": "distance_m",
    "moving": "moving_s",
    "load": "joint__impulse_bw_s",
    "ascent": "ascent_m",
    "descent": "descent_m",
    "cadence": "cadence_spm",
    "name": "name",
}
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
SEARCHED = (
    "name", "sport", "gear", "shoe__name", "source", "device_product", "device_manufacturer",
)  # fmt: skip
COLUMNS = (
    "key",
    "start_at",
    "utc_offset_s",
    "sport",
    "source",
    "name",
    "distance_m",
    "moving_s",
    "ascent_m",
    "descent_m",
    "cadence_spm",
    "joint__impulse_bw_s",
    "joint__impulse_low_bw_s",
    "joint__impulse_high_bw_s",
    "duplicate_of__key",
)


@dataclass(frozen=True)
class RunRow:
    """One line of the list. Times are UTC; add `utc_offset_s` for the runner's wall clock."""

    key: str
    start_at: datetime
    utc_offset_s: float
    sport: str
    source: str
    name: str
    distance_m: float | None
    moving_s: float | None
    ascent_m: float | None
    descent_m: float | None
    cadence_spm: float | None
    impulse_bw_s: float | None
    impulse_low_bw_s: float | None
    impulse_high_bw_s: float | None
    duplicate_of: str | None
    usual_ratio: float | None = None  # impulse over the usual one; None while there are too few


@dataclass(frozen=True)
class RunPage:
    """One page of the list; `page` counts from 1 and `total` counts runs."""

    runs: tuple[RunRow, ...]
    total: int
    page: int
    pages: int


def list_runs(
    runner: Runner,
    *,
    search: str = "",
    sort: str = "-start",
    page: int = 1,
    per_page: int = 50,
    include_duplicates: bool = False,
) -> RunPage:
    """List runs; the load column is the impulse on the kneecap joint.

    *Changes* nothing.
    *Refuses* an unknown sort; a page past the end gives the last one.
    *Twice* gives the same.
    *Privacy* the runner's own runs only.
    """
    found = Run.objects.owned_by(runner).filter(_matches(search))
    if not include_duplicates:
        found = found.shown()
    total = found.count()
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    ordered = with_joint(found).order_by(*_order(sort))
    rows = read_rows(ordered[(page - 1) * per_page : page * per_page])
    return RunPage(runs=_with_usual(runner, rows), total=total, page=page, pages=pages)


def with_joint(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Runs with the load of the kneecap joint beside them."""
    joint = Q(tissue_loads__tissue=Tissue.PATELLOFEMORAL)
    return runs.annotate(joint=FilteredRelation("tissue_loads", condition=joint))


def read_rows(runs: QuerySet[Run]) -> tuple[RunRow, ...]:
    """The rows of runs that `with_joint` was applied to."""
    return tuple(
        RunRow(values[0], values[1], values[2] or 0.0, *values[3:])
        for values in runs.values_list(*COLUMNS)
    )


def _with_usual(runner: Runner, rows: tuple[RunRow, ...]) -> tuple[RunRow, ...]:
    if not rows:
        return rows
    starts = [row.start_at for row in rows]
    history = read_impulse_history(runner, min(starts), max(starts))
    return tuple(
        replace(row, usual_ratio=history.ratio(row.start_at, row.impulse_bw_s)) for row in rows
    )


def _order(sort: str) -> tuple[OrderBy, str]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise InvalidValueError(f"Runs can be sorted by {', '.join(SORTS)}, not by “{name}”.")
    return OrderBy(F(SORTS[name]), descending=sort.startswith("-"), nulls_last=True), "key"


def _matches(search: str) -> Q:
    """Every word has to be found somewhere; a date or the start of one finds its days."""
    wanted = Q()
    for word in search.split():
        anywhere = Q(key=word.lower()) | _on_days(word)
        for column in SEARCHED:
            anywhere |= Q(**{f"{column}__icontains": word})
        wanted &= anywhere
    return wanted


def _on_days(word: str) -> Q:
    match = DATE.fullmatch(word)
    if match is None:
        return Q()
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return Q()
    if day:
        return Q(local_day=first)
    beyond = (first + timedelta(days=32)).replace(day=1) if month else date(first.year + 1, 1, 1)
    return Q(local_day__gte=first, local_day__lt=beyond)
