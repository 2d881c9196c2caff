"""What to do today on a terminal: what forbids comes first, and the command it names works."""

import json
import subprocess
import sys

import pytest
import yaml

from app.isolated import environment
from app.knee_answers import HOT, KNEECAP
from midstance.app.training.records import TodaySheet

LOADED = (
    "import sys; from midstance.cli.main import main; main(['today']); "
    "print('ortools' in sys.modules, file=sys.stderr)"
)


def save_check(midstance, tmp_path, answers):
    path = tmp_path / "answers.yaml"
    path.write_text(yaml.safe_dump(answers), encoding="utf-8")
    assert midstance("check", "--answers", path, "--save", "--json").code == 0


def test_without_a_word_the_day_is_said_in_one_sentence(midstance):
    answer = midstance("today")
    lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert lines[0].startswith("Today")
    assert lines[1].startswith("CARRY ON · ")
    for words in ("Why: ", "Stop if ", "Rests on: ", "Your week so far", "plan --set"):
        assert words in answer.out
    assert max(map(len, lines)) <= 80


def test_the_document_holds_the_whole_day(midstance):
    answer = midstance("today", "--json")
    assert answer.code == 0
    assert set(answer.json) == set(TodaySheet.__dataclass_fields__)
    assert answer.json["lock"] is None
    session = answer.json["sessions"][0]
    assert all(item["dose"] in midstance("today").out for item in session["items"])


def test_a_question_goes_away_with_the_command_beside_it(ran_yesterday):
    answer = ran_yesterday("today")
    asked = [line.split() for line in answer.out.splitlines() if "pain 0-10" in line]
    waiting = ran_yesterday("today", "--json").json["asks"]
    assert len(asked) == len(waiting) > 0
    for _midstance, _pain, _number, *about in asked:
        assert ran_yesterday("pain", 0, *about, "--json").code == 0
    later = ran_yesterday("today", "--json").json["asks"]
    assert not {(ask["moment"], ask["run"]) for ask in waiting} & {
        (ask["moment"], ask["run"]) for ask in later
    }


def test_a_lock_says_what_to_do_and_offers_nothing(midstance, tmp_path):
    save_check(midstance, tmp_path, HOT)
    answer, told = midstance("today"), midstance("today", "--json").json
    assert answer.code == 0
    assert "STOP · " in answer.out
    assert "EMERGENCY" in answer.out
    assert "Who: " in answer.out
    assert told["lock"]["action"] == "emergency"
    assert told["light"] == "stop"
    assert not told["sessions"]
    for words in ("Strength", "sets of", "Why: ", "so far", "midstance routine", "--set"):
        assert words not in answer.out


def test_a_red_day_rests(midstance, tmp_path):
    save_check(midstance, tmp_path, KNEECAP)
    midstance("pain", 6, "--moment", "during")
    answer = midstance("today")
    assert "STOP · " in answer.out
    assert "Rest your knee until" in answer.out.replace("\n", " ")
    assert "sets of" not in answer.out


def test_much_more_pain_sends_to_the_warning_signs(midstance):
    midstance("pain", 9, "--moment", "during")
    answer = midstance("today")
    assert "midstance check --save" in answer.out
    assert not midstance("today", "--json").json["sessions"]


def test_the_solver_is_loaded_only_to_make_a_new_plan(midstance):
    loaded = [
        subprocess.run(
            [sys.executable, "-c", LOADED],
            env=environment(midstance.home), capture_output=True, text=True, check=True,
        ).stderr.split()[-1]
        for _ in range(2)
    ]  # fmt: skip
    assert loaded == ["True", "False"]


def test_the_same_day_gives_the_same_document(midstance):
    assert midstance("today", "--json").out == midstance("today", "--json").out


@pytest.mark.parametrize("words", [["--weeks", 2], ["tomorrow"]])
def test_wrong_usage_is_2(bare, words):
    answer = bare("today", *words)
    assert (answer.code, answer.out) == (2, "")


def test_a_damaged_store_is_one_document_too(bare):
    bare.home.mkdir()
    (bare.home / "midstance.sqlite3").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    for command in ("today", "plan", "pain"):
        answer = bare(command, "--json")
        assert answer.code == 1
        assert json.loads(answer.out)["error"]["reason"]
