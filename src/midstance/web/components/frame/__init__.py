"""What the frame around every page knows."""

from django.db import DatabaseError
from django.http import HttpRequest

from midstance.web.components.assets import is_built
from midstance.web.gates import is_open
from midstance.web.places import Place, places
from midstance.web.security import is_number, split_host

THEMES = ("system", "light", "dark")
THEME_COOKIE = "midstance_theme"
REMINDS_COOKIE = "midstance_reminds"
SHARED_COOKIE = "midstance_shared"


def frame(request: HttpRequest) -> dict[str, object]:
    """For the templates: the places, which one this is, light or dark."""
    path = request.path
    return {
        "places": [place for place in places() if not place.in_menu],
        "menu_places": [place for place in places() if place.in_menu],
        "here": here(path),
        "theme": theme_of(request),
        "is_built": is_built(),
        "has_name": has_name(request),
        "reminds": REMINDS_COOKIE in request.COOKIES,
        "is_shared": bool(request.COOKIES.get(SHARED_COOKIE)),
        "owner": owner_of(request),
    }


def frame_of_nobody() -> dict[str, object]:
    """The same for a page that everybody gets alike: no places, no log-in, no token."""
    return {"theme": "system", "is_built": is_built(), "csrf_token": "", "owner": ""}


def owner_of(request: HttpRequest) -> str:
    """Whose pages these are, so that a device tells nobody what another person told it."""
    runner = getattr(request, "runner", None)
    try:
        return "" if runner is None or is_open(request.path) else str(runner.pk.hex)
    except DatabaseError:
        return ""  # the page that says so is shown all the same


def has_name(request: HttpRequest) -> bool:
    """Whether this address is a name; a passkey cannot be tied to a bare number."""
    return not is_number(split_host(request.get_host())[0])


def here(path: str) -> Place | None:
    return next((place for place in places() if place.holds(path)), None)


def theme_of(request: HttpRequest) -> str:
    """Light or dark as the runner chose it, else as her device says."""
    chosen = request.COOKIES.get(THEME_COOKIE, "system")
    return chosen if chosen in THEMES else "system"
