"""The last change of her shoes, taken back."""

from midstance.app.shoes.undo import take_back
from midstance.store.models import Runner


def undo_shoes(runner: Runner) -> str:
    """Take back the last change of shoes, whatever it was; gives its kind.

    *Changes* the pairs and runs that it changed; what was told again since then stays.
    *Refuses* when there is nothing to take back (NotFoundError), or a pair that was added has runs
    by now (RefusedError).
    *Twice* is refused.
    *Privacy* the runner's own only.
    """
    return take_back(runner)
