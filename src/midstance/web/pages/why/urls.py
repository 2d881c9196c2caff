"""Addresses of the page on what changed before a pain."""

from datetime import date

from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.why import views
from midstance.web.places import Place


class DayConverter:
    """A day as 2026-11-30."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Raises ValueError for a day that is none, which makes the address unknown."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")

PLACES = (Place(72, _("What changed"), "search", "why", "/why/", in_menu=True),)

urlpatterns = [
    path("why/", views.show_latest, name="why"),
    path("why/<day:day>/", views.show_day, name="why"),
]
