"""What a routine of this runner is to be swapped for, as her newest check has it."""

from midstance.app.checking.snapshot import read_snapshot
from midstance.app.read_routine import BONE_PAIN
from midstance.knowledge.knee_check import read_check_records
from midstance.store.models import KneeCheck, Runner


def read_routine_reasons(runner: Runner) -> tuple[str, ...]:
    """Give the patterns that the runner's newest finished check fits.

    *Changes* nothing.
    *Refuses* nothing; without a check, or when it cannot say, there is no pattern. Bone pain is
    left out: a check that asks for help holds routines back by its lock.
    *Twice* gives the same.
    *Privacy* the runner's own checks only.
    """
    finished = KneeCheck.objects.owned_by(runner).exclude(finished_at=None)
    newest = finished.order_by("started_at", "pk").last()
    if newest is None:
        return ()
    fits = [fit.condition for fit in read_snapshot(newest.result).report.fits]
    known = read_check_records().conditions
    return tuple(name for name in fits if name in known and name != BONE_PAIN)
