"""A finding takes two days, is never bolder with less known, and mirrors with the sides."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.assess.screens import (
    Change,
    CutOf,
    Found,
    Norm,
    Quality,
    Reading,
    Reason,
    ScreenRule,
    ScreenSides,
    Sex,
    Side,
    assess_screen,
    cut_for,
    find_change,
    next_day,
)
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.screens import load_screen_rules

TODAY = 1000
RULES = tuple(load_screen_rules().values())
CALF = load_screen_rules()["calf_raises"]
ANKLE = load_screen_rules()["knee_to_wall"]
SIT = load_screen_rules()["sit_to_stand"]
MIRROR = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH, None: None}
FIRM = {Found.FINE, Found.WORTH_TRAINING}


def day(back, left=None, right=None, both=None):
    told = {Side.LEFT: left, Side.RIGHT: right, Side.BOTH: both}
    return Reading(TODAY - back, {side: each for side, each in told.items() if each is not None})


VALUES = st.none() | st.integers(0, 60).map(float)


@st.composite
def readings_of(draw, rule, most=4):
    days = draw(st.lists(st.integers(0, 220), max_size=most, unique=True))
    if rule.sides is ScreenSides.BOTH:
        return [day(back, both=draw(VALUES)) for back in days]
    return [day(back, draw(VALUES), draw(VALUES)) for back in days]


@st.composite
def cases(draw):
    rule = draw(st.sampled_from(RULES))
    age_y = draw(st.none() | st.integers(12, 95))
    ages_y = None if age_y is None else (age_y - 1, age_y)
    return rule, draw(readings_of(rule)), ages_y, draw(st.none() | st.sampled_from(Sex))


def state(rule, readings, ages_y=(34, 35), sex=Sex.FEMALE):
    return assess_screen(rule, readings, TODAY, ages_y, sex)


@given(cases(), st.randoms())
def test_the_order_of_the_readings_says_nothing(case, random):
    rule, readings, ages_y, sex = case
    shuffled = random.sample(readings, len(readings))
    assert state(rule, readings, ages_y, sex) == state(rule, shuffled, ages_y, sex)


@given(cases())
def test_mirrored_sides_give_the_mirrored_finding(case):
    rule, readings, ages_y, sex = case
    mirrored = [
        Reading(each.day, {MIRROR[side]: value for side, value in each.values.items()})
        for each in readings
    ]
    one, other = state(rule, readings, ages_y, sex), state(rule, mirrored, ages_y, sex)
    assert (one.found, MIRROR[one.weaker]) == (other.found, other.weaker)
    assert {each.side: each.found for each in one.sides} == {
        MIRROR[each.side]: each.found for each in other.sides
    }


@given(cases())
def test_less_known_of_her_is_never_bolder(case):
    rule, readings, ages_y, sex = case
    known = state(rule, readings, ages_y, sex).found
    for unknown in (
        state(rule, readings, None, sex),
        state(rule, readings, ages_y, None),
        state(rule, readings, None, None),
    ):
        assert unknown.found in {known, Found.CANNOT_SAY}


@given(cases())
def test_one_day_never_says_anything(case):
    rule, readings, ages_y, sex = case
    assert state(rule, readings[:1], ages_y, sex).found is Found.CANNOT_SAY


@given(cases(), st.floats(0, 20), st.floats(0, 0.5))
def test_a_wider_error_never_makes_a_firmer_finding(case, more, more_frac):
    rule, readings, ages_y, sex = case
    wider = replace(
        rule, error_fixed=rule.error_fixed + more, error_frac=rule.error_frac + more_frac
    )
    now, then = state(rule, readings, ages_y, sex), state(wider, readings, ages_y, sex)
    assert then.found in {now.found, Found.CANNOT_SAY}


@given(cases(), st.sampled_from([Side.LEFT, Side.RIGHT, Side.BOTH]))
def test_a_better_side_never_makes_its_level_worth_training(case, side):
    rule, readings, ages_y, sex = case
    step = 5.0 if rule.higher_is_better else -5.0
    better = [
        Reading(
            each.day,
            {name: max(value + step * (name is side), 0.0) for name, value in each.values.items()},
        )
        for each in readings
    ]

    def level(told):
        found = {each.side: each.found for each in state(rule, told, ages_y, sex).sides}
        return found.get(side)

    if level(readings) is not Found.WORTH_TRAINING:
        assert level(better) is not Found.WORTH_TRAINING


@given(cases())
def test_the_worth_of_a_side_names_it_or_its_level(case):
    rule, readings, ages_y, sex = case
    found = state(rule, readings, ages_y, sex)
    if found.reason is Reason.SIDES:
        assert found.weaker is not None
        low = {each.found for each in found.sides}
        assert Found.WORTH_TRAINING not in low
    if found.found is Found.FINE:
        assert {each.found for each in found.sides} == {Found.FINE}


@pytest.mark.parametrize(
    ("left", "right", "found", "reason"),
    [
        ((5.0, 5.5), (5.0, 5.0), Found.WORTH_TRAINING, Reason.LEVEL),
        ((12.0, 12.5), (11.0, 12.0), Found.FINE, Reason.LEVEL),
        ((7.5, 7.5), (7.5, 7.5), Found.CANNOT_SAY, Reason.NEAR_CUT),
        ((6.0, 9.0), (6.0, 9.0), Found.CANNOT_SAY, Reason.DAYS_DIFFER),
        ((14.0, 14.5), (10.5, 10.0), Found.WORTH_TRAINING, Reason.SIDES),
        ((13.0, 13.0), (11.0, 11.0), Found.CANNOT_SAY, Reason.SIDES_NEAR),
    ],
)
def test_what_two_days_of_an_ankle_say(left, right, found, reason):
    told = [day(7, left[0], right[0]), day(0, left[1], right[1])]
    assert (state(ANKLE, told).found, state(ANKLE, told).reason) == (found, reason)


def test_the_weaker_side_is_named():
    told = [day(7, 14.0, 10.5), day(0, 14.5, 10.0)]
    assert state(ANKLE, told).weaker is Side.RIGHT


def test_calf_raises_go_by_age_and_sex():
    told = [day(7, 18, 18), day(0, 18, 18)]
    assert cut_for(CALF, (34, 34), Sex.FEMALE) == pytest.approx((21.6, 21.6))
    assert cut_for(CALF, (29, 30), Sex.MALE) == pytest.approx((0.8 * 32, 0.8 * 37))
    assert state(CALF, told, (24, 25), Sex.MALE).found is Found.WORTH_TRAINING
    assert state(CALF, told, (64, 65), Sex.MALE).found is Found.CANNOT_SAY
    assert state(CALF, told, (15, 16), Sex.MALE).reason is Reason.NO_NORM
    assert state(CALF, told, None, Sex.MALE).reason is Reason.AGE_UNKNOWN


def test_between_two_known_ages_the_limit_lies_between_theirs():
    assert cut_for(SIT, (45, 46), Sex.MALE) == (25, 41)
    told = [day(7, both=18), day(0, both=18)]
    assert state(SIT, told, (45, 46), Sex.MALE).found is Found.WORTH_TRAINING
    between = [day(7, both=33), day(0, both=33)]
    assert state(SIT, between, (45, 46), Sex.MALE).found is Found.CANNOT_SAY


def test_old_readings_and_days_to_come_do_not_count():
    told = [day(ANKLE.good_days + 1, 5, 5), day(0, 5, 5), day(-3, 5, 5)]
    assert state(ANKLE, told).days == 1


def test_two_readings_of_a_day_are_refused():
    with pytest.raises(InvalidValueError, match="one reading a day"):
        state(ANKLE, [day(0, 5, 5), day(0, 6, 6)])


@given(cases())
def test_the_next_test_comes_after_the_last_and_sooner_after_the_first(case):
    rule, readings, _ages, _sex = case
    due = next_day(rule, readings, TODAY)
    counted = [each.day for each in readings if TODAY - rule.good_days <= each.day]
    assert (due is None) == (not counted)
    if counted:
        after = due - max(counted)
        assert after == (rule.confirm_days if len(counted) == 1 else rule.again_days)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_change_turns_about_with_its_days(first, last):
    there = [day(9, first), day(0, last)]
    back = [day(9, last), day(0, first)]
    turned = {Change.BETTER: Change.WORSE, Change.WORSE: Change.BETTER}
    one, _span = find_change(CALF, there, Side.LEFT, TODAY)
    other, _span = find_change(CALF, back, Side.LEFT, TODAY)
    assert turned.get(one, one) is other


def test_a_change_within_the_error_is_none():
    assert find_change(CALF, [day(9, 20), day(0, 27)], Side.LEFT, TODAY)[0] is Change.SAME
    assert find_change(CALF, [day(9, 20), day(0, 30)], Side.LEFT, TODAY)[0] is Change.BETTER
    assert find_change(CALF, [day(0, 30)], Side.LEFT, TODAY)[0] is Change.CANNOT_SAY


def test_no_cut_and_no_norm_say_nothing_of_a_level():
    bare = ScreenRule(
        "bare", Quality.CALF, ScreenSides.BOTH, True, (), CutOf.FIXED, None, None, None, 1, 0, 1, 2,
        9,
    )  # fmt: skip
    told = [day(1, both=1), day(0, both=1)]
    assert state(bare, told).reason is Reason.NO_NORM
    normed = replace(
        bare, norms=(Norm(Sex.MALE, 20, 30, 9, None, None),), cut=(1, 1), cut_of=CutOf.LOW
    )
    assert state(normed, told, (25, 25), Sex.MALE).reason is Reason.NO_NORM
