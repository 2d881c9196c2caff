"""Named runners get the weeks that were read and agreed upon, and none that contradicts itself."""

import pytest
import yaml

from core.plan.golden_weeks import GOLDEN, situations, tell, week_of
from core.plan.week_inputs import BOOK
from midstance.core.plan.book import DoseForm, Region

SITUATIONS = situations()
WEEKS = {name: week_of(inputs) for name, inputs in SITUATIONS.items()}
HIPS = {Region.HIP, Region.HIP_STANDING}


def strength_items(name):
    sessions = [session for session in WEEKS[name].sessions if session.kind == "strength"]
    return sessions[0].items if sessions else ()


def regions(name):
    return [BOOK.exercises[item.prescription.exercise].region for item in strength_items(name)]


@pytest.mark.parametrize("name", SITUATIONS)
def test_each_runner_gets_her_week(name):
    golden = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text("utf-8"))
    assert tell(WEEKS[name]) == golden


def test_no_golden_week_is_left_over():
    assert {path.stem for path in GOLDEN.glob("*.yaml")} == set(SITUATIONS)


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_exercise_stands_twice_nor_beside_its_neighbour(name):
    for session in WEEKS[name].sessions:
        told = [item.prescription.exercise for item in session.items]
        assert len(set(told)) == len(told)
    told = {item.prescription.exercise for item in strength_items(name)}
    assert not any(told.intersection(BOOK.exercises[each].harder) for each in told)


@pytest.mark.parametrize("name", [name for name in SITUATIONS if name.startswith("kneecap")])
def test_a_sore_kneecap_works_knee_and_hip(name):
    assert Region.KNEE in regions(name)
    assert HIPS & set(regions(name))


@pytest.mark.parametrize("name", [name for name in SITUATIONS if name.startswith("band")])
def test_a_sore_band_works_the_hip_most(name):
    assert sum(region in HIPS for region in regions(name)) >= 2
    named = {item.prescription.exercise for s in WEEKS[name].sessions for item in s.items}
    assert "foam_roll" not in named


def test_an_early_patellar_tendon_holds_still_and_a_late_one_lifts_slowly():
    early = {item.prescription.form for item in strength_items("patellar_tendon_early")}
    late = {item.prescription.form for item in strength_items("patellar_tendon_late_in_the_gym")}
    assert DoseForm.ISOMETRIC in early
    assert DoseForm.STRENGTH not in early
    assert DoseForm.STRENGTH in late


@pytest.mark.parametrize("name", SITUATIONS)
def test_nobody_who_flares_jumps(name):
    jumps = Region.JUMP in regions(name)
    assert not (jumps and SITUATIONS[name].irritability != "low")
