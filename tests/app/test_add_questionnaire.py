"""A licensed questionnaire: read whole or refused with all that is wrong, scored by its rules."""

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questionnaire_document import as_bytes, made_up
from midstance.app.add_questionnaire import (
    MOST_QUESTIONNAIRES,
    add_questionnaire,
    list_questionnaires,
    remove_questionnaire,
)
from midstance.app.check_in import list_check_ins, read_check_in, save_check_in
from midstance.app.training import questionnaire
from midstance.app.training.questionnaire import MOST_BYTES, build_form, read_form
from midstance.core.assess.answers import InvalidAnswersError
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.store.models import Questionnaire, Runner

GUIDE = Path(__file__).parents[2] / "docs/howto/questionnaires.md"
ANSWERS = st.fixed_dictionaries({name: st.integers(0, 2) for name in ("sing", "limp", "fly")})

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
NONSENSE = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(st.text(max_size=5), PLAIN)


def places_of(content):
    with pytest.raises(InvalidAnswersError) as caught:
        read_form(content if isinstance(content, bytes) else as_bytes(content))
    assert all(one.came and one.expected for one in caught.value.problems)
    return [one.question for one in caught.value.problems]


def scored(method, answers, fewest=1):
    scoring = {"method": method, "better": "higher", "fewest_items": fewest}
    return build_form(made_up(scoring=scoring)).score(answers)


@pytest.mark.parametrize(("method", "score"), [("sum", 5.0), ("mean", 1.25), ("percent", 62.5)])
def test_the_score_follows_weights_and_reversals(method, score):
    assert scored(method, {"sing": 1, "limp": 0, "fly": 0}) == score


@given(ANSWERS)
def test_the_three_scorings_say_the_same_in_other_units(answers):
    total = scored("sum", answers)
    assert scored("mean", answers) == pytest.approx(total / 4)
    assert scored("percent", answers) == pytest.approx(100 * total / 8)


@given(ANSWERS, st.sampled_from(["sum", "mean", "percent"]))
def test_a_score_lies_between_its_ends(answers, method):
    scoring = {"method": method, "better": "lower", "fewest_items": 1}
    form = build_form(made_up(scoring=scoring))
    low, high = form.ends
    assert low <= form.score(answers) <= high


@given(ANSWERS)
def test_turning_every_item_about_turns_the_score_about(answers):
    items = [item | {"reversed": not item["reversed"]} for item in made_up()["items"]]
    turned = build_form(made_up(items=items))
    assert turned.score(answers) == pytest.approx(100 - scored("percent", answers))


def test_what_was_left_out_counts_as_the_mean_of_the_others():
    assert scored("sum", {"sing": 2}) == 8.0
    assert scored("sum", {"sing": 2, "limp": 2}) == pytest.approx(8 / 3)
    assert scored("sum", {"sing": 2}, fewest=2) is None


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "the document"),
        (b"nonsense", "the document"),
        (b"[1]", "the document"),
        (b"\xff\xfe", "the document"),
        (b"[" * 100_000, "the document"),
        (b'{"a": 1, "a": 2}', "the document"),
        (b'{"a": NaN}', "the document"),
        (b" " * (MOST_BYTES + 1), "the document"),
        ({}, "the document"),
        (made_up(colour="red"), "the document"),
    ],
)
def test_what_is_no_document_is_refused(content, place):
    assert places_of(content) == [place]


def test_all_problems_come_at_once():
    document = made_up(
        format="other",
        name=" ",
        lead=3,
        licence={"holder": "", "granted_to": "A clinic"},
        scoring={"method": "magic", "better": "up", "fewest_items": 9},
        smallest_change={"points": 0, "source": "Wren 2019"},
    )
    document["items"][0] |= {"weight": 0, "steps": [{"label": "no", "points": "1"}]}
    document["items"][1] |= {"id": "Sing!", "reversed": "yes"}
    document["items"][2] = {"id": "fly"}
    assert places_of(document) == [
        "format", "name", "lead", "licence", "items[0].steps", "items[0].weight", "items[1].id",
        "items[1].reversed", "items[2]", "scoring.method", "scoring.better",
        "scoring.fewest_items", "smallest_change.points",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["a\0b", "\ud800", "x" * 1001])
def test_words_that_no_page_can_hold_are_refused(words):
    assert places_of(made_up(lead=words)) == ["lead"]


def test_items_need_names_of_their_own_and_steps_that_differ():
    document = made_up()
    document["items"][1]["id"] = "sing"
    document["items"][2]["steps"] = [{"label": "a", "points": 1}, {"label": "b", "points": 1}]
    assert places_of(document) == ["items[1].id", "items[2].steps"]


@given(st.dictionaries(st.sampled_from(sorted(made_up())), NONSENSE))
def test_any_field_may_be_nonsense_without_harm(changes):
    content = json.dumps(made_up(**changes)).encode()
    with suppress(InvalidAnswersError):
        form, _document = read_form(content)
        assert form.items


@pytest.mark.django_db
def test_it_is_put_in_answered_and_taken_out(runner):
    line = add_questionnaire(runner, as_bytes(made_up()))
    assert "The Bird Society" in line.words
    assert "permission" in line.words
    assert line.smallest_change == "Smallest meaningful change: 16.4 points (Wren 2019)."
    sheet = read_check_in(runner, line.kind)
    assert sheet.licence == line.words
    assert [step.label for step in sheet.items[0].steps] == ["never", "at times", "often"]
    told = save_check_in(runner, line.kind, {"sing": 1, "limp": 0, "fly": 0})
    assert told.score == 62.5
    remove_questionnaire(runner, line.kind)
    assert list_questionnaires(runner) == ()
    assert all(sheet.kind != line.kind for sheet in list_check_ins(runner))
    with pytest.raises(NotFoundError):
        remove_questionnaire(runner, line.kind)


@pytest.mark.django_db
def test_the_same_document_is_there_once_and_another_of_its_name_is_refused(runner):
    first = add_questionnaire(runner, as_bytes(made_up()))
    assert add_questionnaire(runner, as_bytes(made_up())) == first
    with pytest.raises(RefusedError, match="Bird Score"):
        add_questionnaire(runner, as_bytes(made_up(lead="Another lead.")))
    assert Questionnaire.objects.get().document == made_up()


@pytest.mark.django_db
def test_there_is_an_end_to_them(runner):
    for number in range(MOST_QUESTIONNAIRES):
        add_questionnaire(runner, as_bytes(made_up(name=f"Bird {number}")))
    with pytest.raises(RefusedError):
        add_questionnaire(runner, as_bytes(made_up(name="One more")))


@pytest.mark.django_db
def test_nobody_sees_that_of_another(runner):
    line = add_questionnaire(Runner.objects.create(name="Bea"), as_bytes(made_up()))
    assert list_questionnaires(runner) == ()
    with pytest.raises(NotFoundError):
        read_check_in(runner, line.kind)
    with pytest.raises(NotFoundError):
        remove_questionnaire(runner, line.kind)


def test_the_guide_tells_a_document_that_is_taken_and_the_limits_as_they_are():
    page = GUIDE.read_text(encoding="utf-8")
    told = re.search(r"```json\n(.*?)```", page, re.DOTALL)[1]
    assert read_form(told.encode())[0].name == "Bird Score"
    limits = dict(re.findall(r"^\| `([A-Z_]+)` \| ([\d,]+) \|$", page, re.MULTILINE))
    stated = {name: int(value.replace(",", "")) for name, value in limits.items()}
    actual = {name: getattr(questionnaire, name, None) for name in stated}
    assert stated == actual | {"MOST_QUESTIONNAIRES": MOST_QUESTIONNAIRES}
