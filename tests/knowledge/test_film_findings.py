"""What films say of a pattern: whole, honest about what it rests on, and a fault is found."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from midstance.core.gait.norms import Where
from midstance.knowledge.check import problems, read_knowledge_base
from midstance.knowledge.film_findings import load_film_rules
from midstance.knowledge.records import Certainty
from midstance.knowledge.words import read_words

TODAY = datetime.now(UTC).date()
BASE = read_knowledge_base()
NEVER = ("diagnos", "treat", "cure", "prevent", "injury", "fail", "should have", "!")


def planted(id_, **changes):
    records = {**BASE.film_findings, id_: replace(BASE.film_findings[id_], **changes)}
    return [each for each in problems(replace(BASE, film_findings=records), TODAY) if id_ in each]


def test_every_bound_is_told_to_be_judged_and_needs_two_days():
    for record in BASE.film_findings.values():
        assert record.certainty is Certainty.JUDGEMENT
        assert load_film_rules()[record.id].confirm_days >= 2


def test_no_finding_promises_or_blames():
    for text in read_words("film_findings", "en").values():
        told = f"{text.name} {text.matters.text} {text.because}".lower()
        assert not [word for word in NEVER if word in told]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"order": 1}, "shares its place"),
        ({"metric": "stride_length"}, "unknown figure"),
        ({"where": Where.WITHIN}, "neither below nor above"),
        ({"conditions": ("flying",)}, "unknown pattern"),
        ({"trains": ("flying",)}, "unknown exercise"),
        ({"trains": ("band_walk", "band_walk")}, "says something twice"),
        ({"trains": ()}, "a reason without exercises"),
        ({"confirm_days": 0}, "goes by one day"),
        ({"good_days": 2}, "no longer count"),
        ({"sources": ("nobody_1900",)}, "unknown source"),
    ],
)
def test_a_fault_in_a_finding_is_found(changes, words):
    assert any(words in each for each in planted("hip_drop", **changes))
