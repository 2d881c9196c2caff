"""The private part of a calendar's address: whoever knows it may read the calendar."""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

TOKEN_BYTES = 24


@dataclass(frozen=True)
class CalendarToken:
    """A new token and its digest.

    Parameters
    ----------
    token : for the address; told once and kept nowhere.
    digest : what is kept, and gives no token back.
    """

    token: str = field(repr=False)
    digest: str


def calendar_token() -> CalendarToken:
    """A token that nobody can guess: 192 random bits in 32 letters that an address can hold."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return CalendarToken(token, digest_of(token))


def digest_of(token: str) -> str:
    """The SHA-256 of a token in 64 hexadecimal digits, by which a stored calendar is found."""
    return sha256(token.encode(errors="replace")).hexdigest()


def token_matches(token: str, digest: str) -> bool:
    """Whether a token is the one that a digest was made of, in the same time either way."""
    return hmac.compare_digest(digest_of(token), digest)
