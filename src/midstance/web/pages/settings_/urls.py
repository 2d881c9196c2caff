"""Settings."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.settings_ import views
from midstance.web.places import Place

PLACES = (Place(92, _("Settings"), "settings", "settings", "/settings/", in_menu=True),)
urlpatterns = [
    path("settings/", views.show_settings, name="settings"),
    path("settings/you/", views.save_body, name="settings_body"),
    path("settings/units/", views.save_units, name="settings_units"),
    path("settings/clock/", views.save_clock, name="settings_clock"),
    path("settings/look/", views.save_look, name="settings_look"),
    path("settings/backups/", views.make_backup, name="settings_backup"),
    path("settings/backups/<str:name>", views.download_backup, name="settings_backup_file"),
    path("settings/folder/", views.save_folder, name="settings_folder"),
]
