"""Addresses of the habits."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.habits import views
from midstance.web.places import Place

PLACES = (Place(81, _("Keep well"), "sparkles", "habits", "/keep-well/", in_menu=True),)

urlpatterns = [
    path("keep-well/", views.show_habits, name="habits"),
    path("keep-well/notes/<slug:note>/away/", views.put_away, name="put_note_away"),
]
