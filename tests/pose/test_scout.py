"""The quick look goes ahead: what it says early holds, and a better choice later is noticed."""

import threading
from itertools import count

import av
import pytest

from midstance.core.base.errors import DamagedFileError, NobodyInFilmError
from midstance.pose.people import Person
from midstance.pose.picture import Square
from midstance.pose.scout import Scout
from midstance.pose.video import Frame
from midstance.pose.wish import Wish

STEP_S = 0.1


class Crowd:
    """People of given sizes, each from a look to a look."""

    def __init__(self, *plan: tuple[float, int, int]) -> None:
        self._plan = [(Person(), *each) for each in plan]
        self._looks = 0

    def look(self, time_s, *_):
        for person, size_px, first, last in self._plan:
            if first <= self._looks < last:
                person.add(time_s, Square(10.0 * self._looks, 0.0, size_px, 0.0))
            person.is_gone = self._looks >= last
        self._looks += 1

    def people(self):
        return [person for person, *_ in self._plan if person.squares]


def frames(number: int, gate: threading.Semaphore | None = None):
    for k in range(number):
        if gate is not None:
            gate.acquire(timeout=30)
        yield Frame(k * STEP_S, av.VideoFrame(16, 16, "yuv420p"))


def nothing(_: float) -> None:
    pass


def test_what_is_said_early_is_what_is_said_in_the_end():
    gate = threading.Semaphore(8)
    with Scout(Crowd((100.0, 0, 20)), frames(20, gate), Wish()) as scout:
        early = scout.way_at(4 * STEP_S, nothing)
        square = early.square_at(4 * STEP_S)
        assert not early.is_over
        gate.release(20)
        way = scout.way(nothing)
        assert way is early
        assert way.is_over
        assert way.square_at(4 * STEP_S) == square
        assert way.covers(19 * STEP_S, 0.3)
        assert not way.covers(23 * STEP_S, 0.3)


def test_who_fills_more_of_the_film_later_is_the_one_in_the_end():
    gate = threading.Semaphore(6)
    crowd = Crowd((100.0, 0, 6), (300.0, 8, 20))
    with Scout(crowd, frames(20, gate), Wish()) as scout:
        early = scout.way_at(2 * STEP_S, nothing)
        gate.release(20)
        late = scout.way(nothing)
    assert early.person.squares[0].size_px == 100
    assert late.person.squares[0].size_px == 300


def test_while_it_waits_it_tells_how_far_the_look_has_come():
    told = []
    with Scout(Crowd((100.0, 15, 20)), frames(20), Wish()) as scout:
        scout.way(told.append)
    assert told == sorted(told)


def test_nobody_and_a_broken_film_are_raised_where_the_way_is_asked_for():
    with Scout(Crowd(), frames(5), Wish()) as scout, pytest.raises(NobodyInFilmError):
        scout.way_at(0.0, nothing)

    def broken():
        yield from frames(3)
        raise DamagedFileError("Broken.")

    with Scout(Crowd(), broken(), Wish()) as scout, pytest.raises(DamagedFileError):
        scout.way_at(0.0, nothing)


def test_nobody_goes_on_looking_when_the_way_is_no_longer_wanted():
    def endless():
        for k in count():
            yield Frame(k * STEP_S, av.VideoFrame(16, 16, "yuv420p"))

    with Scout(Crowd((100.0, 0, 1 << 40)), endless(), Wish()) as scout:
        way = scout.way_at(3 * STEP_S, nothing)
    assert way.person.lasts_s >= 3 * STEP_S  # and the film, which has no end, is left
