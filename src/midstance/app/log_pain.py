"""One pain, told in ten seconds."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from midstance.app.checking.days import today_of
from midstance.app.routine_lock import routine_lock
from midstance.app.training.pain_words import (
    SEE_SOMEONE,
    meaning_of,
    meaning_of_rest,
    meaning_of_stop,
)
from midstance.app.training.records import Meaning, PainTold
from midstance.app.training.state import Situated, situate
from midstance.app.training.told import problems_of_pain
from midstance.core.base.errors import InvalidValuesError
from midstance.core.plan.pain_rules import Light
from midstance.store.models import Moment, PainEntry, Run, Runner
from midstance.store.models.training import new_told_key


def log_pain(runner: Runner, told: PainTold) -> Meaning:
    """Keep a pain and say what it means for the days to come.

    *Changes* adds the pain; told again within ten minutes it takes the place of the first, later
    the worse of both counts.
    *Refuses* an impossible number, a day to come or long gone, an unknown place, run or moment
    (InvalidValuesError, which names every problem at once).
    *Twice* with the same key keeps it once.
    *Privacy* stays in the data folder.
    """
    problems = problems_of_pain(runner, told)
    if problems:
        raise InvalidValuesError(problems)
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
    """What the day of a pain means now; a morning speaks of the day before.

    What forbids to train comes first, and no answer softens it.
    """
    found = situate(runner, today_of(runner))
    lock = routine_lock(runner)
    if lock is not None:
        return meaning_of_stop(lock.sentence)
    if found.knee.has_red_flag:
        return meaning_of_stop(str(SEE_SOMEONE))
    rescreen = found.needs_screen or found.pain.rescreen
    light = _light(found, told)
    if not rescreen and light is not Light.RED and found.pain.first_day > found.today.toordinal():
        return meaning_of_rest(date.fromordinal(found.pain.first_day))
    return meaning_of(light, rescreen=rescreen)


def _light(found: Situated, told: PainTold) -> Light:
    day = told.day.toordinal()
    today = found.lights.get(day, Light.UNKNOWN)
    if told.moment != Moment.MORNING or today is Light.RED:
        return today
    return found.lights.get(day - 1, today)
