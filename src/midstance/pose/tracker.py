"""One person's joints through a film: find the people, choose one, follow her."""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import LimitExceededError, NobodyInFilmError
from midstance.core.gait.keypoints import JOINTS, Keypoints
from midstance.pose.ahead import read_ahead
from midstance.pose.clip import Clip, Tracked
from midstance.pose.detector import Detector
from midstance.pose.landmarks import Body, Landmarker
from midstance.pose.limits import FILM_MAX_FRAMES
from midstance.pose.network import Network
from midstance.pose.people import Crowd, Way, is_near
from midstance.pose.picture import Camera, Square, camera_for
from midstance.pose.progress import OnProgress, Progress
from midstance.pose.scout import Scout
from midstance.pose.spans import measure_film
from midstance.pose.video import CUT_SHORT_FRAC, Film, Frame, Reading, read_frames
from midstance.pose.view import open_view
from midstance.pose.weights import (
    DETECTOR,
    HEATMAP,
    LANDMARKS,
    POINTS,
    PRESENCE,
    drop_outputs,
    read_weights,
)
from midstance.pose.wish import Wish

LOOKING_FRAC = 0.15
LOST_SIZES = 0.3
HANDS = 2
BEYOND_S = 0.3
LEAST_FOLLOWED = 3


@dataclass(frozen=True)
class Models:
    """The weights, read while files could still be opened."""

    detector: bytes
    quick: bytes
    landmarks: bytes


def read_models(name: str) -> Models:
    """Read the weights of the model "heavy" or "lite"."""
    return Models(read_weights(DETECTOR), _read_landmarks("lite"), _read_landmarks(name))


def _read_landmarks(name: str) -> bytes:
    return drop_outputs(read_weights(LANDMARKS[name]), (POINTS, PRESENCE, HEATMAP))


class Tracker:
    """Follows people through films."""

    def __init__(self, models: Models) -> None:
        self._models = models

    @cached_property
    def detector(self) -> Detector:
        """Finds people."""
        return Detector(Network(self._models.detector))

    @cached_property
    def quick(self) -> Landmarker:
        """Finds their joints quickly."""
        return Landmarker(Network(self._models.quick))

    @cached_property
    def _hands(self) -> list[Landmarker]:
        return [Landmarker(Network(self._models.landmarks)) for _ in range(HANDS)]

    def track(self, stream: BinaryIO, wish: Wish, on_progress: OnProgress) -> Tracked:
        """Follow one person.

        Raises
        ------
        UnreadableFileError
            No film, a damaged one, beyond a limit, nobody in it, or more than one alike.
        """
        film = measure_film(stream)
        check_length(film, wish)
        progress = Progress(film.duration_s, wish, on_progress, LOOKING_FRAC)
        ahead = read_ahead(read_frames(open_view(stream), Reading(), only_some=True))
        with Scout(Crowd(self.detector, self.quick), ahead, wish) as scout:
            while True:
                reading = Reading()
                with closing(read_ahead(read_frames(open_view(stream), reading))) as frames:
                    followed = self._follow(frames, wish, scout, progress)
                if followed.way is scout.way(progress.tell_look):
                    return _result(film, reading, followed, scout.people)

    def _follow(
        self, frames: Iterable[Frame], wish: Wish, scout: Scout, progress: Progress
    ) -> "Followed":
        """Two pictures at a time: each hand takes every second one, on any machine the same."""
        followed = Followed()
        with ExitStack() as stack:
            hands = [
                (stack.enter_context(ThreadPoolExecutor(1)), Follower(landmarker))
                for landmarker in self._hands
            ]
            waiting: deque[tuple[float, Future[Body | None]]] = deque()
            for frame in frames:
                if wish.is_past(frame.time_s):
                    break
                progress.tell(frame.time_s)
                if not wish.covers(frame.time_s):
                    continue
                way = scout.way_at(frame.time_s, progress.tell_look)
                if not followed.begins_with(way, frame):
                    break
                count = len(followed.found) + len(waiting)
                check_frames(count + 1)
                hand, follower = hands[count % len(hands)]
                waiting.append((frame.time_s, hand.submit(follower.find, frame, way)))
                if len(waiting) > 2 * len(hands):
                    followed.found.append(_take(waiting))
            while waiting:
                followed.found.append(_take(waiting))
        return followed


@dataclass
class Followed:
    """What came of following one person.

    Parameters
    ----------
    way : hers, as it was seen in the quick look.
    camera : of the first picture.
    found : the time of each picture, and her joints where she was found.
    """

    way: Way | None = None
    camera: Camera | None = None
    found: list[tuple[float, Body | None]] = field(default_factory=list)

    def begins_with(self, way: Way, frame: Frame) -> bool:
        """Whether this is the same way as that of the first picture."""
        if self.way is None:
            self.way, self.camera = way, Camera(frame.picture)
        return self.way is way


class Follower:
    """Finds one person in every second picture or so, near where she was in the one before."""

    def __init__(self, landmarker: Landmarker) -> None:
        self._landmarker = landmarker
        self._camera: Camera | None = None
        self._before: tuple[float, Square] | None = None

    def find(self, frame: Frame, way: Way) -> Body | None:
        """Give her joints, or None where she is not."""
        if not way.covers(frame.time_s, BEYOND_S):
            return None
        self._camera = camera_for(self._camera, frame.picture)
        looked = way.square_at(frame.time_s)
        for square in (self._moved_on(looked, way), looked):
            if square is None:
                continue
            body = self._landmarker.find(self._camera, frame.picture, square)
            if body is not None and is_near(body.square, looked, LOST_SIZES):
                self._before = frame.time_s, body.square
                return body
        self._before = None
        return None

    def _moved_on(self, looked: Square, way: Way) -> Square | None:
        """Her square of a moment ago, moved as she moved in the quick look since."""
        if self._before is None:
            return None
        time_s, square = self._before
        then = way.square_at(time_s)
        x_px = square.x_px + looked.x_px - then.x_px
        y_px = square.y_px + looked.y_px - then.y_px
        moved = Square(x_px, y_px, square.size_px, square.turn_rad)
        return moved if is_near(moved, looked, LOST_SIZES) else None


def _take(waiting: deque[tuple[float, Future[Body | None]]]) -> tuple[float, Body | None]:
    time_s, future = waiting.popleft()
    return time_s, future.result()


def check_length(film: Film, wish: Wish) -> None:
    """Refuse more pictures than are looked at in one go.

    Raises
    ------
    LimitExceededError
        The part that is wanted has more.
    """
    end_s = film.duration_s if wish.end_s is None else min(wish.end_s, film.duration_s)
    check_frames(round((end_s - wish.start_s) * film.fps / 1.01))


def check_frames(frames: int) -> None:
    """Refuse more pictures than are looked at in one go.

    Raises
    ------
    LimitExceededError
        There are more.
    """
    if frames > FILM_MAX_FRAMES:
        raise LimitExceededError(
            f"Expected at most {FILM_MAX_FRAMES} pictures, got {frames} or more. Choose the part "
            "of the film in which you run, 10 to 30 seconds of it."
        )


def _result(
    film: Film,
    reading: Reading,
    followed: Followed,
    people: int,
) -> Tracked:
    camera, found = followed.camera, followed.found
    if camera is None or sum(body is not None for _, body in found) < LEAST_FOLLOWED:
        raise NobodyInFilmError(
            "We saw a person in this film only for moments. Film your whole body, head to feet, "
            "in good light."
        )
    time_s = np.array([time_s for time_s, _ in found])
    keypoints = Keypoints(
        time_s - time_s[0], *_joints(camera, found), camera.width_px, camera.height_px
    )
    fps = reading.fps
    ended_early = reading.is_over and reading.times_s[-1] < film.duration_s * CUT_SHORT_FRAC
    return Tracked(
        keypoints,
        Clip(
            container=film.container,
            codec=film.codec,
            width_px=camera.width_px,
            height_px=camera.height_px,
            rotation_deg=camera.rotation_deg,
            duration_s=float(time_s[-1] - time_s[0]),
            fps=fps,
            frames=len(found),
            is_variable_rate=reading.is_variable,
            filmed_fps=film.filmed_fps,
            is_cut_short=reading.broken > 0 or ended_early,
            people=people,
            start_s=float(time_s[0]),
        ),
    )


def _joints(
    camera: Camera, found: list[tuple[float, Body | None]]
) -> tuple[FloatArray, FloatArray]:
    position_px = np.full((len(found), len(JOINTS), 2), np.nan)
    score = np.zeros((len(found), len(JOINTS)))
    for row, (_, body) in enumerate(found):
        if body is not None:
            position_px[row], score[row] = body.position_px, body.score
    edge = np.array([camera.width_px, camera.height_px])
    outside = ((position_px < 0) | (position_px > edge)).any(axis=-1)
    position_px[outside] = np.nan
    score[outside] = 0
    return position_px, score
