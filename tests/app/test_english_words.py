"""Stored English is said in the reader's language, with what was filled in."""

import pytest
from django.utils.translation import override

from midstance.app.english_words import translate_english
from midstance.core.base.errors import NotFoundError
from pseudo import LEFT_TO_RIGHT, disguise, speaking


@pytest.fixture
def foreign():
    with speaking(LEFT_TO_RIGHT), override(LEFT_TO_RIGHT):
        yield


def test_english_stays_english():
    assert translate_english("There is no folder.") == "There is no folder."
    assert translate_english("") == ""


@pytest.mark.usefixtures("foreign")
def test_a_whole_sentence_is_translated():
    sentence = "The same file was imported before."
    assert translate_english(sentence) == disguise(sentence)


@pytest.mark.usefixtures("foreign")
def test_what_was_filled_in_stays_and_the_rest_is_translated():
    error = NotFoundError("There is no backup named “a (1).zip”.")
    expected = disguise("There is no backup named “%(v1)s”.") % {"v1": "a (1).zip"}
    assert translate_english(error) == expected


@pytest.mark.usefixtures("foreign")
def test_a_piece_that_is_known_is_translated_too():
    shown = translate_english("Not a run: a ride.")
    assert shown == disguise("Not a run: %(v1)s.") % {"v1": disguise("a ride")}


@pytest.mark.usefixtures("foreign")
def test_the_template_with_most_words_wins():
    english = "A file of this kind may hold 9 bytes; this one holds more."
    shown = translate_english(english)
    assert shown == disguise("A file of this kind may hold %(v1)s bytes; this one holds more.") % {
        "v1": "9"
    }


@pytest.mark.usefixtures("foreign")
def test_what_nobody_wrote_down_is_shown_as_it_is():
    assert translate_english("Nobody has said this before.") == "Nobody has said this before."
