"""A guided session: read and told on one page, or led by the player from one document."""

import json
from dataclasses import replace
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from midstance.app.checking.days import today_of
from midstance.app.log_session import log_session
from midstance.app.play_session import read_play_sheet
from midstance.app.training.player import PlaySheet
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.web.components.player import Sent, player_document, player_html
from midstance.web.pages.session.forms import read_sent, told_plainly
from midstance.web.person import runner_of

PAGE = "pages/session/page.html"


@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: HttpRequest, key: str) -> HttpResponse:
    try:
        sheet = found(request, key)
    except RefusedError as error:
        if request.method == "POST":
            return tell(request, key, None)
        return render(request, PAGE, {"refused": str(error)})
    if request.method == "POST":
        return tell(request, key, sheet)
    return session_page(request, sheet, None)


@require_safe
@gzip_page
def read_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """All that the player needs, so that it can lead without the server."""
    try:
        sheet = found(request, key)
    except RefusedError as error:
        return JsonResponse({"detail": str(error)}, status=HTTPStatus.CONFLICT)
    document = player_document(sheet, today_of(runner_of(request)).isoformat())
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/json")


def found(request: HttpRequest, key: str) -> PlaySheet:
    try:
        return read_play_sheet(runner_of(request), key, get_language() or "en")
    except NotFoundError as error:
        raise Http404(str(error)) from error


def tell(request: HttpRequest, key: str, sheet: PlaySheet | None) -> HttpResponse:
    """Keep what a plain form says of the session, also where the next one has to wait."""
    runner, sent = runner_of(request), read_sent(request.POST)
    if sheet is not None and sent.problem:
        return session_page(request, sheet, sent)
    told = told_plainly(key, sheet, sent, request.POST, today_of(runner))
    try:
        meaning = log_session(runner, told)
    except InvalidValueError as error:
        if sheet is None:
            return render(request, PAGE, {"refused": str(error)})
        return session_page(request, sheet, replace(sent, problem=str(error)))
    return render(request, PAGE, {"sheet": sheet, "meaning": meaning})


def session_page(request: HttpRequest, sheet: PlaySheet, sent: Sent | None) -> HttpResponse:
    today_iso = today_of(runner_of(request)).isoformat()
    context = {"sheet": sheet, "player": player_html(sheet, today_iso, request, sent)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return render(request, PAGE, context, status=status)
