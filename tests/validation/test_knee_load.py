"""The bars that the load model must meet on runners left out, and the figures that pages quote."""

from pathlib import Path

import numpy as np
import pytest
from validation.forms import alternatives, bootstrap_difference
from validation.knee_load import DOCS, tables
from validation.rbds import read_trials
from validation.refit import errors_of, physics, predict_left_out, refit
from validation.tables import Table, write_into

from midstance.core.load.step import estimate_step_load
from midstance.core.load.uncertainty import quadrature
from midstance.knowledge.load import read_parameters, read_sources
from midstance.knowledge.parameters import KNEE_LOAD, load_parameters
from midstance.knowledge.records import Certainty
from validation import constants

SCIENCE = DOCS.parent


@pytest.fixture(scope="module")
def trials():
    return read_trials()


@pytest.fixture(scope="module")
def built():
    return {table.name: table for table in tables()}


def left_out(trials, quantity, *, timed):
    predicted = predict_left_out(trials, physics(load_parameters(), quantity, timed=timed))
    return errors_of(predicted, getattr(trials, quantity))


@pytest.mark.real_data
def test_force_from_speed_cadence_and_height_meets_the_bar(trials):
    errors = left_out(trials, "patellofemoral_bw", timed=False)
    assert errors.rmse <= 0.75
    assert errors.percent <= 8.5


@pytest.mark.real_data
def test_force_with_contact_time_meets_the_bar(trials):
    errors = left_out(trials, "patellofemoral_bw", timed=True)
    assert errors.rmse <= 0.68
    assert errors.percent <= 7.6


@pytest.mark.real_data
def test_the_constants_in_use_are_those_that_the_trials_give(trials):
    parameters = load_parameters()
    fitted = refit(parameters, trials)
    for name, value in vars(fitted).items():
        if name != "version":
            assert value == pytest.approx(getattr(parameters, name), rel=0.006, abs=1e-3), name


@pytest.mark.real_data
def test_the_stated_spreads_are_those_seen_on_runners_left_out(trials):
    p = load_parameters()
    seen = {
        "level_log_sd": left_out(trials, "patellofemoral_bw", timed=False).log_sd,
        "level_with_contact_time_log_sd": left_out(trials, "patellofemoral_bw", timed=True).log_sd,
        "impulse_level_log_sd": left_out(trials, "patellofemoral_impulse_bw_s", timed=False).log_sd,
        "contact_time_log_sd": left_out(trials, "contact_time_s", timed=False).log_sd,
        "peak_vgrf_log_sd": left_out(trials, "peak_vgrf_bw", timed=False).log_sd,
        "peak_vgrf_with_contact_time_log_sd": left_out(trials, "peak_vgrf_bw", timed=True).log_sd,
    }
    for name, spread in seen.items():
        assert getattr(p, name) == pytest.approx(spread, abs=0.001), name
    assert p.flexion_sd_deg == pytest.approx(
        left_out(trials, "knee_flexion_deg", timed=False).rmse, abs=0.05
    )


@pytest.mark.real_data
def test_the_range_without_cadence_is_as_wide_as_the_errors_without_it(trials):
    p = load_parameters()
    without = predict_left_out(trials, _without_cadence)
    spread = errors_of(without, trials.patellofemoral_bw).log_sd
    assert quadrature(p.level_log_sd, p.cadence_missing_log_sd) == pytest.approx(spread, abs=0.002)


def _without_cadence(known, asked):
    fitted = refit(load_parameters(), known)
    return estimate_step_load(asked.speed_mps, fitted, height_m=asked.height_m).patellofemoral_bw


@pytest.mark.real_data
def test_no_other_form_beats_the_closed_form_beyond_chance(trials):
    parameters = load_parameters()
    ours = {
        timed: predict_left_out(trials, physics(parameters, "patellofemoral_bw", timed=timed))
        for timed in (False, True)
    }
    for name, (form, timed) in alternatives(parameters).items():
        low, high = bootstrap_difference(
            predict_left_out(trials, form), ours[timed], trials.patellofemoral_bw, trials.runner
        )
        assert low < high
        assert high > 0, f"{name} is better: use it"


@pytest.mark.real_data
def test_the_page_quotes_the_figures_that_validation_prints(built):
    page = DOCS.read_text(encoding="utf-8")
    assert page == write_into(page, tuple(built.values())), "run: python -m validation --write"


@pytest.mark.real_data
def test_the_model_keeps_the_published_directions(built):
    said = {row[0]: row[-1] for row in built["published"].rows}
    signs = [(finding, observed) for finding, _, observed, _ in built["published"].rows]
    changes = [(finding, observed) for finding, observed in signs if observed[0] in "+-"]
    assert len(changes) == 8
    for finding, observed in changes:
        assert said[finding][0] == observed[0], finding


@pytest.mark.real_data
def test_every_source_of_the_table_is_in_the_knowledge_base(built):
    for _, source, _, _ in built["published"].rows:
        assert source.strip("`") in read_sources()


def test_a_page_without_a_place_for_a_table_is_an_error():
    table = Table("here", "Title", ("a", "b"), (("1", "2"),))
    page = "<!-- validation: here -->\n\nold\n\n<!-- end -->\n"
    assert "| 1 | 2 |" in write_into(page, [table])
    assert "old" not in write_into(page, [table])
    with pytest.raises(ValueError, match="here"):
        write_into("", [table])


def test_every_single_constant_stands_on_a_science_page():
    text = "".join(path.read_text(encoding="utf-8") for path in Path(SCIENCE).glob("*_load.md"))
    chosen = [
        item
        for item in read_parameters().values()
        if item.model == KNEE_LOAD
        and isinstance(item.value, float)
        and item.certainty is not Certainty.DEFINITION
    ]
    missing = [item.id for item in chosen if f"{abs(item.value):g}" not in text]
    quoted_otherwise = {
        "contact_time_log_sd",
        "peak_vgrf_log_sd",
        "slope_log_sd_per_frac",
    }
    assert set(missing) <= quoted_otherwise
    assert np.isfinite([item.value for item in chosen]).all()


def test_the_page_of_constants_is_that_of_the_knowledge_base():
    page = constants.PAGE.read_text(encoding="utf-8")
    assert page == write_into(page, constants.tables()), "run: python -m validation --write"
