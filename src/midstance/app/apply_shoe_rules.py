"""The usual shoes, for runs of which no shoes are known."""

from collections import Counter

from django.db.models import Q

from midstance.app.shoes.kinds import RunFacts, read_shoe_book
from midstance.app.shoes.settle import settle_shoes
from midstance.app.shoes.undo import changing
from midstance.store.models import Run, Runner, ShoeTold

UNTOLD = Q(shoe=None, shoe_told=ShoeTold.UNTOLD)
"""Runs of which nobody said the shoes."""


def preview_shoe_rules(runner: Runner) -> dict[int, int]:
    """How many runs each pair would get.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    book = read_shoe_book(runner)
    days = [shoe.first_day for shoe in book.defaults.values() if shoe.first_day is not None]
    if not days:
        return {}
    untold = Run.objects.owned_by(runner).shown().filter(UNTOLD, local_day__gte=min(days))
    runs = map(RunFacts._make, untold.values_list(*RunFacts._fields))
    return Counter(shoe.pk for run in runs if (shoe := book.by_rule(run)) is not None)


def apply_shoe_rules(runner: Runner) -> int:
    """Give past runs without shoes the usual pair of their kind; gives how many got one.

    *Changes* runs of which nobody said the shoes, from the first day of a pair on; never what a
    file or a hand told.
    *Refuses* nothing.
    *Twice* changes nothing more; it can be taken back.
    *Privacy* the runner's own only.
    """
    untold = Run.objects.owned_by(runner).filter(UNTOLD)
    pks = list(untold.filter(duplicate_of=None).values_list("pk", flat=True))
    with changing(runner, "ruled", untold):
        settle_shoes(runner, pks, read_shoe_book(runner))
    return int(Run.objects.owned_by(runner).filter(pk__in=pks).exclude(shoe=None).count())
