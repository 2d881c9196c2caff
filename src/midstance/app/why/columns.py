"""Stored runs, shoes and sessions as the search for changes takes them."""

from datetime import date

import numpy as np

from midstance.app.run_history import RunHistory
from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.load.change_measures import NEW_DAYS
from midstance.core.load.change_runs import ChangeRuns, ChangeSessions
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.importers.activity import Sport
from midstance.store.models import Runner, SessionKind, SessionLog, Shoe


def read_change_runs(runner: Runner, history: RunHistory, tissue: Tissue) -> ChangeRuns:
    """The runs in the order of their days, with the load on one tissue."""
    order = np.argsort(history.day, kind="stable")
    shoe_days, shoe_m = _shoe_ages(runner, history, order)
    sports = np.array(history.sports, dtype=object)
    columns = {
        "distance_m": history.distance_m,
        "moving_s": history.moving_s,
        "descent_m": history.descent_m,
        "cadence_spm": history.cadence_spm,
        "contact_time_s": history.contact_time_s,
        "left_share_frac": history.left_share_frac,
        "load": _load(history, tissue),
        "shoe": history.shoe,
        "is_treadmill": np.equal(sports, Sport.TREADMILL).astype(np.bool_),
        "is_trail": np.equal(sports, Sport.TRAIL).astype(np.bool_),
        "seconds_by_speed": _seconds(history),
        "day": history.day,
    }
    return ChangeRuns(
        shoe_days=shoe_days, shoe_m=shoe_m, **{name: each[order] for name, each in columns.items()}
    )


def read_change_sessions(runner: Runner, last: date) -> ChangeSessions:
    """What she told of beside running, up to a day."""
    rows = SessionLog.objects.owned_by(runner).filter(day__lte=last).order_by("day", "pk")
    told = list(rows.values_list("kind", "day", "seconds"))

    def days(kind: str) -> IntArray:
        found = [day.toordinal() for each, day, _ in told if each == kind]
        return np.array(found, dtype=np.int64)

    seconds = [float(seconds) for kind, _, seconds in told if kind == SessionKind.CROSS]
    return ChangeSessions(
        strength_day=days(SessionKind.STRENGTH),
        mobility_day=days(SessionKind.MOBILITY),
        other_day=days(SessionKind.CROSS),
        other_s=np.array(seconds, dtype=np.float64),
    )


def _load(history: RunHistory, tissue: Tissue) -> FloatArray:
    """The outer band has an index for each step instead of a force."""
    if tissue is Tissue.ILIOTIBIAL_BAND:
        return history.iliotibial_index * history.steps
    return history.impulse_bw_s[:, FORCE_TISSUES.index(tissue)]


def _seconds(history: RunHistory) -> FloatArray:
    bins = max(map(len, history.seconds_by_speed), default=1) or 1
    found = np.zeros((len(history), bins))
    for row, seconds in zip(found, history.seconds_by_speed, strict=True):
        row[: len(seconds)] = seconds
    return found


def _shoe_ages(
    runner: Runner, history: RunHistory, order: IntArray
) -> tuple[FloatArray, FloatArray]:
    """(n,) days since a pair was first worn and the distance in it, for the runs in `order`.

    A pair that came used, or was there when shoes were first told, is of no known age.
    """
    shoe, day = history.shoe[order], history.day[order]
    distance = np.nan_to_num(history.distance_m[order])
    days, metres = np.full(shoe.size, np.nan), np.full(shoe.size, np.nan)
    first_told = int(day[shoe > 0][0]) if np.any(shoe > 0) else 0
    rows = Shoe.objects.owned_by(runner).values_list("pk", "first_day", "before_m")
    for pk, first_day, before_m in rows:
        mine = np.flatnonzero(shoe == pk)
        if not mine.size:
            continue
        began = int(day[mine[0]]) if first_day is None else first_day.toordinal()
        is_seen = before_m == 0 and began > first_told + NEW_DAYS
        days[mine] = day[mine] - began if is_seen or first_day is not None else np.inf
        metres[mine] = before_m + np.cumsum(distance[mine]) - distance[mine]
    return days, metres
