"""A session that was done, in full or in part."""

from dataclasses import asdict

from django.db import transaction

from midstance.app.log_pain import meaning_for
from midstance.app.training.diary import WITH_SESSION
from midstance.app.training.records import Meaning, PainTold, SessionTold
from midstance.app.training.told import problems_of_session
from midstance.core.base.errors import InvalidValuesError
from midstance.store.models import Moment, PainEntry, Runner, SessionKind, SessionLog
from midstance.store.models.training import new_told_key


def log_session(runner: Runner, told: SessionTold) -> Meaning:
    """Keep a session, the pain in it too, and say what it means for the days to come.

    *Changes* adds the session, and the worst pain in it to the pains of its day.
    *Refuses* an unknown exercise, an impossible number, a day to come or long gone
    (InvalidValuesError, which names every problem at once).
    *Twice* with the same key keeps it once.
    *Privacy* stays in the data folder.
    """
    problems = problems_of_session(runner, told)
    if problems:
        raise InvalidValuesError(problems)
    key = told.key or new_told_key()
    with transaction.atomic():
        SessionLog.objects.get_or_create(
            owner=runner,
            key=key,
            defaults={
                "day": told.day,
                "kind": told.kind,
                "started_at": told.started_at,
                "seconds": told.seconds,
                "effort_rpe": told.effort_rpe,
                "items": [asdict(item) for item in told.items],
                "stopped": told.stopped,
            },
        )
        pain = _pain_in(told)
        if pain is not None:
            PainEntry.objects.get_or_create(
                owner=runner,
                key=f"{key}{WITH_SESSION}",
                defaults={
                    "day": told.day,
                    "moment": _moment_of(told),
                    "pain": pain,
                    "told_at": told.started_at,
                },
            )
    return meaning_for(runner, PainTold(told.day, _moment_of(told), pain or 0))


def _pain_in(told: SessionTold) -> int | None:
    known = [item.pain for item in told.items if item.pain is not None]
    if told.pain_during is not None:
        known.append(told.pain_during)
    return max(known, default=None)


def _moment_of(told: SessionTold) -> Moment:
    """The pain of a reset is that after the run."""
    return Moment.AFTER if told.kind == SessionKind.RESET else Moment.DURING
