"""The first account of an installation, and whose runner an account is."""

import hashlib
import hmac
import os
import secrets
from typing import TYPE_CHECKING

from midstance.core.base.errors import NotFoundError
from midstance.store.home import PRIVATE_FILE, open_home
from midstance.store.models import Runner

if TYPE_CHECKING:
    from pathlib import Path

    from django.contrib.auth.models import AnonymousUser, User


def issue_first_account_token() -> str:
    """Make the token of the one-time link that opens the sign-up for the first account.

    *Changes* writes the token's digest into the data folder; an older token ends.
    *Refuses* nothing.
    *Twice* gives a new token.
    *Privacy* the token itself is kept nowhere.
    """
    token = secrets.token_urlsafe(24)
    descriptor = os.open(_token_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(_digest(token))
    return token


def is_first_account_token(token: str) -> bool:
    """True when this is the token printed last, and no account was made with it.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same until an account is made.
    *Privacy* tells nothing but yes or no.
    """
    try:
        known = _token_file().read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return hmac.compare_digest(known, _digest(token))


def adopt_runner(user: "User") -> Runner:
    """Give the runner of this installation to its first account; a later account gets its own.

    *Changes* the runner's user, or adds a runner; the sign-up token ends.
    *Refuses* nothing.
    *Twice* gives the same runner.
    *Privacy* an account never sees another's runner.
    """
    _token_file().unlink(missing_ok=True)
    held = Runner.objects.filter(user=user).first()
    if held is not None:
        return held
    free = Runner.objects.filter(user=None).order_by("created_at", "pk").first()
    runner = free or Runner()
    runner.user = user
    runner.save()
    return runner


def runner_of(user: "User | AnonymousUser") -> Runner:
    """The runner of whoever is logged in.

    *Changes* nothing.
    *Refuses* a visitor without an account, and an account without a runner (NotFoundError).
    *Twice* gives the same.
    *Privacy* the account's own runner only.
    """
    held = Runner.objects.filter(user=user).first() if user.is_authenticated else None
    if held is None:
        raise NotFoundError("Expected the runner of an account, found none: log in first.")
    return held


def count_runners() -> int:
    """How many runners this installation holds.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* tells no name.
    """
    return Runner.objects.count()


def _token_file() -> "Path":
    return open_home() / "first_account_token"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
