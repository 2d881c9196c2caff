"""A file of answers is read as the words that stand in it, or refused before it grows."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from midstance.cli._answers_file import ANSWERS_MAX_BYTES, read_answers_file
from midstance.core.base.errors import (
    LimitExceededError,
    MidstanceError,
    NotFoundError,
    UnreadableFileError,
)

COMMANDS = Path(__file__).parents[2] / "docs/howto/commands.md"


@pytest.fixture
def read(tmp_path):
    def read_text(text: str | bytes):
        path = tmp_path / "answers.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_answers_file(str(path))

    return read_text


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("most_days: yes", {"most_days": True}),
        ("most_days: No", {"most_days": False}),
        ("most_days: 'yes'", {"most_days": "yes"}),
        ("most_days: unknown", {"most_days": "unknown"}),
        ("stuck: no", {"stuck": False}),
        ("walking: cannot_4_steps", {"walking": "cannot_4_steps"}),
        ("age_y: 36", {"age_y": 36}),
        ("age_y: 36.0", {"age_y": 36}),
        ("age_y: 36.5", {"age_y": 36.5}),
        ("age_y: 0o17", {"age_y": "0o17"}),
        ("age_y: 010", {"age_y": 10}),
        ("age_y: 1:30", {"age_y": "1:30"}),
        ("onset: 2026-11-23", {"onset": "2026-11-23"}),
        ("age_y: .inf", {"age_y": ".inf"}),
        ("age_y:", {"age_y": None}),
        ("age_y: ~", {"age_y": None}),
        ("general: [unwell, weight_loss]", {"general": ["unwell", "weight_loss"]}),
        ("general: {fever_or_chills: yes, unwell: unknown}", {
            "general": {"fever_or_chills": True, "unwell": "unknown"}
        }),
        ('{"age_y": 36, "general": ["none"]}', {"age_y": 36, "general": ["none"]}),
        ("\ufeffage_y: 36", {"age_y": 36}),
        ("<<: {age_y: 3}", {"<<": {"age_y": 3}}),
        ("{}", {}),
        ("", None),
        ("a sentence", "a sentence"),
        ('{"age_y": NaN}', {"age_y": "NaN"}),
        ('{"%s": 1e3}' % ("k" * 2000), {"k" * 2000: 1000}),
        ('{"where": "a\\u007f\\ud800"}', {"where": "a\x7f\ufffd"}),
    ],
)  # fmt: skip
def test_words_are_read_as_they_stand(read, text, document):
    answers = read(text)
    assert answers.document == document
    assert answers.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "age_y: 36\nage_y: 63\ngeneral: {unwell: yes, unwell: no}",
        '{"age_y": 36, "age_y": 63, "general": {"unwell": true, "unwell": false}}',
    ],
)
def test_a_question_answered_twice_is_told_and_not_settled_by_the_last(read, text):
    answers = read(text)
    assert [problem.question for problem in answers.problems] == ["age_y", "general.unwell"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x" * (ANSWERS_MAX_BYTES + 1), LimitExceededError),
        ("[" * 5000, LimitExceededError),
        ("a: {b: {c: {d: 1}}}", LimitExceededError),
        ("[" + "1, " * 3000 + "1]", LimitExceededError),
        ('{"a": {"b": {"c": {"d": 1}}}}', LimitExceededError),
        ("[" * 20_000 + "]" * 20_000, LimitExceededError),
        ('{"a": 1', UnreadableFileError),
        ("a: &x [1, 2]\nb: *x", LimitExceededError),
        ("a: !!python/object/apply:os.system ['true']", UnreadableFileError),
        ("a: !!float nonsense", UnreadableFileError),
        ("a: [1", UnreadableFileError),
        ("a: 1\n--- \nb: 2", UnreadableFileError),
        (b"\xff\xfe\x00", UnreadableFileError),
        (b"a: \x00", UnreadableFileError),
        ("\tage_y: 3", UnreadableFileError),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_too_large_or_no_answers_at_all_is_refused(read, text, kind):
    with pytest.raises(kind, match="Expected"):
        read(text)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    for path in (tmp_path / "absent.yaml", tmp_path):
        with pytest.raises(NotFoundError, match="Expected a file of answers"):
            read_answers_file(str(path))


@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_no_bytes_do_anything_but_read_or_refuse(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    try:
        read_answers_file(str(path))
    except MidstanceError as error:
        assert "Expected" in str(error)  # noqa: PT017 - most bytes are fine


PLAIN = st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=20)
DOCUMENTS = st.dictionaries(
    st.text(max_size=10), PLAIN | st.lists(PLAIN, max_size=4) | st.dictionaries(st.text(), PLAIN)
)


@given(DOCUMENTS)
def test_json_reads_as_json(tmp_path_factory, document):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert read_answers_file(str(path)).document == document


IDS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1)
ANSWERS = st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | IDS


@given(st.dictionaries(IDS, ANSWERS | st.lists(ANSWERS) | st.dictionaries(IDS, ANSWERS)))
def test_what_a_yaml_writer_writes_reads_back(tmp_path_factory, document):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    assert read_answers_file(str(path)).document == document
