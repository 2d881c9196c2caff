"""The laws by which several films become one answer, and two of them a change."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.gait.made_rear import a_runner_from_behind
from core.gait.made_runner import a_runner
from midstance.core.gait.assess import assess_side
from midstance.core.gait.assess_rear import assess_rear
from midstance.core.gait.change import compare_films
from midstance.core.gait.combine import combine
from midstance.core.gait.keypoints import mirror
from midstance.core.gait.records import Confidence, GaitRunner, Metric, Reason, Side
from midstance.core.gait.tell import untold
from midstance.knowledge.gait_constants import load_gait_constants

C = load_gait_constants()
HER = GaitRunner(height_m=1.7)
Z = C.gait_interval_z


@dataclass(frozen=True)
class Film:
    metrics: tuple[Metric, ...]


def told(value, sd=1.0, name="shank_angle_deg", side=Side.RIGHT, confidence=Confidence.FAIR):
    return Metric(name, side, value, value - Z * sd, value + Z * sd, sd, confidence, None, 12)


def one_answer(*metrics):
    answers = combine([Film((each,)) for each in metrics], C)
    assert len(answers) == 1
    return answers[0]


figures = st.builds(told, st.floats(-20, 20), st.floats(0.5, 8))


@pytest.mark.parametrize(
    "film",
    [
        assess_side(a_runner(), HER, C),
        assess_side(a_runner(seconds=2.0), HER, C),
        assess_rear(a_runner_from_behind(), GaitRunner(), C),
    ],
    ids=["side", "too short", "behind"],
)
def test_one_film_is_its_own_answer(film):
    by_key = {(each.name, each.side): each for each in film.metrics}
    assert {(each.name, each.side): each for each in combine([film], C)} == by_key


@given(st.lists(figures, min_size=2, max_size=5), st.randoms())
def test_the_order_of_the_films_does_not_matter(metrics, chance):
    shuffled = chance.sample(metrics, len(metrics))
    one, other = one_answer(*metrics), one_answer(*shuffled)
    assert other.value == pytest.approx(one.value)
    assert other.sd == pytest.approx(one.sd)
    assert (other.confidence, other.reason, other.steps) == (one.confidence, one.reason, one.steps)


@given(st.lists(figures, min_size=1, max_size=5))
def test_the_answer_lies_between_the_films(metrics):
    answer = one_answer(*metrics)
    values = [each.value for each in metrics]
    assert min(values) - 1e-9 <= answer.value <= max(values) + 1e-9


@given(st.floats(-20, 20), st.lists(st.floats(0.5, 8), min_size=1, max_size=5), st.floats(0.5, 8))
def test_one_more_film_that_agrees_never_widens(value, sds, more):
    few = one_answer(*(told(value, sd) for sd in sds))
    assert one_answer(*(told(value, sd) for sd in (*sds, more))).sd <= few.sd + 1e-9


@given(figures, st.floats(0.5, 8))
def test_many_films_never_take_away_what_every_film_errs_alike(metric, sd):
    answer = one_answer(metric, *(told(metric.value, sd) for _ in range(7)))
    assert answer.sd >= min(metric.sd, sd) * C.gait_shared_frac**0.5 - 1e-9


@given(st.floats(0.5, 4), st.floats(0, 30), st.floats(0, 30))
def test_the_more_two_films_disagree_the_wider_is_the_answer(sd, one, other):
    near, far = sorted((one, other))
    assert one_answer(told(0, sd), told(near, sd)).sd <= one_answer(told(0, sd), told(far, sd)).sd


def test_films_whose_ranges_do_not_meet_are_told_as_such():
    answer = one_answer(told(0.0), told(9.0))
    assert (answer.confidence, answer.reason) == (Confidence.LOW, Reason.FILMS_DISAGREE)
    assert answer.low < 0
    assert answer.high > 9
    assert one_answer(told(0.0), told(1.0)).reason is None


def test_a_share_stays_one():
    few, many = (told(value, 0.2, "crossover_frac", Side.BOTH) for value in (0.1, 0.0))
    answer = one_answer(few, many)
    assert 0 == answer.low < answer.value < answer.high <= 1


def test_films_of_both_sides_tell_the_angles_of_both_legs():
    films = [assess_side(each, HER, C) for each in (a_runner(), mirror(a_runner()))]
    answers = {(each.name, each.side): each for each in combine(films, C)}
    for name in ("shank_angle_deg", "knee_flexion_peak_deg", "foot_strike_angle_deg"):
        assert answers[name, Side.LEFT].is_told
        assert answers[name, Side.RIGHT].is_told
        assert (name, Side.BOTH) not in answers
    assert answers["cadence_spm", Side.BOTH].steps == sum(film.events.count - 1 for film in films)


def test_what_one_film_does_not_tell_another_may():
    answer = one_answer(told(3.0), untold("shank_angle_deg", Reason.OCCLUSION, Side.RIGHT))
    assert answer == told(3.0)
    film = Film((untold("shank_angle_deg", Reason.TOO_FEW_STEPS),))
    assert combine([film, Film((told(3.0),))], C) == (told(3.0),)


def test_what_no_film_tells_is_untold_for_the_reason_of_most():
    reasons = (Reason.TOO_FEW_STEPS, Reason.OCCLUSION, Reason.TOO_FEW_STEPS)
    answer = one_answer(*(untold("trunk_lean_deg", reason) for reason in reasons))
    assert (answer.is_told, answer.reason) == (False, Reason.TOO_FEW_STEPS)


def test_no_films_are_no_answer():
    assert combine([], C) == ()


def change_of(before, after, **more):
    (change,) = compare_films([before], [after], C, **more)
    return change


@given(figures, figures)
def test_before_and_after_exchanged_turn_the_difference(one, other):
    there, back = change_of(one, other), change_of(other, one)
    assert there.difference == pytest.approx(-back.difference)
    assert (there.low, there.high) == (pytest.approx(-back.high), pytest.approx(-back.low))
    assert there.is_real == back.is_real


@given(figures, figures)
def test_a_real_change_lies_beyond_both_ranges(one, other):
    change = change_of(one, other)
    assert change.is_real == (not change.low <= 0 <= change.high)
    if change.is_real:
        assert not one.low <= other.value <= one.high
        assert not other.low <= one.value <= other.high


@given(figures)
def test_nothing_changes_from_a_film_to_itself(metric):
    assert change_of(metric, metric).difference == 0
    assert not change_of(metric, metric).is_real


def test_a_change_of_speed_makes_no_change_real():
    before, after = told(0.0), told(30.0)
    assert change_of(before, after, speeds_mps=(3.0, 3.1)).is_real
    assert change_of(before, after, speeds_mps=(3.0, None)).is_real
    faster = change_of(before, after, speeds_mps=(3.0, 3.3))
    assert (faster.is_real, faster.reason) == (False, Reason.OTHER_SPEED)


def test_only_the_same_leg_is_compared_and_only_what_both_tell():
    left = replace(told(1.0), side=Side.LEFT)
    missing = untold("trunk_lean_deg", Reason.OCCLUSION)
    assert compare_films([told(0.0), missing], [left, missing], C) == ()
