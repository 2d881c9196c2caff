"""Hand films over to the worker, answer what one asks, or call one off."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from midstance.app.collect_upload import upload_folder
from midstance.app.films.files import delete_film, take_in
from midstance.app.films.lines import film_line, own_film
from midstance.app.films.records import MOST_FILMS, FilmLine, FilmTold, Whom
from midstance.app.films.states import end_film
from midstance.app.films.told import WHOM, check_told
from midstance.app.jobs import cancel_job, start_film
from midstance.app.plain import to_plain
from midstance.core.base.errors import (
    InvalidValueError,
    LimitExceededError,
    MissingPartError,
    RefusedError,
)
from midstance.pose.limits import FILM_MAX_BYTES
from midstance.store.models import Film, FilmState, Runner

KEPT_APART = ("view", "day", "name", "screen", "leg")
"""What has a column of its own."""


def take_films(runner: Runner, upload_id: UUID, told: FilmTold) -> tuple[FilmLine, ...]:
    """Take the films of an upload over, and queue the analysis of each.

    *Changes* moves the files into the inbox of films and adds a job for each; a file is deleted as
    soon as its job has ended, however it ends.
    *Refuses* any under a lock, and one of a movement screen that is not safe now or has no film
    (RefusedError); a screen that there is not (NotFoundError); what cannot be, all at once
    (InvalidValuesError); an empty upload (RefusedError); a film that is too large, or more than
    eight (LimitExceededError); all where nothing can read films (MissingPartError). The upload is
    gone then too.
    *Twice* cannot be: the upload is gone after the first.
    *Privacy* films stay in the data folder, and none is kept.
    """
    folder = upload_folder(runner, upload_id)
    try:
        if missing := video_part_missing():
            raise MissingPartError(missing)
        told = check_told(runner, told)
        paths = _films_of(folder)
        return tuple(_take(runner, path, told) for path in paths)
    finally:
        rmtree(folder, ignore_errors=True)


def choose_person(runner: Runner, film_id: UUID, whom: Whom) -> FilmLine:
    """Say who she is in a film in which two people are alike, and go on with it.

    *Changes* the film, and adds a job.
    *Refuses* a film that asks nothing (any more) (RefusedError), or an unknown one (NotFoundError).
    *Twice* is refused, because the question is answered.
    *Privacy* the runner's own films only.
    """
    if whom not in WHOM:
        raise InvalidValueError(f"Expected left or right, got “{whom}”.")
    film = own_film(runner, film_id)
    with transaction.atomic():
        row = Film.objects.owned_by(runner).select_for_update().filter(pk=film.pk)
        asking = row.filter(state=FilmState.ASKING, ask_until__gt=timezone.now()).first()
        if asking is None:
            raise RefusedError(_("This film asks nothing any more. Send it again, if you like."))
        job = start_film(runner, film.pk)
        row.update(
            state=FilmState.WAITING,
            ask_until=None,
            told={**asking.told, "whom": whom},
            job_id=job.id,
        )
    return film_line(own_film(runner, film_id))


def cancel_film(runner: Runner, film_id: UUID) -> FilmLine:
    """Call the analysis of a film off; nothing of the film is kept.

    *Changes* deletes the file; the film stays in the list as called off.
    *Refuses* an unknown film (NotFoundError).
    *Twice* changes nothing more, and nor does it once the film is over.
    *Privacy* the runner's own films only.
    """
    film = own_film(runner, film_id)
    if not film.is_over:
        if film.job_id is not None:
            cancel_job(runner, film.job_id)
        end_film(film, FilmState.CANCELLED)  # one that asks has no job that goes on
    return film_line(own_film(runner, film_id))


def video_part_missing() -> str:
    """How to install what reads films, "" where it is there.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* reads nothing of a runner.
    """
    if find_spec("av") is not None and find_spec("ai_edge_litert") is not None:
        return ""
    return _("The part that reads films is not installed. Install midstance[video].")


def _films_of(folder: Path) -> list[Path]:
    """The files of an upload, none of them larger than a film may be."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    if not paths or not any(path.stat().st_size for path in paths):
        raise RefusedError(_("Expected a film; none came. Choose one, or record one."))
    if len(paths) > MOST_FILMS:
        raise LimitExceededError(
            _("Expected at most %(most)s films at once, got %(count)s.")
            % {"most": MOST_FILMS, "count": len(paths)}
        )
    for path in paths:
        if path.stat().st_size > FILM_MAX_BYTES:
            raise LimitExceededError(
                _("%(name)s is larger than a film may be. Film ten to thirty seconds.")
                % {"name": path.name}
            )
    return paths


def _take(runner: Runner, path: Path, told: FilmTold) -> FilmLine:
    plain = to_plain(replace(told, name=""))
    file_name = take_in(path)
    try:
        with transaction.atomic():
            film = Film.objects.create(
                owner=runner,
                view=told.view,
                screen=told.screen,
                leg=told.leg,
                day=told.day,
                name=told.name or path.name,
                told={name: value for name, value in plain.items() if name not in KEPT_APART},
                file_name=file_name,
            )
            job = start_film(runner, film.pk)
            Film.objects.owned_by(runner).filter(pk=film.pk).update(job_id=job.id)
    except BaseException:
        delete_film(file_name)
        raise
    return film_line(own_film(runner, film.pk))
