"""A trial of a cue: run by run with less and less of it, then hers to keep or to drop."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from midstance.app.films.cues import told_cue
from midstance.app.films.records import TrialRun, TrialSheet
from midstance.app.number_words import decimal_words
from midstance.app.screens.words import source_words
from midstance.app.training.records import SessionLine
from midstance.app.training.state import Situated, situations_of
from midstance.core.gait.cue import Session
from midstance.core.plan.return_to_run import OutingKind
from midstance.core.plan.run_room import RUNNING
from midstance.knowledge.cues import SESSIONS, load_cue_book, read_cue_records
from midstance.knowledge.load import read_parameters
from midstance.knowledge.words import read_words
from midstance.store.models import CueTrial, Run, Runner, SessionKind, SessionLog, TrialState

HUNDRED = 100
STATE_WORDS: Mapping[str, str | Promise] = {
    TrialState.ON: gettext_lazy("Being tried"),
    TrialState.KEPT: gettext_lazy("Kept"),
    TrialState.DROPPED: gettext_lazy("Dropped"),
}


def trial_on(runner: Runner) -> CueTrial | None:
    """The trial that is on."""
    return CueTrial.objects.owned_by(runner).filter(state=TrialState.ON).first()


def ran_days(runner: Runner, since: date, until: date) -> list[date]:
    """The days on which she ran, as a watch or she herself told."""
    span = (since, until)
    runs = Run.objects.owned_by(runner).shown()
    days: set[date] = set(runs.filter(local_day__range=span).values_list("local_day", flat=True))
    told = SessionLog.objects.owned_by(runner).filter(kind=SessionKind.RUN, day__range=span)
    return sorted(days | set(told.values_list("day", flat=True)))


def why_it_waits(trial: CueTrial, found: Situated, stop: str, language: str) -> str:
    """What a trial waits for, "" for nothing: what asks for care, or what its cue is not for.

    `stop` is what asks for care before any running.
    """
    if stop:
        return stop
    record = read_cue_records().get(trial.cue)
    against = {*situations_of(found), found.condition} & set(record.not_with if record else ())
    if not against:
        return ""
    words = read_words("situations", language)
    told = [words[name].words for name in sorted(against) if name in words]
    if told:
        return _("Your trial waits: %(why)s.") % {"why": told[0]}
    return _("Your trial waits: it is not for what your knee check fits now.")


def trial_sheet(trial: CueTrial, today: date, language: str, stop: str = "") -> TrialSheet:
    """A trial on a day; `stop` is what it waits for, "" for nothing."""
    sessions = load_cue_book().sessions
    days = ran_days(trial.owner, trial.began_on, trial.ended_on or today)
    runs = tuple(_runs(trial, sessions, days))
    done = sum(run.day is not None for run in runs)
    is_on = trial.state == TrialState.ON
    asks = is_on and not stop and today not in days and done < len(runs)
    frac = read_parameters()[SESSIONS[-1]]
    return TrialSheet(
        cue=told_cue(trial.cue, trial.beat_spm, language),
        film=trial.film_id,
        state=trial.state,
        state_words=str(STATE_WORDS[TrialState(trial.state)]),
        began_on=trial.began_on,
        ended_on=trial.ended_on,
        runs=runs,
        runs_done=done,
        today=_today_words(trial, runs[done], len(runs), language) if asks else "",
        sentence=stop or _sentence(trial, done, len(runs)),
        schedule_source=source_words(frac.sources, frac.certainty),
        is_over=is_on and done == len(runs),
    )


def with_trial(
    sessions: tuple[SessionLine, ...], found: Situated, stop: str
) -> tuple[SessionLine, ...]:
    """The sessions of today; a run that is to come says what a trial asks of it."""
    trial = trial_on(found.runner) if any(map(_is_run_to_come, sessions)) else None
    if trial is None:
        return sessions
    language = get_language() or "en"
    waits = why_it_waits(trial, found, stop, language)
    asks = trial_sheet(trial, found.today, language, waits).today
    return tuple(_asking(item, asks) if asks else item for item in sessions)


def _is_run_to_come(item: SessionLine) -> bool:
    return item.outing is not None and OutingKind(item.outing.kind) in RUNNING and not item.is_done


def _asking(item: SessionLine, asks: str) -> SessionLine:
    if item.outing is None or not _is_run_to_come(item):
        return item
    edits = (*item.outing.edits, asks)
    return replace(item, outing=replace(item.outing, edits=edits, has_drill=True))


def _runs(trial: CueTrial, sessions: Sequence[Session], days: Sequence[date]) -> Iterator[TrialRun]:
    for at, session in enumerate(sessions):
        words = _share_words(session.cued_frac, has_beat=trial.beat_spm is not None)
        day = days[at] if at < len(days) else None
        yield TrialRun(at + 1, session.cued_frac, words, day)


def _share_words(on_frac: float, *, has_beat: bool) -> str:
    percent = {"percent": decimal_words(HUNDRED * on_frac)}
    if on_frac <= 0:
        return _("On your own.")
    if has_beat:
        return _("%(percent)s %% of the run with the beat.") % percent
    return _("%(percent)s %% of the run with the thought.") % percent


def _today_words(trial: CueTrial, run: TrialRun, count: int, language: str) -> str:
    """What today's run asks for, in one sentence."""
    told = {
        "what": told_cue(trial.cue, trial.beat_spm, language).name,
        "number": run.number,
        "count": count,
        "percent": decimal_words(HUNDRED * run.on_frac),
        "beat": decimal_words(trial.beat_spm or 0.0),
    }
    if run.on_frac <= 0:
        return _("Trial run %(number)s of %(count)s, %(what)s: on your own today.") % told
    if trial.beat_spm is None:
        return (
            _(
                "Trial run %(number)s of %(count)s, %(what)s: think of it for %(percent)s %% of "
                "the run."
            )
            % told
        )
    return (
        _(
            "Trial run %(number)s of %(count)s, %(what)s: %(percent)s %% of the run to a beat of "
            "%(beat)s."
        )
        % told
    )


def _sentence(trial: CueTrial, done: int, count: int) -> str:
    told = {"done": done, "count": count}
    if trial.state == TrialState.KEPT:
        return _("You kept it after %(done)s runs.") % told
    if trial.state == TrialState.DROPPED:
        return _("You dropped it after %(done)s runs. That is a result too.") % told
    if done == count:
        return _("All %(count)s runs are done. Keep it if it feels better; else drop it.") % told
    return _("%(done)s of %(count)s runs are done.") % told
