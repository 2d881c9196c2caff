"""Addresses of the day."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.today import views
from midstance.web.places import Place

PLACES = (Place(10, _("Today"), "sun", "today", "/today/"),)

urlpatterns = [
    path("today/", views.show_today, name="today"),
    path("today/pain/", views.tell_pain, name="pain"),
]
