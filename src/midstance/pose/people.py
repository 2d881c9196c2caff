"""Who is who from picture to picture, and whom to follow.

A quick look: the detector finds people now and then, and the light network goes with each of them
from look to look. It says when what the detector took for a person is none.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import av
import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import NobodyInFilmError, SeveralInFilmError
from midstance.pose.detector import Seen, wrap_angle
from midstance.pose.landmarks import Body, Landmarker
from midstance.pose.picture import Camera, Square

LOOK_EVERY_S = 1 / 15
DETECT_EVERY_S = 0.25
SAME_SIZES = 0.25
LEAST_SIGHTINGS = 4
LEAST_S = 0.4
RIVAL_FRAC = 0.6
SHARED_TIME_FRAC = 0.5
CALM = np.array([1, 4, 6, 4, 1]) / 16
REACH = CALM.size // 2


@dataclass
class Person:
    """One person's squares over time, and her joints where they were found.

    Parameters
    ----------
    weight : how much of the film she fills: the sum of her sizes.
    is_gone : whether she is no longer looked for.
    """

    times_s: list[float] = field(default_factory=list)
    squares: list[Square] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    weight: float = 0.0
    is_gone: bool = False

    def add(self, time_s: float, square: Square, body: Body | None = None) -> None:
        self.times_s.append(time_s)
        self.squares.append(square)
        self.weight += square.size_px
        if body is not None:
            self.bodies.append(body)

    @property
    def lasts_s(self) -> float:
        return self.times_s[-1] - self.times_s[0]

    def foretell(self, time_s: float) -> Square:
        """Where she will be if she goes on as between the last two looks."""
        last = self.squares[-1]
        if len(self.squares) == 1:
            return last
        before = self.squares[-2]
        ahead = (time_s - self.times_s[-1]) / (self.times_s[-1] - self.times_s[-2])
        return Square(
            last.x_px + ahead * (last.x_px - before.x_px),
            last.y_px + ahead * (last.y_px - before.y_px),
            last.size_px,
            last.turn_rad,
        )


class Way:
    """The way of one person through the film, calmed from look to look.

    It grows with her: what is settled stays as it is, whatever comes later.
    """

    def __init__(self, person: Person) -> None:
        self.person = person
        self.times_s: list[float] = []
        self.squares: list[Square] = []
        self.is_over = False

    def grow(self, *, is_over: bool) -> None:
        """Calm what came, but for its end as long as more may come."""
        self.is_over = is_over or self.person.is_gone
        raw = self.person.squares
        until = len(raw) if self.is_over else len(raw) - REACH
        if len(raw) > REACH:
            self.squares += [_calm(raw, at) for at in range(len(self.squares), until)]
            self.times_s += self.person.times_s[len(self.times_s) : until]

    def is_settled_at(self, time_s: float) -> bool:
        """Whether nothing that comes later changes where she is at a time."""
        return self.is_over or (bool(self.times_s) and self.times_s[-1] >= time_s)

    def covers(self, time_s: float, beyond_s: float) -> bool:
        """Whether she is there, or nearly."""
        times_s = self.person.times_s
        ends_s = times_s[-1] if self.is_over else np.inf
        return bool(times_s[0] - beyond_s <= time_s <= ends_s + beyond_s)

    def square_at(self, time_s: float) -> Square:
        """Where she is at any time between and just beyond the looks."""
        return between(self.times_s, self.squares, time_s)


def between(times_s: Sequence[float], squares: Sequence[Square], time_s: float) -> Square:
    """A square between two looks, on a straight line; beyond them the outermost one."""
    after = bisect_left(times_s, time_s)
    if after == 0:
        return squares[0]
    if after == len(times_s):
        return squares[-1]
    one, other = squares[after - 1], squares[after]
    part = (time_s - times_s[after - 1]) / (times_s[after] - times_s[after - 1])
    return Square(
        one.x_px + part * (other.x_px - one.x_px),
        one.y_px + part * (other.y_px - one.y_px),
        one.size_px + part * (other.size_px - one.size_px),
        one.turn_rad + part * wrap_angle(other.turn_rad - one.turn_rad),
    )


def _calm(raw: Sequence[Square], at: int) -> Square:
    """Weighted mean over five looks; a straight line stays as it is, to its very ends."""
    about = raw[at].turn_rad
    rows = [_unfold(raw, index, about) for index in range(at - REACH, at + REACH + 1)]
    return Square(*map(float, CALM @ np.array(rows)))


def _unfold(raw: Sequence[Square], index: int, about_rad: float) -> FloatArray:
    """A square as numbers; beyond an end the way before it, turned about that end."""
    end = min(max(index, 0), len(raw) - 1)
    if end != index:
        ends, before = (_unfold(raw, at, about_rad) for at in (end, 2 * end - index))
        return 2 * ends - before
    square = raw[index]
    turn_rad = about_rad + wrap_angle(square.turn_rad - about_rad)
    return np.array([square.x_px, square.y_px, square.size_px, turn_rad])


class Finder(Protocol):
    """Who finds people in a picture."""

    def find(self, camera: Camera, picture: av.VideoFrame) -> list[Seen]:
        """Everybody in it."""


class Crowd:
    """The people of a film, look by look."""

    def __init__(self, detector: Finder, landmarker: Landmarker) -> None:
        self._detector = detector
        self._landmarker = landmarker
        self._present: list[Person] = []
        self._gone: list[Person] = []
        self._next_detection_s = 0.0

    def look(self, time_s: float, camera: Camera, picture: av.VideoFrame) -> None:
        """Go on with everybody who is there, and see whether somebody came."""
        for person in list(self._present):
            body = self._landmarker.find(camera, picture, person.foretell(time_s))
            if body is None or self._is_taken(body.square, time_s):
                self._present.remove(person)
                self._gone.append(person)
                person.is_gone = True
            else:
                person.add(time_s, body.square, body)
        if time_s >= self._next_detection_s or not self._present:
            self._next_detection_s = time_s + DETECT_EVERY_S
            self._welcome(time_s, camera, picture)

    def people(self) -> list[Person]:
        """Everybody who was there for some time."""
        return [
            person
            for person in self.everybody()
            if len(person.squares) >= LEAST_SIGHTINGS and person.lasts_s >= LEAST_S
        ]

    def everybody(self) -> list[Person]:
        """Everybody, however short."""
        return [*self._gone, *self._present]

    def _welcome(self, time_s: float, camera: Camera, picture: av.VideoFrame) -> None:
        for seen in self._detector.find(camera, picture):
            if self._is_taken(seen.square, time_s):
                continue
            body = self._landmarker.find(camera, picture, seen.square)
            if body is not None and not self._is_taken(body.square, time_s):
                person = Person()
                person.add(time_s, body.square, body)
                self._present.append(person)

    def _is_taken(self, square: Square, time_s: float) -> bool:
        """Whether somebody was already found there at this look."""
        return any(
            is_near(square, person.squares[-1], SAME_SIZES)
            for person in self._present
            if person.times_s[-1] == time_s
        )


def is_near(one: Square, other: Square, sizes: float) -> bool:
    """Whether two squares have their middles within so many sizes of the smaller one."""
    apart_px = np.hypot(one.x_px - other.x_px, one.y_px - other.y_px)
    return bool(apart_px <= sizes * min(one.size_px, other.size_px))


def choose_person(people: list[Person], whom: str | None) -> Person:
    """Choose the one who fills most of the film.

    Parameters
    ----------
    people : everybody in it.
    whom : "left" or "right" where two are alike; None where nobody chose.

    Raises
    ------
    NobodyInFilmError
        There is nobody.
    SeveralInFilmError
        Two fill about as much of it, and nobody chose.
    """
    if not people:
        raise NobodyInFilmError(
            "We looked for a person in this film and found none. Film your whole body, head to "
            "feet, in good light."
        )
    first, *others = sorted(people, key=lambda person: -person.weight)
    alike = [
        other
        for other in others
        if other.weight >= RIVAL_FRAC * first.weight
        if _shared_s(first, other) >= SHARED_TIME_FRAC * other.lasts_s
    ]
    if not alike:
        return first
    if whom is None:
        raise SeveralInFilmError(
            "There is more than one person in this film, and we cannot tell whom to follow. Say "
            "whether it is the one on the left or on the right, or film yourself alone."
        )
    together_s = max(person.times_s[0] for person in (first, *alike))
    by_place = sorted([first, *alike], key=lambda person: _x_at(person, together_s))
    return by_place[0 if whom == "left" else -1]


def _x_at(person: Person, time_s: float) -> float:
    return between(person.times_s, person.squares, time_s).x_px


def _shared_s(one: Person, other: Person) -> float:
    return min(one.times_s[-1], other.times_s[-1]) - max(one.times_s[0], other.times_s[0])
