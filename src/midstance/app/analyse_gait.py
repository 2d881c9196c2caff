"""What films of a runner say of how she runs; nothing of them is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, inf
from pathlib import Path

from midstance.core.base.errors import (
    DamagedFileError,
    InvalidValueError,
    MidstanceError,
    ParserKilledError,
    StoppedError,
)
from midstance.core.gait.assess import assess_side
from midstance.core.gait.records import GaitRunner, SideGait
from midstance.core.load.planned import PLANNABLE, PlannedRun, estimate_planned_load
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.knowledge.parameters import load_parameters
from midstance.knowledge.planned_constants import load_planned_constants
from midstance.pose import Clip, FilmReader
from midstance.pose.track import Model, Whom

CADENCE_STEP = 1.05
KILOMETRE_M = 1000.0
MOST_FILMS = 8
RANGE_Z = 1.645
SLOWEST_TIMES = 16


@dataclass(frozen=True)
class FilmGait:
    """One film: what kind of file it is, and what she does in it."""

    path: Path
    clip: Clip
    gait: SideGait


@dataclass(frozen=True)
class FilmProblem:
    """A film that nothing could be told of, and why."""

    path: Path
    kind: str
    reason: str


@dataclass(frozen=True)
class QuickerSteps:
    """What five per cent more steps at the same speed would do to the kneecap joint, by the model.

    Parameters
    ----------
    cadence_spm, raised_spm : steps a minute as filmed, and with five per cent more.
    times, low, high : load of a kilometre over that as filmed, and its 90 % range.
    """

    speed_mps: float
    cadence_spm: float
    raised_spm: float
    times: float
    low: float
    high: float


@dataclass(frozen=True)
class Gait:
    """What the films say."""

    films: tuple[FilmGait, ...]
    problems: tuple[FilmProblem, ...]
    quicker_steps: QuickerSteps | None


@dataclass(frozen=True)
class Asked:
    """How to look at the films.

    Parameters
    ----------
    height_m : her height, for lengths [m]; None leaves them untold.
    treadmill_mps : speed of the belt; None where it is not known.
    slower_times : how many times slower than life the films play; None leaves it to the file.
    from_s, to_s : the part of each film to look at [s]; None to its end.
    model : "heavy" for figures, "lite" where speed matters more.
    whom : who it is where two people are alike.
    """

    height_m: float | None = None
    treadmill_mps: float | None = None
    slower_times: float | None = None
    from_s: float = 0.0
    to_s: float | None = None
    model: Model = "heavy"
    whom: Whom | None = None

    def __post_init__(self) -> None:
        low, high = PLANNABLE["speed_mps"]
        if self.treadmill_mps is not None and not low <= self.treadmill_mps <= high:
            raise InvalidValueError(
                f"Expected a belt speed from {low:g} to {high:g} m/s, got {self.treadmill_mps:g}."
            )
        if self.slower_times is not None and not 1 <= self.slower_times <= SLOWEST_TIMES:
            raise InvalidValueError(
                f"Expected a film that plays 1 to {SLOWEST_TIMES} times slower than life, got "
                f"{self.slower_times:g}."
            )
        if not 0 <= self.from_s < (inf if self.to_s is None else self.to_s):
            raise InvalidValueError(
                f"Expected a part that ends after it begins, got {self.from_s:g} to {self.to_s} s."
            )
        GaitRunner(self.height_m)


def analyse_gait(
    paths: Sequence[Path],
    asked: Asked,
    *,
    on_progress: Callable[[Path, float], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Gait:
    """Say how she runs in films from the side.

    *Changes* nothing; no picture of a film is written anywhere.
    *Refuses* more films than eight (InvalidValueError); a film that cannot be read, or in which
    nobody or more than one runs, is told as a problem and keeps no other from being looked at.
    *Twice* gives the same.
    *Privacy* reads the films in a locked process without a network, and keeps nothing.
    """
    if not 1 <= len(paths) <= MOST_FILMS:
        raise InvalidValueError(f"Expected 1 to {MOST_FILMS} films at once, got {len(paths)}.")
    films: list[FilmGait] = []
    problems: list[FilmProblem] = []
    with FilmReader(asked.model) as reader:
        for path in paths:
            try:
                films.append(_look_at(reader, path, asked, on_progress, is_cancelled))
            except StoppedError:
                raise
            except MidstanceError as error:
                problems.append(_problem_of(path, error))
    return Gait(tuple(films), tuple(problems), _quicker_steps(films, asked))


def _look_at(
    reader: FilmReader,
    path: Path,
    asked: Asked,
    on_progress: Callable[[Path, float], None] | None,
    is_cancelled: Callable[[], bool] | None,
) -> FilmGait:
    if not path.is_file():
        raise InvalidValueError(f"There is no film at {path}.")
    tracked = reader.track(
        path,
        whom=asked.whom,
        start_s=asked.from_s,
        end_s=asked.to_s,
        on_progress=None if on_progress is None else lambda done: on_progress(path, done),
        is_cancelled=is_cancelled,
    )
    slower = tracked.clip.slow_motion if asked.slower_times is None else asked.slower_times
    runner = GaitRunner(asked.height_m, frame_rate_factor=1 / slower)
    gait = assess_side(tracked.keypoints, runner, load_gait_constants())
    return FilmGait(path, tracked.clip, gait)


def _problem_of(path: Path, error: MidstanceError) -> FilmProblem:
    if isinstance(error, ParserKilledError):
        reason = f"Looking at {path.name} had to be stopped: {error.reason}."
        return FilmProblem(path, DamagedFileError.__name__, reason)
    return FilmProblem(path, type(error).__name__, str(error))


def _quicker_steps(films: Sequence[FilmGait], asked: Asked) -> QuickerSteps | None:
    """From the surest cadence of the films; None without it or without the speed."""
    told = [film.gait.metric("cadence_spm") for film in films]
    known = [(each.sd, each.value) for each in told if each.sd is not None and each.value]
    if asked.treadmill_mps is None or not known:
        return None
    cadence_spm = min(known)[1]
    raised_spm = CADENCE_STEP * cadence_spm
    low, high = PLANNABLE["cadence_spm"]
    if not low <= cadence_spm <= raised_spm <= high:
        return None
    now, then = (
        estimate_planned_load(
            PlannedRun(KILOMETRE_M, asked.treadmill_mps, cadence_spm=each),
            asked.height_m,
            load_parameters(),
            load_planned_constants(),
        )
        for each in (cadence_spm, raised_spm)
    )
    at = FORCE_TISSUES.index(Tissue.PATELLOFEMORAL)
    times = float(then.load[at] / now.load[at])
    off = exp(RANGE_Z * now.change_log_sd)
    return QuickerSteps(
        asked.treadmill_mps, cadence_spm, raised_spm, times, times / off, times * off
    )
