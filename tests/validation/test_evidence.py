"""The page of evidence is that of the knowledge base."""

from validation.tables import write_into

from midstance.knowledge.knee_check import read_check_records
from validation import evidence


def test_the_page_of_evidence_is_that_of_the_knowledge_base():
    page = evidence.PAGE.read_text(encoding="utf-8")
    assert page == write_into(page, evidence.tables()), "run: python -m validation --write"


def test_every_pattern_has_its_column():
    assert set(evidence.SHORT) == set(read_check_records().conditions)
