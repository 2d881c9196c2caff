"""The tables of `docs/science/gait.md`: landings, toe-offs, contact times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.events import detect_events, first_guesses
from midstance.core.gait.signals import GRID_HZ
from midstance.knowledge.gait_constants import load_gait_constants
from validation.gait.camera import CLEAN, DIM, NOISIER, NOISIEST, PHONE, Camera
from validation.gait.recordings import Recording, read_recording, recording_paths
from validation.gait.train import (
    SIDE,
    Filmed,
    film_all,
    fit_weights,
    match,
    true_times,
    with_weights,
)
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
BELT_FRAC = 0.55

Feet = tuple[FloatArray, FloatArray]
Detector = Callable[[Filmed, int], Feet]


@dataclass(frozen=True, eq=False)
class Errors:
    """Found less true [s]: (k,) landings, (m,) toe-offs, (trials,) mean contact time."""

    strike_s: FloatArray
    toe_off_s: FloatArray
    contact_s: FloatArray
    missed_frac: float


@cache
def recordings() -> tuple[Recording, ...]:
    return tuple(read_recording(path) for path in recording_paths())


def tables() -> tuple[Table, ...]:
    trained = film_all(recordings(), SIDE.cameras)
    detector = LeftOut(trained)
    rows = [
        cells(camera, "cues, runners left out", film_all(recordings(), (camera,)), detector)
        for camera in CAMERAS
    ]
    base = film_all(recordings(), (CLEAN,))
    rivals = {
        "furthest point (Zeni)": zeni,
        "vertical acceleration": acceleration,
        "belt speed": belt,
    }
    rows += [cells(CLEAN, name, base, rival) for name, rival in rivals.items()]
    head = (
        "camera",
        "pictures a second",
        "method",
        "landing: bias, SD ms",
        "toe-off: bias, SD ms",
        "contact time of a trial: MAE ms",
        "missed",
    )
    return (Table("gait_events", "Events against the force plate", head, tuple(rows)),)


class LeftOut:
    """The detector with the weights of all other runners."""

    def __init__(self, trained: Sequence[Filmed]) -> None:
        runners = {each.recording.runner for each in trained}
        self.of = {
            runner: with_weights(
                load_gait_constants(),
                fit_weights([each for each in trained if each.recording.runner != runner]),
            )
            for runner in runners
        }

    def __call__(self, each: Filmed, side: int) -> Feet:
        events = detect_events(each.signals, self.of[each.recording.runner])
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
