"""Try a cue for some runs, and keep it only where it helps."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from midstance.app.checking.days import today_of
from midstance.app.films.cues import choose_for
from midstance.app.films.findings import days_of
from midstance.app.films.lines import own_film, running_films
from midstance.app.films.records import TrialSheet
from midstance.app.films.trials import ran_days, trial_on, trial_sheet, why_it_waits
from midstance.app.routine_lock import routine_lock
from midstance.app.training.day_sentence import stop_sentence
from midstance.app.training.state import situate
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.knowledge.cues import version_of_cues
from midstance.store.models import CueTrial, Film, Runner, TrialState


def start_trial(runner: Runner, film_id: UUID) -> TrialSheet:
    """Begin to try the one cue of a film, from the next run on.

    *Changes* adds a trial.
    *Refuses* an unknown film (NotFoundError); under a lock or a warning sign, where the film gives
    no cue, and while another trial is on (RefusedError).
    *Twice* is refused, because a trial is on.
    *Privacy* stays in the data folder.
    """
    film, today = own_film(runner, film_id), today_of(runner)
    found = situate(runner, today)
    stop = stop_sentence(found, routine_lock(runner))
    if stop:
        raise RefusedError(stop)
    if trial_on(runner) is not None:
        raise _one_at_a_time()
    cue = None
    day = next((each for each in days_of(running_films(runner)) if film in each.films), None)
    if day is not None:
        cue = choose_for(day, found, is_stopped=False, is_trying=False)
    if cue is None:
        raise RefusedError(_("Nothing in this film is worth a change. Run as you do."))
    ran_today = bool(ran_days(runner, today, today))
    try:
        with transaction.atomic():
            trial = CueTrial.objects.create(
                owner=runner,
                film=Film.objects.owned_by(runner).get(pk=film_id),
                cue=cue.id,
                beat_spm=cue.beat_spm,
                began_on=today + timedelta(days=ran_today),
                version=version_of_cues(),
            )
    except IntegrityError as error:  # another tab was quicker
        raise _one_at_a_time() from error
    return trial_sheet(trial, today, _language())


def end_trial(runner: Runner, *, keep: bool) -> TrialSheet:
    """End the trial that is on, keeping or dropping the cue.

    *Changes* the trial.
    *Refuses* where none is on (NotFoundError).
    *Twice* is refused, because it is over.
    *Privacy* stays in the data folder.
    """
    today = today_of(runner)
    with transaction.atomic():
        rows = CueTrial.objects.owned_by(runner).select_for_update().filter(state=TrialState.ON)
        trial = rows.first()
        if trial is None:
            raise NotFoundError(_("You are trying nothing at the moment."))
        trial.state = TrialState.KEPT if keep else TrialState.DROPPED
        trial.ended_on = max(today, trial.began_on)
        trial.save()
    return trial_sheet(trial, today, _language())


def read_trial(runner: Runner, today: date | None = None) -> TrialSheet | None:
    """The trial that is on, and what today's run asks for; None without one.

    *Changes* nothing.
    *Refuses* nothing; a lock, a warning sign or a sore calf comes before what the run asks for.
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    trial = trial_on(runner)
    if trial is None:
        return None
    day = today or today_of(runner)
    found = situate(runner, day)
    stop = stop_sentence(found, routine_lock(runner))
    return trial_sheet(trial, day, _language(), why_it_waits(trial, found, stop, _language()))


def _one_at_a_time() -> RefusedError:
    return RefusedError(_("You are trying one thing already. One at a time shows what helps."))


def _language() -> str:
    return get_language() or "en"
