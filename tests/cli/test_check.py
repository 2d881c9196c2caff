"""The knee check as a command: a file in, one document out, and nothing kept unless asked."""

import json
import os
import pty
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from app.isolated import environment
from app.knee_answers import CLEAN, HOT, KNEECAP
from cli.conftest import MIDSTANCE
from midstance.cli import _answers_file, _check_ask
from midstance.cli._check_ask import ask_all

COMMANDS = Path(__file__).parents[2] / "docs/howto/commands.md"
REPORT_KEYS = {
    "action",
    "red_flags",
    "fits",
    "cannot_say",
    "cannot_say_because",
    "contributors",
    "next_questions",
    "screen_complete",
    "flips_if",
    "rules_version",
}
QUESTION_KEYS = {"id", "text", "why", "kind", "options", "low", "high", "unit", "asked_when"}


@pytest.fixture
def write(tmp_path):
    def write_answers(document) -> Path:
        path = tmp_path / "answers.yaml"
        path.write_text(yaml.safe_dump(document), encoding="utf-8")
        return path

    return write_answers


def talk(home, typed, *words):
    """Let the command ask, with these lines typed."""
    return subprocess.run(
        [MIDSTANCE, "check", *words],
        env=environment(home),
        input="\n".join(typed) + "\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_questions_say_how_they_are_answered(bare):
    answer = bare("check", "--questions", "--json")
    assert answer.code == 0
    assert all(set(question) >= QUESTION_KEYS for question in answer.json)
    kinds = {question["id"]: question["kind"] for question in answer.json}
    assert set(kinds.values()) == {"yes_no", "choice", "many", "number", "scale"}
    assert kinds["urgent_signs"] == "many"
    assert all(question["how_to_answer"] for question in answer.json)
    assert not bare.home.exists()


def test_the_questions_are_readable(bare):
    answer = bare("check", "--questions")
    assert "urgent_signs: " in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_a_file_of_answers_gives_one_document_and_keeps_nothing(bare, write):
    answer = bare("check", "--answers", write(KNEECAP), "--json")
    assert answer.code == 0
    report = answer.json
    assert set(report) >= REPORT_KEYS
    assert report["action"] == "carry_on"
    first = report["fits"][0]
    assert (first["condition"], first["band"]) == ("patellofemoral_pain", "fits_well")
    assert first["for"]
    assert not bare.home.exists()


def test_a_red_flag_comes_first_with_the_answer_that_raised_it(bare, write):
    path = write(HOT)
    report = bare("check", "--answers", path, "--json").json
    assert report["action"] == "emergency"
    assert report["red_flags"][0]["because"]
    told = bare("check", "--answers", path).out.splitlines()
    assert told[0].startswith("EMERGENCY")
    assert "left knee" in told[0]
    assert not any("usually helps" in line or "fit" in line.split() for line in told)
    assert max(map(len, told)) <= 80


def test_every_statement_says_what_it_rests_on(bare, write):
    told = bare("check", "--answers", write(KNEECAP)).out
    assert "(expert judgement)" in told
    assert "(source: " in told
    assert "Made from your own answers" in told


def test_the_same_answers_give_the_same_bytes_in_any_order(bare, write):
    first = bare("check", "--answers", write(KNEECAP), "--json").out
    turned = dict(reversed(KNEECAP.items()))
    path = write({})
    path.write_text(json.dumps(turned), encoding="utf-8")
    assert bare("check", "--answers", path, "--json").out == first


@pytest.mark.parametrize("document", [{}, {"age_y": 70}, {"where": ["inner_joint_middle"]}])
def test_any_part_of_the_answers_gives_a_result(bare, write, document):
    report = bare("check", "--answers", write(document), "--json").json
    assert report["next_questions"]
    assert not report["screen_complete"]


def test_all_problems_of_a_file_come_at_once_and_nothing_is_kept(midstance, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text("shoe: red\nage_y: 300\nwalking: hop\nage_y: 30\ngeneral: [bad, none]\n")
    answer = midstance("check", "--answers", path, "--json", "--save")
    assert answer.code == 1
    problems = answer.json["problems"]
    assert [one["question"] for one in problems] == ["age_y", "shoe", "walking", "general"]
    assert all(one["came"] and one["expected"] for one in problems)
    assert all(one["expected"] in answer.err for one in problems)
    assert not (midstance.home / "midstance.sqlite3").exists() or not history(midstance)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[1", "UnreadableFileError"),
        ("a: [" * 9, "LimitExceededError"),
        ("", "InvalidAnswersError"),
        ("- age_y", "InvalidAnswersError"),
    ],
)
def test_what_is_no_file_of_answers_is_refused(bare, tmp_path, text, kind):
    path = tmp_path / "wrong.yaml"
    path.write_text(text)
    answer = bare("check", "--answers", path, "--json")
    assert answer.code == 1
    assert answer.json["error"]["kind"] == kind


def test_a_missing_file_is_refused(bare, tmp_path):
    answer = bare("check", "--answers", tmp_path / "absent.yaml", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, "NotFoundError")


@pytest.mark.parametrize(
    "words",
    [
        ["--questions", "--answers", "x.yaml"],
        ["--questions", "--save"],
        ["--answers"],
        ["file.yaml"],
    ],
)
def test_wrong_usage_is_2(bare, words):
    answer = bare("check", *words)
    assert (answer.code, answer.out) == (2, "")


def test_a_check_is_kept_only_when_asked(midstance, write):
    path = write(CLEAN)
    assert "saved" not in midstance("check", "--answers", path, "--json").json
    assert history(midstance) == []
    kept = midstance("check", "--answers", path, "--json", "--save").json
    assert [key for key, _action in history(midstance)] == [kept["saved"]]


def history(midstance):
    code = (
        "from midstance.app.start import start_django; start_django()\n"
        "from midstance.app.open_store import open_store\n"
        "from midstance.app.list_checks import list_checks\n"
        "import json; rows = list_checks(open_store())\n"
        "print(json.dumps([(row.key, row.action) for row in rows]))"
    )
    python = MIDSTANCE.with_name("python")
    told = subprocess.run(
        [python, "-c", code],
        env=environment(midstance.home),
        capture_output=True,
        text=True,
        check=True,
    )
    return [tuple(row) for row in json.loads(told.stdout)]


def test_what_is_typed_gives_one_document_and_the_talk_stays_beside_it(midstance):
    told = talk(midstance.home, ["u"] * 60, "--json")
    assert told.returncode == 0, told.stderr
    report = json.loads(told.stdout)
    assert report["action"] in {"emergency", "same_day"}
    assert report["care"]["heading"] in told.stderr
    assert history(midstance) == []


def test_when_the_typing_ends_early_nothing_is_kept(midstance):
    told = talk(midstance.home, ["40"], "--save")
    assert (told.returncode, told.stdout) == (1, "")
    assert "Nothing was kept" in told.stderr
    assert history(midstance) == []


@dataclass
class Terminal:
    """Types for each question what stands for it; what stands in a list is typed one by one."""

    typed: dict[str, list[str]]
    shown: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def show(self, sheet, _talk, _left) -> None:
        self.shown.append(sheet.id)

    def read(self, prompt: str) -> str:
        if prompt != "> ":
            return self.typed["agree"].pop(0)
        waiting = self.typed.get(self.shown[-1], [])
        return waiting.pop(0) if waiting else "u"


@pytest.fixture
def terminal(monkeypatch):
    def sit(**typed: list[str]) -> Terminal:
        made = Terminal(typed)
        monkeypatch.setattr(_check_ask, "_show", made.show)
        monkeypatch.setattr(_check_ask, "_read", made.read)
        monkeypatch.setattr(_check_ask, "_say", lambda *words: made.told.extend(words))
        return made

    return sit


def test_what_is_known_is_not_asked(terminal):
    made = terminal()
    document = ask_all({"age_y": 34, "sex": "unknown"})
    assert {"age_y", "sex"}.isdisjoint(made.shown)
    assert document["age_y"] == 34


def test_an_emergency_ends_the_questions(terminal):
    made = terminal(urgent_signs=["3"])
    document = ask_all({"age_y": 34})
    assert document["urgent_signs"] == ["hot_red_swollen_knee"]
    assert len(made.shown) < 10


def test_why_says_why_and_nonsense_is_asked_again(terminal):
    made = terminal(side=["?", "nonsense", "9", "2"])
    assert ask_all({})["side"] == "right"
    assert made.told.count("Expected a number from 1 to 3, or u.") == 2
    assert any("names the right knee" in words for words in made.told)


def test_back_keeps_answers_and_a_new_one_replaces_the_old(terminal):
    made = terminal(side=["1", "2"], urgent_signs=["b", "9"], duration_w=["3", "b", ""])
    document = ask_all({})
    assert (document["side"], document["duration_w"]) == ("right", 3)
    assert made.shown.count("duration_w") >= 2


def test_a_list_with_u_is_not_sure_of_the_rest(terminal):
    terminal(urgent_signs=["5 u"])
    answer = ask_all({"age_y": 34})["urgent_signs"]
    assert answer["deformed_or_kneecap_out"] == "yes"
    assert answer["hot_red_swollen_knee"] == "unknown"


@pytest.mark.parametrize("agreed", [True, False])
def test_what_no_longer_applies_goes_only_when_she_agrees(terminal, agreed):
    made = terminal(
        age_y=["34"],
        urgent_signs=["9"],
        onset=["5", "1"],
        injury_signs=["10", "b", "", ""],
        walking=["b", "1"],
        agree=["", ""] if agreed else ["b", ""],
    )
    document = ask_all({})
    assert document["onset"] == "gradual"
    assert "injury_signs" not in document
    assert any("no longer apply" in words for words in made.told)


def test_ctrl_c_keeps_nothing_and_says_so(midstance):
    manager, terminal = pty.openpty()
    process = subprocess.Popen(
        [MIDSTANCE, "check"], env=environment(midstance.home), stdin=terminal,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(terminal)
    while "How old" not in (line := process.stderr.readline()):
        assert line
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    os.close(manager)
    assert (process.returncode, out) == (130, "")
    assert "Nothing was kept" in err
    assert history(midstance) == []


def test_the_documented_limits_are_those_of_the_code():
    text = COMMANDS.read_text(encoding="utf-8")
    assert f"{_answers_file.ANSWERS_MAX_BYTES:,} bytes" in text
    assert f"{_answers_file.ANSWERS_MAX_ENTRIES:,} entries" in text
    assert f"{_answers_file.ANSWERS_MAX_DEPTH} levels" in text


def test_the_documented_file_of_answers_is_read(bare, tmp_path):
    text = COMMANDS.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "documented.yaml"
    path.write_text(text)
    assert bare("check", "--answers", path, "--json").code == 0
