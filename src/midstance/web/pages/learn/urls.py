"""Pages to learn from."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.learn.views import list_lessons, show_lesson
from midstance.web.places import Place

PLACES = (Place(80, _("Learn"), "book-open", "learn", "/learn/", in_menu=True),)

urlpatterns = [
    path("learn/", list_lessons, name="learn"),
    path("learn/<slug:name>/", show_lesson, name="lesson"),
]
