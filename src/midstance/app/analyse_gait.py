"""What films of a runner say of how she runs; nothing of them is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from midstance.app.films.assess import assess
from midstance.app.films.keep import Gait as FilmTelling
from midstance.app.films.quicker import QuickerSteps, estimate_quicker_steps
from midstance.app.films.records import MOST_FILMS, SLOWEST_TIMES, View
from midstance.core.base.errors import (
    DamagedFileError,
    InvalidValueError,
    MidstanceError,
    ParserKilledError,
    RefusedError,
    StoppedError,
)
from midstance.core.gait.combine import combine
from midstance.core.gait.records import GaitRunner, Metric, SideGait
from midstance.core.load.planned import PLANNABLE
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.pose import Clip, FilmReader
from midstance.pose.track import Model, Whom

VIEWS = ("side", "rear")


@dataclass(frozen=True)
class FilmGait:
    """One film: what kind of file it is, and what she does in it."""

    path: Path
    clip: Clip
    gait: FilmTelling


@dataclass(frozen=True)
class FilmProblem:
    """A film that nothing could be told of, and why."""

    path: Path
    kind: str
    reason: str


@dataclass(frozen=True)
class Gait:
    """What the films say, each by itself and all together.

    Parameters
    ----------
    together : the figures of all films as one answer; empty for fewer than two.
    overlay : the film with the joints drawn; None where none was asked for or could be made.
    """

    films: tuple[FilmGait, ...]
    problems: tuple[FilmProblem, ...]
    together: tuple[Metric, ...]
    quicker_steps: QuickerSteps | None
    overlay: Path | None


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
    overlay : where to write the film with the joints drawn and faces blurred.
    may_replace : whether a file that is there already may be replaced by it.
    view : from the side or from behind.
    """

    height_m: float | None = None
    treadmill_mps: float | None = None
    slower_times: float | None = None
    from_s: float = 0.0
    to_s: float | None = None
    model: Model = "heavy"
    whom: Whom | None = None
    overlay: Path | None = None
    may_replace: bool = False
    view: View = "side"

    def __post_init__(self) -> None:
        if self.view not in VIEWS:
            raise InvalidValueError(f"Expected a film from the side or the rear, got {self.view}.")
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
    """Say how she runs in films from the side or from behind.

    *Changes* nothing, but writes the drawn film where one is asked for; no other picture of a film
    is written anywhere.
    *Refuses* more films than eight, and to draw more than one (InvalidValueError); to replace a
    file without being told so (RefusedError). A film that cannot be read, or in which nobody or
    more than one runs, is told as a problem and keeps no other from being looked at.
    *Twice* gives the same.
    *Privacy* reads the films in a locked process without a network, and keeps nothing; faces in the
    drawn film are blurred.
    """
    if not 1 <= len(paths) <= MOST_FILMS:
        raise InvalidValueError(f"Expected 1 to {MOST_FILMS} films at once, got {len(paths)}.")
    if asked.overlay is not None:
        _refuse_overlay(paths, asked.overlay, may_replace=asked.may_replace)
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
    cadences = [film.gait.metric("cadence_spm") for film in films]
    steps = estimate_quicker_steps(cadences, asked.treadmill_mps, asked.height_m)
    several = len(films) > 1
    return Gait(
        films=tuple(films),
        problems=tuple(problems),
        together=combine([film.gait for film in films], load_gait_constants()) if several else (),
        quicker_steps=steps,
        overlay=asked.overlay if films else None,
    )


def _refuse_overlay(paths: Sequence[Path], out: Path, *, may_replace: bool) -> None:
    if len(paths) > 1:
        raise InvalidValueError("Expected one film to draw in, got several.")
    if out.exists() and out.samefile(paths[0]):
        raise RefusedError(f"{out} is the film itself; name another file.")
    if out.exists() and not may_replace:
        raise RefusedError(f"{out} is there already; name another file, or say that it may go.")
    if not out.parent.is_dir():
        raise InvalidValueError(f"There is no folder {out.parent}.")


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
    gait = assess(asked.view, tracked, asked.height_m, 1 / slower)
    if asked.overlay is not None:
        reader.write_overlay(
            path,
            asked.overlay,
            tracked.keypoints,
            start_s=tracked.clip.start_s,
            near_side=gait.near_side if isinstance(gait, SideGait) else None,
            is_cancelled=is_cancelled,
        )
    return FilmGait(path, tracked.clip, gait)


def _problem_of(path: Path, error: MidstanceError) -> FilmProblem:
    if isinstance(error, ParserKilledError):
        reason = f"Looking at {path.name} had to be stopped: {error.reason}."
        return FilmProblem(path, DamagedFileError.__name__, reason)
    return FilmProblem(path, type(error).__name__, str(error))
