"""A motion goes forward in time from its start, and something works."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from midstance.knowledge.check import problems, read_knowledge_base
from midstance.knowledge.check.motions import problems_of_motions

BASE = read_knowledge_base()
SQUAT = BASE.motions["mini_squat"]
TODAY = datetime.now(UTC).date()


def with_motion(**changed):
    return replace(BASE, motions={"mini_squat": replace(SQUAT, **changed)})


def frame(index, **changed):
    frames = list(SQUAT.frames)
    frames[index] = replace(frames[index], **changed)
    return with_motion(frames=tuple(frames))


def test_every_motion_is_sound():
    assert list(problems_of_motions(BASE)) == []


@pytest.mark.parametrize(
    ("base", "words"),
    [
        (with_motion(frames=()), "does not begin"),
        (frame(0, at_s=0.1), "does not begin"),
        (frame(0, pause_s=-1.0), "less than no time"),
        (frame(0, pause_s=99.0), "before the one ahead of it is left"),
        (with_motion(lasts_s=SQUAT.frames[-1].at_s), "over before"),
        (with_motion(working=()), "no working limb"),
    ],
)
def test_a_motion_out_of_order_is_refused(base, words):
    assert any(words in problem for problem in problems_of_motions(base))


def test_a_motion_cannot_be_checked_in_the_future():
    later = replace(SQUAT.checked, on=TODAY.replace(year=TODAY.year + 1))
    assert any("future" in problem for problem in problems(with_motion(checked=later), TODAY))
