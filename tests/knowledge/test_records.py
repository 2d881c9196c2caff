"""The knowledge base is sound, complete and refuses what it does not know."""

import dataclasses
import json
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest
import yaml

from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.check import problems, read_knowledge_base
from midstance.knowledge.kinds import RECORD_TYPES, TEXT_TYPES
from midstance.knowledge.load import (
    DATA,
    RecordLoader,
    read_folder,
    read_parameters,
    read_record,
    read_sources,
)
from midstance.knowledge.parameters import (
    KNEE_LOAD,
    build_parameters,
    field_names,
    load_parameters,
    version_of,
)
from midstance.knowledge.records import Certainty, Checked, Parameter
from midstance.knowledge.records_text import QuestionText
from midstance.knowledge.schema import SCHEMAS, write_schema
from midstance.knowledge.words import TEXT, languages

TODAY = datetime.now(UTC).date()
FOLDERS = [
    *((DATA / folder, kind) for folder, kind in RECORD_TYPES.items()),
    *((TEXT / lang / folder, kind) for lang in languages() for folder, kind in TEXT_TYPES.items()),
]

GOOD = """\
id: knee
model: knee_load
meaning: "A number"
value: 1.5
unit: "1"
low: 1
high: 2
valid_for: "tests"
sources: []
certainty: definition
checked: {on: 2026-01-31, by: a test}
"""


def write(folder: Path, text: str, name: str = "knee.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_is_wrong_with_the_knowledge_base():
    assert problems(read_knowledge_base(), TODAY) == ()


def test_every_folder_is_known_and_holds_records_alone():
    assert {path.name for path in DATA.iterdir() if path.is_dir()} <= set(RECORD_TYPES)
    for language in languages():
        assert {path.name for path in (TEXT / language).iterdir()} <= set(TEXT_TYPES)
    for folder, _ in FOLDERS:
        paths = folder.iterdir() if folder.is_dir() else ()
        assert {path.suffix for path in paths} <= {".yaml"}, folder


@pytest.mark.parametrize(("root", "folder", "kind"), SCHEMAS, ids=lambda x: getattr(x, "name", x))
def test_the_committed_schema_is_the_one_of_the_record_types(root, folder, kind):
    committed = (root / f"{folder}.schema.json").read_text("utf-8")
    assert committed == write_schema(kind), "run: python -m midstance.knowledge.schema"


@pytest.mark.parametrize(("folder", "kind"), FOLDERS, ids=lambda x: getattr(x, "name", None))
def test_every_record_meets_the_schema(folder, kind):
    validator = jsonschema.Draft202012Validator(json.loads(write_schema(kind)))
    for path in folder.iterdir() if folder.is_dir() else ():
        content = yaml.load(path.read_text("utf-8"), Loader=RecordLoader)  # noqa: S506 - a safe loader
        if "checked" in content:
            content["checked"]["on"] = content["checked"]["on"].isoformat()
        assert list(validator.iter_errors(content)) == [], path.name


def test_the_model_finds_each_of_its_constants_and_no_other():
    ids = {item.id for item in read_parameters().values() if item.model == KNEE_LOAD}
    assert ids == set(field_names())


def test_every_constant_fills_its_field_with_the_right_kind():
    parameters = load_parameters()
    for field in dataclasses.fields(parameters):
        value = getattr(parameters, field.name)
        assert type(value) in {str, float, tuple}
        assert (type(value) is tuple) == (field.type not in {str, float, "str", "float"})


def test_equal_values_have_equal_versions_and_any_change_another():
    values = {name: read_parameters()[name].value for name in field_names()}
    assert version_of(dict(reversed(values.items()))) == load_parameters().version
    for name, value in values.items():
        changed = tuple(x + 1e-9 for x in value) if isinstance(value, tuple) else value + 1e-9
        assert version_of(values | {name: changed}) != load_parameters().version


def test_words_about_a_constant_do_not_change_the_version():
    records = {
        name: dataclasses.replace(item, meaning="other words")
        for name, item in read_parameters().items()
    }
    assert build_parameters(records).version == load_parameters().version


def test_on_and_no_are_words(tmp_path):
    record = read_record(write(tmp_path, GOOD.replace('"A number"', "no")), Parameter)
    assert record.meaning == "no"
    assert record.checked == Checked(on=date(2026, 1, 31), by="a test")


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("low: 1\n", ""),
        ("low: 1\n", "low: 1\ncolour: red\n"),
        ("low: 1\n", "low: one\n"),
        ("low: 1\n", "low: true\n"),
        ("value: 1.5", "value: [1, two]"),
        ("value: 1.5", "value: 'two'"),
        ("sources: []", "sources: rbds"),
        ("sources: []", "sources: [1]"),
        ("certainty: definition", "certainty: sure"),
        ("{on: 2026-01-31, by: a test}", "{on: 2026-01-31}"),
        ("{on: 2026-01-31, by: a test}", "{on: yesterday, by: a test}"),
        ("{on: 2026-01-31, by: a test}", "yesterday"),
        ('meaning: "A number"', 'meaning: ""'),
        ("id: knee", "id: other"),
        ("id: knee", "id: [knee"),
    ],
)
def test_a_record_that_is_not_complete_and_right_is_refused(tmp_path, good, bad):
    assert good in GOOD
    with pytest.raises(InvalidValueError, match="Expected"):
        read_record(write(tmp_path, GOOD.replace(good, bad)), Parameter)


QUESTION = """\
id: where
text: "Where?"
why: "It tells."
hint: null
options: {left: "Left"}
"""


def test_what_may_be_empty_is_null(tmp_path):
    text = read_record(write(tmp_path, QUESTION, "where.yaml"), QuestionText)
    assert text.hint is None
    assert text.options == {"left": "Left"}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("hint: null", "hint: 3"),
        ("hint: null", "hint: [a]"),
        ('"It tells."', "null"),
        ('{left: "Left"}', "[left]"),
        ('{left: "Left"}', "{1: one}"),
        ('{left: "Left"}', "{left: 1}"),
    ],
)
def test_words_that_are_not_right_are_refused(tmp_path, good, bad):
    assert good in QUESTION
    with pytest.raises(InvalidValueError, match="Expected"):
        read_record(write(tmp_path, QUESTION.replace(good, bad), "where.yaml"), QuestionText)


def test_a_folder_that_is_not_there_holds_no_records(tmp_path):
    assert read_folder(tmp_path / "nothing", Parameter) == {}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"sources": ("nobody",)}, "unknown source nobody"),
        ({"certainty": Certainty.PUBLISHED, "sources": ()}, "cites nothing"),
        ({"value": 9e9}, "lies outside"),
        ({"value": ()}, "lies outside"),
        ({"low": 5.0, "high": 5.0}, "empty range"),
        ({"checked": Checked(on=date(9999, 1, 1), by="nobody")}, "in the future"),
    ],
)
def test_the_check_finds_what_is_wrong(change, wrong):
    record = dataclasses.replace(read_parameters()["gravity_mps2"], **change)
    base = read_knowledge_base()
    planted = dataclasses.replace(base, parameters=base.parameters | {"gravity_mps2": record})
    assert any(wrong in line for line in problems(planted, TODAY))


def test_the_check_finds_a_source_that_nobody_cites():
    source = dataclasses.replace(
        read_sources()["rbds_2017"],
        id="idle",
        year=1492,
        checked=Checked(on=date(9999, 1, 1), by="nobody"),
    )
    base = read_knowledge_base()
    planted = dataclasses.replace(base, sources=base.sources | {"idle": source})
    assert len(problems(planted, TODAY)) == 3
