"""The plan: the week, its set-up, the weekly review, calendar and watch files."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.plan import files, reviews, views
from midstance.web.places import Place

PLACES = (Place(80, _("Plan"), "calendar-days", "plan", "/plan/", in_menu=True),)

urlpatterns = [
    path("plan/", views.show_plan, name="plan"),
    path("plan/set-up/", views.begin, name="plan_set_up"),
    path("plan/set-up/answers/", views.look_over, name="plan_answers"),
    path("plan/set-up/<slug:question>/", views.ask, name="plan_question"),
    path("plan/review/", reviews.review, name="plan_review"),
    path("plan/review/change/", reviews.change, name="plan_review_change"),
    path("plan/review/<slug:key>/take-back/", reviews.take_back, name="plan_take_back"),
    path("plan/calendar/", files.show_files, name="plan_files"),
    path("plan/calendar/address/", files.change_address, name="plan_calendar_address"),
    path("plan/midstance.ics", files.download_calendar, name="plan_calendar_file"),
    path("calendar/<str:token>.ics", files.read_feed, name="calendar_feed"),
    path("session/<slug:key>/workout.fit", files.download_workout, name="workout_file"),
]
