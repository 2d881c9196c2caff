"""Following one person through a film, in a locked process."""

from collections.abc import Callable, Collection, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from midstance.core.base.errors import InvalidValueError, MissingPartError, StoppedError
from midstance.core.gait.keypoints import Keypoints
from midstance.pose.clip import Look, Picture, Tracked
from midstance.pose.frames import read_tracked
from midstance.sandbox.frames import FrameError, Header, read_number
from midstance.sandbox.lock import MEBIBYTE, Limits
from midstance.sandbox.locked import LockedProcess

Model = Literal["heavy", "lite"]
Whom = Literal["left", "right"]
LOADER = "midstance.pose.child:load_tracker"
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
        request: Header = {"whom": whom, "start_s": start_s, "end_s": end_s}
        tracked: Tracked | None = None
        answers = self._ask(path, path.name, request, _understand)
        try:
            for answer in answers:
                if isinstance(answer, Tracked):
                    tracked = answer
                elif on_progress is not None:
                    on_progress(answer)
                if is_cancelled is not None and is_cancelled():
                    raise StoppedError("Stopped as you asked. Nothing of the film was kept.")
        finally:
            answers.close()
        if tracked is None:
            raise MissingPartError("Expected an answer about the film, got none. Try again.")
        return tracked

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
        raise NotImplementedError

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
        raise NotImplementedError

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
        """
        raise NotImplementedError


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


def _understand(header: Header, payload: bytearray) -> Tracked | float:
    kind = header.get("kind")
    if kind == "progress":
        done_frac = read_number(header.get("done"))
        if not 0 <= done_frac <= 1:
            raise FrameError(f"progress of {done_frac}")
        return done_frac
    if kind == "tracked":
        return read_tracked(header, payload)
    raise FrameError("a frame of no known kind")
