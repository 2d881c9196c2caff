"""Addresses of the timeline."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.timeline import views
from midstance.web.places import Place

urlpatterns = [path("timeline/", views.show_timeline, name="timeline")]
PLACES = (Place(60, _("Timeline"), "chart-gantt", "timeline", "/timeline/", in_menu=True),)
