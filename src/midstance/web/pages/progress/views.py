"""How it goes; the check-ins, own activities and licensed questionnaires that it is seen from."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from midstance.app.add_questionnaire import (
    add_questionnaire,
    list_questionnaires,
    remove_questionnaire,
)
from midstance.app.check_in import read_check_in, save_check_in
from midstance.app.checking.days import day_of
from midstance.app.english_words import translate_english
from midstance.app.forecast_pain import forecast_pain
from midstance.app.list_checks import list_checks
from midstance.app.own_activities import (
    MOST_ACTIVITIES,
    NAME_CHARACTERS,
    add_own_activity,
    drop_own_activity,
    list_own_activities,
)
from midstance.app.show_progress import show_progress
from midstance.app.training.check_in_sheets import CheckInSheet
from midstance.app.training.progress_sheet import ProgressSheet
from midstance.app.training.questionnaire import MOST_BYTES
from midstance.core.assess.answers import InvalidAnswersError
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.store.models.training import new_told_key
from midstance.web.pages.progress.charts import forecast_chart, pain_chart, sessions_chart
from midstance.web.pages.progress.words import check_in_views, forecast_rows, trend_row
from midstance.web.person import runner_of

LEFT_OUT = ""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    runner = runner_of(request)
    sheet = show_progress(runner)
    views = list(check_in_views(sheet.check_ins))
    has_runs = sheet.load.first_run is not None
    forecast = forecast_pain(runner)
    context = {
        "sheet": sheet,
        "forecast": forecast,
        "chances": forecast_chart(forecast) if forecast.is_shown else None,
        "forecast_rows": forecast_rows(forecast),
        "pain": pain_chart(sheet, events_of(request, sheet)),
        "pain_rows": [trend_row(trend) for trend in sheet.pains],
        "sessions": sessions_chart(sheet.adherence),
        "spans": spans_of(sheet),
        "has_sessions": any(week.done or week.planned for week in sheet.adherence.weeks),
        "ours": [view for view in views if not view.is_licensed],
        "licensed": [view for view in views if view.is_licensed],
        "due": next((line for line in sheet.check_ins if line.is_due), None),
        "is_worse": sheet.pains[0].meaning == "worse" and sheet.lock is None,
        "is_empty": not has_runs and not sheet.has_answers,
    }
    return render(request, "pages/progress/page.html", context)


def spans_of(sheet: ProgressSheet) -> dict[str, int]:
    """The days of each stretch, and how many weeks lie between them."""
    now, before = sheet.pains[0].now, sheet.pains[0].before
    return {"days": (now.last - now.first).days + 1, "weeks": (now.last - before.last).days // 7}


def events_of(request: HttpRequest, sheet: ProgressSheet) -> list[tuple[date, str]]:
    """What happened that may explain a change."""
    runner = runner_of(request)
    days = {day_of(runner, check.started_at) for check in list_checks(runner)}
    return [(day, _("knee check")) for day in sorted(days) if day >= sheet.since]


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, kind: str) -> HttpResponse:
    try:
        sheet = read_check_in(runner_of(request), kind)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    if sheet.empty:
        return redirect("own_activities")
    if request.method != "POST":
        return form_page(request, sheet, {}, new_told_key())
    said = {item.id: request.POST.get(item.id, LEFT_OUT) for item in sheet.items}
    key = request.POST.get("key", "")
    try:
        told = save_check_in(runner_of(request), kind, read_said(said), key=key)
    except InvalidAnswersError as error:
        wrong = {problem.question for problem in error.problems}
        return form_page(request, sheet, said, new_told_key(), wrong)
    messages.success(request, told.sentence)
    return redirect(f"{reverse('progress')}#{kind}")


def read_said(said: Mapping[str, str]) -> dict[str, int | str | None]:
    """Numbers as numbers; what was left out is None; all else stays what it is, to be refused."""
    return {
        name: None if value == LEFT_OUT else int(value) if is_number(value) else value
        for name, value in said.items()
    }


def is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 3  # noqa: PLR2004 - no scale is longer


def form_page(
    request: HttpRequest,
    sheet: CheckInSheet,
    said: Mapping[str, str],
    key: str,
    wrong: set[str] | None = None,
) -> HttpResponse:
    wrong = wrong or set()
    items = [
        {
            "sheet": item,
            "said": said.get(item.id),
            "is_wrong": item.id in wrong,
            "low": item.steps[0],
            "high": item.steps[-1],
            "count": len(item.steps),
        }
        for item in sheet.items
    ]
    context = {
        "sheet": sheet,
        "items": items,
        "key": key,
        "wrong": [each for each in items if each["is_wrong"]],
        "has_nothing": bool(wrong) and not any(each["is_wrong"] for each in items),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "pages/progress/check_in.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def activities(request: HttpRequest) -> HttpResponse:
    problem, name = "", request.POST.get("name", "")
    if request.method == "POST":
        try:
            line = add_own_activity(runner_of(request), name)
        except (InvalidValueError, RefusedError) as error:
            problem = str(error)
        else:
            messages.success(request, _("Kept: %(name)s.") % {"name": line.name})
            return redirect("own_activities")
    kept = list_own_activities(runner_of(request))
    context = {
        "activities": kept,
        "has_room": len(kept) < MOST_ACTIVITIES,
        "most": MOST_ACTIVITIES,
        "most_characters": NAME_CHARACTERS,
        "problem": problem,
        "name": name,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "pages/progress/activities.html", context, status=status)


@require_POST
def drop_activity(request: HttpRequest) -> HttpResponse:
    try:
        drop_own_activity(runner_of(request), request.POST.get("key", ""))
    except NotFoundError as error:
        raise Http404(str(error)) from error
    messages.success(request, _("Taken off. What you told about it is kept."))
    return redirect("own_activities")


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaires(request: HttpRequest) -> HttpResponse:
    problems: list[str] = []
    if request.method == "POST":
        sent = request.FILES.get("document")
        try:
            line = add_questionnaire(runner_of(request), sent.read(MOST_BYTES + 1) if sent else b"")
        except InvalidAnswersError as error:
            problems = [
                _("%(place)s: expected %(expected)s, got %(came)s.")
                % {"place": each.question, "expected": each.expected, "came": each.came}
                for each in error.problems
            ]
        except RefusedError as error:
            problems = [translate_english(error)]
        else:
            messages.success(request, _("Put in: %(name)s.") % {"name": line.name})
            return redirect("questionnaires")
    context = {"lines": list_questionnaires(runner_of(request)), "problems": problems}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "pages/progress/questionnaires.html", context, status=status)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    try:
        remove_questionnaire(runner_of(request), request.POST.get("kind", ""))
    except NotFoundError as error:
        raise Http404(str(error)) from error
    messages.success(request, _("Taken out. Its text is gone from this machine."))
    return redirect("questionnaires")
