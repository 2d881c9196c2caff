"""What makes the app installable, and what a device keeps and tells while it is far from here."""

from django.urls import path

from midstance.web.pages.offline import views

urlpatterns = [
    path("manifest.webmanifest", views.describe_app, name="manifest"),
    path("service-worker.js", views.give_worker, name="service_worker"),
    path("offline/", views.show_shell, name="offline"),
    path("offline/state.json", views.read_state, name="offline_state"),
    path("offline/days.json", views.read_days, name="offline_days"),
    path("offline/sync/", views.sync, name="offline_sync"),
    path("offline/device/", views.choose_device, name="offline_device"),
]
