"""How to read the figures, and what Midstance will not do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from midstance import __version__
from midstance.web.tissues import TISSUES


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    page = {"tissues": TISSUES, "version": __version__}
    return render(request, "pages/help/page.html", page)
