"""What a film says of the marks of a screen: a second pair of eyes that keeps its doubt."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.assess.filmed import MarkRule, judge_sign, rate_marks
from midstance.core.gait.keypoints import JOINTS, Keypoints
from midstance.core.gait.records import Side
from midstance.core.gait.screen_records import FilmedScreen, Seen, Sign, SignCount

NO_JOINTS = Keypoints(np.empty(0), np.empty((0, len(JOINTS), 2)), np.empty((0, len(JOINTS))), 9, 9)
COUNTS = st.builds(SignCount, st.sampled_from(Sign), *[st.integers(0, 6)] * 3)


def filmed(*counts):
    return FilmedScreen(Side.LEFT, None, (), counts, None, NO_JOINTS, "test")


def rated(rule, *counts):
    (mark,) = rate_marks(filmed(*counts), [rule])
    return mark


@pytest.mark.parametrize(
    ("seen", "absent", "unclear", "said"),
    [
        (3, 2, 0, Seen.SEEN),
        (2, 1, 2, Seen.CANNOT_SAY),
        (1, 3, 1, Seen.NOT_SEEN),
        (2, 2, 0, Seen.CANNOT_SAY),
        (0, 0, 0, Seen.CANNOT_SAY),
    ],
)
def test_most_repetitions_decide(seen, absent, unclear, said):
    assert judge_sign(SignCount(Sign.TRUNK_LEANS, seen, absent, unclear)) is said


@given(COUNTS)
def test_what_is_unclear_never_decides(count):
    doubted = SignCount(count.sign, 0, 0, count.seen + count.not_seen + count.unclear)
    assert judge_sign(doubted) is Seen.CANNOT_SAY


def test_any_sign_speaks_for_a_mark_and_only_all_of_them_against_it():
    rule = MarkRule("a", (Sign.PELVIS_TILTS, Sign.PELVIS_SHIFTS), can_rule_out=True)
    there = SignCount(Sign.PELVIS_TILTS, 4, 1, 0)
    absent = SignCount(Sign.PELVIS_SHIFTS, 0, 5, 0)
    unsure = SignCount(Sign.PELVIS_SHIFTS, 0, 1, 4)
    gone = SignCount(Sign.PELVIS_TILTS, 0, 5, 0)
    assert (rated(rule, there, absent).seen, rated(rule, there, absent).count) == (Seen.SEEN, 4)
    assert rated(rule, gone, absent).seen is Seen.NOT_SEEN
    assert rated(rule, gone, unsure).seen is Seen.CANNOT_SAY
    assert rated(rule, gone).seen is Seen.CANNOT_SAY


@given(st.lists(COUNTS, max_size=4, unique_by=lambda count: count.sign))
def test_a_mark_that_a_film_cannot_rule_out_is_never_denied(counts):
    rule = MarkRule("a", tuple(count.sign for count in counts), can_rule_out=False)
    assert rated(rule, *counts).seen is not Seen.NOT_SEEN


def test_a_mark_without_a_sign_cannot_be_said():
    rule = MarkRule("foot_turns", (), can_rule_out=False)
    assert rated(rule, SignCount(Sign.TRUNK_LEANS, 5, 0, 0)).seen is Seen.CANNOT_SAY


def test_a_film_that_tells_nothing_says_nothing_of_any_mark():
    rule = MarkRule("a", (Sign.TRUNK_LEANS,), can_rule_out=True)
    mark = rated(rule)
    assert (mark.seen, mark.count, mark.of) == (Seen.CANNOT_SAY, 0, 0)
