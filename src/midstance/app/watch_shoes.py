"""How far each pair of shoes went."""

from datetime import date

from midstance.app.checking.days import today_of
from midstance.app.shoes.lines import read_lines
from midstance.app.shoes.records import ShoeLine
from midstance.knowledge.keep_well_constants import load_keep_well_constants
from midstance.store.models import Runner


def list_shoes(runner: Runner, today: date | None = None) -> tuple[ShoeLine, ...]:
    """List every pair with its distance and its load, those in use first.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    return read_lines(runner, today or today_of(runner), load_keep_well_constants())
