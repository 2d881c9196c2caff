"""The one-time link of the first start."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from midstance.app.first_account import is_first_account_token
from midstance.web.pages.account.adapter import MAY_SIGN_UP


@require_safe
def open_sign_up(request: HttpRequest, token: str) -> HttpResponse:
    """Opens the sign-up in this browser; a wrong link looks like any missing page."""
    if not is_first_account_token(token):
        raise Http404
    request.session.cycle_key()
    request.session[MAY_SIGN_UP] = True
    return redirect("account_signup")
