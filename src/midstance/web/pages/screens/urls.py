"""Addresses of the movement screens."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.screens import views
from midstance.web.places import Place

PLACES = (Place(84, _("Movement tests"), "ruler", "screens", "/screens/", in_menu=True),)

urlpatterns = [
    path("screens/", views.list_screens, name="screens"),
    path("screens/<slug:screen>/", views.show_screen, name="screen"),
    path("screens/<slug:screen>/drop/", views.drop, name="drop_screen"),
]
