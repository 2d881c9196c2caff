"""Addresses of one run."""

from django.urls import path

from midstance.web.pages.run import views

urlpatterns = [
    path("runs/<slug:key>/", views.show_one_run, name="run"),
    path("runs/<slug:key>/original/", views.download_original, name="original"),
]
