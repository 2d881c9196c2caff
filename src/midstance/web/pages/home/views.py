"""Where a visit begins: the first questions, or the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from midstance.web.person import runner_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("start" if runner_of(request).set_up_at is None else "today")
