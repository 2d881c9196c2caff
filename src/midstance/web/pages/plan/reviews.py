"""The weekly review: one page to look back, one to see what would change."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from midstance.app.english_words import translate_english
from midstance.app.plain import read_plain, to_plain
from midstance.app.review_week import (
    ReviewTold,
    preview_review,
    read_review,
    review_week,
    take_back_review,
)
from midstance.app.routine_lock import routine_lock
from midstance.app.training.barriers import list_barriers
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.web.person import runner_of

DRAFT = "plan_review"
SCORES = tuple(str(score) for score in range(11))


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """What got in the way is shown as what it changes first; the rest is kept at once."""
    runner = runner_of(request)
    lock = routine_lock(runner)
    if lock is not None:
        return render(request, "pages/plan/locked.html", {"lock": lock})
    if request.method != "POST":
        return show_review(request, ReviewTold(), "")
    told = told_in(request)
    try:
        preview_review(runner, told)
    except InvalidValueError as error:
        return show_review(request, told, translate_english(error))
    if told.barrier:
        request.session[DRAFT] = to_plain(told)
        return redirect("plan_review_change")
    return keep(request, told)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """What would change, and whether she wants it so."""
    runner = runner_of(request)
    kept = request.session.get(DRAFT)
    if kept is None or routine_lock(runner) is not None:
        return redirect("plan_review")
    told = read_plain(ReviewTold, kept)
    if request.method != "POST":
        return show_preview(request, told, preview_review(runner, told))
    return keep(request, told if "agreed" in request.POST else replace(told, barrier=""))


def keep(request: HttpRequest, told: ReviewTold) -> HttpResponse:
    kept = review_week(runner_of(request), told)
    words = _("Kept. Your plan is made anew.") if kept else _("Kept. Your plan stays as it is.")
    messages.success(request, words)
    return redirect("plan")


def told_in(request: HttpRequest) -> ReviewTold:
    sure = request.POST.get("confidence", "")
    return ReviewTold(
        confidence=int(sure) if sure in SCORES else None,
        barrier=request.POST.get("barrier", ""),
        left_out=tuple(request.POST.getlist("left_out")),
        key=request.POST.get("key", ""),
    )


def show_review(request: HttpRequest, told: ReviewTold, problem: str) -> HttpResponse:
    page = {
        "sheet": read_review(runner_of(request)),
        "told": told,
        "sure": "" if told.confidence is None else str(told.confidence),
        "scores": SCORES,
        "problem": problem,
    }
    return render(request, "pages/plan/review.html", page, status=422 if problem else 200)


def show_preview(request: HttpRequest, told: ReviewTold, changes: tuple[str, ...]) -> HttpResponse:
    barrier = next(each for each in list_barriers() if each.id == told.barrier)
    page = {"changes": changes, "barrier": barrier}
    return render(request, "pages/plan/preview.html", page)


@require_POST
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    try:
        changes = take_back_review(runner_of(request), key)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    except RefusedError:
        messages.info(request, _("There is nothing left to take back here."))
        return redirect("plan_review")
    words = " ".join(changes) or _("Nothing of it was left. Your plan stays as it is.")
    messages.success(request, words)
    return redirect("plan")
