"""One page for a clinician, however much there is to tell."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from app.knee_answers import CLEAN, HOT, KNEECAP
from midstance.app.checking.blocks import Block, Role
from midstance.app.checking.days import today_of
from midstance.app.checking.engine import check_document
from midstance.app.checking.print_page import lay_out, print_page, width_em, wrap
from midstance.app.checking.records import FlagLine
from midstance.app.checking.summary import write_versions
from midstance.app.record_clinician_answer import record_clinician_answer
from midstance.app.save_check import save_check
from midstance.app.show_check import show_check
from midstance.app.start_check import start_check
from midstance.app.summarise_check_for_clinician import summarise_check_for_clinician
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.knowledge.knee_check import load_check_model
from midstance.knowledge.words import read_words
from midstance.store.models import Runner


def read(pdf: bytes) -> str:
    (page,) = PdfReader(BytesIO(pdf)).pages
    return page.extract_text()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def everything() -> dict[str, object]:
    """Every question answered, every option there or not sure."""
    model = load_check_model()
    found: dict[str, object] = {}
    for question in model.questions:
        match question.kind:
            case "number" | "scale":
                found[question.id] = question.high
            case "many":
                ticked = [name for name in question.options if name != question.none_of_these]
                found[question.id] = {
                    name: "yes" if place % 2 else "unknown" for place, name in enumerate(ticked)
                }
            case "yes_no":
                found[question.id] = "yes"
            case _:
                found[question.id] = question.options[-1]
    return found | {"age_y": 15, "side": "both"}


def test_it_says_who_what_and_why(runner):
    text = read(summarise_check_for_clinician(runner, save_check(runner, HOT)))
    for words in (
        "Ada",
        "34 years",
        "left knee",
        "The left knee hurts. The right knee was not named",
        "Emergency: get help now",
        "A hot, red, swollen knee",
        "not an examination",
        load_check_model().version,
        str(date.today().year),  # noqa: DTZ011 - any day of the year will do
    ):
        assert squeezed(words) in squeezed(text)


def test_it_says_what_fits_with_for_and_against_and_what_was_denied(runner):
    text = read(summarise_check_for_clinician(runner, save_check(runner, KNEECAP)))
    for words in ("Pain around the kneecap", "For:", "Against:", "Answered no to:", "Not asked:"):
        assert squeezed(words) in squeezed(text)


@pytest.mark.parametrize("side", ["left", "right", "both", "unknown"])
def test_both_sides_are_named(runner, side):
    text = read(summarise_check_for_clinician(runner, save_check(runner, CLEAN | {"side": side})))
    assert "left" in text.lower()
    assert "right" in text.lower()


def test_every_red_flag_and_every_answer_fit_on_one_page(runner):
    page = show_check(runner, save_check(runner, everything()))
    texts = read_words("red_flags", "en").values()
    flags = tuple(
        FlagLine(text.id, text.title, text.why, "emergency", place % 2 == 0, (text.why,))
        for place, text in enumerate(texts)
    )
    report = replace(page.report, red_flags=flags)
    unasked = [text.text for text in read_words("questions", "en").values()]
    pdf = print_page("All", "en", write_versions(runner, page, report, unasked))
    text = squeezed(read(pdf))
    assert len(flags) > 30
    assert [flag.title for flag in flags if squeezed(flag.title) not in text] == []


def test_the_longest_real_check_fits_with_all_its_flags(runner):
    document = everything()
    text = squeezed(read(summarise_check_for_clinician(runner, save_check(runner, document))))
    raised = check_document(document).assessment.red_flags
    titles = read_words("red_flags", "en")
    assert len(raised) > 30
    assert [flag.id for flag in raised if squeezed(titles[flag.id].title) not in text] == []


def test_the_same_check_gives_the_same_bytes(runner):
    key = save_check(runner, KNEECAP)
    first = summarise_check_for_clinician(runner, key)
    record_clinician_answer(
        runner,
        key,
        kind="doctor",
        said="",
        may_load=True,
        answered_on=today_of(runner),
    )
    assert summarise_check_for_clinician(runner, key) == first


def test_the_page_can_be_read_aloud_and_brings_its_typeface(runner):
    pdf = PdfReader(BytesIO(summarise_check_for_clinician(runner, save_check(runner, KNEECAP))))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title.startswith("Knee check")
    roles = [part.get_object()["/S"] for part in root["/StructTreeRoot"]["/K"]["/K"]]
    assert roles[0] == "/H1"
    assert {"/H2", "/P", "/LI"} <= set(roles)
    content = pdf.pages[0].get_contents().get_data()
    assert content.count(b"BDC") + content.count(b"BMC") == content.count(b"EMC")
    fonts = [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]
    embedded = [font for font in fonts if "/FontFile2" in font.get("/FontDescriptor", {})]
    assert any("Atkinson" in font["/BaseFont"] for font in embedded)


@pytest.mark.parametrize("name", ["Łucja Żółć", "走る", "A\x00\n<b>", "x" * 500])
def test_any_name_can_be_printed(runner, name):
    runner.name = name
    text = read(summarise_check_for_clinician(runner, save_check(runner, CLEAN)))
    assert "Knee check" in text
    if name.startswith("Ł"):
        assert squeezed(name) in squeezed(text)


def test_only_a_finished_check_of_the_runner_is_printed(runner):
    with pytest.raises(RefusedError, match="finish it"):
        summarise_check_for_clinician(runner, start_check(runner))
    theirs = save_check(Runner.objects.create(), CLEAN)
    with pytest.raises(NotFoundError):
        summarise_check_for_clinician(runner, theirs)


SENTENCES = st.text(st.characters(codec="utf-8"), max_size=300)


@given(SENTENCES, st.floats(6, 12), st.floats(60, 300), st.booleans())
def test_no_line_is_wider_than_its_room_and_no_word_is_lost(text, size_pt, width_pt, is_bold):
    lines = wrap(text, size_pt, width_pt, is_bold=is_bold)
    for line in lines:
        assert len(line) <= 1 or width_em(line, is_bold=is_bold) * size_pt <= width_pt + 1e-6
    printable = "".join(sign for sign in text if sign.isprintable())
    assert squeezed("".join(lines)) == squeezed(printable)


@given(st.lists(st.builds(Block, st.sampled_from(Role), SENTENCES), max_size=30))
def test_a_layout_holds_every_line_once_or_says_that_it_does_not_fit(blocks):
    layout = lay_out([], blocks, 8.0)
    if layout is not None:
        blocks_set = [line.block for column in layout.columns for line in column]
        assert blocks_set == sorted(blocks_set)
        assert set(blocks_set) == set(range(len(blocks)))
