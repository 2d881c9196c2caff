"""What a run would do, on a terminal."""

import yaml

from app.knee_answers import HOT
from midstance.app.what_if import WhatIf


def test_her_usual_run_is_asked_about_where_nothing_is_said(filled):
    answer = filled("what-if")
    assert (answer.code, answer.err) == (0, "")
    for words in ("Asked: ", "Your limits today", "Against your usual run", "Rests on: "):
        assert words in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_the_document_holds_the_run_the_limits_and_the_room(filled):
    answer = filled("what-if", "--distance-m", 12000, "--descent-m", 240, "--json")
    assert answer.code == 0
    assert set(answer.json) == {*WhatIf.__dataclass_fields__, "room"}
    assert answer.json["planned"]["distance_m"] == 12000
    assert answer.json["planned"]["descent_m"] == 240
    assert answer.json["room"]["limits"]


def test_more_of_a_run_is_more_on_the_knee(filled):
    short, long = (
        filled("what-if", "--distance-m", metres, "--json").json["tissues"][0]["times"]
        for metres in (6000, 12000)
    )
    assert long > 1.9 * short


def test_a_run_that_cannot_be_is_refused(filled):
    answer = filled("what-if", "--speed-mps", 40, "--json")
    assert answer.code == 1
    assert "speed_mps" in answer.json["error"]["reason"]
    assert filled("what-if", "--distance-m", "far").code == 2


def test_without_runs_it_says_what_comes_first(midstance):
    answer = midstance("what-if")
    assert answer.code == 0
    assert "brisk walks come first" in answer.out


def test_a_lock_says_what_to_do_and_nothing_else(midstance, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text(yaml.safe_dump(HOT), encoding="utf-8")
    assert midstance("check", "--answers", path, "--save", "--json").code == 0
    answer = midstance("what-if", "--distance-m", 5000)
    assert answer.code == 0
    assert "asks you to get help" in answer.out
    assert "Your limits" not in answer.out
    assert "Asked" not in answer.out
