"""Following one person through a film and taking pictures of her, in a locked process."""

from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np

from midstance.core.base.errors import InvalidValueError, MissingPartError, StoppedError
from midstance.core.gait.keypoints import Keypoints
from midstance.pose.clip import Look, Picture, Tracked
from midstance.pose.drawing import draw_joints
from midstance.pose.limits import FILM_MAX_FRAMES
from midstance.pose.orders import (
    FILM_LONG_SIDE_PX,
    PICTURE_LONG_SIDE_PX,
    check_times,
    fit_picture,
    hear_look,
    hear_prints,
    hear_progress,
    hear_tracked,
    joints_at,
    order_prints,
)
from midstance.sandbox.frames import Header
from midstance.sandbox.lock import MEBIBYTE, Limits
from midstance.sandbox.locked import LockedProcess

Model = Literal["heavy", "lite"]
Whom = Literal["left", "right"]
LOADER = "midstance.pose.child:load_tracker"
NO_ANSWER = "Expected an answer about the film, got none. Try again."
SAME_TIME_S = 1e-4
LEAST_PICTURES = 2
T = TypeVar("T")
LIMITS = Limits(
    memory_bytes=2560 * MEBIBYTE, cpu_s=30.0, cpu_s_per_mebibyte=0.0, wall_factor=3.0, threads=16
)


class FilmReader(LockedProcess):
    """Follows people through films in a limited child process; use it as a context manager.

    Parameters
    ----------
    model : "heavy" for numbers, "lite" where speed matters more.
    limits : how much the child may take.
    without : locks to leave open, for platforms on which one of them misbehaves.

    Raises
    ------
    MissingPartError
        The optional part `video` is not installed.
    """

    def __init__(
        self, model: Model = "heavy", limits: Limits = LIMITS, without: Collection[str] = ()
    ) -> None:
        if model not in ("heavy", "lite"):
            raise InvalidValueError(f"Expected the model heavy or lite, got {model}.")
        if find_spec("av") is None or find_spec("ai_edge_litert") is None:
            raise MissingPartError(
                "Expected the part that reads films, but it is not installed. Install "
                "midstance[video]."
            )
        super().__init__(LOADER, model, limits, without)

    def track(
        self,
        path: Path,
        *,
        whom: Whom | None = None,
        start_s: float = 0.0,
        end_s: float | None = None,
        on_progress: Callable[[float], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Tracked:
        """Follow one person through a film.

        Parameters
        ----------
        path : the film; it is handed over open, and no picture of it is written anywhere.
        whom : who it is, where two people are alike.
        start_s, end_s : the part to look at [s since the first picture].
        on_progress : told the share that is done, 0 to 1, now and then.
        is_cancelled : asked as often; when it says so, the child ends at once.

        Raises
        ------
        UnreadableFileError
            No film, a damaged one, beyond a limit, nobody in it, or more than one alike.
        ParserKilledError
            The child broke a limit, crashed or talked nonsense; the reader can be used again.
        StoppedError
            `is_cancelled` said so.
        """
        request = {"task": "track", "whom": whom, "start_s": start_s, "end_s": end_s}
        with closing(self._hear(path, request, hear_tracked, on_progress, is_cancelled)) as heard:
            return _only(heard)

    def look(
        self,
        path: Path,
        *,
        start_s: float = 0.0,
        end_s: float | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Look:
        """Look at a film for some seconds, before anything is analysed.

        Parameters
        ----------
        path, start_s, end_s, is_cancelled : as for `track`.

        Raises
        ------
        UnreadableFileError, ParserKilledError, StoppedError
            As for `track`, but a film with nobody in it or with several people is looked at too.
        """
        request = {"task": "look", "start_s": start_s, "end_s": end_s}
        with closing(self._hear(path, request, hear_look, None, is_cancelled)) as heard:
            return _only(heard)

    def take_pictures(
        self,
        path: Path,
        times_s: Sequence[float],
        keypoints: Keypoints,
        *,
        start_s: float = 0.0,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> tuple[Picture, ...]:
        """Take pictures out of a film, in which no face can be recognised.

        Parameters
        ----------
        times_s : which ones, in seconds on the clock of the keypoints; the nearest is taken.
        keypoints : the runner's joints as `track` gave them, on the film's own clock.
        start_s : when the followed part begins: `Clip.start_s`.
        path, is_cancelled : as for `track`.

        Raises
        ------
        UnreadableFileError, ParserKilledError, StoppedError
            As for `track`.
        InvalidValueError
            More times than can be taken at once, or one outside the followed part.
        """
        check_times(times_s, keypoints)
        if not times_s:
            return ()
        size = fit_picture(keypoints, PICTURE_LONG_SIDE_PX)
        request = {"task": "take", "times_s": [start_s + float(at_s) for at_s in times_s]}
        request |= order_prints(keypoints, start_s, size)
        scale = size[0] / keypoints.width_px
        understand = hear_prints(size, len(times_s), rising=False)
        with closing(self._hear(path, request, understand, None, is_cancelled)) as heard:
            taken = tuple(Picture(each.time_s - start_s, each.pixels, scale) for each in heard)
        if len(taken) != len(times_s):
            raise MissingPartError(NO_ANSWER)
        return taken

    def write_overlay(
        self,
        path: Path,
        out: Path,
        keypoints: Keypoints,
        *,
        start_s: float = 0.0,
        near_side: str | None = None,
        on_progress: Callable[[float], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Write the followed part as a film (MP4) with the joints drawn and every face blurred.

        Neither sound nor anything else of the film goes along. The file is written whole or not at
        all, under a name of its own until it is; one that is there is replaced.

        Parameters
        ----------
        out : the file to write.
        keypoints, start_s : as for `take_pictures`.
        near_side : "left" or "right", the leg to draw in front; None where it is not known.
        path, on_progress, is_cancelled : as for `track`.

        Raises
        ------
        UnreadableFileError, ParserKilledError, StoppedError
            As for `track`.
        InvalidValueError
            Joints of fewer than two pictures.
        OSError
            There is no writing where the film is to go.
        """
        from midstance.pose.film_file import FilmFile  # noqa: PLC0415 - needs the optional part

        if keypoints.time_s.size < LEAST_PICTURES:
            raise InvalidValueError("Expected a film of two pictures or more.")
        size = fit_picture(keypoints, FILM_LONG_SIDE_PX)
        first_s, last_s = (start_s + float(keypoints.time_s[at]) for at in (0, -1))
        request = {"task": "show", "start_s": first_s - SAME_TIME_S, "end_s": last_s + SAME_TIME_S}
        request |= order_prints(keypoints, start_s, size)
        understand = hear_prints(size, FILM_MAX_FRAMES, rising=True)
        heard = self._hear(path, request, understand, on_progress, is_cancelled)
        fps = 1 / float(np.median(np.diff(keypoints.time_s)))
        with closing(heard) as drawn, FilmFile(out, *size, fps) as film:
            for printed in drawn:
                pixels = printed.pixels.copy()
                joints = joints_at(keypoints, printed.time_s - start_s)
                draw_joints(pixels, joints * (size[0] / keypoints.width_px), near_side)
                film.add(printed.time_s - first_s, pixels)

    def _hear(
        self,
        path: Path,
        request: Header,
        understand: Callable[[Header, bytearray], T],
        on_progress: Callable[[float], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> Generator[T]:
        """Ask about a film, and pass on what comes of it but for the progress."""
        with closing(self._ask(path, path.name, request, hear_progress(understand))) as answers:
            for answer in answers:
                if not isinstance(answer, float):
                    yield answer
                elif on_progress is not None:
                    on_progress(answer)
                if is_cancelled is not None and is_cancelled():
                    raise StoppedError("Stopped as you asked. Nothing of the film was kept.")


def track_person(
    path: Path,
    *,
    model: Model = "heavy",
    whom: Whom | None = None,
    start_s: float = 0.0,
    end_s: float | None = None,
    on_progress: Callable[[float], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Tracked:
    """Follow one person through one film; as `FilmReader.track`, with a child for it alone."""
    with FilmReader(model) as reader:
        return reader.track(
            path,
            whom=whom,
            start_s=start_s,
            end_s=end_s,
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )


def _only(heard: Iterable[T]) -> T:
    answers = list(heard)
    if len(answers) != 1:
        raise MissingPartError(NO_ANSWER)
    return answers[0]
