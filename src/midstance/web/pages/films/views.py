"""Films: the list of those of running, how to film, handing one over, and what one tells."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from midstance.app.checking.days import today_of
from midstance.app.collect_upload import drop_upload, open_upload
from midstance.app.drop_film import drop_film, drop_film_pictures
from midstance.app.english_words import translate_english
from midstance.app.film_run import (
    cancel_film,
    choose_person,
    take_films,
    video_part_missing,
)
from midstance.app.films.records import FilmSheet, Whom
from midstance.app.films.words import PRIVACY
from midstance.app.read_films import read_film, read_film_picture, read_films
from midstance.app.routine_lock import routine_lock
from midstance.app.screens.records import ScreenSheet
from midstance.app.set_up_runner import read_profile
from midstance.core.base.errors import (
    InvalidValuesError,
    MidstanceError,
    NotFoundError,
    RefusedError,
)
from midstance.pose.limits import FILM_MAX_BYTES, FILM_MAX_S
from midstance.web import figures
from midstance.web.camera import with_camera
from midstance.web.figures import Units
from midstance.web.pages.films.charts import curve_chart, step_chart
from midstance.web.pages.films.forms import FilmForm, ScreenFilmForm
from midstance.web.pages.films.guide import guide_of
from midstance.web.pages.films.screen_films import (
    filmed_context,
    screen_form_context,
    screen_form_of,
    screen_of,
)
from midstance.web.pages.films.sheets import (
    line_view,
    metric_table,
    moment_views,
    people_views,
    stage_of,
    verdict_view,
)
from midstance.web.pages.import_.uploads import GIBIBYTE, InboxHandler, place_files
from midstance.web.person import runner_of, units_of

WHOM: Mapping[str, Whom] = {"left": "left", "right": "right"}
FILM_S = 12
"""How long a film of running is that the browser records."""


@require_safe
def list_films(request: HttpRequest) -> HttpResponse:
    sheet = read_films(runner_of(request))
    shown = {
        "sheet": sheet,
        "films": [line_view(line) for line in sheet.films],
        "days": [(day, metric_table(day.metrics)) for day in sheet.days],
    }
    return render(request, "pages/films/page.html", shown)


@with_camera
@csrf_exempt  # the form token is checked in `take`, after the films have their place
def new_film(request: HttpRequest) -> HttpResponse:
    """How to film, and the form that takes one; a film goes straight to the inbox."""
    screen = screen_of(request)
    if request.method != "POST":
        return form_page(request, form_of(request, screen))
    runner = runner_of(request)
    upload_id = open_upload(runner)
    handler = place_files(request, upload_id, FILM_MAX_BYTES)
    response = take(request, upload_id, handler, screen)
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        drop_upload(runner, upload_id)
    return response


def form_of(request: HttpRequest, screen: ScreenSheet | None) -> FilmForm | ScreenFilmForm:
    if screen is not None:
        return screen_form_of(request, screen)
    runner = runner_of(request)
    sent = request.POST if request.method == "POST" else None
    return FilmForm(sent, profile=read_profile(runner), today=today_of(runner))


@csrf_protect
def take(
    request: HttpRequest, upload_id: UUID, handler: InboxHandler, screen: ScreenSheet | None
) -> HttpResponse:
    _parsed = request.FILES
    form = form_of(request, screen)
    if handler.problem is not None:
        form.add_error(None, translate_english(handler.problem))
    if form.is_valid():
        try:
            films = take_films(runner_of(request), upload_id, form.told())
        except InvalidValuesError as error:
            for problem in error.problems:
                form.add_error(None, problem)
        except MidstanceError as error:
            form.add_error(None, translate_english(error))
        else:
            if len(films) == 1:
                return redirect("film", films[0].id)
            return redirect("films") if screen is None else redirect("screen", screen.line.id)
    return form_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def form_page(
    request: HttpRequest, form: FilmForm | ScreenFilmForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    screen = form.screen if isinstance(form, ScreenFilmForm) else None
    shown = {
        "privacy": PRIVACY,
        "form": form,
        "missing": video_part_missing(),
        "most_gb": FILM_MAX_BYTES // GIBIBYTE,
        "most_min": FILM_MAX_S // 60,
        **(running_form_context(request) if screen is None else screen_form_context(screen)),
    }
    template = "new" if screen is None else "new_screen"
    return render(request, f"pages/films/{template}.html", shown, status=status)


def running_form_context(request: HttpRequest) -> dict[str, object]:
    lock = routine_lock(runner_of(request))
    return {
        "lock": lock,
        "closed": lock is not None,
        "guide": guide_of(units_of(request)),
        "film_s": FILM_S,
    }


@require_safe
def show_film(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """What a film tells; while it is looked at, its part is asked for each second."""
    sheet = found(request, film_id, compared(request))
    part = request.GET.get("part") == "progress"
    is_screen = bool(sheet.line.screen)
    over = "filmed_screen" if is_screen else "film"
    template = "progress" if part else over if sheet.line.is_over else "waiting"
    shown = filmed_context(sheet) if is_screen else film_context(sheet, units_of(request))
    response = render(request, f"pages/films/{template}.html", shown)
    if part and (sheet.line.is_over or sheet.line.state == "asking"):
        response["HX-Refresh"] = "true"
    return response


def compared(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["with"])
    except (KeyError, ValueError):
        return None


def found(request: HttpRequest, film_id: UUID, compare_with: UUID | None = None) -> FilmSheet:
    try:
        return read_film(runner_of(request), film_id, compare_with=compare_with)
    except NotFoundError as error:
        raise Http404(str(error)) from error


def film_context(sheet: FilmSheet, units: Units) -> dict[str, object]:
    speed_mps = sheet.line.speed_mps
    return {
        "speed": figures.pace(speed_mps, 1.0, units) if speed_mps else "",
        "sheet": sheet,
        "view": line_view(sheet.line),
        "percent": round(100 * sheet.line.done_frac),
        "verdict": verdict_view(sheet),
        "people": people_views(sheet),
        "moments": moment_views(sheet),
        "curves": curve_chart(sheet.curves),
        "steps": step_chart(sheet),
        "stage": stage_of(sheet),
        "metrics": metric_table(sheet.metrics),
        **compare_context(sheet),
        "together": metric_table(sheet.together.metrics if sheet.together else ()),
    }


def compare_context(sheet: FilmSheet) -> dict[str, object]:
    """What changed for certain, and the names of what did not."""
    changes = sheet.compare.changes if sheet.compare else ()
    return {
        "changed": [each for each in changes if each.is_real],
        "unchanged": [each.name_words for each in changes if not each.is_real],
    }


@require_safe
def show_picture(request: HttpRequest, film_id: UUID, moment: str) -> HttpResponse:
    """A kept picture, every face in it blurred."""
    try:
        picture = read_film_picture(runner_of(request), film_id, moment)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    return HttpResponse(picture, content_type="image/jpeg")


@require_POST
def choose(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Say which of two people she is."""
    said = request.POST.get("whom", "")
    if said not in WHOM:
        raise Http404(said)
    whom = WHOM[said]
    return changed(request, lambda: choose_person(runner_of(request), film_id, whom), film_id)


@require_POST
def stop(request: HttpRequest, film_id: UUID) -> HttpResponse:
    return changed(request, lambda: cancel_film(runner_of(request), film_id), film_id)


@require_POST
def drop_pictures(request: HttpRequest, film_id: UUID) -> HttpResponse:
    return changed(request, lambda: drop_film_pictures(runner_of(request), film_id), film_id)


def changed(request: HttpRequest, change: Callable[[], object], film_id: UUID) -> HttpResponse:
    """Change a film and show it; why not is said, and nothing is lost."""
    try:
        change()
    except NotFoundError as error:
        raise Http404(str(error)) from error
    except RefusedError as error:
        messages.warning(request, translate_english(error))
    return redirect("film", film_id)


@require_POST
def drop(request: HttpRequest, film_id: UUID) -> HttpResponse:
    try:
        line = drop_film(runner_of(request), film_id)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    messages.success(request, _("The film’s figures are deleted."))
    return redirect("screen", line.screen) if line.screen else redirect("films")
