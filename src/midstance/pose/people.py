"""Who is who from picture to picture, and whom to follow.

A quick look: the detector finds people now and then, and the light network goes with each of them
from look to look. It says when what the detector took for a person is none.
"""

from dataclasses import dataclass, field

import av
import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import NobodyInFilmError, SeveralInFilmError
from midstance.pose.detector import Detector
from midstance.pose.landmarks import Landmarker
from midstance.pose.picture import Camera, Square

LOOK_EVERY_S = 1 / 15
DETECT_EVERY_S = 0.25
SAME_SIZES = 0.25
LEAST_SIGHTINGS = 4
LEAST_S = 0.4
RIVAL_FRAC = 0.6
SHARED_TIME_FRAC = 0.5
CALM = np.array([1, 4, 6, 4, 1]) / 16


@dataclass
class Person:
    """One person's squares over time."""

    times_s: list[float] = field(default_factory=list)
    squares: list[Square] = field(default_factory=list)

    def add(self, time_s: float, square: Square) -> None:
        self.times_s.append(time_s)
        self.squares.append(square)

    @property
    def weight(self) -> float:
        """How much of the film she fills: the sum of her sizes."""
        return sum(square.size_px for square in self.squares)

    @property
    def lasts_s(self) -> float:
        return self.times_s[-1] - self.times_s[0]

    def smooth(self) -> "Person":
        """The same person, whose squares change calmly from look to look."""
        turns = np.unwrap([square.turn_rad for square in self.squares])
        rows = np.array([(s.x_px, s.y_px, s.size_px) for s in self.squares]).T
        calm = np.array([_smooth(row) for row in (*rows, turns)])
        return Person(self.times_s, [Square(*map(float, column)) for column in calm.T])

    def square_at(self, time_s: float) -> Square:
        """Where she is at any time between and just beyond the looks."""
        turns = np.unwrap([square.turn_rad for square in self.squares])
        rows = np.array([(s.x_px, s.y_px, s.size_px) for s in self.squares]).T
        x, y, size, turn = (np.interp(time_s, self.times_s, row) for row in (*rows, turns))
        return Square(float(x), float(y), float(size), float(turn))

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


def _smooth(row: FloatArray) -> FloatArray:
    """Weighted mean over five looks; a straight line stays as it is, to its very ends."""
    longer = np.pad(row, CALM.size // 2, mode="reflect", reflect_type="odd")
    return np.convolve(longer, CALM, mode="valid")


class Crowd:
    """The people of a film, look by look."""

    def __init__(self, detector: Detector, landmarker: Landmarker) -> None:
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
            else:
                person.add(time_s, body.square)
        if time_s >= self._next_detection_s or not self._present:
            self._next_detection_s = time_s + DETECT_EVERY_S
            self._welcome(time_s, camera, picture)

    def people(self) -> list[Person]:
        """Everybody who was there for some time."""
        return [
            person
            for person in (*self._gone, *self._present)
            if len(person.squares) >= LEAST_SIGHTINGS and person.lasts_s >= LEAST_S
        ]

    def _welcome(self, time_s: float, camera: Camera, picture: av.VideoFrame) -> None:
        for seen in self._detector.find(camera, picture):
            if self._is_taken(seen.square, time_s):
                continue
            body = self._landmarker.find(camera, picture, seen.square)
            if body is not None and not self._is_taken(body.square, time_s):
                person = Person()
                person.add(time_s, body.square)
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
    by_place = sorted([first, *alike], key=lambda person: person.square_at(together_s).x_px)
    return by_place[0 if whom == "left" else -1]


def _shared_s(one: Person, other: Person) -> float:
    return min(one.times_s[-1], other.times_s[-1]) - max(one.times_s[0], other.times_s[0])
