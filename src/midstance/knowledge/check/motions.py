"""A motion begins at its start, goes forward in time and moves something."""

from collections.abc import Iterator
from itertools import pairwise

from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records_motion import MotionFrame, MotionRecord


def problems_of_motions(base: KnowledgeBase) -> Iterator[str]:
    """Frames out of order, and motions without frames or without a working limb."""
    for motion in base.motions.values():
        yield from (f"motions/{motion.id} {problem}" for problem in _of_motion(motion))


def _of_motion(motion: MotionRecord) -> Iterator[str]:
    if not motion.frames or motion.frames[0].at_s != 0:
        yield "does not begin with a frame at 0 s"
        return
    if any(frame.pause_s < 0 for frame in motion.frames):
        yield "holds a frame for less than no time"
    if any(_left_s(frame) >= after.at_s for frame, after in pairwise(motion.frames)):
        yield "has a frame that is reached before the one ahead of it is left"
    if _left_s(motion.frames[-1]) > motion.lasts_s:
        yield "is over before its last frame is left"
    if not motion.working:
        yield "names no working limb"


def _left_s(frame: MotionFrame) -> float:
    return frame.at_s + frame.pause_s
