"""More pain never gives a better light, and red lights take the plan back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.pain_rules import (
    DayLog,
    Light,
    SeeClinician,
    ceiling_of,
    light_of,
    read_days,
)
from midstance.knowledge.plan_constants import load_plan_constants

CONSTANTS = load_plan_constants()
KNEECAP = "patellofemoral_pain"
PAIN = st.none() | st.integers(0, 10)
CEILINGS = st.sampled_from([0.0, 2.0, 3.0, 4.0, 5.0])
LOGS = st.builds(
    DayLog, day=st.just(0), had_load=st.booleans(), before=PAIN, during=PAIN, after_60_min=PAIN,
    next_morning=PAIN, limp=st.booleans(), swelling=st.booleans(),
)  # fmt: skip


def session(day, during=0, after=0, morning=0, **more):
    return DayLog(day, True, 0, during, after, morning, **more)


def light(log, ceiling=2.0):
    return light_of(log, ceiling, CONSTANTS)


@given(LOGS, CEILINGS, st.sampled_from(["during", "after_60_min", "next_morning"]))
def test_more_pain_never_gives_a_better_light(log, ceiling, field):
    value = getattr(log, field)
    if value is not None and value < 10:
        assert light(replace(log, **{field: value + 1}), ceiling) >= light(log, ceiling)


@given(LOGS, CEILINGS, st.sampled_from(["limp", "swelling"]))
def test_a_limp_or_swelling_is_red(log, ceiling, field):
    assert light(replace(log, **{field: True}), ceiling) is Light.RED


@given(LOGS, CEILINGS, st.sampled_from(["during", "after_60_min", "next_morning"]))
def test_what_is_not_told_is_never_green(log, ceiling, field):
    silent = replace(log, had_load=True, **{field: None})
    assert light(silent, ceiling) is not Light.GREEN


@given(LOGS, CEILINGS)
def test_a_higher_ceiling_never_gives_a_worse_light(log, ceiling):
    assert light(log, ceiling + 1) <= light(log, ceiling)


@pytest.mark.parametrize(
    ("log", "ceiling", "expected"),
    [
        (session(0, 2), 2, Light.GREEN),
        (session(0, 3), 2, Light.AMBER),
        (session(0, 4), 2, Light.RED),
        (session(0, 2, after=1), 2, Light.AMBER),
        (session(0, 2, morning=1), 2, Light.AMBER),
        (session(0, 3, morning=1), 2, Light.RED),
        (session(0, 0, morning=2), 2, Light.RED),
        (session(0, 5), 5, Light.GREEN),
        (session(0, 6), 5, Light.RED),
        (session(0, 1), 0, Light.RED),
        (DayLog(0, False, next_morning=0), 2, Light.GREEN),
        (DayLog(0, True, 0, 2, 0), 2, Light.UNKNOWN),
    ],
)
def test_the_lights_of_the_review(log, ceiling, expected):
    assert light(log, ceiling) is expected


@pytest.mark.parametrize(
    ("condition", "ceiling"),
    [
        (KNEECAP, 2),
        ("iliotibial_band_pain", 2),
        ("patellar_tendinopathy", 5),
        ("quadriceps_tendinopathy", 5),
        ("knee_osteoarthritis", 4),
        ("bone_stress_injury", 0),
        ("cannot_say", 2),
    ],
)
def test_each_pattern_has_its_ceiling(condition, ceiling):
    assert ceiling_of(condition, CONSTANTS) == ceiling


def test_one_red_rests_two_days_and_goes_one_step_back():
    state = read_days([session(10, 8)], KNEECAP, 10, CONSTANTS)
    assert (state.first_day, state.steps_back, state.rescreen) == (12, 1, False)


def test_a_red_morning_counts_from_that_morning():
    assert read_days([session(10, 1, morning=4)], KNEECAP, 11, CONSTANTS).first_day == 13


def test_two_reds_in_a_week_go_two_steps_back_and_ask_again():
    state = read_days([session(5, 8), session(10, 8)], KNEECAP, 10, CONSTANTS)
    assert (state.steps_back, state.rescreen) == (2, True)
    far = read_days([session(2, 8), session(10, 8)], KNEECAP, 10, CONSTANTS)
    assert (far.steps_back, far.rescreen) == (1, False)


def test_three_reds_suggest_a_clinician():
    logs = [session(day, 8) for day in (0, 12, 24)]
    assert SeeClinician.REDS in read_days(logs, KNEECAP, 25, CONSTANTS).see_clinician
    assert read_days(logs[:2], KNEECAP, 25, CONSTANTS).see_clinician == ()


@pytest.mark.parametrize(("last", "expected"), [(2, True), (1, False), (0, False)])
def test_six_weeks_without_change_suggest_a_clinician(last, expected):
    logs = [session(day, 2 if day < 30 else last) for day in range(43)]
    found = read_days(logs, "patellar_tendinopathy", 42, CONSTANTS).see_clinician
    assert (SeeClinician.NO_CHANGE in found) == expected


def test_two_weeks_of_growing_pain_suggest_a_clinician():
    logs = [session(day, day // 7) for day in range(21)]
    found = read_days(logs, "patellar_tendinopathy", 20, CONSTANTS).see_clinician
    assert SeeClinician.WORSE in found


def test_the_ceiling_rises_after_two_calm_weeks_at_its_edge_for_kneecap_and_band_alone():
    logs = [session(day, 2) for day in range(0, 21, 2)]
    assert read_days(logs, KNEECAP, 21, CONSTANTS).ceiling == 3
    assert read_days(logs, "cannot_say", 21, CONSTANTS).ceiling == 2
    with_amber = [*logs, session(19, 3)]
    assert read_days(with_amber, KNEECAP, 21, CONSTANTS).ceiling == 2
    easy = [session(day, 1) for day in range(0, 21, 2)]
    assert read_days(easy, KNEECAP, 21, CONSTANTS).ceiling == 2


@given(st.lists(LOGS, max_size=12), st.integers(0, 11))
def test_a_further_red_never_softens_what_comes(logs, place):
    days = [replace(log, day=number) for number, log in enumerate(logs)]
    before = read_days(days, KNEECAP, 12, CONSTANTS)
    worse = [*(log for log in days if log.day != place), session(place, 9, swelling=True)]
    after = read_days(worse, KNEECAP, 12, CONSTANTS)
    assert after.steps_back >= before.steps_back
    assert after.ceiling <= before.ceiling
    assert after.first_day >= min(before.first_day, place + 2)


@pytest.mark.parametrize("value", [-1, 11])
def test_impossible_pain_is_refused(value):
    with pytest.raises(InvalidValueError, match="from 0 to 10"):
        session(0, value)


def test_future_and_doubled_days_are_refused():
    for logs in ([session(11)], [session(3), session(3)]):
        with pytest.raises(InvalidValueError, match="each day once"):
            read_days(logs, KNEECAP, 10, CONSTANTS)


def test_a_point_more_after_and_next_morning_is_amber_below_the_ceiling_and_red_above():
    assert light_of(DayLog(0, True, 0, 2, 1, 1), 2, CONSTANTS) is Light.AMBER
    assert light_of(DayLog(0, True, 0, 3, 1, 0), 2, CONSTANTS) is Light.RED
    assert light_of(DayLog(0, True, 0, 1, 2, 0), 2, CONSTANTS) is Light.RED


def test_a_day_that_hurt_no_more_than_a_well_knee_is_green_but_for_bone():
    calm = DayLog(0, True, 0, 1, 1, 1)
    assert light_of(calm, 2, CONSTANTS) is Light.GREEN
    assert light_of(calm, 0, CONSTANTS) is Light.RED
    assert light_of(replace(calm, next_morning=None), 2, CONSTANTS) is Light.UNKNOWN
    assert light_of(replace(calm, limp=True), 2, CONSTANTS) is Light.RED


def test_a_knee_that_hardly_hurts_is_sent_to_nobody():
    logs = [DayLog(day, True, 0, 1, 0, 0) for day in range(50)]
    assert read_days(logs, "no_pain", 50, CONSTANTS).see_clinician == ()
