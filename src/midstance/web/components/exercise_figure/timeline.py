"""When a motion is where: the ways between its frames, eased where it comes to rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from midstance.knowledge.records_motion import FOOT_VIEWS, MotionRecord
from midstance.web.components.exercise_figure.stance import (
    Numbers,
    Stance,
    mixed,
    numbers_of,
    stand,
    stand_foot,
)


@dataclass(frozen=True)
class Way:
    """From one frame to the next.

    Parameters
    ----------
    leaves, arrives : how fast it is at its ends, as a part of an even speed.
    """

    start: int
    end: int
    start_s: float
    end_s: float
    leaves: float
    arrives: float

    def part_frac(self, moment_s: float) -> float:
        """How far on the way it is."""
        u = min(max((moment_s - self.start_s) / (self.end_s - self.start_s), 0), 1)
        eased = u * u * (3 - 2 * u)
        return eased + self.leaves * u * (1 - u) ** 2 - self.arrives * u * u * (1 - u)


@dataclass(frozen=True)
class Movement:
    """A motion in time."""

    motion: MotionRecord

    @cached_property
    def frames(self) -> tuple[Numbers, ...]:
        return numbers_of(self.motion)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """All ways of one round, in order."""
        return tuple(ways_of(self.motion))

    def stance_at(self, moment_s: float) -> Stance:
        """The body at a moment."""
        under = [way for way in self.ways if way.start_s <= moment_s]
        if not under:
            return self.stance_between(0, 0, 0.0)
        return self.stance_between(under[-1].start, under[-1].end, under[-1].part_frac(moment_s))

    def stance_between(self, start: int, end: int, part_frac: float) -> Stance:
        """The body that far on the way from one frame to another."""
        numbers = mixed(self.frames[start], self.frames[end], part_frac)
        if self.motion.view in FOOT_VIEWS:
            return stand_foot(numbers)
        return stand(numbers, self.motion.resting_on, self.motion.height_m)


def ways_of(motion: MotionRecord) -> Iterator[Way]:
    left_s = [frame.at_s + frame.pause_s for frame in motion.frames]
    reached_s = [*(frame.at_s for frame in motion.frames[1:]), motion.lasts_s]
    speeds = [0.0 if frame.pause_s else 1.0 for frame in motion.frames]
    for start, (start_s, end_s) in enumerate(zip(left_s, reached_s, strict=True)):
        end = (start + 1) % len(motion.frames)
        if start_s < end_s and (end or motion.loops):
            yield Way(start, end, start_s, end_s, speeds[start], speeds[end])
