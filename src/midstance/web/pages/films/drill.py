"""One thing to try while running: its beat, its runs, and whether it stays."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from midstance.app.english_words import translate_english
from midstance.app.films.records import TrialRun, TrialSheet
from midstance.app.number_words import decimal_words
from midstance.app.routine_lock import routine_lock
from midstance.app.try_cue import end_trial, read_trial, start_trial
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.web.person import runner_of

BAR_WIDTH = 160


@dataclass(frozen=True)
class RunView:
    """A run of the trial, with the share of it that the beat is on, as a bar."""

    run: TrialRun
    width: float
    is_next: bool


@require_safe
def show_drill(request: HttpRequest) -> HttpResponse:
    runner = runner_of(request)
    trial = read_trial(runner)
    shown = {
        "trial": trial,
        "is_on": trial is not None and trial.state == "on",
        "lock": routine_lock(runner),
        "beat": beat_words(trial),
        "runs": [] if trial is None else run_views(trial),
    }
    return render(request, "pages/films/drill.html", shown)


def beat_words(trial: TrialSheet | None) -> str:
    beat_spm = None if trial is None else trial.cue.beat_spm
    return "" if beat_spm is None else decimal_words(beat_spm)


def run_views(trial: TrialSheet) -> list[RunView]:
    coming = [run.number for run in trial.runs if run.day is None]
    return [
        RunView(run, round(BAR_WIDTH * run.on_frac, 1), run.number == min(coming, default=0))
        for run in trial.runs
    ]


@require_POST
def start(request: HttpRequest, film_id: UUID) -> HttpResponse:
    try:
        start_trial(runner_of(request), film_id)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    except RefusedError as error:
        messages.warning(request, translate_english(error))
        return redirect("film", film_id)
    return redirect("drill")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Keep it or drop it; nothing to end is no fault of hers."""
    keeps = request.POST.get("keep") == "yes"
    try:
        end_trial(runner_of(request), keep=keeps)
    except NotFoundError:
        return redirect("drill")
    messages.success(request, _("Kept.") if keeps else _("Dropped. Run as you like."))
    return redirect("films")
