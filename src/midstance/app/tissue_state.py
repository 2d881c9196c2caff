"""How full the tissues of the knee were day by day, against the runner's own heavy usual day."""

from dataclasses import dataclass
from datetime import date

from midstance.app.training.tissue_past import read_past
from midstance.core.base.arrays import FloatArray
from midstance.core.load.planned import TISSUES
from midstance.core.load.tissue import Tissue
from midstance.store.models import Runner


@dataclass(frozen=True, eq=False)
class TissueDays:
    """The days from the first run up to one day, (days, tissue) each, of the worse side.

    Parameters
    ----------
    tissues : the columns; the outer band rests on an index that nobody has checked.
    load : what the runs of the day did, the mean over the exponents; 1 is her usual day, days of
        rest among them.
    least, middle, most : how full the tissue was; 1 is as full as on a heavy usual day of hers. A
        spread of assumptions, no 90 % range; NaN where no heavy usual day is known yet.
    """

    first_day: date
    tissues: tuple[Tissue, ...]
    load: FloatArray
    least: FloatArray
    middle: FloatArray
    most: FloatArray


def read_tissue_state(runner: Runner, today: date) -> TissueDays | None:
    """Read the state of each tissue on every day up to one day, ten years back at most.

    *Changes* nothing.
    *Refuses* nothing; None while no whole 28 days are known by which a day is usual.
    *Twice* gives the same.
    *Privacy* the runner's own runs only; what was worked out stays in memory for the next page.
    """
    past = read_past(runner, today).tissues
    if past is None:
        return None
    return TissueDays(
        first_day=date.fromordinal(past.first_day),
        tissues=TISSUES,
        load=past.load,
        least=past.least,
        middle=past.middle,
        most=past.most,
    )
