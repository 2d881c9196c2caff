"""How her hips, ankles and feet do, and how she runs: what is due, and the way to each part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from midstance.app.read_films import read_films
from midstance.app.read_screens import read_screens
from midstance.web.pages.films.sheets import line_view as film_view
from midstance.web.pages.screens.views import UNTESTED, first_of, line_view
from midstance.web.person import runner_of

SHOWN_FILMS = 3


@require_safe
def show_movement(request: HttpRequest) -> HttpResponse:
    runner = runner_of(request)
    screens, films = read_screens(runner), read_films(runner)
    tested = [line for line in screens.screens if line.reason != UNTESTED or line.is_due]
    first = first_of(screens)
    is_film_next = not screens.due and bool(tested) and not films.films
    shown = {
        "screens": screens,
        "films": films,
        "lines": [line_view(line) for line in tested],
        "newest": [film_view(line) for line in films.films[:SHOWN_FILMS]],
        "first": None if is_film_next else first,
        "lock": screens.lock or films.lock,
    }
    return render(request, "pages/movement/page.html", shown)
