"""Reminders: when, and the one that may be shown now."""

from django.urls import path

from midstance.web.pages.remind import views

urlpatterns = [
    path("reminders/", views.show_reminders, name="reminders"),
    path("reminders/claim/", views.claim, name="reminder_claim"),
]
