"""One pain, told in ten seconds."""

from django.db import transaction
from django.utils import timezone

from midstance.app.checking.days import today_of
from midstance.app.training.pain_words import meaning_of
from midstance.app.training.records import Meaning, PainTold
from midstance.app.training.state import situate
from midstance.app.training.told import problems_of_pain
from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.pain_rules import Light
from midstance.store.models import Moment, PainEntry, Run, Runner
from midstance.store.models.training import new_told_key


def log_pain(runner: Runner, told: PainTold) -> Meaning:
    """Keep a pain and say what it means for the days to come.

    *Changes* adds the pain; of two for the same moment the later one counts from now on.
    *Refuses* an impossible number, a day to come or long gone, an unknown place, run or moment
    (InvalidValueError, which names every problem at once).
    *Twice* with the same key keeps it once.
    *Privacy* stays in the data folder.
    """
    problems = problems_of_pain(runner, told)
    if problems:
        raise InvalidValueError(" ".join(problems))
    with transaction.atomic():
        PainEntry.objects.get_or_create(
            owner=runner,
            key=told.key or new_told_key(),
            defaults={
                "day": told.day,
                "moment": told.moment,
                "pain": told.pain,
                "places": list(told.places),
                "swelling": told.swelling,
                "limp": told.limp,
                "run": Run.objects.owned_by(runner).filter(key=told.run).first(),
                "told_at": told.told_at or timezone.now(),
            },
        )
    return meaning_for(runner, told)


def meaning_for(runner: Runner, told: PainTold) -> Meaning:
    """What the day of a pain means now; a morning speaks of the day before."""
    found = situate(runner, today_of(runner))
    day = told.day.toordinal()
    yesterday = found.lights.get(day - 1) if told.moment == Moment.MORNING else None
    light = found.lights.get(day, Light.UNKNOWN) if yesterday is None else yesterday
    return meaning_of(light, rescreen=found.needs_screen or found.pain.rescreen)
