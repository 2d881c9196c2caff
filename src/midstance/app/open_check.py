"""The check that was begun and not finished."""

from django.utils import timezone

from midstance.app.checking.pages import page_of
from midstance.app.checking.records import CheckPage
from midstance.app.start_check import is_fresh
from midstance.store.models import KneeCheck, Runner


def open_check(runner: Runner) -> CheckPage | None:
    """The open check of the last day, at its next question; None when there is none.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own check only.
    """
    found = KneeCheck.objects.owned_by(runner).filter(finished_at=None).first()
    return page_of(found) if found is not None and is_fresh(found, timezone.now()) else None
