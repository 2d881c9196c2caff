"""What is wrong with a pair, before it is kept."""

from midstance.app.shoes.facts import Problems, find_shoe, problems_of, tidied
from midstance.app.shoes.records import ShoeFacts
from midstance.store.models import Runner


def check_shoe(runner: Runner, facts: ShoeFacts, pk: int | None = None) -> Problems:
    """Give a sentence for each field with something wrong; `pk` names a pair that is there.

    *Changes* nothing.
    *Refuses* an unknown pair (NotFoundError).
    *Twice* gives the same.
    *Privacy* keeps nothing.
    """
    return problems_of(runner, tidied(facts), None if pk is None else find_shoe(runner, pk))
