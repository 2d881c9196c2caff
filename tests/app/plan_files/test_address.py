"""A calendar's address cannot be guessed, and what is stored does not give it away."""

import re
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from midstance.app.plan_files.address import calendar_token, digest_of, token_matches


def test_a_token_is_long_and_fits_into_an_address():
    made = calendar_token()
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", made.token)
    assert made.digest == sha256(made.token.encode()).hexdigest()


def test_no_two_tokens_are_the_same():
    tokens = {calendar_token().token for _ in range(1000)}
    assert len(tokens) == 1000
    assert len({token[:8] for token in tokens}) > 990


def test_only_the_token_itself_matches():
    made = calendar_token()
    assert token_matches(made.token, made.digest)
    assert not token_matches(made.digest, made.digest)
    assert not token_matches(made.token[:-1], made.digest)
    assert not token_matches(made.token.swapcase(), made.digest)


@given(st.text())
def test_whatever_comes_as_a_token_is_answered(token):
    assert not token_matches(token, calendar_token().digest)
    assert token_matches(token, digest_of(token))


def test_a_printed_token_stays_hidden():
    made = calendar_token()
    assert made.token not in repr(made)
