"""A film in the list: where it stands, in one sentence."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.films.keep import metrics_of
from midstance.app.films.records import FilmLine
from midstance.app.films.screen_sheet import filmed_sentence
from midstance.app.films.words import GOING_WORDS, STATE_WORDS, VIEW_WORDS, problem_line
from midstance.app.number_words import decimal_words
from midstance.core.base.errors import NotFoundError
from midstance.core.gait.records import Metric
from midstance.store.models import Film, FilmState, Runner

MOST_OF_A_SCREEN = 6


def films_of(runner: Runner) -> "QuerySet[Film]":
    """All her films, newest first; the arrays of what they told stay where they are."""
    rows = Film.objects.owned_by(runner).select_related("owner", "job", "gait")
    rows = rows.defer("gait__blob").annotate(kept_pictures=Count("pictures"))
    return rows.order_by("-day", "-told_at", "pk")


def running_films(runner: Runner) -> "QuerySet[Film]":
    """Her films of running, newest first."""
    return films_of(runner).filter(screen="")


def screen_films(runner: Runner, screen: str) -> tuple[FilmLine, ...]:
    """Her newest films of a movement screen that were not called off."""
    rows = films_of(runner).filter(screen=screen).exclude(state=FilmState.CANCELLED)
    return tuple(map(film_line, rows[:MOST_OF_A_SCREEN]))


def own_film(runner: Runner, film_id: UUID) -> Film:
    """A film of hers."""
    try:
        return films_of(runner).get(pk=film_id)
    except (Film.DoesNotExist, ValidationError):
        raise NotFoundError(_("This film is not known. It may have been dropped.")) from None


def film_line(film: Film) -> FilmLine:
    """How a film stands."""
    job = film.job
    done = film.state == FilmState.DONE
    return FilmLine(
        id=film.pk,
        day=film.day,
        name=film.name,
        view=film.view,
        view_words=str(VIEW_WORDS[film.view]),
        screen=film.screen,
        leg=film.leg,
        state=film.state,
        state_words=str(STATE_WORDS[film.state]),
        sentence=_sentence(film),
        speed_mps=film.told.get("treadmill_mps"),
        has_pictures=done and getattr(film, "kept_pictures", 0) > 0,
        is_over=film.is_over,
        job=None if film.is_over or job is None else job.pk,
        done_frac=1.0 if film.is_over or job is None else _share(job.progress_done),
        told_at=film.told_at,
    )


def _share(percent: int) -> float:
    return min(percent, 100) / 100


def _sentence(film: Film) -> str:
    if film.state == FilmState.FAILED:
        return problem_line(film.problem.get("kind", ""), film.problem.get("reason", "")).reason
    if film.state != FilmState.DONE:
        return str(GOING_WORDS[film.state])
    if film.screen:
        return filmed_sentence(film)
    return told_sentence(metrics_of(film))


def told_sentence(metrics: Sequence[Metric]) -> str:
    """What comes first of the figures; how many there are where those are not among them."""
    told = {each.name: each.value for each in metrics if each.value is not None}
    cadence, contact_s = told.get("cadence_spm"), told.get("contact_time_s")
    first = {
        "steps": decimal_words(cadence or 0.0),
        "ms": decimal_words(1000 * (contact_s or 0.0)),
    }
    if cadence is not None and contact_s is not None:
        return _("%(steps)s steps a minute, and each foot is down for %(ms)s ms.") % first
    if cadence is not None:
        return _("%(steps)s steps a minute.") % first
    if not told:
        return _("It tells nothing. See why.")
    count = sum(each.is_told for each in metrics)
    words = ngettext("%(count)s figure is told.", "%(count)s figures are told.", count)
    return words % {"count": decimal_words(count)}
