"""The usual shoes, for runs of which no shoes are known."""

from collections import Counter

from midstance.app.shoes.kinds import read_shoe_book
from midstance.app.shoes.settle import COLUMNS, settle_shoes
from midstance.app.shoes.undo import changing
from midstance.store.models import Run, Runner, ShoeTold


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
    untold = Run.objects.owned_by(runner).shown().filter(shoe_told=ShoeTold.UNTOLD)
    runs = untold.filter(local_day__gte=min(days)).only(*COLUMNS)
    return Counter(shoe.pk for run in runs if (shoe := book.by_rule(run)) is not None)


def apply_shoe_rules(runner: Runner) -> int:
    """Give past runs without shoes the usual pair of their kind; gives how many got one.

    *Changes* runs of which nobody said the shoes, from the first day of a pair on; never what a
    file or a hand told.
    *Refuses* nothing.
    *Twice* changes nothing more; it can be taken back.
    *Privacy* the runner's own only.
    """
    every = Run.objects.owned_by(runner)
    untold = every.filter(shoe_told=ShoeTold.UNTOLD)
    pks = list(untold.shown().values_list("pk", flat=True))
    with changing(runner, "ruled", untold):
        settle_shoes(runner, pks, read_shoe_book(runner))
    return int(every.shown().filter(pk__in=pks).exclude(shoe=None).count())
