"""Addresses of the list of runs."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.runs import views
from midstance.web.places import Place

urlpatterns = [path("runs/", views.show_runs, name="runs")]
PLACES = (Place(65, _("Runs"), "list", "runs", "/runs/", in_menu=True),)
