"""A check as it stands."""

from midstance.app.checking.pages import page_of
from midstance.app.checking.records import CheckPage
from midstance.app.checking.stored import find_check
from midstance.store.models import Runner


def show_check(runner: Runner, key: str, question: str | None = None) -> CheckPage:
    """Show an open check at its next question or at the one named, or a finished one as it was.

    *Changes* nothing.
    *Refuses* an unknown check or question (NotFoundError).
    *Twice* gives the same; a finished check is replayed from what was stored.
    *Privacy* the runner's own check only.
    """
    return page_of(find_check(runner, key), question)
