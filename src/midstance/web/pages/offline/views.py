"""The app on a device: its manifest, its worker, its page, what it keeps and what it tells."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from midstance.app.checking.days import today_of
from midstance.app.english_words import translate_english
from midstance.app.offline_days import offline_days, offline_key
from midstance.app.plain import Plain, to_plain
from midstance.app.sync_told import Told, sync_told
from midstance.app.training.player import PlaySheet
from midstance.core.base.errors import InvalidValueError, LimitExceededError
from midstance.store.epoch import read_epoch
from midstance.web.components.frame import SHARED_COOKIE, owner_of
from midstance.web.components.player import player_document
from midstance.web.pages.offline.manifest import manifest
from midstance.web.pages.offline.shell import shell_now, worker_script
from midstance.web.person import runner_of

TEN_YEARS_S = 10 * 365 * 24 * 3600
CLEAR = '"cache", "storage"'
FIGURES = "figures"


@require_safe
def describe_app(request: HttpRequest) -> HttpResponse:
    del request
    text = json.dumps(manifest(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/manifest+json")


@require_safe
def give_worker(request: HttpRequest) -> HttpResponse:
    del request
    script = worker_script()
    if not script:
        raise Http404
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
def show_shell(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse(shell_now().html)


@require_safe
def read_state(request: HttpRequest) -> HttpResponse:
    """What a device needs to know before it tells anything."""
    runner = runner_of(request)
    state = {
        "owner": owner_of(request),
        "epoch": read_epoch(),
        "shell": shell_now().version,
        "key": offline_key(runner),
        "today": today_of(runner).isoformat(),
        "token": get_token(request),
    }
    return JsonResponse(state)


@require_safe
@gzip_page
def read_days(request: HttpRequest) -> HttpResponse:
    """The next seven days with their sheets; a figure that several need is sent once."""
    days = offline_days(runner_of(request))
    figures: dict[str, Plain] = {}
    sheets = [split_sheet(sheet, figures) for sheet in days.sheets]
    document = {**to_plain(days), "sheets": sheets, FIGURES: figures, "language": get_language()}
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/json")


def split_sheet(sheet: PlaySheet, figures: dict[str, Plain]) -> Plain:
    """What a player leads from, with the names of its figures in place of them."""
    day = "" if sheet.day is None else sheet.day.isoformat()
    document: dict[str, Plain] = player_document(sheet, day)
    figures.update(document[FIGURES])
    return {**document, FIGURES: sorted(document[FIGURES])}


@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """Takes a batch, and answers of each piece whether it is kept."""
    try:
        owner, told = read_batch(request.body)
        if owner != owner_of(request):
            words = _("Another account is open here now. Nothing was sent.")
            return JsonResponse({"detail": words}, status=HTTPStatus.CONFLICT)
        epoch = read_epoch()  # before: what is told into an older epoch is told again
        taken = sync_told(runner_of(request), told)
    except InvalidValueError as error:
        return JsonResponse({"detail": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except LimitExceededError as error:
        return JsonResponse({"detail": str(error)}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    answers = [{**to_plain(each), "reason": translate_english(each.reason)} for each in taken]
    return JsonResponse({"epoch": epoch, "now": timezone.now(), "answers": answers})


def read_batch(body: bytes) -> tuple[str, list[Told]]:
    """Whose batch it is, and its pieces."""
    problem = InvalidValueError("Expected an owner and a list of entries, each of a kind.")
    try:
        batch = json.loads(body)
    except ValueError as error:
        raise problem from error
    if not isinstance(batch, Mapping) or not isinstance(batch.get("entries"), list):
        raise problem
    entries: list[Any] = batch["entries"]
    if not all(isinstance(each, Mapping) for each in entries):
        raise problem
    told = [Told(str(each.get("kind", "")), each.get("document")) for each in entries]
    return str(batch.get("owner", "")), told


@require_POST
def choose_device(request: HttpRequest) -> HttpResponse:
    """Whether others use this device too; then it keeps nothing, and what it kept goes."""
    response = redirect("settings")
    if request.POST.get("shared") == "yes":
        response.set_cookie(
            SHARED_COOKIE,
            "yes",
            max_age=TEN_YEARS_S,
            secure=settings.BIND.uses_tls,
            httponly=True,
            samesite="Lax",
        )
        response.headers["Clear-Site-Data"] = CLEAR
        messages.success(request, _("Saved. Nothing is kept on this device."))
    else:
        response.delete_cookie(SHARED_COOKIE, samesite="Lax")
        messages.success(request, _("Saved. The next seven days work without a connection here."))
    return response
