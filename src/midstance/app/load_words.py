"""What a load leaves out, in words for the pages and the commands."""

from django.utils.translation import gettext as _

LITTLE_FRAC = 0.02


def unrecorded_sentence(unrecorded_frac: float | None) -> str:
    """How much of the way the load knows nothing of; nothing where it is little."""
    if unrecorded_frac is None or unrecorded_frac <= LITTLE_FRAC:
        return ""
    return _(
        "For %(percent)s %% of the distance the watch was paused or wrote nothing. "
        "The load leaves that part out; if you ran it, the real load is higher."
    ) % {"percent": f"{100 * unrecorded_frac:.0f}"}
