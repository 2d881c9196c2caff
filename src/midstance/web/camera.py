"""The one page on which a browser may open the camera."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from midstance.web.security import FILMING_HEADERS

View = Callable[..., HttpResponse]


def with_camera(view: View) -> View:
    """Let the page of this view film; every other page stays without a camera."""

    @wraps(view)
    def filming(request: HttpRequest, *asked: object, **named: object) -> HttpResponse:
        response = view(request, *asked, **named)
        for name, value in FILMING_HEADERS.items():
            response.headers[name] = value
        return response

    return filming
