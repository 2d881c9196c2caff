"""Whether somebody can log in, asked before the app listens beyond this machine."""


def has_account() -> bool:
    """True when an account with a usable password exists.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* tells no name.
    """
    raise NotImplementedError
