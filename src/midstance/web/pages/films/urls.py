"""Addresses of the films of a run, and of the drill that comes of one."""

from django.urls import path

from midstance.web.pages.films import drill, report, views

urlpatterns = [
    path("films/", views.list_films, name="films"),
    path("films/new/", views.new_film, name="new_film"),
    path("films/drill/", drill.show_drill, name="drill"),
    path("films/drill/end/", drill.end, name="end_drill"),
    path("films/<uuid:film_id>/", views.show_film, name="film"),
    path("films/<uuid:film_id>/report/", report.show_report, name="film_report"),
    path("films/<uuid:film_id>/picture/<slug:moment>/", views.show_picture, name="film_picture"),
    path("films/<uuid:film_id>/person/", views.choose, name="choose_person"),
    path("films/<uuid:film_id>/stop/", views.stop, name="stop_film"),
    path("films/<uuid:film_id>/drop/", views.drop, name="drop_film"),
    path("films/<uuid:film_id>/pictures/drop/", views.drop_pictures, name="drop_film_pictures"),
    path("films/<uuid:film_id>/try/", drill.start, name="try_cue"),
]
