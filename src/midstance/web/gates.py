"""Middleware that applies the rules of `security` to each request."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from midstance.app.first_account import count_runners, runner_of
from midstance.app.set_up_runner import default_runner
from midstance.store.soundness import read_damage
from midstance.web import security
from midstance.web.components.assets import serve_static

if TYPE_CHECKING:
    from midstance.store.models import Runner

Answer = Callable[[HttpRequest], HttpResponseBase]
OPEN_PREFIXES = (
    "/static/",
    "/account/first/",
    "/account/login/",
    "/account/signup/",
    "/calendar/",  # its address is the key
)
OPEN_ROUTES = (
    "/account/2fa/authenticate/",
    "/account/2fa/webauthn/login/",
    "/account/logout/",
    "/account/inactive/",
    "/manifest.webmanifest",
    "/service-worker.js",
    "/offline/",  # the page that holds no data
)
LEFT_COOKIE = "midstance_left"
CLEAR_SITE = '"cache", "storage"'


class Gate:
    """The shape of a middleware."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        refusal = self.refuse(request)
        return self.get_response(request) if refusal is None else refusal

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        raise NotImplementedError


class HeadersGate(Gate):
    """Puts the protecting headers on every response; a page is kept by no cache."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in security.HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if settings.BIND.uses_tls:
            response.headers["Strict-Transport-Security"] = security.STRICT_TRANSPORT
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers["Clear-Site-Data"] = CLEAR_SITE
            if LEFT_COOKIE in request.COOKIES:
                response.delete_cookie(LEFT_COOKIE, samesite="Lax")
        return response


class HostGate(Gate):
    """Answers only under our own name, and while nobody logs in only to this machine."""

    def refuse(self, request: HttpRequest) -> HttpResponse | None:
        host = request.META.get("HTTP_HOST", "")
        port = int(request.META.get("SERVER_PORT") or 0)
        if not security.is_host_ours(host, settings.BIND, port):
            return plain_refusal(
                421, _("This address is unknown here. Open the one Midstance named.")
            )
        if settings.BIND.is_loopback and not security.is_loopback(request.META["REMOTE_ADDR"]):
            return plain_refusal(403, _("Midstance answers this machine alone."))
        return None


class OriginGate(Gate):
    """Lets no other site do or read anything in the runner's name."""

    def refuse(self, request: HttpRequest) -> HttpResponse | None:
        meta = request.META
        method = request.method or ""
        origin = meta.get("HTTP_ORIGIN")
        crossing = security.may_cross(
            method,
            meta.get("HTTP_SEC_FETCH_SITE", ""),
            meta.get("HTTP_SEC_FETCH_MODE", ""),
            meta.get("HTTP_SEC_FETCH_DEST", ""),
        )
        at_home = (
            method in security.SAFE_METHODS
            or origin is None
            or security.is_origin_ours(origin, meta.get("HTTP_HOST", ""))
        )
        if crossing and at_home:
            return None
        return plain_refusal(403, _("Another site asked for this. Nothing was changed."))


class SoundnessGate(Gate):
    """Lets nobody write to a damaged database: every page says what to do instead."""

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        found = read_damage()
        if not found:
            return None
        if request.path.startswith("/static/"):
            return serve_static(request, request.path.removeprefix("/static/"))
        if request.path.startswith("/api/"):
            return plain_refusal(503, _("The database is damaged. Any page says what to do."))
        from midstance.web.pages.errors.views import damaged  # noqa: PLC0415 (hardly ever needed)

        return damaged(request, found)


class LeftGate(Gate):
    """Ends the session of a device on which somebody logged out while nothing answered."""

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        if not request.COOKIES.get(LEFT_COOKIE) or is_open(request.path):
            return None
        logout(request)
        response = redirect("/")
        response.delete_cookie(LEFT_COOKIE, samesite="Lax")
        response.headers["Clear-Site-Data"] = CLEAR_SITE
        return response


class RunnerGate(Gate):
    """Says whose pages these are: the one local runner, or whoever is logged in."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        refusal = self.refuse(request)
        if refusal is not None:
            return refusal
        with timezone.override(zone_of(request)):
            return self.get_response(request)

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        log_in = is_log_in_needed()
        request.runner = SimpleLazyObject(lambda: runner_here(request, log_in=log_in))  # type: ignore[attr-defined] # ours
        if not log_in or request.user.is_authenticated or is_open(request.path):
            return None
        if request.path.startswith("/api/"):
            return plain_refusal(401, _("Log in first."))
        where = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_login')}?{where}")


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    """The runner's own clock, where somebody is known."""
    if is_open(request.path):
        return None
    try:
        name = request.runner.time_zone  # type: ignore[attr-defined] # ours
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def is_log_in_needed() -> bool:
    return not settings.BIND.is_loopback or security.needs_log_in(settings.BIND, count_runners())


def is_open(path: str) -> bool:
    return path.startswith(OPEN_PREFIXES) or path in OPEN_ROUTES


def runner_here(request: HttpRequest, *, log_in: bool) -> "Runner":
    return runner_of(request.user) if log_in else default_runner()


def plain_refusal(status: int, words: str) -> HttpResponse:
    return HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")
