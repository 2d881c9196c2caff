"""What is said when a page cannot be shown."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from midstance.app.explain_damage import explain_damage
from midstance.core.base.errors import MidstanceError
from midstance.store.soundness import is_damage, note_damage
from midstance.web.components.frame import theme_of


def say(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    return render(
        request,
        "pages/errors/page.html",
        {"title": title, "words": words, "status": status},
        status=status,
    )


def unreadable_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    title = _("Midstance could not read this request")
    return say(request, 400, title, _("Nothing was changed. Go back and try again."))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    words = _("Nothing was changed. If this page should be yours, log in and try again.")
    return say(request, 403, _("This page is not open to you"), words)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    del reason
    words = _(
        "Nothing was changed. The page you came from was too old, or another site sent you. "
        "Load the page again, then send it once more. Your browser must allow cookies for this "
        "address."
    )
    return say(request, 403, _("This form was not accepted"), words)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, MidstanceError) else ""
    words = reason or _("The address may be old or mistyped. Your runs are all still here.")
    return say(request, 404, _("There is no such page"), words)


def broken(request: HttpRequest) -> HttpResponse:
    """Needs neither the database nor the session, which may be what broke."""
    error = sys.exc_info()[1]
    if error is not None and is_damage(error):
        note_damage(str(error))
        return damaged(request, str(error))
    words = _(
        "Something in Midstance went wrong. Nothing you stored was lost. Go back and try again; "
        "if it stays, “midstance doctor” says what is amiss."
    )
    page = {"title": _("This did not work"), "words": words, "status": 500}
    return say_alone(request, "pages/errors/page.html", page)


def damaged(request: HttpRequest, found: str) -> HttpResponse:
    """Instead of every page, for as long as the database is damaged."""
    page = {
        "title": _("Your database is damaged. Your files are kept apart from it."),
        "damage": explain_damage(found),
        "status": 503,
    }
    return say_alone(request, "pages/errors/damaged.html", page)


def say_alone(request: HttpRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    """A page that asks the database for nothing, so it has no places to go to."""
    told = {"theme": theme_of(request), "is_built": True, **page}
    return HttpResponse(render_to_string(template, told), status=page["status"])
