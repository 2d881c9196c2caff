"""Films of a movement test: the form that takes one, and what one of them shows."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from midstance.app.checking.days import today_of
from midstance.app.films.records import FilmSheet
from midstance.app.read_screens import read_screen
from midstance.app.screens.records import ScreenSheet
from midstance.core.base.errors import NotFoundError
from midstance.web.pages.films.forms import ScreenFilmForm
from midstance.web.pages.films.guide import screen_svg
from midstance.web.pages.films.sheets import (
    line_view,
    mark_view,
    moment_views,
    people_views,
    verdict_view,
)
from midstance.web.person import runner_of

FILM_S = 30
"""Five slow movements, and a little before and after them."""


def screen_of(request: HttpRequest) -> ScreenSheet | None:
    """The movement test that a film is to be of; None for one of running."""
    name = request.GET.get("screen")
    if name is None:
        return None
    try:
        sheet = read_screen(runner_of(request), name)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    if not sheet.film_view:
        raise Http404(name)
    return sheet


def screen_form_of(request: HttpRequest, screen: ScreenSheet) -> ScreenFilmForm:
    sent = request.POST if request.method == "POST" else None
    today, leg = today_of(runner_of(request)), request.GET.get("leg", "")
    return ScreenFilmForm(sent, screen=screen, leg=leg, today=today)


def screen_form_context(screen: ScreenSheet) -> dict[str, object]:
    """How to film this test."""
    alt = _("The picture of the phone: your whole body at the end of the movement.")
    return {
        "screen": screen,
        "closed": bool(screen.line.unsafe),
        "drawing": screen_svg(screen.line.motion, alt),
        "film_s": FILM_S,
    }


def filmed_context(sheet: FilmSheet) -> dict[str, object]:
    """What a film of a test tells."""
    told = sheet.screen
    return {
        "sheet": sheet,
        "told": told,
        "view": line_view(sheet.line),
        "percent": round(100 * sheet.line.done_frac),
        "verdict": verdict_view(sheet),
        "people": people_views(sheet),
        "moments": moment_views(sheet),
        "marks": [mark_view(line) for line in told.marks] if told else [],
    }
