"""The sample runner's three pairs: one put away, one near its reminder, one for her long runs.

Their names are made up. The pairs are told as she would have told them: the first by hand, the
other two as her usual pairs.
"""

from datetime import date, timedelta

from midstance.app.add_shoe import add_shoe
from midstance.app.apply_shoe_rules import apply_shoe_rules
from midstance.app.retire_shoe import retire_shoe
from midstance.app.sample.story import WEEKS, tell_story
from midstance.app.shoes.records import ShoeFacts
from midstance.store.models import Run, Runner, Shoe, ShoeChange, ShoeTold

NEW_FROM_WEEK = 28
BEFORE_M = 40_000.0
LONG_M = 8400.0
FIRST, USUAL, LONG = "Blue daily", "Green daily", "Sand long"


def tell_sample_shoes(runner: Runner, today: date) -> None:
    """Tell in which shoes the sample runner ran.

    *Changes* adds three pairs, and their runs know them.
    *Refuses* nothing.
    *Twice* does nothing when she has shoes already.
    *Privacy* all of it is made up.
    """
    if Shoe.objects.owned_by(runner).exists():
        return
    first_day = next(tell_story(today)).start_at.date()
    swapped = today - timedelta(days=2, weeks=WEEKS - NEW_FROM_WEEK) + timedelta(days=1)
    old = add_shoe(
        runner, ShoeFacts(FIRST, "Made up", "Daily 1", first_day=first_day, before_m=BEFORE_M)
    )
    worn = Run.objects.owned_by(runner).filter(local_day__lt=swapped)
    worn.update(shoe=old, shoe_told=ShoeTold.HAND)
    retire_shoe(runner, old, swapped)
    add_shoe(runner, ShoeFacts(USUAL, "Made up", "Daily 2", first_day=swapped, kinds=("every",)))
    add_shoe(
        runner,
        ShoeFacts(LONG, "Made up", "Far 1", first_day=swapped, kinds=("long",), long_m=LONG_M),
    )
    apply_shoe_rules(runner)
    ShoeChange.objects.owned_by(runner).delete()
