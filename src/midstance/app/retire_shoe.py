"""A pair that is put away, or taken back."""

from datetime import date

from django.utils.translation import gettext as _

from midstance.app.checking.days import last_day_of, today_of
from midstance.app.shoes.facts import ShoeProblemsError, find_shoe, first_and_last, noon_of
from midstance.app.shoes.undo import changing
from midstance.app.shoes.words import day_words
from midstance.store.models import Runner, Shoe


def retire_shoe(runner: Runner, pk: int, day: date | None = None) -> None:
    """Put a pair away: it keeps its runs, and is the usual one for nothing any more.

    *Changes* the pair.
    *Refuses* an unknown pair (NotFoundError), a day to come, and one before its last run
    (ShoeProblemsError).
    *Twice* changes nothing more; it can be taken back.
    *Privacy* the runner's own only.
    """
    shoe = find_shoe(runner, pk)
    if day is None and shoe.retired_at is not None:
        return
    told = day or today_of(runner)
    problem = _problem(runner, shoe, told)
    if problem:
        raise ShoeProblemsError({"retired_on": problem})
    with changing(runner, "retired"):
        shoe.retired_at, shoe.kinds = noon_of(runner, told), []
        shoe.save()


def _problem(runner: Runner, shoe: Shoe, day: date) -> str:
    last_run = first_and_last(runner, shoe)[1]
    latest = last_day_of(runner)
    if day > latest:
        return _("The day on which you put them away cannot lie ahead.")
    told = (shoe.first_day, last_run)
    known = [each for each in told if each is not None and each <= latest]  # clocks may be wrong
    if known and day < max(known):
        words = _("You ran in this pair on %(day)s. Choose that day or a later one.")
        return words % {"day": day_words(max(known))}
    return ""


def restore_shoe(runner: Runner, pk: int) -> None:
    """Take a pair back that was put away.

    *Changes* the pair.
    *Refuses* an unknown pair (NotFoundError).
    *Twice* changes nothing more; it can be taken back.
    *Privacy* the runner's own only.
    """
    shoe = find_shoe(runner, pk)
    with changing(runner, "restored"):
        Shoe.objects.owned_by(runner).filter(pk=shoe.pk).update(retired_at=None)
