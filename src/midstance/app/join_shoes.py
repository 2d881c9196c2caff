"""Two pairs that are one, as after gear was renamed elsewhere."""

from django.utils.translation import gettext as _

from midstance.app.shoes.facts import ShoeProblemsError, find_shoe
from midstance.app.shoes.kinds import RunKind
from midstance.app.shoes.undo import changing
from midstance.store.models import Run, Runner, Shoe


def join_shoes(runner: Runner, keep: int, gone: int) -> None:
    """Make two pairs one: it has the runs and the earlier distance of both.

    *Changes* the runs of the second pair, which is gone then; files that use its name find the
    first.
    *Refuses* an unknown pair (NotFoundError), and a pair with itself (ShoeProblemsError).
    *Twice* is refused, because the second pair is gone; it can be taken back.
    *Privacy* the runner's own only.
    """
    kept, other = find_shoe(runner, keep), find_shoe(runner, gone)
    if kept.pk == other.pk:
        raise ShoeProblemsError({"gone": _("Choose another pair to join it with.")})
    runs = Run.objects.owned_by(runner).filter(shoe=other)
    with changing(runner, "joined", runs):
        runs.update(shoe=kept)
        other.delete()
        _take_over(kept, other)
        kept.save()


def _take_over(kept: Shoe, other: Shoe) -> None:
    kept.before_m += other.before_m
    kept.first_day = min((day for day in (kept.first_day, other.first_day) if day), default=None)
    kept.also_named = sorted({*kept.also_named, *other.also_named, other.name} - {kept.name})
    kept.brand, kept.model = kept.brand or other.brand, kept.model or other.model
    if kept.retired_at is None:
        kept.kinds = [kind for kind in RunKind if kind in {*kept.kinds, *other.kinds}]
        kept.long_m = other.long_m if kept.long_m is None else kept.long_m
        kept.fast_mps = other.fast_mps if kept.fast_mps is None else kept.fast_mps
