"""Every address. A page is a folder in `pages/`; its `urls.py` lists its own addresses."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from django.urls import URLPattern, URLResolver, include, path

from midstance.web import pages
from midstance.web.components.assets import serve_static

PAGES = "midstance.web.pages"


def page_modules(name: str) -> list[ModuleType]:
    """The modules of that name in every page folder."""
    found = [f"{PAGES}.{page.name}.{name}" for page in iter_modules(pages.__path__) if page.ispkg]
    return [import_module(module) for module in found if find_spec(module) is not None]


def api_pattern() -> list[URLPattern | URLResolver]:
    """The REST interface."""
    if find_spec("midstance.web.api") is None:
        return []
    return [path("api/", import_module("midstance.web.api").api.urls)]


urlpatterns: list[URLPattern | URLResolver] = [
    path("static/<path:name>", serve_static, name="static"),
    *(path("", include(module)) for module in page_modules("urls")),
    *api_pattern(),
]

handler400 = "midstance.web.pages.errors.views.unreadable_request"
handler403 = "midstance.web.pages.errors.views.not_allowed"
handler404 = "midstance.web.pages.errors.views.not_found"
handler500 = "midstance.web.pages.errors.views.broken"
