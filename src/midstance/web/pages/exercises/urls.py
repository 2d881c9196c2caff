"""The exercises."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.exercises.views import list_exercises, show_exercise
from midstance.web.places import Place

PLACES = (Place(85, _("Exercises"), "heart-pulse", "exercises", "/exercises/", in_menu=True),)

urlpatterns = [
    path("exercises/", list_exercises, name="exercises"),
    path("exercises/<slug:name>/", show_exercise, name="exercise"),
]
