"""The knee check: one question a page, then what to do, then what the pain fits."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from midstance.app.answer_question import answer_question
from midstance.app.check_due import check_due
from midstance.app.checking.records import Answer, CheckPage, CheckReport, QuestionSheet
from midstance.app.english_words import translate_english
from midstance.app.finish_check import finish_check
from midstance.app.list_checks import list_checks
from midstance.app.open_check import open_check
from midstance.app.record_clinician_answer import record_clinician_answer
from midstance.app.routine_lock import routine_lock
from midstance.app.show_check import show_check
from midstance.app.start_check import start_check
from midstance.app.summarise_check_for_clinician import summarise_check_for_clinician
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.web.figures import day
from midstance.web.pages.check import words
from midstance.web.pages.check.asked import asked_sheet, marked_places
from midstance.web.pages.check.forms import ClinicianForm, read_sent
from midstance.web.person import runner_of

SIDES = ("left", "right", "both")


@require_safe
def offer(request: HttpRequest) -> HttpResponse:
    runner = runner_of(request)
    page = {
        "open": open_check(runner),
        "due": check_due(runner),
        "lock": routine_lock(runner),
        "checks": list(words.earlier_checks(list_checks(runner))),
    }
    return render(request, "pages/check/page.html", page)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    afresh = "afresh" in request.POST
    key = start_check(runner_of(request), afresh=afresh, language=get_language() or "en")
    if request.POST.get("side") in SIDES:
        answer_question(runner_of(request), key, "side", request.POST["side"])
    return redirect("check_next", key=key)


@require_safe
def go_on(request: HttpRequest, key: str) -> HttpResponse:
    return redirect(next_address(found(request, key)))


def next_address(page: CheckPage) -> str:
    """Help first, then the next question, then the answers to look over."""
    if page.report is not None or page.stop is not None:
        return reverse("check_result", args=[page.key])
    if page.question is not None:
        return reverse("check_question", args=[page.key, page.question.id])
    return reverse("check_answers", args=[page.key])


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: str, question: str) -> HttpResponse:
    page = found(request, key, question)
    if page.question is None or page.report is not None:
        return redirect("check_result", key=key)
    if request.method != "POST":
        return question_page(request, page, page.question, page.answer, "")
    sent = read_sent(page.question, request.POST)
    if sent.answer is None:
        return question_page(request, page, page.question, None, sent.problem)
    try:
        after = answer_question(runner_of(request), key, question, sent.answer)
    except (InvalidValueError, RefusedError) as error:
        return question_page(request, page, page.question, None, translate_english(error))
    return redirect(next_address(after))


def question_page(
    request: HttpRequest, page: CheckPage, sheet: QuestionSheet, answer: Answer | None, problem: str
) -> HttpResponse:
    before = page.before
    context = {
        "sheet": asked_sheet(sheet, answer, page.side),
        "back": reverse("check_question", args=[page.key, before]) if before else reverse("check"),
        "left_words": words.left_words(page),
        "problem": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "pages/check/question.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def show_answers(request: HttpRequest, key: str) -> HttpResponse:
    page = found(request, key)
    if request.method == "POST" and is_finished_by(request, key):
        return redirect("check_result", key=key)
    context = {
        "page": page,
        "lines": words.shown_answers(page),
        "is_finished": page.finished_at is not None,
        "back": back_from_answers(page),
    }
    return render(request, "pages/check/answers.html", context)


def is_finished_by(request: HttpRequest, key: str) -> bool:
    """Finish with what the person saw left out; False where something else has gone since."""
    try:
        finish_check(runner_of(request), key, leave_out=tuple(request.POST.getlist("leave_out")))
    except RefusedError:
        return False
    return True


def back_from_answers(page: CheckPage) -> str:
    if page.finished_at is not None:
        return reverse("check_result", args=[page.key])
    return reverse("check_question", args=[page.key, page.before]) if page.before else "/check/"


@require_safe
def show_result(request: HttpRequest, key: str) -> HttpResponse:
    page = found(request, key)
    report = page.report or page.stop
    if report is None:
        return redirect(next_address(page))
    form = ClinicianForm(initial={"answered_on": timezone.localdate()})
    return result_page(request, page, report, form)


@require_POST
def record_answer(request: HttpRequest, key: str) -> HttpResponse:
    page = found(request, key)
    form = ClinicianForm(request.POST)
    if page.report is None:
        return redirect(next_address(page))
    if not form.is_valid():
        return result_page(request, page, page.report, form)
    answer = form.cleaned_data
    try:
        record_clinician_answer(
            runner_of(request),
            key,
            kind=answer["kind"],
            said=answer["said"],
            may_load=answer["may_load"] == "yes",
            answered_on=answer["answered_on"],
        )
    except InvalidValueError:
        form.add_error("answered_on", _("Give a day between the check and today."))
        return result_page(request, page, page.report, form)
    messages.success(request, _("Kept what the clinician said."))
    return redirect("check_result", key=key)


def result_page(
    request: HttpRequest, page: CheckPage, report: CheckReport, form: ClinicianForm
) -> HttpResponse:
    context = {
        "page": page,
        "report": report,
        "card": words.care_card(report.care),
        "fits": [words.fit_words(fit) for fit in report.fits],
        "shows_patterns": report.action not in words.URGENT,
        "contributors": [words.contributor_line(each) for each in report.contributors],
        "unknowns": words.unknown_lines(report),
        "helps": words.help_groups(report),
        "changes": changes_of(request, page),
        "form": form,
        "picture": marked_places(page.lines, page.side),
        "made_on": day(page.finished_at or page.started_at),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "pages/check/result.html", context, status=status)


def changes_of(request: HttpRequest, page: CheckPage) -> tuple[str, ...]:
    rows = (row for row in list_checks(runner_of(request)) if row.key == page.key)
    return next((row.changes for row in rows), ())


@require_safe
def download_summary(request: HttpRequest, key: str) -> HttpResponse:
    page = found(request, key)
    if page.report is None:
        return redirect(next_address(page))
    pdf = summarise_check_for_clinician(runner_of(request), key)
    name = f"knee-check-{page.started_at:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def found(request: HttpRequest, key: str, question: str | None = None) -> CheckPage:
    try:
        return show_check(runner_of(request), key, question)
    except NotFoundError as error:
        raise Http404(str(error)) from error
