"""A pair of shoes, added by hand."""

from midstance.app.shoes.facts import ShoeProblemsError, keep_facts, problems_of, tidied
from midstance.app.shoes.records import ShoeFacts
from midstance.app.shoes.undo import changing
from midstance.store.models import Runner, Shoe


def add_shoe(runner: Runner, facts: ShoeFacts) -> int:
    """Add a pair; gives its number.

    *Changes* adds the pair; what it is the usual one for is taken from other pairs.
    *Refuses* an impossible distance or day, and a name that is taken (ShoeProblemsError, which
    names every problem at once).
    *Twice* is refused, because the name is taken then; it can be taken back.
    *Privacy* stays in the data folder.
    """
    told = tidied(facts)
    problems = problems_of(runner, told)
    if problems:
        raise ShoeProblemsError(problems)
    with changing(runner, "added"):
        shoe = Shoe(owner=runner)
        keep_facts(runner, shoe, told)
    return int(shoe.pk)
