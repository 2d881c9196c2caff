"""Drawn people with a known truth go the whole way: a real file, the pose model, and figures."""

import numpy as np
import pytest
from validation.filmed.figure import Lunge, Squat
from validation.gait.recordings import read_recording, recording_paths
from validation.rendered.film import film_lunge, film_run, film_squat
from validation.rendered.study import true_timing

from midstance.core.assess.filmed import judge_sign
from midstance.core.gait.assess import assess_side
from midstance.core.gait.lunge import assess_lunge
from midstance.core.gait.one_leg import assess_one_leg
from midstance.core.gait.records import GaitRunner, Setting, Side
from midstance.core.gait.screen_records import ScreenProblem, Seen, Sign
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.knowledge.screen_film_constants import load_screen_film_constants
from midstance.pose import FilmReader

SCREENS = load_screen_film_constants()
FEW_A_SECOND = 10


@pytest.fixture(scope="module")
def reader():
    with FilmReader() as reader:
        yield reader


@pytest.mark.real_data
def test_a_drawn_runner_is_timed_as_the_force_plate_did(reader, tmp_path):
    run = read_recording(recording_paths()[0])
    path = film_run(tmp_path / "run.mp4", run, rate_hz=30, seconds=4.0)
    gait = assess_side(
        reader.track(path).keypoints, GaitRunner(run.height_m), load_gait_constants()
    )
    cadence_spm, contact_s = true_timing(run)
    assert (gait.near_side, gait.direction, gait.setting) == (Side.RIGHT, 1, Setting.TREADMILL)
    assert gait.metric("cadence_spm").value == pytest.approx(cadence_spm, abs=3)
    assert gait.metric("contact_time_s").value == pytest.approx(contact_s, abs=0.03)


@pytest.mark.long
def test_a_drawn_squat_shows_its_signs_and_no_others(reader, tmp_path):
    how = Squat(inwards_m=0.11, lean_deg=20)
    path = film_squat(tmp_path / "squat.mp4", how, count=3, rate_hz=FEW_A_SECOND)
    keypoints = reader.track(path).keypoints
    filmed = assess_one_leg(keypoints, Side.LEFT, SCREENS)
    told = {count.sign: judge_sign(count) for count in filmed.signs}
    assert told[Sign.KNEE_PAST_SECOND_TOE] is told[Sign.TRUNK_LEANS] is Seen.SEEN
    assert told[Sign.FOOT_DOWN] is told[Sign.KNEE_WOBBLES] is Seen.NOT_SEEN
    assert assess_one_leg(keypoints, Side.RIGHT, SCREENS).problem is ScreenProblem.OTHER_LEG


@pytest.mark.long
@pytest.mark.parametrize(
    ("how", "lean_deg"), [(Lunge(38), 38), (Lunge(28), 28), (Lunge(45, 35), 36)]
)
def test_the_lean_of_a_drawn_shin_lies_in_its_range(reader, tmp_path, how, lean_deg):
    path = film_lunge(tmp_path / "lunge.mp4", how, count=3, rate_hz=FEW_A_SECOND)
    keypoints = reader.track(path).keypoints
    angle = assess_lunge(keypoints, Side.LEFT, SCREENS).angle
    assert angle.low_deg < lean_deg < angle.high_deg
    assert angle.value_deg == pytest.approx(lean_deg, abs=3)
    assert assess_lunge(keypoints, Side.RIGHT, SCREENS).problem is ScreenProblem.OTHER_LEG


@pytest.mark.long
def test_a_quiet_drawn_squat_shows_nothing(reader, tmp_path):
    path = film_squat(tmp_path / "squat.mp4", Squat(inwards_m=-0.03), count=3, rate_hz=FEW_A_SECOND)
    filmed = assess_one_leg(reader.track(path).keypoints, Side.LEFT, SCREENS)
    assert not any(count.seen for count in filmed.signs)
    assert np.median([each.depth for each in filmed.repetitions]) > 0.1
