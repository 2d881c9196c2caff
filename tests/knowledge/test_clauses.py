"""Clauses are read as they are written, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.assess.model import Clause
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.clauses import read_clause, read_lines

WORDS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
NUMBERS = st.decimals(-100, 1000, places=1).map(float)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=5))
def test_options_are_read_in_their_order(question, options):
    clause = read_clause(f"{question}={'|'.join(options)}")
    assert clause == Clause(question, tuple(options), None, None)


@given(WORDS, NUMBERS)
def test_a_bound_is_read_on_its_side(question, number):
    assert read_clause(f"{question}>={number}") == Clause(question, (), number, None)
    assert read_clause(f"{question}<{number}") == Clause(question, (), None, number)


@given(WORDS, NUMBERS, NUMBERS)
def test_two_bounds_make_a_range(question, low, high):
    assert read_clause(f"{question}>={low}<{high}") == Clause(question, (), low, high)


@pytest.mark.parametrize(
    "text",
    ["", "age", "age>18", "age<=18", "age=", "=left", "side=left|", "age>=x", "a b=c", "age<18>=8"],
)
def test_anything_else_is_refused(text):
    with pytest.raises(InvalidValueError, match="Expected a clause"):
        read_clause(text)


def test_lines_hold_their_clauses():
    first, second = read_lines([["side=left", "age_y<18"], ["walking=limp"]])
    assert [clause.question for clause in first] == ["side", "age_y"]
    assert [clause.question for clause in second] == ["walking"]
