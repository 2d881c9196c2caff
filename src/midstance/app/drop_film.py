"""Forget a film, or only its pictures."""

from uuid import UUID

from django.db import transaction

from midstance.app.film_run import cancel_film
from midstance.app.films.lines import film_line, own_film
from midstance.app.films.records import FilmLine
from midstance.store.models import Film, FilmPicture, Runner


def drop_film(runner: Runner, film_id: UUID) -> FilmLine:
    """Forget a film and all that it told, and give its last line.

    *Changes* calls its analysis off, and removes figures, joints and pictures; a plan that leaned
    on it is drawn anew without it. A trial that began with it goes on.
    *Refuses* an unknown film (NotFoundError).
    *Twice* is refused, because it is gone.
    *Privacy* the runner's own films only.
    """
    line = cancel_film(runner, film_id)
    Film.objects.owned_by(runner).filter(pk=film_id).delete()
    return line


def drop_film_pictures(runner: Runner, film_id: UUID) -> FilmLine:
    """Forget the pictures of a film and keep its figures.

    *Changes* removes the pictures.
    *Refuses* an unknown film (NotFoundError).
    *Twice* changes nothing more.
    *Privacy* the runner's own films only.
    """
    film = own_film(runner, film_id)
    with transaction.atomic():
        FilmPicture.objects.owned_by(runner).filter(film=film).delete()
        told = {**film.told, "keep_pictures": False}
        Film.objects.owned_by(runner).filter(pk=film_id).update(told=told)
    return film_line(own_film(runner, film_id))
