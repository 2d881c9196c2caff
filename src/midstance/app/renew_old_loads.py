"""Loads that an older version worked out without all that is counted now."""

from midstance.app.jobs import LOADS
from midstance.store.models import Job, JobState, RunLoad, Runner


def renew_old_loads() -> int:
    """Queue that the loads are worked out anew, for each runner who has some without speeds.

    *Changes* adds a job for each such runner; gives how many.
    *Refuses* nothing.
    *Twice* adds no second job while the first waits or works, and none once the loads are new.
    *Privacy* tells nothing of anybody.
    """
    old = RunLoad.objects.filter(seconds_by_speed=[], modelled_s__gt=0, run__streams__isnull=False)
    owners = set(old.values_list("run__owner", flat=True).distinct())
    busy = Job.objects.filter(kind=LOADS, state__in=(JobState.QUEUED, JobState.RUNNING))
    waiting = set(busy.values_list("owner", flat=True))
    for runner in Runner.objects.filter(pk__in=owners - waiting):
        Job.objects.create(owner=runner, kind=LOADS, message="Loads are worked out anew")
    return len(owners - waiting)
