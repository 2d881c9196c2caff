"""Addresses of the load page."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.load import views
from midstance.web.places import Place

urlpatterns = [path("load/", views.show_load, name="load")]
PLACES = (Place(30, _("Load"), "chart-column", "load", "/load/"),)
