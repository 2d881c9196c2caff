"""What a runner reads: plain, calm, and promising nothing. The grade is a screen, not a proof."""

import re
from collections import defaultdict

import pytest

from architecture.shown_words import Shown, grade_of, sentences_of, shown_words, syllables_of

HARDEST_EXPLANATION = 8.0
HARDEST_PAGE = 6.0
FEWEST_WORDS = 30  # below that a grade says nothing
LONGEST_SENTENCE_WORDS = 28

PROMISES = re.compile(
    r"\b(diagnos\w+|treats?|treated|treatment\w*|cures?|cured|heals?|healed|healing|guarantee\w*"
    r"|clinically proven)\b|\bprevent(s|ed|ing|ion)?\b[^.]*\binjur",
    re.IGNORECASE,
)
DENIALS = re.compile(r"\b(does not|do not|cannot|not) diagnose\b", re.IGNORECASE)
BLAME = re.compile(
    r"\b(great job|well done|(you )?failed|you should have|your fault|lazy|careless)\b",
    re.IGNORECASE,
)


def refused(shown: tuple[Shown, ...], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{each.where}: {each.text}" for each in shown if pattern.search(DENIALS.sub("", each.text))
    ]


@pytest.fixture(scope="module")
def shown() -> tuple[Shown, ...]:
    return shown_words()


@pytest.mark.parametrize("pattern", [PROMISES, BLAME], ids=["promises", "blame"])
def test_no_sentence_promises_health_or_blames(shown, pattern):
    assert refused(shown, pattern) == []


def test_nothing_is_shouted(shown):
    assert [each for each in shown if "!" in each.text] == []


def test_every_text_reads_easily(shown):
    texts = defaultdict(list)
    for each in shown:
        texts[each.where].append(each.text)
    hard = {
        where: round(grade_of(text), 1) for where, text in texts.items() if is_hard(where, text)
    }
    assert hard == {}


def is_hard(where: str, texts: list[str]) -> bool:
    words = sum(len(sentence) for text in texts for sentence in sentences_of(text))
    is_page = where.endswith((".html", ".py"))
    return words >= FEWEST_WORDS and grade_of(texts) > (
        HARDEST_PAGE if is_page else HARDEST_EXPLANATION
    )


def test_no_sentence_is_long(shown):
    long = [
        f"{each.where}: {' '.join(sentence)}"
        for each in shown
        for sentence in sentences_of(each.text)
        if len(sentence) > LONGEST_SENTENCE_WORDS
    ]
    assert long == []


def test_the_lint_sees_all_three_places(shown):
    places = {each.where.rsplit(".", 1)[-1] for each in shown}
    assert places == {"yaml", "py", "html"}


@pytest.mark.parametrize(
    "words", ["It treats your knee.", "This prevents knee injuries.", "Stretching heals tendons."]
)
def test_a_promise_is_found(words):
    assert refused((Shown("here", words),), PROMISES)


def test_saying_that_it_does_not_diagnose_is_no_promise():
    assert refused((Shown("here", "It does not diagnose."),), PROMISES) == []


@pytest.mark.parametrize(("word", "syllables"), [("knee", 1), ("running", 2), ("kilometres", 3)])
def test_syllables_are_counted(word, syllables):
    assert abs(syllables_of(word) - syllables) <= 1


def test_long_words_and_sentences_are_harder():
    easy = ["Rest two days. Then run a little."]
    hard = ["Subsequent biomechanical investigation demonstrates considerable patellofemoral load."]
    assert grade_of(easy) < 3 < HARDEST_EXPLANATION < grade_of(hard)
