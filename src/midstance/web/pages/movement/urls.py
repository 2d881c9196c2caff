"""Addresses of how she moves: tests of hips, ankles and feet, and films of her running."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.movement import views
from midstance.web.places import Place

BELONG = ("/screens/", "/films/")
PLACES = (Place(40, _("Movement"), "person-standing", "movement", "/movement/", more=BELONG),)

urlpatterns = [path("movement/", views.show_movement, name="movement")]
