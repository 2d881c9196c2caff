"""Addresses of bringing runs in."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from midstance.web.pages.import_ import views
from midstance.web.places import Place

urlpatterns = [
    path("import/", views.show_import, name="import"),
    path("import/files/", views.upload_files, name="import_files"),
    path("import/portions/", views.open_portions, name="import_portions"),
    path("import/portions/<uuid:upload_id>/", views.add_portion, name="import_portion"),
    path("import/portions/<uuid:upload_id>/start/", views.start_portions, name="import_start"),
    path("import/folder/", views.import_folder, name="import_folder"),
    path("import/sample/", views.import_sample, name="import_sample"),
    path("import/<uuid:job_id>/", views.show_job, name="import_job"),
    path("import/<uuid:job_id>/stop/", views.cancel_import, name="import_stop"),
]
PLACES = (Place(70, _("Bring your runs"), "upload", "import", "/import/", in_menu=True),)
