"""The page of the day, and the one on which a pain is told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from midstance.app.keep_note import mark_note_shown
from midstance.app.list_pains import list_pains
from midstance.app.log_pain import log_pain
from midstance.app.read_questionnaire import read_questionnaire
from midstance.app.read_screens import list_due_screens
from midstance.app.read_today import read_today
from midstance.app.training.knee import read_knee
from midstance.app.training.records import Meaning
from midstance.core.base.errors import InvalidValueError
from midstance.web.pages.check.asked import MAP_QUESTION, zones
from midstance.web.pages.today.forms import PainForm, blank_form, told_by
from midstance.web.pages.today.words import TodayWords, pain_words, today_words
from midstance.web.person import runner_of

SHOWN_PAINS = 5


@require_safe
def show_today(request: HttpRequest) -> HttpResponse:
    sheet = read_today(runner_of(request))
    if sheet.note_key:
        mark_note_shown(runner_of(request), sheet.note_key, sheet.day)
    words: TodayWords = today_words(sheet)
    form = blank_form(runner_of(request), words.ask)
    knee = read_knee(runner_of(request))
    shown = {
        "sheet": sheet,
        "words": words,
        "form": form,
        "due_screens": list_due_screens(runner_of(request)),
        "asks_to_check": knee.checked_on is None and sheet.light != "stop",
    }
    return render(request, "pages/today/page.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def tell_pain(request: HttpRequest) -> HttpResponse:
    runner = runner_of(request)
    if request.method != "POST":
        form = blank_form(runner, request.GET)
        return render(request, "pages/today/pain.html", _shown(request, form))
    form = PainForm(runner, request.POST)
    if form.is_valid():
        try:
            meaning = log_pain(runner, told_by(form))
        except InvalidValueError as error:
            form.add_error(None, str(error))
        else:
            return _answered(request, meaning)
    return render(request, "pages/today/pain.html", _shown(request, form), status=422)


def _answered(request: HttpRequest, meaning: Meaning) -> HttpResponse:
    messages.info(request, meaning.sentence)
    return redirect("check" if meaning.rescreen else "today")


def _shown(request: HttpRequest, form: PainForm) -> dict[str, object]:
    runner = runner_of(request)
    marked = form.data.getlist("places") if isinstance(form.data, QueryDict) else []
    where = next(sheet for sheet in read_questionnaire() if sheet.id == MAP_QUESTION)
    return {
        "form": form,
        "zones": zones(where, marked),
        "side": read_knee(runner).side,
        "latest": pain_words(list_pains(runner)[:SHOWN_PAINS]),
    }
