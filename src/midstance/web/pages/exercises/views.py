"""The exercises: a list by part of the body and by equipment, and a page for each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from midstance.app.read_exercises import read_exercise, read_exercises
from midstance.app.routine_lock import routine_lock
from midstance.core.base.errors import NotFoundError
from midstance.web.person import runner_of


@require_safe
def list_exercises(request: HttpRequest) -> HttpResponse:
    try:
        found = read_exercises(
            get_language() or "", request.GET.get("region"), request.GET.get("kit")
        )
    except NotFoundError as error:
        raise Http404(str(error)) from error
    shown = {"found": found, "lock": routine_lock(runner_of(request))}
    return render(request, "pages/exercises/page.html", shown)


@require_safe
def show_exercise(request: HttpRequest, name: str) -> HttpResponse:
    try:
        sheet = read_exercise(name, get_language() or "")
    except NotFoundError as error:
        raise Http404(str(error)) from error
    shown = {"sheet": sheet, "lock": routine_lock(runner_of(request))}
    return render(request, "pages/exercises/exercise.html", shown)
