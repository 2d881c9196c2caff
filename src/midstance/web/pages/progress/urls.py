"""Addresses of the progress pages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.progress import views
from midstance.web.places import Place

PLACES = (Place(50, _("Progress"), "chart-line", "progress", "/progress/"),)

urlpatterns = [
    path("progress/", views.show, name="progress"),
    path("progress/check-in/<slug:kind>/", views.check_in, name="check_in"),
    path("progress/activities/", views.activities, name="own_activities"),
    path("progress/activities/drop/", views.drop_activity, name="drop_activity"),
    path("progress/questionnaires/", views.questionnaires, name="questionnaires"),
    path("progress/questionnaires/remove/", views.remove, name="remove_questionnaire"),
]
