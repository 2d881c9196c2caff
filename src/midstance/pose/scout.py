"""The quick look goes ahead, and says where she is as soon as nothing later can change it."""

import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from types import TracebackType
from typing import Protocol, Self

import av

from midstance.core.base.errors import UnreadableFileError
from midstance.pose.people import LOOK_EVERY_S, Crowd, Person, Way, choose_person
from midstance.pose.picture import Camera, camera_for
from midstance.pose.video import Frame
from midstance.pose.wish import Wish

OnTime = Callable[[float], None]


class Scout:
    """Looks through a film in a thread of its own; use it as a context manager.

    Parameters
    ----------
    crowd : the people, to be looked at.
    frames : all pictures of the film.
    wish : which part to look at, and whom to choose.
    """

    def __init__(self, crowd: Crowd, frames: Generator[Frame], wish: Wish) -> None:
        self._crowd = crowd
        self._frames = frames
        self._wish = wish
        self._news = threading.Condition()
        self._looked_s = 0.0
        self._ways: dict[int, Way] = {}
        self._way: Way | None = None
        self._is_over = self._is_unwanted = False
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_unwanted = True
        self._thread.join()

    def way_at(self, time_s: float, on_time: OnTime) -> Way:
        """Her way as far as a time, once it is settled; who she is may still turn out otherwise.

        Raises
        ------
        UnreadableFileError
            There is nobody, or two are alike.
        """
        return self._wait(lambda way: way is not None and way.is_settled_at(time_s), on_time)

    def way(self, on_time: OnTime) -> Way:
        """Her way when the whole part has been looked at; raises as `way_at`."""
        return self._wait(lambda _: False, on_time)

    @property
    def people(self) -> int:
        """How many were seen for some time, so far."""
        return len(self._crowd.people())

    def _wait(self, is_enough: Callable[[Way | None], bool], on_time: OnTime) -> Way:
        while True:
            with self._news:
                if self._error is not None:
                    raise self._error
                if self._way is not None and (self._is_over or is_enough(self._way)):
                    return self._way
                self._news.wait()
                looked_s = self._looked_s
            on_time(looked_s)

    def _run(self) -> None:
        try:
            with closing(self._frames) as frames:
                look_through(self._crowd, frames, self._wish, self._tell)
            person = choose_person(self._crowd.people(), self._wish.whom)
            self._publish(person, is_over=True)
        except Exception as error:  # noqa: BLE001 - raised where the way is asked for
            with self._news:
                self._error = error
                self._news.notify_all()

    def _tell(self, time_s: float) -> bool:
        self._looked_s = time_s
        try:
            person = choose_person(self._crowd.people(), self._wish.whom)
        except UnreadableFileError:
            self._publish(None, is_over=False)
        else:
            self._publish(person, is_over=False)
        return not self._is_unwanted

    def _publish(self, person: Person | None, *, is_over: bool) -> None:
        with self._news:
            self._is_over = is_over
            self._way = None
            if person is not None:
                self._way = self._ways.setdefault(id(person), Way(person))
                self._way.grow(is_over=is_over)
            self._news.notify_all()


class Looker(Protocol):
    """Who looks at pictures."""

    def look(self, time_s: float, camera: Camera, picture: av.VideoFrame) -> None:
        """Look at one."""


def look_through(
    looker: Looker, frames: Iterable[Frame], wish: Wish, go_on: Callable[[float], bool]
) -> None:
    """Look at pictures some fifteen times a second.

    Parameters
    ----------
    go_on : told the time of every picture; says whether to look at the next one.
    """
    camera: Camera | None = None
    next_s = wish.start_s
    for frame in frames:
        if wish.is_past(frame.time_s):
            return
        if frame.time_s >= next_s:
            camera = camera_for(camera, frame.picture)
            looker.look(frame.time_s, camera, frame.picture)
            next_s = frame.time_s + LOOK_EVERY_S * 0.99  # not one picture later by rounding
        if not go_on(frame.time_s):
            return
