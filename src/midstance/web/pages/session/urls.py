"""A guided session: its page, and the document of its player."""

from django.urls import path

from midstance.web.pages.session.views import lead, read_sheet

urlpatterns = [
    path("session/<slug:key>/", lead, name="session"),
    path("session/<slug:key>/sheet.json", read_sheet, name="session_sheet"),
]
