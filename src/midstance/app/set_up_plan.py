"""What she wants of her plan, and what she has for it."""

from django.db import transaction
from django.utils import timezone

from midstance.app.checking.days import today_of
from midstance.app.training.records import Wishes
from midstance.app.training.wishes import columns_of, problems_of, stored_wishes
from midstance.core.base.errors import InvalidValuesError
from midstance.store.models import PlanWishes, Runner


def read_wishes(runner: Runner) -> Wishes | None:
    """Give what she said, None while she has not said anything.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own alone.
    """
    return stored_wishes(runner)


def set_up_plan(runner: Runner, wishes: Wishes) -> None:
    """Keep what she wants; the plan is made anew from it when it is next asked for.

    *Changes* takes the place of what she said before.
    *Refuses* what cannot be (InvalidValuesError, which names every problem at once).
    *Twice* keeps it once; the same wishes change nothing, the plan neither.
    *Privacy* stays in the data folder.
    """
    problems = problems_of(wishes)
    if problems:
        raise InvalidValuesError(problems)
    with transaction.atomic():
        before = stored_wishes(runner)
        if before == wishes:
            return
        changed = {**columns_of(wishes), "changed_at": timezone.now()}
        if before is None or before.onset_s != wishes.onset_s:
            changed["onset_on"] = None if wishes.onset_s is None else today_of(runner)
        PlanWishes.objects.update_or_create(owner=runner, defaults=changed)
