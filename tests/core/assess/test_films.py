"""What two days of films agree on: never one day, never two that contradict each other."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.assess.films import FilmDay, FilmRule, find_agreed, find_what_matters
from midstance.core.gait.norms import Norm, SpeedNorm, Where
from midstance.core.gait.records import Confidence, Metric, Side

RULE = FilmRule(
    "hip_drop", 1, "pelvic_drop_deg", Where.ABOVE, 6.0, ("patellofemoral_pain",), (), 2, 182
)
BY_NORM = replace(RULE, id="few_steps", metric="cadence_spm", where=Where.BELOW, bound=None)
NORMS = {"cadence_spm": Norm("cadence_spm", (SpeedNorm(2.5, 9, 165, 150, 180),
                                             SpeedNorm(3.5, 9, 170, 155, 185)), ())}  # fmt: skip
TODAY = 1000
values = st.floats(-20, 40)
spreads = st.floats(0.1, 8)
DAYS = st.lists(
    st.tuples(st.integers(TODAY - 300, TODAY + 5), values, spreads, st.sampled_from(Side)),
    max_size=4,
)


def figure(value, reach, side=Side.LEFT, name="pelvic_drop_deg"):
    low, high = value - reach, value + reach
    return Metric(name, side, value, low, high, reach / 1.645, Confidence.LOW, None, 20)


def day(number, *metrics, speed_mps=2.8):
    return FilmDay(number, speed_mps, metrics)


def days_of(rows, wider=0.0):
    return [day(at, figure(value, reach + wider, side)) for at, value, reach, side in rows]


def agreed(days, rule=RULE):
    return find_agreed(rule, days, TODAY, NORMS)


def test_two_days_beyond_the_bound_that_agree_are_a_finding():
    assert agreed([day(990, figure(10, 3)), day(998, figure(12, 3))]) == (Side.LEFT,)


@pytest.mark.parametrize(
    "days",
    [
        [day(998, figure(12, 3))],
        [day(998, figure(12, 3)), day(998, figure(12, 3))],
        [day(997, figure(12, 3)), day(998, figure(12, 3))],
        [day(990, figure(12, 7)), day(998, figure(12, 3))],
        [day(990, figure(12, 3)), day(998, figure(8, 3))],
        [day(990, figure(10, 2)), day(998, figure(20, 2))],
        [day(700, figure(12, 3)), day(998, figure(12, 3))],
        [day(990, figure(12, 3)), day(1001, figure(12, 3))],
        [day(990, figure(12, 3, Side.RIGHT)), day(998, figure(12, 3, Side.LEFT))],
        [day(980, figure(12, 3)), day(990, figure(2, 3)), day(998, figure(12, 3))],
    ],
    ids=[
        "one day", "one day twice", "a day apart", "one range reaches over", "the newest is fine",
        "they contradict", "too old", "still to come", "two legs", "a day between says otherwise",
    ],
)  # fmt: skip
def test_less_than_that_is_none(days):
    assert agreed(days) == ()


@given(DAYS)
def test_the_order_says_nothing_and_one_day_never_says_anything(rows):
    days = days_of(rows)
    found = agreed(days)
    if len({at for at, *_ in rows}) == len(rows):
        assert all(agreed(list(other)) == found for other in permutations(days))
    if len({at for at, *_ in rows if TODAY - 182 < at <= TODAY}) < 2:
        assert found == ()


@given(DAYS, st.floats(0, 5))
def test_a_wider_range_never_lies_beyond_where_a_narrower_did_not(rows, wider):
    for narrow, wide in zip(days_of(rows), days_of(rows, wider), strict=True):
        if find_what_matters([RULE], wide, "patellofemoral_pain", NORMS):
            assert find_what_matters([RULE], narrow, "patellofemoral_pain", NORMS)


@given(DAYS)
def test_mirrored_legs_give_the_mirrored_finding(rows):
    other = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}
    mirrored = [(*rest, other[side]) for *rest, side in rows]
    assert set(agreed(days_of(mirrored))) == {other[side] for side in agreed(days_of(rows))}


def test_a_figure_matters_only_to_its_patterns_and_the_farther_leg_is_named():
    film = day(998, figure(9, 2), figure(12, 2, Side.RIGHT))
    ((rule, metric),) = find_what_matters([RULE], film, "patellofemoral_pain", NORMS)
    assert (rule.id, metric.side) == ("hip_drop", Side.RIGHT)
    assert find_what_matters([RULE], film, "meniscal_tear", NORMS) == ()
    assert find_what_matters([RULE], film, None, NORMS) == ()
    assert find_what_matters([replace(RULE, conditions=())], film, None, NORMS)


@pytest.mark.parametrize(("speed_mps", "holds"), [(2.8, True), (None, False), (5.0, False)])
def test_without_a_speed_that_was_measured_nothing_lies_beyond_what_is_usual(speed_mps, holds):
    film = day(998, figure(140, 4, Side.BOTH, "cadence_spm"), speed_mps=speed_mps)
    assert bool(find_what_matters([BY_NORM], film, "patellofemoral_pain", NORMS)) == holds
