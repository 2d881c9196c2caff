"""Laws of the pain response, and of the comparison that decides whether it is shown."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.response import (
    GRID,
    MEMBERS,
    PainDay,
    When,
    band_of_answers,
    forecast_answers,
    members_of,
    quasi_random,
    start_response,
    update_response,
    usual_members,
)
from midstance.core.tissue.response_constants import ANSWERS
from midstance.core.tissue.response_gate import Verdict, compare, score_naive
from midstance.knowledge.response_constants import load_response_constants

CONSTANTS = load_response_constants()
FEW = members_of(CONSTANTS, quasi_random(32, 7))
TINY = 1e-9
PAINS = st.integers(0, 10)
LOADS = st.just(0.0) | st.floats(0, 4)
TOLD = st.dictionaries(st.sampled_from(list(When)), PAINS)
DAYS = st.lists(st.builds(PainDay, LOADS, st.integers(0, 2), TOLD), max_size=20)


def follow(days, state=None, members=FEW, constants=CONSTANTS):
    state = state or start_response(constants, members)
    scored = []
    for day in days:
        state, told = update_response(state, day, constants, members)
        scored += told
    return state, scored


def forecast(state, load=1.0, members=FEW):
    return forecast_answers(state, load, CONSTANTS, members)


def same(one, other):
    np.testing.assert_allclose(one.chances, other.chances, rtol=TINY, atol=1e-15)
    np.testing.assert_allclose(one.irritation, other.irritation, rtol=TINY)
    assert one.strength == pytest.approx(other.strength)


@given(DAYS, LOADS)
@settings(max_examples=50)
def test_chances_are_chances(days, load):
    state, scored = follow(days)
    assert state.chances.sum() == pytest.approx(1)
    assert np.all(state.chances >= 0)
    for chances in forecast(state, load).values():
        assert chances.sum() == pytest.approx(1)
        assert np.all(chances > 0)
    assert all(each.log_chance < 0 for each in scored)


def drift_by_hand(days):
    """Many small steps between neighbours, in balance with the prior, and the chance to jump."""
    mean, sd = CONSTANTS.response_level
    wide = CONSTANTS.response_level_even_frac
    prior = [np.exp(-(((level - mean) / sd) ** 2) / 2) for level in GRID]
    prior = [(1 - wide) * each / sum(prior) + wide / len(GRID) for each in prior]
    steps, count = 1 << 14, len(GRID)
    rate = sd**2 / (days * (GRID[1] - GRID[0]) ** 2) / steps
    step = np.eye(count)
    for i in range(count):
        for k in (i - 1, i + 1):
            if 0 <= k < count:
                step[i, k] = rate * np.sqrt(prior[k] / prior[i])
                step[i, i] -= step[i, k]
    anew = CONSTANTS.response_anew_frac
    return (1 - anew) * np.linalg.matrix_power(step, steps) + anew * np.array(prior)


@pytest.mark.parametrize("at", range(len(CONSTANTS.response_level_days)))
def test_a_night_is_the_drift_written_by_hand(at):
    drift = FEW.drifts[at]
    by_hand = drift_by_hand(CONSTANTS.response_level_days[at])
    np.testing.assert_allclose(drift, by_hand, atol=2e-4)
    np.testing.assert_allclose(drift.sum(axis=1), 1)


def answer_by_hand(pain, eta, spread):
    def least(k):
        return 1 / (1 + np.exp((CONSTANTS.response_cuts[k - 1] - eta) / spread))

    high = 1.0 if pain == 0 else least(pain)
    low = 0.0 if pain == 10 else least(pain + 1)
    slip = CONSTANTS.response_slip_frac
    return (1 - slip) * (high - low) + slip / 11


def day_by_hand(chances, irritation, strength, day):
    """One day for each member by itself, as the page writes it."""
    group = len(chances) // len(FEW.drifts)
    chances = [row @ FEW.drifts[at // group] for at, row in enumerate(chances)]
    if day.told:
        whole = sum(row.sum() ** CONSTANTS.response_keep_frac for row in chances)
        chances = [
            row / row.sum() * row.sum() ** CONSTANTS.response_keep_frac / whole for row in chances
        ]
    strength *= np.exp(-1 / CONSTANTS.response_strength_days)
    joint, left = [], []
    for at, row in enumerate(chances):
        added = FEW.run_points[at] * day.load_times ** FEW.load_power[at]
        share = {When.REST: 0, When.DURING: 1, When.HOUR: FEW.hour_frac[at]}
        new = row.copy()
        for when, pain in day.told.items():
            for k, level in enumerate(GRID):
                eta = level + irritation[at] - FEW.strength_points[at] * strength
                new[k] *= answer_by_hand(pain, eta + share[when] * added, FEW.spread[at])
        joint.append(new)
        left.append((irritation[at] + FEW.left_frac[at] * added) * FEW.keep_frac[at])
    steady = 1 - np.exp(-1 / CONSTANTS.response_strength_days)
    strength += day.strength * steady * 7 / CONSTANTS.response_strength_sessions
    total = sum(row.sum() for row in joint)
    return [row / total for row in joint], left, strength


@given(st.lists(st.builds(PainDay, LOADS, st.integers(0, 2), TOLD), max_size=4))
@settings(max_examples=25, deadline=None)
def test_each_day_is_the_recursion_written_by_hand(days):
    start = start_response(CONSTANTS, FEW)
    chances, irritation, strength = list(start.chances), list(start.irritation), 0.0
    for day in days:
        chances, irritation, strength = day_by_hand(chances, irritation, strength, day)
    state, _ = follow(days)
    np.testing.assert_allclose(state.chances, chances, rtol=1e-7, atol=1e-14)
    np.testing.assert_allclose(state.irritation, irritation, rtol=TINY)
    assert state.strength == pytest.approx(strength)


def test_steady_strength_work_is_one():
    days = [PainDay(0.0, int(at % 7 in {0, 2, 4})) for at in range(700)]
    state, _ = follow(days)
    assert state.strength == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    ("chances", "half", "most"),
    [
        ([1.0, *[0.0] * 10], (0, 0), (0, 0)),
        ([0.0] * 10 + [1.0], (10, 10), (10, 10)),
        ([0.04, 0.2, 0.0, 0.52, 0.2, 0.04, *[0.0] * 5], (3, 3), (1, 4)),
        ([1 / 11] * 11, (2, 8), (0, 10)),
    ],
)
def test_bands_leave_as_much_on_either_side(chances, half, most):
    assert band_of_answers(np.array(chances), 0.5) == half
    assert band_of_answers(np.array(chances), 0.9) == most


@given(st.lists(st.floats(0.001, 1), min_size=11, max_size=11), st.floats(0.1, 0.99))
def test_a_band_holds_its_share_at_least(weights, share):
    chances = np.array(weights) / np.sum(weights)
    low, high = band_of_answers(chances, share)
    assert chances[low : high + 1].sum() >= share - TINY
    assert chances[:low].sum() <= (1 - share) / 2 + TINY
    assert chances[high + 1 :].sum() <= (1 - share) / 2 + TINY


@given(DAYS, LOADS, st.floats(0, 3))
@settings(max_examples=50)
def test_more_planned_load_never_lowers_forecast_pain(days, load, more):
    state, _ = follow(days)
    less, much = forecast(state, load), forecast(state, load + more)
    for when in When:
        assert np.all(np.cumsum(much[when]) <= np.cumsum(less[when]) + TINY)


@given(DAYS, LOADS, st.floats(0, 3))
@settings(max_examples=50)
def test_more_load_never_lowers_the_pain_of_the_days_after(days, load, more):
    state, _ = follow(days)
    after = [follow([PainDay(each), PainDay()], state)[0] for each in (load, load + more)]
    for when in When:
        less, much = (np.cumsum(forecast(each, 0.5)[when]) for each in after)
        assert np.all(much <= less + TINY)


@given(DAYS, st.integers(1, 9))
@settings(max_examples=50)
def test_strength_work_never_raises_forecast_pain(days, sessions):
    state, _ = follow(days)
    idle, strong = (follow([PainDay(0.0, count)], state)[0] for count in (0, sessions))
    for when in When:
        without, with_ = np.cumsum(forecast(idle)[when]), np.cumsum(forecast(strong)[when])
        assert np.all(with_ >= without - TINY)


@given(DAYS, st.integers(0, 20))
@settings(max_examples=50)
def test_day_by_day_is_all_at_once(days, cut):
    whole, scored = follow(days)
    first, early = follow(days[:cut])
    second, late = follow(days[cut:], first)
    same(second, whole)
    assert [*early, *late] == scored


@given(DAYS)
@settings(max_examples=50)
def test_a_missing_answer_is_not_a_zero_and_teaches_nothing(days):
    state, _ = follow(days)
    silent, nothing = update_response(state, PainDay(1.0), CONSTANTS, FEW)
    told, _ = update_response(state, PainDay(1.0, 0, {When.DURING: 0}), CONSTANTS, FEW)
    assert nothing == ()
    np.testing.assert_allclose(silent.chances.sum(axis=1), state.chances.sum(axis=1))
    assert forecast(told)[When.DURING][0] > forecast(silent)[When.DURING][0]


@pytest.mark.parametrize("before", [[], [PainDay(1.0, 0, {When.DURING: 0, When.REST: 0})] * 10])
def test_the_worse_she_tells_three_times_the_worse_the_forecast(before):
    state, _ = follow(before)
    levels = []
    for pain in range(ANSWERS):
        told, _ = follow([PainDay(1.0, 0, {When.DURING: pain})] * 3, state)
        levels.append(forecast(told)[When.DURING] @ np.arange(ANSWERS))
    assert np.all(np.diff(levels) > 0)


@given(DAYS)
@settings(max_examples=20)
def test_what_was_given_beforehand_is_the_forecast(days):
    state, _ = follow(days)
    constants = replace(CONSTANTS, response_keep_frac=1.0)
    before = forecast(state, 1.2)
    for when in When:
        for pain in (0, 3, 10):
            day = PainDay(1.2, 0, {when: pain})
            _, (scored,) = update_response(state, day, constants, FEW)
            assert np.exp(scored.log_chance) == pytest.approx(before[when][pain])


def test_the_order_of_answers_plays_no_part():
    told = {When.REST: 1, When.DURING: 3, When.HOUR: 2}
    one, scored = follow([PainDay(1.0, 0, told)])
    other, again = follow([PainDay(1.0, 0, dict(reversed(told.items())))])
    same(one, other)
    assert scored == again


def test_the_level_keeps_its_prior_while_nothing_is_told():
    start = start_response(CONSTANTS, FEW)
    state, _ = follow([PainDay()] * 400)
    np.testing.assert_allclose(state.chances, start.chances, rtol=1e-6, atol=1e-15)


def test_after_years_of_silence_little_is_left_of_what_was_told():
    told = [PainDay(1.0, 0, {When.DURING: 8, When.REST: 7})] * 5
    sore, _ = follow(told)
    later, _ = follow([PainDay()] * 1500, sore)
    fresh = forecast(start_response(CONSTANTS, FEW), 0.0)[When.REST]
    np.testing.assert_allclose(forecast(later, 0.0)[When.REST], fresh, atol=0.03)
    assert forecast(sore, 0.0)[When.REST][:4].sum() < 0.3


def test_rest_lets_irritation_settle():
    state, _ = follow([PainDay(3.0)])
    rested, _ = follow([PainDay()] * 3, state)
    assert np.all(rested.irritation < state.irritation)
    assert np.all(rested.irritation > 0)


def test_it_learns_a_knee_that_answers_load():
    days = []
    for week in range(12):
        hard = 2.0 if week % 2 else 0.5
        pain = 5 if week % 2 else 1
        days += [PainDay(hard, 0, {When.DURING: pain}), *[PainDay(0.0, 0, {When.REST: 0})] * 3]
    state, _ = follow(days, members=usual_members(CONSTANTS))
    told = {
        load: forecast_answers(state, load, CONSTANTS)[When.DURING] @ np.arange(ANSWERS)
        for load in (0.5, 2.0)
    }
    assert told[0.5] < 2
    assert told[2.0] > 4


@pytest.mark.parametrize("pain", [0, 10])
def test_only_zeros_and_only_tens_are_forecast_as_such(pain):
    days = [PainDay(1.0, 0, {When.DURING: pain, When.REST: pain})] * 25
    state, _ = follow(days)
    assert forecast(state)[When.DURING][pain] > 0.8


def test_nothing_is_drawn_at_random():
    days = [PainDay(1.1, 1, {When.DURING: 2})] * 4
    one, other = follow(days)[0], follow(days)[0]
    np.testing.assert_array_equal(one.chances, other.chances)


def test_the_members_stand_for_the_priors():
    members = usual_members(CONSTANTS)
    assert len(members.spread) == MEMBERS
    for name in ("run_points", "spread", "hour_frac", "left_frac", "strength_points"):
        middle, _ = getattr(CONSTANTS, f"response_{name}")
        assert np.median(getattr(members, name)) == pytest.approx(middle, rel=0.03)
    log = np.log(members.run_points)
    assert np.std(log) == pytest.approx(CONSTANTS.response_run_points[1], rel=0.05)
    steps = np.median(members.keep_frac)
    assert steps == pytest.approx(np.exp(-1 / CONSTANTS.response_settle_days[0]), rel=0.03)


def test_quasi_random_points_fill_the_cube_evenly():
    points = quasi_random(512, 7)
    assert points.shape == (512, 7)
    for column in points.T:
        counts, _ = np.histogram(column, bins=16, range=(0, 1))
        assert np.all(np.abs(counts - 32) <= 5)
    assert np.all(np.abs(np.corrcoef(points.T) - np.eye(7)) < 0.1)


def test_older_answers_fade():
    days = [PainDay(1.0, 0, {When.DURING: 6})] * 10
    kept, _ = follow(days, constants=replace(CONSTANTS, response_keep_frac=1.0))
    faded, _ = follow(days, constants=replace(CONSTANTS, response_keep_frac=0.9))
    spread = [(each.chances.sum(axis=1) ** 2).sum() for each in (kept, faded)]
    assert spread[1] < spread[0]


@pytest.mark.parametrize("load", [-0.1, np.nan, np.inf])
def test_a_load_that_cannot_be_is_refused(load):
    with pytest.raises(InvalidValueError, match="0 or more"):
        PainDay(load)
    with pytest.raises(InvalidValueError, match="0 or more"):
        forecast(start_response(CONSTANTS, FEW), load)


@pytest.mark.parametrize("pain", [-1, 11, 2.5])
def test_a_pain_that_cannot_be_is_refused(pain):
    with pytest.raises(InvalidValueError, match="0 to 10"):
        PainDay(told={When.REST: pain})


def test_cut_points_and_slips_that_cannot_be_are_refused():
    with pytest.raises(InvalidValueError, match="rising"):
        replace(CONSTANTS, response_cuts=CONSTANTS.response_cuts[::-1])
    with pytest.raises(InvalidValueError, match="slips"):
        replace(CONSTANTS, response_slip_frac=0.0)


ANSWER_LISTS = st.lists(PAINS, max_size=40)


@given(ANSWER_LISTS)
def test_the_naive_forecast_gives_chances_that_sum_to_one(answers):
    given_ = [np.exp(score_naive([*answers, last], CONSTANTS)[-1]) for last in range(ANSWERS)]
    assert sum(given_) == pytest.approx(1)


def naive_by_hand(answers):
    """Each way by itself, and the ways weighed by what they gave so far."""
    mean, sd = CONSTANTS.response_level
    base = [np.exp(-(((max(y, mean) - mean) / sd) ** 2) / 2) for y in range(ANSWERS)]
    base = np.array(base) + CONSTANTS.response_slip_frac
    base *= CONSTANTS.response_naive_answers / base.sum()
    chances = []
    for keep in CONSTANTS.response_naive_keep_fracs:
        for near in CONSTANTS.response_naive_near_fracs:
            weights = base.copy()
            for back, answer in enumerate(reversed(answers[:-1])):
                lent = np.array([near ** abs(y - answer) for y in range(ANSWERS)])
                weights += keep**back * lent / lent.sum()
            chances.append(weights[answers[-1]] / weights.sum())
    return np.array(chances)


@given(st.lists(PAINS, min_size=1, max_size=12))
@settings(deadline=None)
def test_the_naive_forecast_is_the_one_written_by_hand(answers):
    trust, found = 1.0, []
    for count in range(1, len(answers) + 1):
        chances = naive_by_hand(answers[:count])
        found.append(np.log(np.sum(trust * chances) / np.sum(trust * np.ones_like(chances))))
        trust = trust * chances
    np.testing.assert_allclose(score_naive(answers, CONSTANTS), found, rtol=1e-9)


@given(ANSWER_LISTS, PAINS)
def test_the_naive_forecast_does_not_look_ahead(answers, last):
    before = score_naive(answers, CONSTANTS)
    np.testing.assert_array_equal(score_naive([*answers, last], CONSTANTS)[:-1], before)


def test_the_naive_forecast_learns_habits_and_follows_changes():
    assert np.exp(score_naive([2] * 30, CONSTANTS)[-1]) > 0.7
    changed = np.exp(score_naive([0] * 20 + [5] * 6, CONSTANTS)[-1])
    slow = replace(CONSTANTS, response_naive_keep_fracs=(1.0,))
    assert changed > 2 * np.exp(score_naive([0] * 20 + [5] * 6, slow)[-1])


def verdict(count, ahead, late=None):
    answers = [at % 3 for at in range(count)]
    ahead_each = np.full(count, ahead)
    if late is not None:
        ahead_each[-round(CONSTANTS.response_late_answers) :] = late
    return compare(answers, score_naive(answers, CONSTANTS) + ahead_each, CONSTANTS)


def test_it_is_better_only_with_enough_answers_enough_lead_and_no_fall_behind():
    few, least = round(CONSTANTS.response_fewest_answers), CONSTANTS.response_least_lead
    assert verdict(few, 1.01 * least / few).verdict is Verdict.BETTER
    assert verdict(few, 0.99 * least / few).verdict is Verdict.NOT_BETTER
    assert verdict(few, -0.1).verdict is Verdict.NOT_BETTER
    assert verdict(3 * few, 1.0, late=-0.01).verdict is Verdict.BEHIND_OF_LATE
    one_short = verdict(few - 1, 9.0)
    assert (one_short.verdict, one_short.missing) == (Verdict.TOO_FEW, 1)
    assert verdict(few, 1.0).missing == 0


def test_without_answers_nothing_is_better():
    nothing = compare([], [], CONSTANTS)
    assert (nothing.verdict, nothing.answers, nothing.lead) == (Verdict.TOO_FEW, 0, 0.0)
    assert nothing.missing == round(CONSTANTS.response_fewest_answers)


def test_the_lead_is_the_sum_of_both_logarithms():
    answers = [0, 1, 0, 2] * 8
    given_ = np.log(np.full(len(answers), 0.4))
    told = compare(answers, given_, CONSTANTS)
    ahead = given_ - score_naive(answers, CONSTANTS)
    assert told.lead == pytest.approx(ahead.sum())
    assert told.late_lead == pytest.approx(ahead[-10:].sum())
