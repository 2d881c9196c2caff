"""Every address. A page is a folder in `pages/`; its `urls.py` lists its own addresses."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

from midstance.web import pages
from midstance.web.components.assets import serve_static

PAGES = "midstance.web.pages"


def page_modules(name: str) -> list[ModuleType]:
    """The modules of that name in every page folder."""
    found = [f"{PAGES}.{page.name}.{name}" for page in iter_modules(pages.__path__) if page.ispkg]
    return [import_module(module) for module in found if find_spec(module) is not None]


class LateResolver(URLResolver):
    """Addresses in a namespace of their own, read when one of them is first asked for."""

    def _populate(self) -> None:
        """The root looks for names everywhere; no page names what lies below here."""
        if "urlconf_module" in vars(self):
            super()._populate()


urlpatterns: list[URLPattern | URLResolver] = [
    path("static/<path:name>", serve_static, name="static"),
    *(path("", include(module)) for module in page_modules("urls")),
    LateResolver(RoutePattern("api/"), "midstance.web.api", app_name="ninja", namespace="api"),
]

handler400 = "midstance.web.pages.errors.views.unreadable_request"
handler403 = "midstance.web.pages.errors.views.not_allowed"
handler404 = "midstance.web.pages.errors.views.not_found"
handler500 = "midstance.web.pages.errors.views.broken"
