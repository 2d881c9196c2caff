"""The first page sends on to where the runner is."""

from django.urls import path

from midstance.web.pages.home.views import home

urlpatterns = [path("", home, name="home")]
