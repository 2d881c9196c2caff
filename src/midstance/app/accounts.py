"""Whether somebody can log in, asked before the app listens beyond this machine."""

from django.contrib.auth import get_user_model


def has_account() -> bool:
    """True when an account with a usable password exists.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* tells no name.
    """
    active = get_user_model().objects.filter(is_active=True)
    return any(user.has_usable_password() for user in active)
