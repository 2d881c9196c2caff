"""What was told of a pair, told anew."""

from midstance.app.shoes.facts import (
    ShoeProblemsError,
    facts_of,
    find_shoe,
    keep_facts,
    problems_of,
    tidied,
)
from midstance.app.shoes.records import ShoeFacts
from midstance.app.shoes.undo import changing
from midstance.store.models import Runner


def read_shoe(runner: Runner, pk: int) -> ShoeFacts:
    """A pair as she told it.

    *Changes* nothing.
    *Refuses* an unknown pair (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    return facts_of(find_shoe(runner, pk))


def edit_shoe(runner: Runner, pk: int, facts: ShoeFacts) -> None:
    """Change a pair; files that use its old name still find it.

    *Changes* the pair; what it is the usual one for is taken from other pairs.
    *Refuses* an unknown pair (NotFoundError), an impossible distance or day, and a name that is
    taken (ShoeProblemsError, which names every problem at once).
    *Twice* changes nothing more; it can be taken back.
    *Privacy* stays in the data folder.
    """
    shoe, told = find_shoe(runner, pk), tidied(facts)
    problems = problems_of(runner, told, shoe)
    if problems:
        raise ShoeProblemsError(problems)
    with changing(runner, "edited"):
        keep_facts(runner, shoe, told)
