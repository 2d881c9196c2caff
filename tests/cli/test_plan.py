"""The week on a terminal, and the file of wishes that it is made from."""

import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.isolated import environment
from app.knee_answers import HOT
from cli.conftest import MIDSTANCE
from midstance.app import make_plan
from midstance.app.training.records import DayWish, Wishes
from midstance.app.training.told_documents import read_wishes_document, write_wishes_document
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.cli import plan
from midstance.cli._answers_file import read_answers_file
from midstance.cli._wishes_file import wishes_lines
from midstance.core.plan.book import Situation
from midstance.core.plan.problem import TimeOfDay
from midstance.knowledge.exercises import load_exercise_book

COMMANDS = Path(__file__).parents[2] / "docs/howto/commands.md"


@pytest.fixture
def write(tmp_path):
    def write_wishes(text: str) -> Path:
        path = tmp_path / "wishes.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_wishes


def test_the_week_is_read_day_by_day(midstance):
    answer = midstance("plan")
    lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert lines[0].startswith("Your week from ")
    for words in ("Strength, ", "sets of ", "the same as on ", "Running", "Rests on: "):
        assert words in answer.out
    assert max(map(len, lines)) <= 80


def test_what_is_not_told_twice_is_told_once(midstance):
    week = midstance("plan", "--json").json["weeks"][0]
    told = midstance("plan").out
    items = [item for day in week["days"] for each in day["sessions"] for item in each["items"]]
    assert items
    assert all(f"{item['name']}: {item['dose']}" in " ".join(told.split()) for item in items)


def test_weeks_come_as_one_document(midstance):
    answer = midstance("plan", "--weeks", 3, "--json")
    first_days = [week["first_day"] for week in answer.json["weeks"]]
    assert len(first_days) == 3
    assert first_days == sorted(first_days)
    assert answer.json["lock"] is None
    assert "look ahead" in midstance("plan", "--weeks", 2).out


@pytest.mark.parametrize(
    "words",
    [["--weeks", 0], ["--weeks", 5], ["--weeks", "x"], ["--wishes", "--weeks", 2], ["--set"],
     ["--set", "a", "--wishes"], ["wishes.yaml"]],
)  # fmt: skip
def test_wrong_usage_is_2_and_touches_nothing(bare, words):
    answer = bare("plan", *words)
    assert (answer.code, answer.out) == (2, "")
    assert not bare.home.exists()


def test_as_many_weeks_as_the_use_case_gives():
    assert plan.MOST_WEEKS == make_plan.MOST_WEEKS


def test_a_lock_comes_before_the_week(midstance, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text(yaml.safe_dump(HOT), encoding="utf-8")
    midstance("check", "--answers", path, "--save", "--json")
    answer, told = midstance("plan", "--weeks", 2), midstance("plan", "--json").json
    assert answer.code == 0
    assert "EMERGENCY" in answer.out
    assert "sets of" not in answer.out
    assert told["lock"]["action"] == "emergency"
    assert told["weeks"][0]["empty"]
    assert not any(day["sessions"] for day in told["weeks"][0]["days"])


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_wishes_that_are_printed_are_kept_as_they_are(midstance, tmp_path, form):
    told = midstance("plan", "--wishes", *form)
    assert "not said yet" in told.err
    path = tmp_path / "wishes"
    path.write_text(told.out, encoding="utf-8")
    assert midstance("plan", "--set", path, "--json").json["weeks"]
    again = midstance("plan", "--wishes", *form)
    assert (again.out, again.err) == (told.out, "")


def test_wishes_change_the_week_and_what_they_leave_out_stays(midstance, write):
    none = "days: [" + ", ".join(["{exercise_s: 0, outing_s: 0}"] * 7) + "]"
    answer = midstance("plan", "--set", write(f"{none}\nsituations: [pregnancy]\n"))
    assert "The least that helps" in answer.out
    assert ": rest" not in answer.out
    assert "Kept." in answer.err
    assert "whenever it suits" in midstance("today").out.replace("\n", " ")
    midstance("plan", "--set", write("runs_a_week: 1"))
    wishes = midstance("plan", "--wishes", "--json").json
    assert (wishes["runs_a_week"], wishes["situations"]) == (1, ["pregnancy"])


def test_wishes_may_come_from_standard_input(midstance):
    told = subprocess.run(
        [MIDSTANCE, "plan", "--set", "-", "--json"], env=environment(midstance.home),
        input="runs_a_week: 2", capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert midstance("plan", "--wishes", "--json").json["runs_a_week"] == 2


def test_all_problems_of_wishes_come_at_once_and_nothing_is_kept(midstance, write):
    path = write(
        "runs_a_week: 9\nruns_a_week: 3\ngoal: 3\nequipment: [boat]\nhills_back: perhaps\n"
        "days: [{exercise_s: 5 min, outing_s: 0}]\nentry: {walk_pain: 12}\n"
    )
    answer = midstance("plan", "--set", path, "--json")
    assert answer.code == 1
    assert answer.json["error"]["kind"] == "InvalidValuesError"
    problems = answer.json["problems"]
    for words in (
        "two answers", "goal", "boat", "hills_back", "days.1.exercise_s", "seven days", "walk_pain",
    ):  # fmt: skip
        assert any(words in problem for problem in problems), words
    assert all(problem in answer.err for problem in problems)
    assert "not said yet" in midstance("plan", "--wishes").err


@pytest.mark.parametrize(
    ("text", "kind"),
    [("a: [1", "UnreadableFileError"), ("", "InvalidValuesError"), ("- 1", "InvalidValuesError")],
)
def test_what_is_no_file_of_wishes_is_refused(midstance, write, text, kind):
    answer = midstance("plan", "--set", write(text), "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, kind)


def test_a_missing_file_is_refused(midstance, tmp_path):
    answer = midstance("plan", "--set", tmp_path / "absent.yaml", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, "NotFoundError")
    assert "wishes" in answer.err


def test_the_documented_file_of_wishes_is_read(tmp_path):
    text = COMMANDS.read_text(encoding="utf-8").split("## `plan`")[1].split("```yaml\n")[1]
    path = tmp_path / "documented.yaml"
    path.write_text(text.split("```")[0])
    file = read_answers_file(str(path))
    wishes = read_wishes_document(file.document, DEFAULT_WISHES)
    assert wishes != DEFAULT_WISHES
    assert file.problems == ()


SECONDS = st.none() | st.integers(1, 86_400)
SCORE = st.none() | st.integers(0, 10)
WISHES = st.builds(
    Wishes,
    days=st.tuples(
        *[st.builds(DayWish, st.integers(0, 7200), st.integers(0, 86_400),
                    st.sampled_from([each.value for each in TimeOfDay]))] * 7
    ),
    equipment=st.lists(st.sampled_from(sorted(load_exercise_book().equipment))).map(tuple),
    situations=st.lists(st.sampled_from([each.value for each in Situation])).map(tuple),
    left_out=st.lists(st.sampled_from(sorted(load_exercise_book().exercises))).map(tuple),
    runs_a_week=st.integers(0, 7),
    goal_s=SECONDS,
    is_returning=st.none() | st.booleans(),
    onset_s=SECONDS,
    hills_back=st.booleans(),
    confidence=SCORE,
    place=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200)
    | st.sampled_from(["no", "null", "3", "~", "a: b", "# x", "{", "two\nlines", "k\u0085v"]),
    entry=st.fixed_dictionaries(
        {"limps": st.booleans()},
        optional={"walk_pain": SCORE, "heel_raise_frac": st.floats(0, 5)},
    ).map(lambda entry: tuple(sorted(entry.items()))),
)  # fmt: skip


@given(WISHES)
def test_the_printed_file_holds_the_same_wishes(tmp_path_factory, wishes):
    path = tmp_path_factory.getbasetemp() / "any-wishes.yaml"
    lines = wishes_lines(write_wishes_document(wishes))
    path.write_text("\n".join(lines), encoding="utf-8")
    file = read_answers_file(str(path))
    assert read_wishes_document(file.document, DEFAULT_WISHES) == wishes
    assert file.problems == ()
