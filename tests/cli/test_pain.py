"""A pain told in one line: kept once, or refused whole with every reason."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest
import yaml

from app.isolated import environment
from app.knee_answers import HOT
from cli.conftest import MIDSTANCE
from midstance.cli import pain
from midstance.store.models import Moment

NOW = datetime.now(UTC)


def days(number):
    return (NOW + timedelta(days=number)).date().isoformat()


def test_a_pain_is_kept_and_says_what_it_means(midstance):
    answer = midstance("pain", 1, "--moment", "during", "--not-swollen", "--no-limp",
                       "--where", "front_kneecap", "--where", "behind_kneecap")  # fmt: skip
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "CARRY ON"
    line = midstance("pain", "--json").json[0]
    assert line["places"] == ["front_kneecap", "behind_kneecap"]
    assert (line["pain"], line["swelling"], line["limp"]) == (1, False, False)
    table = midstance("pain").out
    assert line["day"] in table
    assert max(map(len, table.splitlines())) <= 80


def test_what_was_not_said_is_not_known(midstance):
    midstance("pain", 0, "--moment", "before")
    line = midstance("pain", "--json").json[0]
    assert (line["swelling"], line["limp"], line["run"], line["places"]) == (None, None, "", [])


def test_a_limp_is_red_and_one_document(midstance):
    answer = midstance("pain", 1, "--moment", "during", "--limp", "--json")
    assert set(answer.json) == {"light", "light_words", "sentence", "rescreen"}
    assert answer.json["light"] == "stop"


def test_much_pain_names_the_check(midstance):
    assert "midstance check --save" in midstance("pain", 9, "--moment", "after").out


def test_no_pain_softens_a_lock(midstance, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text(yaml.safe_dump(HOT), encoding="utf-8")
    midstance("check", "--answers", path, "--save", "--json")
    answer = midstance("pain", 0, "--moment", "morning", "--json").json
    assert answer["light"] == "stop"
    assert answer["sentence"] == midstance("today", "--json").json["sentence"]


def test_the_same_key_keeps_it_once(midstance):
    for number in (1, 2):
        assert midstance("pain", number, "--moment", "after", "--key", "mine").code == 0
    assert [line["pain"] for line in midstance("pain", "--json").json] == [1]


def test_pains_are_listed_newest_first_from_a_day_on(midstance):
    for back in (2, 0, 1):
        midstance("pain", back, "--moment", "after", "--day", days(-back))
    assert [line["pain"] for line in midstance("pain", "--json").json] == [0, 1, 2]
    since = midstance("pain", "--since", days(-1), "--json").json
    assert [line["pain"] for line in since] == [0, 1]


def test_without_any_it_says_how_to_tell_one(midstance):
    answer = midstance("pain")
    assert (answer.code, midstance("pain", "--json").json) == (0, [])
    assert "midstance pain 0-10" in answer.out


def test_a_run_gives_the_day(ran_yesterday):
    run = ran_yesterday("runs", "--json").json[0]["id"]
    days = {}
    for moment in ("during", "morning"):
        ran_yesterday("pain", 1, "--moment", moment, "--run", run, "--key", moment)
    for line in ran_yesterday("pain", "--json").json:
        assert line["run"] == run
        days[line["moment"]] = line["day"]
    assert days["during"] < days["morning"]


def test_all_problems_come_at_once_and_nothing_is_kept(midstance):
    answer = midstance("pain", 11, "--moment", "during", "--where", "elbow", "--run", "none",
                       "--day", days(3), "--key", "a b", "--json")  # fmt: skip
    assert answer.code == 1
    problems = answer.json["problems"]
    assert len(problems) == 5
    assert all(problem in answer.err for problem in problems)
    assert midstance("pain", "--json").json == []


@pytest.mark.parametrize("day", [days(3), "2019-02-03", "9999-12-31", "0001-01-01"])
def test_a_day_out_of_reach_is_refused(midstance, day):
    answer = midstance("pain", 1, "--moment", "after", "--day", day, "--json")
    assert answer.code == 1
    assert day in answer.json["problems"][0]


@pytest.mark.parametrize(
    "words",
    [
        ["3"], ["x"], ["2.5", "--moment", "after"], ["3", "--moment", "noon"],
        ["3", "--moment", "after", "--day", "2026-13-01"], ["3", "--moment", "after", "--day", ""],
        ["--moment", "after"], ["--limp"], ["--key", "a"], ["--since", "yesterday"],
        ["3", "--moment", "after", "--since", "2026-11-01"], ["3", "4", "--moment", "after"],
    ],
)  # fmt: skip
def test_wrong_usage_is_2_and_touches_nothing(bare, words):
    answer = bare("pain", *words)
    assert (answer.code, answer.out) == (2, "")
    assert not bare.home.exists()


def test_the_moments_are_those_that_are_kept():
    assert set(pain.MOMENTS) == set(Moment.values)


@pytest.mark.parametrize(
    "words", [["plan", "--weeks", "4", "--json"], ["plan"], ["today"], ["pain"]]
)
def test_a_pipe_that_is_closed_is_no_accident(midstance, words):
    process = subprocess.Popen(
        [MIDSTANCE, *words], env=environment(midstance.home),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    process.stdout.close()
    process.wait(timeout=120)
    assert process.stderr.read() == ""
    process.stderr.close()


def test_a_forecast_says_what_it_takes(midstance):
    answer = midstance("pain", "--forecast", "--json")
    assert answer.code == 0
    assert (answer.json["is_shown"], answer.json["runs_missing"]) == (False, 20)
    assert answer.json["sentence"] == answer.json["needs"]
    said = " ".join(midstance("pain", "--forecast", 0.5).out.split())
    assert said.startswith(answer.json["needs"])
    assert answer.json["limits"] in said


def test_a_forecast_for_a_load_that_cannot_be_is_refused(midstance):
    answer = midstance("pain", "--forecast", 9, "--json")
    assert answer.code == 1
    assert "up to 5 times" in answer.json["problems"][0]


def test_a_forecast_stands_alone(midstance):
    assert midstance("pain", 3, "--moment", "during", "--forecast").code == 2
    assert midstance("pain", "--forecast", "--since", days(-3)).code == 2
