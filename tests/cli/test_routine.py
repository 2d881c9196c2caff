"""The reset as a command."""

import yaml

from app.knee_answers import HOT

STEP_KEYS = {"name", "side", "start_s", "seconds", "how", "exercise"}


def test_the_reset_is_one_document_whose_steps_sum_to_five_minutes(midstance):
    answer = midstance("routine", "--for", "iliotibial_band_pain", "--json")
    assert answer.code == 0
    steps = answer.json["steps"]
    assert all(set(step) == STEP_KEYS for step in steps)
    assert sum(step["seconds"] for step in steps) == answer.json["seconds"] == 300
    assert "side_lying_hip_abduction" in {step["exercise"] for step in steps}


def test_an_unknown_condition_is_wrong_usage(midstance):
    answer = midstance("routine", "--for", "rain")
    assert answer.code == 2
    assert "patellofemoral_pain" in answer.err


def test_a_locked_runner_reads_what_to_do_instead(midstance, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text(yaml.safe_dump(HOT), encoding="utf-8")
    midstance("check", "--answers", path, "--save", "--json")
    answer = midstance("routine", "--json")
    assert answer.code == 1
    assert "emergency" in answer.json["error"]["reason"].lower()


def test_in_words_it_fits_on_a_terminal(midstance):
    answer = midstance("routine")
    assert answer.code == 0
    assert "0:30  Knee swing, right side (20 s)" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
