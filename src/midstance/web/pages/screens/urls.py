"""Addresses of the movement screens."""

from django.urls import path

from midstance.web.pages.screens import views

urlpatterns = [
    path("screens/", views.list_screens, name="screens"),
    path("screens/<slug:screen>/", views.show_screen, name="screen"),
    path("screens/<slug:screen>/drop/", views.drop, name="drop_screen"),
]
