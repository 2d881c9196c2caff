"""A pair that was added by mistake."""

from django.utils.translation import gettext as _

from midstance.app.shoes.facts import find_shoe
from midstance.app.shoes.undo import changing
from midstance.core.base.errors import RefusedError
from midstance.store.models import Run, Runner


def remove_shoe(runner: Runner, pk: int) -> None:
    """Remove a pair that has no runs.

    *Changes* the pair is gone.
    *Refuses* an unknown pair (NotFoundError), and one with runs (RefusedError).
    *Twice* is refused, because it is gone; it can be taken back.
    *Privacy* the runner's own only.
    """
    shoe = find_shoe(runner, pk)
    if Run.objects.owned_by(runner).filter(shoe=shoe).exists():
        raise RefusedError(
            _("There are runs in this pair. Put it away, or join it with the pair that it is.")
        )
    with changing(runner, "removed"):
        shoe.delete()
