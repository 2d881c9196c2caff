"""How a film comes to its end, and what is left of it: nothing but what was told."""

import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from midstance.app.collect_upload import drop_forgotten
from midstance.app.films.files import delete_film, film_path, films_there
from midstance.app.run_job import JobLostError
from midstance.store.home import inbox_folder
from midstance.store.models import FILM_OVER, Film, FilmState, Job, JobState

NO_LONGER_THERE = "no_longer_there"
NO_ANSWER = "no_answer"
STOPPED = "stopped"
JUST_CAME_S = 60.0
"""A file may be here so long before the film that names it is stored."""
ENDED = {
    JobState.CANCELLED: (FilmState.CANCELLED, {}),
    JobState.FAILED: (FilmState.FAILED, {"kind": STOPPED, "reason": ""}),
    JobState.DONE: (FilmState.FAILED, {"kind": STOPPED, "reason": ""}),
}
"""What becomes of a film whose job ended without a word about it."""


def end_film(film: Film, state: FilmState, problem: Mapping[str, str] | None = None) -> bool:
    """Delete the file and say how the film ended; False where it ended before."""
    delete_film(film.file_name)
    still_going = Film.objects.owned_by(film.owner).filter(pk=film.pk).exclude(state__in=FILM_OVER)
    return bool(
        still_going.update(state=state, problem=dict(problem or {}), file_name="", ask_until=None)
    )


def move_on(film: Film, job: Job, state: FilmState, **changes: object) -> None:
    """Say how far a job is with its film.

    Raises
    ------
    JobLostError
        The film was called off or dropped, or another job has it.
    """
    mine = Film.objects.owned_by(film.owner).filter(pk=film.pk, job=job)
    if not mine.exclude(state__in=FILM_OVER).update(state=state, **changes):
        raise JobLostError("This film was called off.")


def sweep_films(now: datetime) -> int:
    """Delete every film that nobody works on or waits for; gives how many.

    A film whose job ended without a word about it is told as stopped, and one whose question was
    not answered in time as forgotten.
    """
    for film in Film.objects.exclude(state__in=FILM_OVER).select_related("owner", "job"):
        _end_if_lost(film, now)
    for uploads in inbox_folder().glob("open/*"):
        drop_forgotten(uploads)
    return _sweep_files()


def _sweep_files() -> int:
    """Files that no film names, as a kill leaves them."""
    there = {name for name in films_there() if not _just_came(film_path(name))}
    named = set(Film.objects.exclude(file_name="").values_list("file_name", flat=True))
    for name in there - named:
        delete_film(name)
    return len(there - named)


def _just_came(path: Path) -> bool:
    try:
        return path.stat().st_ctime > time.time() - JUST_CAME_S
    except FileNotFoundError:
        return True


def end_films_of(job: Job) -> None:
    """A job was called off: its film goes at once."""
    for film in Film.objects.owned_by(job.owner).filter(job=job).exclude(state__in=FILM_OVER):
        end_film(film, FilmState.CANCELLED)


def _end_if_lost(film: Film, now: datetime) -> None:
    if film.state == FilmState.ASKING:
        if film.ask_until is not None and film.ask_until <= now:
            end_film(film, FilmState.FAILED, {"kind": NO_ANSWER, "reason": ""})
            return
    elif film.job is None or film.job.state in ENDED:
        over = JobState.FAILED if film.job is None else JobState(film.job.state)
        end_film(film, *ENDED[over])
        return
    if not film_path(film.file_name).is_file():
        end_film(film, FilmState.FAILED, {"kind": NO_LONGER_THERE, "reason": ""})
