"""A new check, or the one that is still open."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from midstance.app.checking.days import today_of
from midstance.app.checking.finish import close_check
from midstance.app.checking.profile import answers_of_profile
from midstance.app.checking.report import LOCKING
from midstance.app.checking.stored import new_key
from midstance.knowledge.knee_check import load_check_model
from midstance.store.models import KneeCheck, Runner

FRESH = timedelta(hours=24)


def start_check(runner: Runner, *, afresh: bool = False, language: str = "en") -> str:
    """Start a check, or go on with the open one; gives its key.

    *Changes* adds a check with age and sex from the profile. Started `afresh`, or after a day, the
    open one goes; one that asks for help today is finished instead, so that it still locks.
    *Refuses* nothing.
    *Twice* gives the same check.
    *Privacy* stays in the data folder.
    """
    now = timezone.now()
    with transaction.atomic():
        Runner.objects.select_for_update().get(pk=runner.pk)  # two starts at once are one
        found = KneeCheck.objects.owned_by(runner).filter(finished_at=None).first()
        if found is not None and not afresh and is_fresh(found, now):
            return str(found.key)
        if found is not None:
            _put_away(found)
        made = KneeCheck.objects.create(
            owner=runner,
            key=new_key(),
            started_at=now,
            answers=answers_of_profile(load_check_model(), runner, today_of(runner)),
            language=language,
        )
    return str(made.key)


def is_fresh(check: KneeCheck, now: datetime) -> bool:
    """Whether what was answered still says how the knee is."""
    return now - check.started_at < FRESH


def _put_away(check: KneeCheck) -> None:
    if check.action is not None and check.action >= LOCKING:
        close_check(check, check.answers)
    else:
        check.delete()
