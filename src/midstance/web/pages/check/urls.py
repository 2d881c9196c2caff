"""The knee check: its offer, one question a page, the answers, the result, what came before."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.check import views
from midstance.web.places import Place

PLACES = (Place(20, _("Check"), "clipboard-list", "check", "/check/"),)

urlpatterns = [
    path("check/", views.offer, name="check"),
    path("check/begin/", views.begin, name="check_begin"),
    path("check/<slug:key>/", views.show_result, name="check_result"),
    path("check/<slug:key>/next/", views.go_on, name="check_next"),
    path("check/<slug:key>/answers/", views.show_answers, name="check_answers"),
    path("check/<slug:key>/summary.pdf", views.download_summary, name="check_summary"),
    path("check/<slug:key>/clinician/", views.record_answer, name="check_clinician"),
    path("check/<slug:key>/<slug:question>/", views.ask, name="check_question"),
]
