"""Real runners through the modelled camera; the whole table is made by `make validation`."""

from dataclasses import replace

import numpy as np
import pytest
from validation.gait.camera import CLEAN, FOLLOWED, PASSING, PHONE, SWAPPED, film
from validation.gait.foot_strike import fit_edges, measure_feet, right_left_out
from validation.gait.norms import (
    CURVE_FOLDER,
    FOLDER,
    curve_text,
    curves_of,
    norms_of,
    record_text,
)
from validation.gait.recordings import all_recordings, read_recording, recording_paths
from validation.gait.truth import measure_truth
from validation.rbds import read_trials

from midstance.core.gait.assess import assess_side
from midstance.core.gait.assess_rear import assess_rear
from midstance.core.gait.records import GaitRunner, Setting, Side
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.knowledge.gait_norms import read_gait_curves, read_gait_norms

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize("camera", [CLEAN, CLEAN.at(30), SWAPPED], ids=lambda each: each.name)
def test_ten_seconds_tell_cadence_and_contact_time(camera):
    misses = []
    for path in recording_paths()[::9]:
        run = read_recording(path)
        seen = assess_side(
            film(run, camera, 3, 0.0, 10.0), GaitRunner(run.height_m), load_gait_constants()
        )
        assert seen.direction == 1
        early = run.strike_s < 10
        truth = np.mean((run.toe_off_s - run.strike_s)[early])
        misses.append(seen.metric("contact_time_s").value - truth)
        assert seen.metric("cadence_spm").value == pytest.approx(
            60 / np.diff(run.strike_s[early]).mean(), rel=0.01
        )
    assert np.abs(misses).mean() < 0.012


BEHIND = replace(CLEAN, behind=True, distance_m=3.0)
FEW = slice(None, None, 9)
EACH_SPEED = 16
"""Recordings lie by runner and by speed."""


def seen_from_behind(run, camera=BEHIND):
    clip = film(run, camera, 3, 0.0, 10.0)
    return assess_rear(clip, GaitRunner(run.height_m), load_gait_constants())


def test_from_behind_time_width_and_drop_are_those_of_plate_and_markers():
    for path in recording_paths()[FEW]:
        run = read_recording(path)
        seen = seen_from_behind(run)
        truth = measure_truth(run, seen, 0.0)
        for name, side, off in (
            ("cadence_spm", Side.BOTH, 1.0),
            ("contact_time_s", Side.BOTH, 0.022),
            ("step_width_m", Side.BOTH, 0.012),
            ("crossover_frac", Side.BOTH, 0.25),
            ("pelvic_drop_deg", Side.LEFT, 4.0),
            ("pelvic_drop_deg", Side.RIGHT, 4.0),
        ):
            assert seen.metric(name, side).value == pytest.approx(truth.of(name, side), abs=off)


def test_the_belt_shows_how_far_the_camera_leans():
    for at, path in enumerate(recording_paths()[FEW]):
        run = read_recording(path)
        camera = replace(PHONE, from_right=at % 2 == 0)
        clip = film(run, camera, 3, 0.0, 10.0)
        seen = assess_side(clip, GaitRunner(run.height_m), load_gait_constants())
        tilt, reach = seen.quality.tilt_deg
        assert tilt == pytest.approx(-2.0 if camera.from_right else 2.0, abs=reach + 0.5)


@pytest.mark.parametrize(
    ("camera", "setting"),
    [(CLEAN, Setting.TREADMILL), (PASSING, Setting.PASSING), (FOLLOWED, Setting.FOLLOWED)],
    ids=lambda each: getattr(each, "name", each),
)
def test_the_camera_that_moves_is_told_from_the_belt(camera, setting):
    for path in recording_paths()[::EACH_SPEED]:
        run = read_recording(path)
        clip = film(run, camera, 3, 5.0, 9.0)
        seen = assess_side(clip, GaitRunner(run.height_m), load_gait_constants())
        assert seen.setting is setting


def test_the_norms_are_those_of_the_recordings():
    for name, by_speed in norms_of(read_trials(), all_recordings()).items():
        checked = read_gait_norms()[name].checked.on.isoformat()
        assert record_text(name, by_speed, checked) == (FOLDER / f"{name}.yaml").read_text("utf-8")


def test_the_usual_courses_are_those_of_the_recordings():
    for name, by_speed in curves_of(all_recordings()).items():
        checked = read_gait_curves()[name].checked.on.isoformat()
        kept = (CURVE_FOLDER / f"{name}.yaml").read_text("utf-8")
        assert curve_text(name, by_speed, checked) == kept


def test_the_edges_between_foot_strikes_are_those_of_the_recordings():
    feet = measure_feet(all_recordings())
    assert load_gait_constants().gait_strike_class_deg == fit_edges(feet)
    assert right_left_out(feet).mean() > 0.7
