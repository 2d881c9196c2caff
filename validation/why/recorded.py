"""The real histories as columns; no coordinate leaves this module."""

import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np

from midstance.core.base.body import Body
from midstance.core.base.errors import UnreadableFileError
from midstance.core.load.change_runs import ChangeRuns
from midstance.core.load.session import SessionLoad, estimate_session_load
from midstance.core.load.tissue import Tissue
from midstance.core.signal.view import ViewTotals, summarise_view
from midstance.importers.activity import Sport
from midstance.importers.clean import CleanRun, clean_activity, view_run
from midstance.importers.fit.read import read_fit
from midstance.knowledge.parameters import load_parameters
from validation.cleaning import RECORDINGS

HISTORIES = ("history_a", "history_b")
FEWEST_SECONDS = 60
Recorded = tuple[CleanRun, ViewTotals, SessionLoad]


def read_recorded(name: str) -> ChangeRuns:
    """All runs of one history."""
    found = sorted(_runs_of(name), key=lambda each: each[0].start_s)
    return build_columns(found)


def _runs_of(name: str) -> Iterator[Recorded]:
    parameters, body = load_parameters(), Body(None, None)
    with tarfile.open(RECORDINGS / "activities" / f"{name}.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            for run in _read(file.read()) if file else ():
                view = view_run(run)
                yield run, summarise_view(view), estimate_session_load(view, body, parameters)


def _read(content: bytes) -> Iterator[CleanRun]:
    try:
        activities = read_fit(content)
    except UnreadableFileError:
        return
    for activity in activities:
        if activity.sport.is_run and activity.time_s.size > FEWEST_SECONDS:
            yield clean_activity(activity)


def build_columns(found: list[Recorded]) -> ChangeRuns:
    """The columns that the search reads; shoes are not told in these files."""
    bins = max(len(load.seconds_by_speed) for _, _, load in found)
    seconds = np.zeros((len(found), bins))
    for row, (_, _, load) in zip(seconds, found, strict=True):
        row[: len(load.seconds_by_speed)] = load.seconds_by_speed
    untold = np.full(len(found), np.nan)

    def column(values: Iterator[float | None]) -> np.ndarray:
        return np.array([np.nan if value is None else value for value in values], dtype=float)

    sides = [load.tissues[Tissue.PATELLOFEMORAL] for _, _, load in found]
    return ChangeRuns(
        day=np.array([_day(run) for run, _, _ in found], dtype=np.int64),
        distance_m=column(totals.distance_m for _, totals, _ in found),
        moving_s=column(totals.moving_s for _, totals, _ in found),
        descent_m=column(totals.descent_m for _, totals, _ in found),
        cadence_spm=column(totals.cadence_spm for _, totals, _ in found),
        contact_time_s=column(load.contact_time_s for _, _, load in found),
        left_share_frac=column(
            None
            if side.left_impulse_bw_s is None
            else side.left_impulse_bw_s / (side.left_impulse_bw_s + (side.right_impulse_bw_s or 0))
            for side in sides
        ),
        load=column(side.impulse_bw_s for side in sides),
        shoe=np.zeros(len(found), dtype=np.int64),
        shoe_days=untold,
        shoe_m=untold,
        is_treadmill=np.array([run.sport is Sport.TREADMILL for run, _, _ in found]),
        is_trail=np.array([run.sport is Sport.TRAIL for run, _, _ in found]),
        seconds_by_speed=seconds,
    )


def _day(run: CleanRun) -> int:
    return datetime.fromtimestamp(run.start_s + (run.utc_offset_s or 0), UTC).toordinal()
