"""The tables of `docs/science/gait.md`: events, ranges, foot strike, cameras that move, norms."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.assess import assess_side
from midstance.core.gait.events import detect_events, detect_rear_events, first_guesses
from midstance.core.gait.records import METRICS, GaitRunner, Metric, Side, SideGait
from midstance.core.gait.signals import GRID_HZ
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.knowledge.gait_norms import read_gait_norms
from validation.gait.calibrate import SPANS_S, Clip, calibrated_clips, find_misses, held_left_out
from validation.gait.camera import (
    CLEAN,
    DIM,
    FOLLOWED,
    FOLLOWED_EXACTLY,
    NOISIER,
    NOISIEST,
    PASSING,
    PHONE,
    Camera,
    film,
)
from validation.gait.foot_strike import CLASSES, classed, measure_feet, right_left_out
from validation.gait.recordings import Recording, all_recordings
from validation.gait.train import REAR, SIDE, Filmed, View, film_all, left_out, match, true_times
from validation.tables import Table

DOCS = Path(__file__).parents[2] / "docs" / "science" / "gait.md"
CAMERAS = (
    CLEAN.at(240),
    CLEAN,
    CLEAN.at(30),
    CLEAN.at(24),
    NOISIER,
    NOISIER.at(30),
    NOISIEST,
    PHONE,
    PHONE.at(30),
    DIM.at(30),
)
REAR_CAMERAS = tuple(
    replace(camera, behind=True, distance_m=3.0)
    for camera in (CLEAN, CLEAN.at(30), NOISIER, NOISIEST, PHONE, DIM.at(30))
)
BELT_FRAC = 0.55
EVENT_HEAD = (
    "camera",
    "pictures a second",
    "method",
    "landing: bias, SD ms",
    "toe-off: bias, SD ms",
    "contact time of a trial: MAE ms",
    "missed",
)
CUES = "cues, runners left out"
FITTED = ("cadence_spm", "contact_time_s")
TESTED = (
    (SIDE, ("cadence_spm", "contact_time_s", "flight_time_s", "duty_factor_frac")),
    (SIDE, ("foot_strike_angle_deg", "vertical_oscillation_m")),
    (REAR, ("cadence_spm", "contact_time_s", "step_width_m", "crossover_frac", "pelvic_drop_deg")),
)
SHOWN = {"1/min": (1.0, "a minute"), "s": (1e3, "ms"), "m": (100.0, "cm"), "deg": (1.0, "deg")}
MOVING = (CLEAN, PASSING, FOLLOWED, FOLLOWED_EXACTLY)
MOVING_SPAN_S = (5.0, 9.0)

Feet = tuple[FloatArray, FloatArray]
Detector = Callable[[Filmed, int], Feet]


@dataclass(frozen=True, eq=False)
class Errors:
    """Found less true [s]: (k,) landings, (m,) toe-offs, (trials,) mean contact time."""

    strike_s: FloatArray
    toe_off_s: FloatArray
    contact_s: FloatArray
    missed_frac: float


def tables() -> tuple[Table, ...]:
    return (
        side_events(),
        rear_events(),
        ranges(),
        foot_strike(),
        moving_cameras(),
        norms(),
    )


def side_events() -> Table:
    rows = [
        cells(camera, CUES, film_all(all_recordings(), (camera,)), LeftOut(SIDE))
        for camera in CAMERAS
    ]
    base = film_all(all_recordings(), (CLEAN,))
    rivals = {
        "furthest point (Zeni)": zeni,
        "vertical acceleration": acceleration,
        "belt speed": belt,
    }
    rows += [cells(CLEAN, name, base, rival) for name, rival in rivals.items()]
    return Table("gait_events", "Events from the side", EVENT_HEAD, tuple(rows))


def rear_events() -> Table:
    rows = [
        cells(camera, CUES, film_all(all_recordings(), (camera,), REAR), LeftOut(REAR))
        for camera in REAR_CAMERAS
    ]
    return Table("gait_rear_events", "Events from behind", EVENT_HEAD, tuple(rows))


class LeftOut:
    """The detector with the weights of all other runners."""

    def __init__(self, view: View) -> None:
        self.of = left_out(view)
        self.detect = detect_rear_events if view is REAR else detect_events

    def __call__(self, each: Filmed, side: int) -> Feet:
        events = self.detect(each.signals, self.of[each.recording.runner])
        mine = events.side == side
        return events.strike_s[mine], events.toe_off_s[mine]


def zeni(each: Filmed, side: int) -> Feet:
    return first_guesses(each.signals, side, (0.0, 0.0))


def acceleration(each: Filmed, side: int) -> Feet:
    """Highest upward acceleration of heel and toe near the furthest points."""
    guesses = zeni(each, side)
    found = []
    for channel, start, end in ((1, guesses[0], 0.0), (3, guesses[1], -0.2)):
        up = each.signals.feet[side][:, channel]
        pull = np.gradient(np.gradient(up)) * GRID_HZ**2
        at = (start[:, None] + end + np.arange(0, 0.15, 1 / GRID_HZ)) * GRID_HZ
        index = np.clip(at.astype(int), 0, up.size - 1)
        best = np.take_along_axis(index, pull[index].argmax(axis=1)[:, None], axis=1)[:, 0]
        found.append(each.signals.grid_s[best])
    return found[0], found[1]


def belt(each: Filmed, side: int) -> Feet:
    """The foot moves back at more than a share of the belt's speed while it stands."""
    foot = each.signals.feet[side]
    fast = np.gradient(foot[:, 2]) * GRID_HZ
    standing = fast < BELT_FRAC * np.nanquantile(fast, 0.2)
    change = np.diff(standing.astype(int))
    return each.signals.grid_s[1:][change == 1], each.signals.grid_s[1:][change == -1]


def measure(filmed: Sequence[Filmed], detector: Detector) -> Errors:
    strikes, offs, contacts, missed, true = [], [], [], 0, 0
    for each in filmed:
        lengths = []
        for side in (0, 1):
            feet = detector(each, side)
            for event, into in ((0, strikes), (1, offs)):
                known = feet[event][np.isfinite(feet[event])]
                truth = true_times(each, event, side)
                near, matched = match(truth, known)
                into.append(near - matched)
                missed, true = missed + truth.size - matched.size, true + truth.size
            lengths += contact_times(feet)
        of = each.recording
        contacts.append(np.mean(lengths) - np.mean(of.toe_off_s - of.strike_s))
    return Errors(
        np.concatenate(strikes), np.concatenate(offs), np.array(contacts), missed / max(true, 1)
    )


def contact_times(feet: Feet) -> list[float]:
    strike_s, off_s = feet
    off_s = off_s[np.isfinite(off_s)]
    next_off = np.searchsorted(off_s, strike_s, side="right")
    return [
        off_s[at] - strike
        for at, strike in zip(next_off, strike_s, strict=True)
        if at < off_s.size and off_s[at] - strike < 0.6
    ]


def cells(
    camera: Camera, method: str, filmed: Sequence[Filmed], detector: Detector
) -> tuple[str, ...]:
    errors = measure(filmed, detector)
    return (
        camera.name,
        f"{camera.frame_rate_hz:.0f}",
        method,
        bias_and_sd(errors.strike_s),
        bias_and_sd(errors.toe_off_s),
        f"{1e3 * np.abs(errors.contact_s).mean():.1f}",
        f"{100 * errors.missed_frac:.1f} %",
    )


def bias_and_sd(errors_s: FloatArray) -> str:
    return f"{1e3 * errors_s.mean():+.1f}, {1e3 * errors_s.std():.1f}"


def ranges() -> Table:
    """Each figure that markers or force hold, and how often its range holds the truth."""
    rows = []
    for view, names in TESTED:
        clips = calibrated_clips(view)
        rows += [range_cells(clips, name, "side" if view is SIDE else "behind") for name in names]
    head = (
        "figure",
        "view",
        "clips",
        "bias, SD of the error",
        "half width told",
        "held",
        "held, fitted to the others",
    )
    return Table("gait_ranges", "Ranges", head, tuple(rows))


def range_cells(clips: Sequence[Clip], name: str, view: str) -> tuple[str, ...]:
    misses = find_misses(clips, name)
    times, unit = SHOWN.get(METRICS[name], (100.0, "%"))
    if name == "cadence_spm":
        times, unit = SHOWN["s"]
    held = np.mean((misses.low <= 0) & (misses.high >= 0))
    wide = np.mean(misses.high - misses.low) / 2 * times
    if name == "cadence_spm":
        wide *= np.mean([clip_step_s(clip) ** 2 for clip in clips]) / 60
    return (
        f"`{name}`" + (" (as step time)" if name == "cadence_spm" else ""),
        view,
        f"{misses.miss.size}",
        f"{times * misses.miss.mean():+.1f}, {times * misses.miss.std():.1f} {unit}",
        f"{wide:.1f} {unit}",
        f"{100 * held:.0f} %",
        f"{100 * held_left_out(misses):.0f} %" if name in FITTED else "",
    )


def clip_step_s(clip: Clip) -> float:
    return 60 / (clip.truth.of("cadence_spm", Side.BOTH) or np.nan)


def foot_strike() -> Table:
    """The class from the angle, against that of those who recorded the runners."""
    feet = measure_feet(all_recordings())
    rows = [strike_cells("markers, runners left out", feet.kind, right_left_out(feet))]
    for camera in (CLEAN, PHONE, DIM.at(30)):
        kind, told, right = [], [], []
        for clip in calibrated_clips(SIDE):
            if clip.camera != camera or clip.span_s != SPANS_S[0]:
                continue
            gait = clip.gait
            if not isinstance(gait, SideGait) or gait.near_side is None:
                continue
            r = clip.recording
            true = classed()[r.runner, r.speed_mps, gait.near_side]
            kind.append(CLASSES.index(true))
            told.append(gait.foot_strike is not None)
            right.append(gait.foot_strike is true)
        rows.append(strike_cells(camera.name, np.array(kind), np.array(right), np.array(told)))
    head = (
        "seen by",
        "legs",
        "told",
        "right of those told",
        *(f"right: {each}" for each in CLASSES),
    )
    return Table("gait_foot_strike", "Which part of the foot lands first", head, tuple(rows))


def strike_cells(
    seen_by: str, kind: FloatArray, right: FloatArray, told: FloatArray | None = None
) -> tuple[str, ...]:
    said = np.ones(kind.size, bool) if told is None else told
    each = []
    for at in range(len(CLASSES)):
        mine = said & (kind == at)
        each.append(f"{np.count_nonzero(right & mine)} of {np.count_nonzero(mine)}")
    return (
        seen_by,
        f"{kind.size}",
        f"{100 * said.mean():.0f} %",
        f"{100 * right[said].mean():.0f} %",
        *each,
    )


def moving_cameras() -> Table:
    """Four seconds past a camera, told less what a camera without noise tells on the treadmill."""
    rows = []
    for camera in MOVING:
        settings: Counter[str] = Counter()
        misses: dict[str, list[float]] = {}
        held: list[bool] = []
        for at, recording in enumerate(all_recordings()):
            shot = replace(camera, from_right=at % 2 == 0)
            seen = see(recording, shot)
            ideal = see(recording, replace(CLEAN, white_m=0, slow_m=0, from_right=at % 2 == 0))
            settings[str(seen.setting)] += 1
            for metric in seen.metrics:
                true = ideal.metric(metric.name).value
                if metric.is_told and true is not None and "balance" not in metric.name:
                    misses.setdefault(metric.name, []).append(float(metric.value or 0) - true)
                    held.append(holds(metric, true))
        rows.append(
            (
                camera.name,
                ", ".join(f"{name} {count}" for name, count in settings.most_common()),
                *(
                    told_miss(misses[name], *SHOWN[METRICS[name]])
                    for name in (
                        "contact_time_s",
                        "overstride_m",
                        "knee_flexion_contact_deg",
                        "trunk_lean_deg",
                    )
                ),
                f"{100 * np.mean(held):.0f} %",
            )
        )
    head = (
        "camera",
        "taken for",
        "contact time: bias, SD",
        "overstride",
        "knee at landing",
        "trunk",
        "ranges that hold",
    )
    return Table("gait_moving", "Cameras that do not stand beside a treadmill", head, tuple(rows))


def see(recording: Recording, camera: Camera) -> SideGait:
    clip = film(recording, camera, 1, *MOVING_SPAN_S)
    return assess_side(clip, GaitRunner(recording.height_m), load_gait_constants())


def holds(metric: Metric, true: float) -> bool:
    return metric.low is not None and metric.high is not None and metric.low <= true <= metric.high


def told_miss(misses: Sequence[float], times: float, unit: str) -> str:
    return f"{times * np.mean(misses):+.1f}, {times * np.std(misses):.1f} {unit}"


def norms() -> Table:
    rows = []
    for record in read_gait_norms().values():
        times, unit = SHOWN.get(record.unit, (100.0, "%"))
        bands = [
            f"{times * each.mean:.1f} ({times * each.low:.1f} to {times * each.high:.1f})"
            for each in record.by_speed
        ]
        rows.append((f"`{record.id}`", unit, f"{record.by_speed[0].people}", *bands))
    head = ("figure", "unit", "runners", "2.5 m/s", "3.5 m/s", "4.5 m/s")
    return Table("gait_norms", "What is usual", head, tuple(rows))
