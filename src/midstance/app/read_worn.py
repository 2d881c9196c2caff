"""In which shoes a run was run, who said so, and which others it may have been."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from midstance.app.checking.days import day_of
from midstance.app.stored_runs import find_run
from midstance.store.models import Run, Runner, Shoe, ShoeTold

TOLD_WORDS: dict[str, str | Promise] = {
    ShoeTold.UNTOLD: gettext_lazy("Nobody said so far."),
    ShoeTold.FILE: gettext_lazy("Your file or export says so."),
    ShoeTold.RULE: gettext_lazy("It is the usual pair for such runs."),
    ShoeTold.HAND: gettext_lazy("You said so."),
}


@dataclass(frozen=True)
class WornChoice:
    """One pair that a run may have been run in."""

    pk: int
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class WornSheet:
    """The shoes of a run; `told` is file, rule, hand or "", `told_words` says it."""

    shoe: int | None
    name: str
    told: str
    told_words: str
    choices: tuple[WornChoice, ...]


def read_worn(runner: Runner, key: str) -> WornSheet:
    """Show the shoes of a run and the pairs that were in use on its day.

    *Changes* nothing.
    *Refuses* an unknown run (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    run = find_run(runner, key)
    pairs = [
        shoe
        for shoe in Shoe.objects.owned_by(runner).order_by("name")
        if shoe.pk == run.shoe_id or _was_in_use(runner, shoe, run)
    ]
    return WornSheet(
        shoe=run.shoe_id,
        name=run.shoe.name if run.shoe else "",
        told=run.shoe_told,
        told_words=str(TOLD_WORDS[run.shoe_told]),
        choices=tuple(WornChoice(shoe.pk, shoe.name, shoe.pk == run.shoe_id) for shoe in pairs),
    )


def _was_in_use(runner: Runner, shoe: Shoe, run: Run) -> bool:
    began = shoe.first_day is None or shoe.first_day <= run.local_day
    return began and (shoe.retired_at is None or run.local_day <= day_of(runner, shoe.retired_at))
