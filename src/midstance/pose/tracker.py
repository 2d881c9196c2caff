"""One person's joints through a film: find the people, choose one, follow her."""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import LimitExceededError, NobodyInFilmError
from midstance.core.gait.keypoints import JOINTS, Keypoints
from midstance.pose.clip import Clip, Tracked
from midstance.pose.detector import Detector
from midstance.pose.landmarks import Body, Landmarker
from midstance.pose.limits import FILM_MAX_CPU_S, FILM_MAX_FRAMES
from midstance.pose.network import Network
from midstance.pose.people import LOOK_EVERY_S, Crowd, Person, choose_person, is_near
from midstance.pose.picture import Camera, Square
from midstance.pose.video import Film, Frame, Reading, probe_film, read_frames
from midstance.pose.weights import (
    DETECTOR,
    HEATMAP,
    LANDMARKS,
    POINTS,
    PRESENCE,
    drop_outputs,
    read_weights,
)

LOOKING_FRAC = 0.15
FRAMES_AHEAD = 3
LOST_SIZES = 0.3
HANDS = 2
BEYOND_S = 0.3
LEAST_FOLLOWED = 3
CUT_SHORT_FRAC = 0.9
T = TypeVar("T")
OnProgress = Callable[[float], None]


@dataclass(frozen=True)
class Wish:
    """What of a film is wanted.

    Parameters
    ----------
    whom : "left" or "right" where two people are alike.
    start_s, end_s : the part to look at, in seconds since the first picture.
    """

    whom: str | None = None
    start_s: float = 0.0
    end_s: float | None = None

    def covers(self, time_s: float) -> bool:
        return time_s >= self.start_s and not self.is_past(time_s)

    def is_past(self, time_s: float) -> bool:
        return self.end_s is not None and time_s > self.end_s


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
        self._detector = Detector(Network(models.detector))
        self._quick = Landmarker(Network(models.quick))
        self._followers = [Landmarker(Network(models.landmarks)) for _ in range(HANDS)]

    def track(self, stream: BinaryIO, wish: Wish, on_progress: OnProgress) -> Tracked:
        """Follow one person.

        Raises
        ------
        UnreadableFileError
            No film, a damaged one, beyond a limit, nobody in it, or more than one alike.
        """
        film = probe_film(stream)
        check_length(film, wish)
        until_s = min(film.duration_s or np.inf, wish.end_s or np.inf)
        started_s = time.process_time()

        def tell(done_frac: float) -> None:
            if time.process_time() - started_s > FILM_MAX_CPU_S:
                raise LimitExceededError(
                    "Expected to look through the film within an hour, but it takes longer. Cut "
                    "it down to the part in which you run."
                )
            on_progress(min(done_frac, 1.0))

        crowd = self._look(stream, wish, lambda time_s: tell(LOOKING_FRAC * time_s / until_s))
        person = choose_person(crowd.people(), wish.whom).smooth()
        span_frac = 1 - LOOKING_FRAC
        reading = Reading()
        camera, found = self._follow(
            read_ahead(read_frames(stream, reading)),
            wish,
            person,
            lambda time_s: tell(LOOKING_FRAC + span_frac * time_s / until_s),
        )
        return _result(film, reading, camera, found, len(crowd.people()))

    def _look(self, stream: BinaryIO, wish: Wish, on_time: OnProgress) -> Crowd:
        camera: Camera | None = None
        crowd = Crowd(self._detector, self._quick)
        next_s = wish.start_s
        for frame in read_ahead(read_frames(stream, Reading(), only_some=True)):
            if wish.is_past(frame.time_s):
                break
            on_time(frame.time_s)
            if frame.time_s >= next_s:
                camera = _camera_for(camera, frame)
                crowd.look(frame.time_s, camera, frame.picture)
                next_s = frame.time_s + LOOK_EVERY_S * 0.99  # not one picture later by rounding
        return crowd

    def _follow(
        self, frames: Iterator[Frame], wish: Wish, person: Person, on_time: OnProgress
    ) -> tuple[Camera | None, list[tuple[float, Body | None]]]:
        """Two pictures at a time: each hand takes every second one, on any machine the same."""
        found: list[tuple[float, Body | None]] = []
        camera: Camera | None = None
        with ExitStack() as stack:
            hands = [
                (stack.enter_context(ThreadPoolExecutor(1)), Follower(landmarker, person))
                for landmarker in self._followers
            ]
            waiting: deque[tuple[float, Future[Body | None]]] = deque()
            for frame in frames:
                if wish.is_past(frame.time_s):
                    break
                on_time(frame.time_s)
                if not wish.covers(frame.time_s):
                    continue
                count = len(found) + len(waiting)
                if count >= FILM_MAX_FRAMES:
                    raise LimitExceededError(_too_many(FILM_MAX_FRAMES + 1))
                camera = camera if camera is not None else Camera(frame.picture)
                hand, follower = hands[count % len(hands)]
                waiting.append((frame.time_s, hand.submit(follower.find, frame)))
                if len(waiting) > 2 * len(hands):
                    found.append(_take(waiting))
            while waiting:
                found.append(_take(waiting))
        return camera, found


class Follower:
    """Finds one person in every second picture or so, near where she was in the one before."""

    def __init__(self, landmarker: Landmarker, person: Person) -> None:
        self._landmarker = landmarker
        self._person = person
        self._camera: Camera | None = None
        self._before: tuple[float, Square] | None = None

    def find(self, frame: Frame) -> Body | None:
        """Give her joints, or None where she is not."""
        first_s, last_s = self._person.times_s[0], self._person.times_s[-1]
        if not first_s - BEYOND_S <= frame.time_s <= last_s + BEYOND_S:
            return None
        self._camera = _camera_for(self._camera, frame)
        looked = self._person.square_at(frame.time_s)
        for square in (self._moved_on(looked), looked):
            if square is None:
                continue
            body = self._landmarker.find(self._camera, frame.picture, square)
            if body is not None and is_near(body.square, looked, LOST_SIZES):
                self._before = frame.time_s, body.square
                return body
        self._before = None
        return None

    def _moved_on(self, looked: Square) -> Square | None:
        """Her square of a moment ago, moved as she moved in the quick look since."""
        if self._before is None:
            return None
        time_s, square = self._before
        then = self._person.square_at(time_s)
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
    frames = round((end_s - wish.start_s) * film.fps)
    if frames > FILM_MAX_FRAMES * 1.01:
        raise LimitExceededError(_too_many(frames))


def _too_many(frames: int) -> str:
    return (
        f"Expected at most {FILM_MAX_FRAMES} pictures, got {frames} or more. Choose the part of "
        "the film in which you run, 10 to 30 seconds of it."
    )


def read_ahead(items: Iterator[T]) -> Iterator[T]:
    """Give the same items, made by a thread that works a few of them ahead."""
    waiting: queue.Queue[tuple[str, object]] = queue.Queue(FRAMES_AHEAD)
    over = threading.Event()

    def put(kind: str, value: object) -> bool:
        while not over.is_set():
            try:
                waiting.put((kind, value), timeout=0.05)
            except queue.Full:
                continue
            return True
        return False

    def make() -> None:
        try:
            if all(put("item", item) for item in items):
                put("end", None)
        except Exception as error:  # noqa: BLE001 - raised where the items are taken
            put("error", error)

    maker = threading.Thread(target=make, daemon=True)
    maker.start()
    try:
        while True:
            kind, value = waiting.get()
            if kind == "end":
                return
            if kind == "error":
                raise value  # type: ignore[misc]
            yield value  # type: ignore[misc]
    finally:
        over.set()
        maker.join()


def _camera_for(camera: Camera | None, frame: Frame) -> Camera:
    new = Camera(frame.picture)
    if camera is None or (new.width_px, new.height_px) != (camera.width_px, camera.height_px):
        return new
    return camera


def _result(
    film: Film,
    reading: Reading,
    camera: Camera | None,
    found: list[tuple[float, Body | None]],
    people: int,
) -> Tracked:
    followed = sum(body is not None for _, body in found)
    if camera is None or followed < LEAST_FOLLOWED:
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
