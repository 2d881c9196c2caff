"""Help."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.help.views import help_page
from midstance.web.places import Place

PLACES = (Place(93, _("Help"), "circle-help", "help", "/help/", in_menu=True),)
urlpatterns = [
    path("help/", help_page, name="help"),
]
