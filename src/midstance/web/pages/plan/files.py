"""The plan on other devices: a private calendar address, and files for the watch."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from midstance.app.english_words import translate_english
from midstance.app.make_plan import make_plan
from midstance.app.routine_lock import routine_lock
from midstance.app.share_calendar import (
    CalendarFile,
    is_calendar_shared,
    read_shared_calendar,
    share_calendar,
    stop_sharing_calendar,
    write_plan_calendar,
)
from midstance.app.write_run_workout import write_run_workout
from midstance.core.base.errors import MidstanceError, NotFoundError
from midstance.web.pages.plan.words import ShownSession, shown_session
from midstance.web.person import runner_of

CALENDAR_KIND = "text/calendar; charset=utf-8"
WORKOUT_KIND = "application/vnd.ant.fit"


@require_safe
def show_files(request: HttpRequest) -> HttpResponse:
    return render_files(request)


def render_files(request: HttpRequest, address: str = "") -> HttpResponse:
    runner = runner_of(request)
    lock = routine_lock(runner)
    page = {
        "lock": lock,
        "address": address,
        "is_shared": is_calendar_shared(runner),
        "is_here_alone": settings.BIND.is_loopback,
        "runs": () if lock is not None else runs_of(request),
    }
    return render(request, "pages/plan/files.html", page)


def runs_of(request: HttpRequest) -> list[tuple[object, ShownSession]]:
    """The outings of the week that a watch can lead through."""
    (sheet,) = make_plan(runner_of(request))
    shown = [(line.day, shown_session(each)) for line in sheet.days for each in line.sessions]
    return [(day, session) for day, session in shown if session.has_workout]


@require_POST
def change_address(request: HttpRequest) -> HttpResponse:
    """A new address is told on the page that answers, and never again."""
    runner = runner_of(request)
    if "stop" in request.POST:
        stop_sharing_calendar(runner)
        return redirect("plan_files")
    path = reverse("calendar_feed", args=[share_calendar(runner)])
    return render_files(request, address=request.build_absolute_uri(path))


@require_safe
def download_calendar(request: HttpRequest) -> HttpResponse:
    return as_calendar(write_plan_calendar(runner_of(request)))


@require_safe
def read_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For other programs: the address alone opens it, nobody is logged in."""
    del request
    try:
        return as_calendar(read_shared_calendar(token))
    except NotFoundError:
        words = _("There is no calendar at this address.")
        return HttpResponse(f"{words}\n", status=404, content_type="text/plain; charset=utf-8")


def as_calendar(calendar: CalendarFile) -> HttpResponse:
    return HttpResponse(
        calendar.content,
        content_type=CALENDAR_KIND,
        headers={"Content-Disposition": f'attachment; filename="{calendar.name}"'},
    )


@require_safe
def download_workout(request: HttpRequest, key: str) -> HttpResponse:
    try:
        workout = write_run_workout(runner_of(request), key)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    except MidstanceError as error:
        page = {
            "title": _("There is no file for the watch here"),
            "words": translate_english(error),
            "status": 409,
        }
        return render(request, "pages/errors/page.html", page, status=409)
    return HttpResponse(
        workout.content,
        content_type=WORKOUT_KIND,
        headers={"Content-Disposition": f'attachment; filename="{workout.name}"'},
    )
