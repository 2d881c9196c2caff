"""Addresses of the room and the what-if."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.what_if import views
from midstance.web.places import Place

PLACES = (Place(55, _("How much to run"), "gauge", "what_if", "/what-if/", in_menu=True),)

urlpatterns = [path("what-if/", views.show_what_if, name="what_if")]
