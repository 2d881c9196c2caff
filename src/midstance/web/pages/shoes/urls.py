"""Addresses of the shoes."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.shoes import views
from midstance.web.places import Place

PLACES = (Place(82, _("Shoes"), "footprints", "shoes", "/shoes/", in_menu=True),)

urlpatterns = [
    path("shoes/", views.show_shoes, name="shoes"),
    path("shoes/add/", views.add, name="add_shoe"),
    path("shoes/undo/", views.undo, name="undo_shoes"),
    path("shoes/rules/", views.apply_rules, name="apply_shoe_rules"),
    path("shoes/run/<slug:key>/", views.wear, name="wear_shoe"),
    path("shoes/<int:pk>/", views.edit, name="shoe"),
    path("shoes/<int:pk>/away/", views.put_away, name="retire_shoe"),
    path("shoes/<int:pk>/back/", views.take_back, name="restore_shoe"),
    path("shoes/<int:pk>/join/", views.join, name="join_shoes"),
    path("shoes/<int:pk>/remove/", views.remove, name="remove_shoe"),
]
