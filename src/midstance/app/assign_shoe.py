"""In which shoes a run was run, told by hand."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from midstance.app.checking.days import day_of
from midstance.app.shoes.facts import ShoeProblemsError, find_shoe
from midstance.app.shoes.kinds import read_shoe_book
from midstance.app.shoes.settle import settle_shoes
from midstance.app.shoes.undo import changing
from midstance.app.shoes.words import day_words
from midstance.app.stored_runs import find_run
from midstance.store.models import Run, Runner, Shoe, ShoeTold


def assign_shoe(runner: Runner, key: str, shoe: int | None) -> None:
    """Say in which pair a run was run; None says that it was in none of hers.

    *Changes* the run and all other records of it; no file and no rule overrules it later.
    *Refuses* an unknown run or pair (NotFoundError), and a pair that was not in use on that day
    (ShoeProblemsError).
    *Twice* changes nothing more; it can be taken back.
    *Privacy* the runner's own only.
    """
    run = find_run(runner, key)
    row = None if shoe is None else find_shoe(runner, shoe)
    problem = "" if row is None else _problem(runner, row, run)
    if problem:
        raise ShoeProblemsError({"shoe": problem})
    records = records_of(runner, run)
    with changing(runner, "assigned", records):
        records.update(shoe=row, shoe_told=ShoeTold.HAND)


def release_shoe(runner: Runner, key: str) -> None:
    """Let files and rules say again in which pair a run was run.

    *Changes* the run and all other records of it.
    *Refuses* an unknown run (NotFoundError).
    *Twice* changes nothing more; it can be taken back.
    *Privacy* the runner's own only.
    """
    run = find_run(runner, key)
    records = records_of(runner, run)
    with changing(runner, "assigned", records):
        records.filter(shoe_told=ShoeTold.HAND).update(shoe=None, shoe_told=ShoeTold.UNTOLD)
        settle_shoes(runner, [run.pk], read_shoe_book(runner))


def records_of(runner: Runner, run: Run) -> QuerySet[Run]:
    """A run and all other records of the same."""
    shown = run.duplicate_of_id or run.pk
    return Run.objects.owned_by(runner).filter(Q(pk=shown) | Q(duplicate_of=shown))


def _problem(runner: Runner, shoe: Shoe, run: Run) -> str:
    if shoe.first_day is not None and run.local_day < shoe.first_day:
        words = _("This pair was first worn on %(day)s, after this run. Change that day first.")
        return words % {"day": day_words(shoe.first_day)}
    away = None if shoe.retired_at is None else day_of(runner, shoe.retired_at)
    if away is not None and run.local_day > away:
        words = _("You put this pair away on %(day)s, before this run. Take it back first.")
        return words % {"day": day_words(away)}
    return ""
