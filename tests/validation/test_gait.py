"""Real runners through the modelled camera; the whole table is made by `make validation`."""

import numpy as np
import pytest
from validation.gait.camera import CLEAN, SWAPPED, film
from validation.gait.recordings import read_recording, recording_paths

from midstance.core.gait.assess import assess_side
from midstance.core.gait.records import GaitRunner
from midstance.knowledge.gait_constants import load_gait_constants

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
