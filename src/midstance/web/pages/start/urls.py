"""The first run."""

from django.urls import path

from midstance.web.pages.start.views import ask, start, switch_units

urlpatterns = [
    path("start/", start, name="start"),
    path("start/units/", switch_units, name="start_units"),
    path("start/<slug:question>/", ask, name="start_question"),
]
