"""The movement screens: a list with what each says, and a page for each to do and to keep it."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from midstance.app.checking.days import today_of
from midstance.app.read_films import read_film
from midstance.app.read_screens import read_screen, read_screens
from midstance.app.screen_movement import drop_reading, screen_movement
from midstance.app.screens.records import ScreenLine, ScreenSheet, ScreensSheet
from midstance.core.base.errors import InvalidValuesError, NotFoundError, RefusedError
from midstance.web.pages.films.sheets import line_view as film_view
from midstance.web.pages.screens.charts import screen_chart
from midstance.web.pages.screens.forms import ScreenForm, Suggestion
from midstance.web.person import runner_of

LIGHTS = {"fine": "carry_on", "worth_training": "adjust", "cannot_say": ""}
ICONS = {"fine": "circle-check", "worth_training": "trending-up", "cannot_say": "circle-help"}
UNTESTED = "no_test"


@dataclass(frozen=True)
class LineView:
    """A screen with the sign of what it says."""

    line: ScreenLine
    light: str
    icon: str
    is_tested: bool


@require_safe
def list_screens(request: HttpRequest) -> HttpResponse:
    sheet = read_screens(runner_of(request))
    views = [line_view(line) for line in sheet.screens]
    shown = {"sheet": sheet, "views": views, "first": first_of(sheet)}
    return render(request, "pages/screens/page.html", shown)


def line_view(line: ScreenLine) -> LineView:
    return LineView(line, LIGHTS[line.found], ICONS[line.found], line.reason != UNTESTED)


def first_of(sheet: ScreensSheet) -> ScreenLine | None:
    """The one to do now: one that is due, else the first that was never done."""
    open_ = [line for line in sheet.screens if not line.unsafe]
    due = [line for line in open_ if line.is_due]
    untested = [line for line in open_ if line.reason == UNTESTED]
    return next(iter([*due, *untested]), None)


@require_http_methods(["GET", "HEAD", "POST"])
def show_screen(request: HttpRequest, screen: str) -> HttpResponse:
    sheet = sheet_of(request, screen)
    sent = request.POST if request.method == "POST" else None
    form = ScreenForm(sent, sheet, today_of(runner_of(request)), suggestion_of(request, screen))
    if sent is None:
        return screen_page(request, sheet, form)
    if form.is_valid() and kept(request, form):
        return redirect("screen", screen)
    return screen_page(request, sheet, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def sheet_of(request: HttpRequest, screen: str) -> ScreenSheet:
    try:
        return read_screen(runner_of(request), screen)
    except NotFoundError as error:
        raise Http404(str(error)) from error


def suggestion_of(request: HttpRequest, screen: str) -> Suggestion | None:
    """What the film that she comes from suggests; None where it suggests nothing here."""
    told = request.POST.get("film") or request.GET.get("film") or ""
    try:
        sheet = read_film(runner_of(request), UUID(told))
    except (ValueError, NotFoundError):
        return None
    if sheet.line.screen != screen or sheet.screen is None or sheet.screen.problem:
        return None
    return Suggestion(sheet.line, sheet.screen)


def kept(request: HttpRequest, form: ScreenForm) -> bool:
    """Keep the test, or say on the form why not."""
    try:
        sheet = screen_movement(runner_of(request), form.told(), get_language() or "en")
    except InvalidValuesError as error:
        for problem in error.problems:
            form.add_error(None, problem)
    except RefusedError as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, _("Kept. %(said)s") % {"said": sheet.line.sentence})
        return True
    return False


def screen_page(
    request: HttpRequest, sheet: ScreenSheet, form: ScreenForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    shown = {
        "sheet": sheet,
        "view": line_view(sheet.line),
        "form": form,
        "film": form.film,
        "films": [film_view(line) for line in sheet.films],
        "boxes": [form[name] for name in sheet.sides],
        "chart": screen_chart(sheet),
        "newest_first": sheet.readings[::-1],
        "sentences": [change.sentence for change in sheet.changes if len(sheet.readings) > 1],
    }
    return render(request, "pages/screens/screen.html", shown, status=status)


@require_POST
def drop(request: HttpRequest, screen: str) -> HttpResponse:
    """Take a day's test back; one that is gone already is no fault of hers."""
    sheet_of(request, screen)
    try:
        drop_reading(runner_of(request), screen, date.fromisoformat(request.POST.get("day", "")))
    except ValueError as error:
        raise Http404(str(error)) from error
    except NotFoundError:
        pass
    else:
        messages.success(request, _("Taken back."))
    return redirect("screen", screen)
