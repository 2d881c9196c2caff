"""The 1 Hz view of a run: what every model reads, derived from the streams and never stored."""

from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.base.streams import Streams
from midstance.core.signal.distance import (
    LONGEST_STEP_S,
    Way,
    add_up_positions,
    choose_distance_source,
    lay_out_way,
)
from midstance.core.signal.filter import filter_median
from midstance.core.signal.gaps import find_gaps, measure_covered
from midstance.core.signal.resample import average_neighbours, find_latest, hold_latest
from midstance.core.signal.slope import (
    QUALITIES,
    AltitudeSource,
    Slope,
    estimate_climb,
    estimate_slope,
)

__all__ = ["AltitudeSource", "RunView", "ViewTotals", "build_view", "summarise_view"]

LONGEST_VIEW_S = 8 * 86_400
SPEED_WINDOW_S = 5
SLOWEST_MOVING_MPS = 0.5
LOWEST_MOVING_SPM = 60.0
CLIMB_HYSTERESIS_M = 3.0
CLIMB_UNCERTAIN_FRAC = {"barometer": 0.15, "gps": 0.40}


@dataclass(frozen=True)
class RunView:
    """One row a second; row i covers the seconds [i, i + 1) since the run's start.

    Parameters
    ----------
    recorded : (n,) False where the timer stood still or nothing was recorded.
    moving : (n,) True where the runner was on the move; never True outside `recorded`.
    distance_m : (n,) distance covered by the end of the row [m].
    unrecorded_m : (n,) distance of a break that ends in the row, which belongs to no second, as
        far as a runner can have run it [m]; 0 where no distance is known.
    speed_mps : (n,) mean speed over the row [m/s]; NaN unknown.
    cadence_spm : (n,) steps of both feet [1/min]; 0 standing, NaN unknown.
    altitude_m : (n,) smoothed over distance [m]; NaN unknown.
    grade_frac : (n,) slope along the way [1], uphill positive; NaN unknown (treadmill).
    grade_sd_frac : (n,) standard deviation of that slope [1]; NaN where the slope is.
    contact_time_s : (n,) ground contact of one step [s]; NaN unknown.
    balance_left_frac : (n,) left foot's share of ground contact [1]; NaN unknown.
    heart_rate_bpm : (n,) [1/min]; NaN unknown.
    """

    recorded: BoolArray
    moving: BoolArray
    distance_m: FloatArray
    unrecorded_m: FloatArray
    speed_mps: FloatArray
    cadence_spm: FloatArray
    altitude_m: FloatArray
    grade_frac: FloatArray
    grade_sd_frac: FloatArray
    contact_time_s: FloatArray
    balance_left_frac: FloatArray
    heart_rate_bpm: FloatArray


@dataclass(frozen=True)
class ViewTotals:
    """The sums of a view; None where the run does not tell."""

    distance_m: float | None
    moving_s: float
    elapsed_s: float
    ascent_m: float | None
    ascent_low_m: float | None
    ascent_high_m: float | None
    descent_m: float | None
    descent_low_m: float | None
    descent_high_m: float | None
    cadence_spm: float | None
    steps: float | None


def build_view(streams: Streams, altitude_source: AltitudeSource, treadmill: bool) -> RunView:  # noqa: FBT001 - the shape agreed with every caller
    """Derive the 1 Hz view of a run from its streams.

    Parameters
    ----------
    streams : the device's channels.
    altitude_source : class of the altitude, which sets its smoothing and its uncertainty.
    treadmill : True leaves altitude and slope unknown.

    Returns
    -------
    RunView with one row for each begun second between the run's start and its last sample; none
    for a run of a single sample.

    Raises
    ------
    InvalidValueError
        The streams span more than 8 days, which no run does.

    Notes
    -----
    Distance comes from the device's count, else from its positions, else from its speed; speed
    is the change of that distance, averaged over 5 s (as noisy, then, as the device's own).
    Cadence, contact time, balance and heart rate are the last recorded value, for at most 10 s.
    Nothing crosses a break: distance gained inside one appears in `distance_m` and in
    `unrecorded_m` at its end and in no second's speed.
    """
    rows = _lay_rows(streams)
    cadence_spm = rows.hold("cadence_spm")
    way = _choose_way(rows)
    distance_m, speed_mps = _read_way(way, rows)
    slope = _read_slope(rows, way, "none" if treadmill else altitude_source)
    return RunView(
        recorded=rows.recorded,
        moving=_detect_moving(rows.recorded, speed_mps, cadence_spm),
        distance_m=distance_m,
        unrecorded_m=_read_unrecorded(way, rows),
        speed_mps=speed_mps,
        cadence_spm=cadence_spm,
        altitude_m=slope.altitude_m,
        grade_frac=slope.grade_frac,
        grade_sd_frac=slope.grade_sd_frac,
        contact_time_s=rows.hold("contact_time_s"),
        balance_left_frac=rows.hold("contact_balance_left_frac"),
        heart_rate_bpm=rows.hold("heart_rate_bpm"),
    )


@dataclass(frozen=True)
class _Rows:
    """The seconds of a run: edges (n + 1,), time outside breaks (n,) [s], what each may use."""

    streams: Streams
    edge_s: FloatArray
    active_s: FloatArray
    recorded: BoolArray
    latest: IntArray
    not_before_s: FloatArray

    @property
    def unknown(self) -> FloatArray:
        return np.full(self.recorded.shape, np.nan)

    def hold(self, name: str) -> FloatArray:
        values = self.streams.channel(name)
        if values is None or values.size == 0:
            return self.unknown
        held = hold_latest(
            self.streams.time_s,
            values,
            self.latest,
            row_s=self.edge_s[:-1],
            not_before_s=self.not_before_s,
            longest_s=LONGEST_STEP_S,
        )
        held[~self.recorded] = np.nan
        return held


def _lay_rows(streams: Streams) -> _Rows:
    time_s, breaks_s = streams.time_s, streams.breaks_s
    end_s = float(time_s[-1]) if time_s.size else 0.0
    if not 0 <= end_s <= LONGEST_VIEW_S:
        raise InvalidValueError(
            f"Expected a run of at most {LONGEST_VIEW_S} s, got one of {end_s:.0f} s. "
            "Split the recording where the clock jumps."
        )
    edge_s = np.minimum(np.arange(np.ceil(end_s) + 1), end_s)
    active_s = np.diff(edge_s - measure_covered(breaks_s, edge_s))
    entered = np.searchsorted(breaks_s[:, 0], edge_s[:-1], side="right")
    ends_s = np.concatenate(([-np.inf], breaks_s[:, 1]))
    return _Rows(
        streams=streams,
        edge_s=edge_s,
        active_s=active_s,
        recorded=active_s >= 0.5,
        latest=find_latest(time_s, active_s.size),
        not_before_s=ends_s[entered],
    )


@dataclass(frozen=True)
class _Course:
    """The way at the edges of the rows, and whether single wild steps are likely in it."""

    way: Way
    jumpy: bool


def _choose_way(rows: _Rows) -> _Course | None:
    streams, channels = rows.streams, rows.streams.channels
    source = choose_distance_source(channels)
    if source == "none":
        return None
    if source == "speed":
        return _Course(_add_up_speed(rows.hold("speed_mps"), rows), jumpy=False)
    if source == "distance":
        distance_m = channels["distance_m"]
    else:
        distance_m = add_up_positions(channels["latitude_deg"], channels["longitude_deg"])
    way = lay_out_way(streams.time_s, distance_m, streams.breaks_s, rows.edge_s)
    return None if way is None else _Course(way, jumpy=source == "positions")


def _add_up_speed(speed_mps: FloatArray, rows: _Rows) -> Way:
    known = np.isfinite(speed_mps)
    way_m = np.concatenate(([0.0], np.cumsum(np.where(known, speed_mps, 0.0) * rows.active_s)))
    unknown_s = np.concatenate(([0.0], np.cumsum(np.where(known, 0.0, rows.active_s))))
    return Way(way_m, way_m, np.zeros_like(way_m), unknown_s)


def _read_way(course: _Course | None, rows: _Rows) -> tuple[FloatArray, FloatArray]:
    if course is None:
        return rows.unknown, rows.unknown
    known = rows.recorded & (np.diff(course.way.unknown_s) < 0.5 * rows.active_s)
    way_m = np.diff(course.way.active_m)
    speed_mps = np.divide(way_m, rows.active_s, out=rows.unknown, where=known)
    if course.jumpy:
        speed_mps = filter_median(speed_mps, SPEED_WINDOW_S)
    smooth_mps = average_neighbours(speed_mps, known, half=SPEED_WINDOW_S // 2)
    return course.way.distance_m[1:], smooth_mps


def _read_unrecorded(course: _Course | None, rows: _Rows) -> FloatArray:
    if course is None:
        return np.zeros(rows.recorded.shape)
    return np.diff(course.way.unrecorded_m)


def _read_slope(rows: _Rows, course: _Course | None, source: AltitudeSource) -> Slope:
    altitude_m = rows.streams.channel("altitude_m")
    if altitude_m is None or course is None or source == "none":
        return Slope(rows.unknown, rows.unknown, rows.unknown)
    distance_m = course.way.distance_m
    return estimate_slope(
        _interpolate(rows, altitude_m),
        0.5 * (distance_m[1:] + distance_m[:-1]),
        np.diff(course.way.active_m),
        rows.recorded,
        source,
    )


def _interpolate(rows: _Rows, values: FloatArray) -> FloatArray:
    """Read a channel at the middle of each row, never across a break or a longer hole."""
    known = np.isfinite(values)
    if not known.any():
        return rows.unknown
    time_s, values = rows.streams.time_s[known], values[known]
    middle_s = 0.5 * (rows.edge_s[1:] + rows.edge_s[:-1])
    read = np.interp(middle_s, time_s, values)
    holes_s = find_gaps(time_s, LONGEST_STEP_S)
    outside = (middle_s < time_s[0] - 1) | (middle_s > time_s[-1] + 1) | ~rows.recorded
    if holes_s.shape[0]:
        outside |= np.diff(measure_covered(holes_s, rows.edge_s)) > 0.5
    read[outside] = np.nan
    return read


def _detect_moving(
    recorded: BoolArray, speed_mps: FloatArray, cadence_spm: FloatArray
) -> BoolArray:
    """Tell by speed, else by cadence, else take the timer's word for it."""
    by_speed, by_cadence = np.isfinite(speed_mps), np.isfinite(cadence_spm)
    with np.errstate(invalid="ignore"):
        fast, stepping = speed_mps >= SLOWEST_MOVING_MPS, cadence_spm >= LOWEST_MOVING_SPM
    return np.asarray(recorded & np.where(by_speed, fast, np.where(by_cadence, stepping, True)))


def summarise_view(view: RunView) -> ViewTotals:
    """Sum a view up.

    Parameters
    ----------
    view : one row a second.

    Returns
    -------
    ViewTotals

    Notes
    -----
    Climbs count from 3 m on and are good to 15 % with a barometer and to 40 % without one,
    read here from the slope's own standard deviation. Steps are those that the device counted,
    on moving rows; None without cadence.
    """
    cadence_spm = view.cadence_spm[view.moving & (view.cadence_spm > 0)]
    ascent_m, descent_m = estimate_climb(view.altitude_m, CLIMB_HYSTERESIS_M)
    low, high = _climb_range(view)
    known = bool(np.isfinite(view.altitude_m).any())
    return ViewTotals(
        distance_m=_last_known(view.distance_m),
        moving_s=float(np.count_nonzero(view.moving)),
        elapsed_s=float(view.recorded.size),
        ascent_m=ascent_m if known else None,
        ascent_low_m=ascent_m * low if known else None,
        ascent_high_m=ascent_m * high if known else None,
        descent_m=descent_m if known else None,
        descent_low_m=descent_m * low if known else None,
        descent_high_m=descent_m * high if known else None,
        cadence_spm=float(np.median(cadence_spm)) if cadence_spm.size else None,
        steps=float(cadence_spm.sum() / 60) if cadence_spm.size else None,
    )


def _last_known(values: FloatArray) -> float | None:
    return float(values[-1]) if values.size and np.isfinite(values[-1]) else None


def _climb_range(view: RunView) -> tuple[float, float]:
    sd = view.grade_sd_frac[np.isfinite(view.grade_sd_frac)]
    barometer, gps = (_full_window_sd(source) for source in ("barometer", "gps"))
    near_gps = (float(np.median(sd)) - barometer) / (gps - barometer) if sd.size else 1.0
    fine, rough = CLIMB_UNCERTAIN_FRAC["barometer"], CLIMB_UNCERTAIN_FRAC["gps"]
    uncertain_frac = fine + (rough - fine) * min(max(near_gps, 0.0), 1.0)
    return 1 - uncertain_frac, 1 + uncertain_frac


def _full_window_sd(source: AltitudeSource) -> float:
    quality = QUALITIES[source]
    return quality.noise_m * float(np.sqrt(12 * quality.correlation_m / quality.window_m**3))
