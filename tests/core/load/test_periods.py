"""The parts of a change of weeks add up exactly, whatever the runs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.base.errors import InvalidValueError
from midstance.core.load.explain import Factor, LoadDescriptor
from midstance.core.load.periods import FREQUENCY, explain_periods
from midstance.core.load.tissue import Tissue

JOINT = Tissue.PATELLOFEMORAL


def descriptor(logs, tissue=JOINT):
    return LoadDescriptor(tissue, dict(zip(Factor, logs, strict=True)), 0.01, 0.01, 0.07)


LOGS = st.lists(st.floats(-1.5, 1.5), min_size=len(Factor), max_size=len(Factor))
RUNS = st.lists(LOGS.map(descriptor), min_size=1, max_size=9)
DAYS = st.floats(1, 400)


def load_a_day(runs, days):
    return sum(np.exp(run.log_load) for run in runs) / days


def split(earlier, later, earlier_days=84.0, later_days=14.0):
    return explain_periods(earlier, later, earlier_days=earlier_days, later_days=later_days)


@given(RUNS, RUNS, DAYS, DAYS)
def test_the_parts_add_up_to_the_change(earlier, later, earlier_days, later_days):
    found = split(earlier, later, earlier_days, later_days)
    change = np.log(load_a_day(later, later_days) / load_a_day(earlier, earlier_days))
    assert found.log_ratio == pytest.approx(change, abs=1e-9)
    assert sum(found.log_shares.values()) == pytest.approx(found.log_ratio, abs=1e-12)
    assert set(found.log_shares) == {*map(str, Factor), FREQUENCY}


@given(RUNS, RUNS)
def test_the_order_of_runs_plays_no_part(earlier, later):
    there, turned = split(earlier, later), split(earlier[::-1], later[::-1])
    for name, share in there.log_shares.items():
        assert turned.log_shares[name] == pytest.approx(share, abs=1e-9)


@given(RUNS, RUNS, st.floats(-2, 2), st.sampled_from([*Factor]))
def test_what_every_run_has_more_of_plays_no_part(earlier, later, by, factor):
    def more(run):
        return descriptor([run.logs[each] + by * (each is factor) for each in Factor])

    here = split(earlier, later)
    there = split([more(run) for run in earlier], [more(run) for run in later])
    for name, share in here.log_shares.items():
        assert there.log_shares[name] == pytest.approx(share, abs=1e-8)


@given(RUNS, st.integers(1, 4))
def test_the_same_runs_more_often_are_all_frequency(runs, times):
    found = split(runs, runs * times, 28.0, 28.0)
    assert found.log_shares[FREQUENCY] == pytest.approx(np.log(times))
    for factor in Factor:
        assert found.log_shares[str(factor)] == pytest.approx(0, abs=1e-9)


@given(LOGS, st.integers(1, 6), st.integers(1, 6), st.sampled_from([*Factor]), st.floats(-1, 1))
def test_where_one_thing_changed_it_is_all_of_it(logs, before, after, factor, by):
    other = list(logs)
    other[[*Factor].index(factor)] += by
    found = split(
        [descriptor(logs)] * before, [descriptor(other)] * after, 7.0 * before, 7.0 * after
    )
    assert found.log_shares[str(factor)] == pytest.approx(by, abs=1e-9)
    assert found.log_ratio == pytest.approx(by, abs=1e-9)


@given(LOGS, LOGS, st.integers(1, 5), st.integers(1, 5))
def test_turned_about_every_part_turns_its_sign(first, second, before, after):
    here, there = [descriptor(first)] * before, [descriptor(second)] * after
    to, back = split(here, there, 28.0, 28.0), split(there, here, 28.0, 28.0)
    for name, share in to.log_shares.items():
        assert back.log_shares[name] == pytest.approx(-share, abs=1e-9)


def test_a_stretch_without_runs_or_of_other_tissues_is_refused():
    run = descriptor([0.0] * len(Factor))
    tendon = descriptor([0.0] * len(Factor), Tissue.PATELLAR_TENDON)
    for earlier, later, days in (
        ([], [run], 7),
        ([run], [], 7),
        ([run], [tendon], 7),
        ([run], [run], 0),
    ):
        with pytest.raises(InvalidValueError, match="one tissue"):
            split(earlier, later, 7.0, days)
