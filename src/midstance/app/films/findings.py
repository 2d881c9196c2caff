"""What her films say day by day, and what two days agree on: that alone leans the plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from midstance.app.films.keep import metrics_of
from midstance.app.screens.words import FROM_FILMS
from midstance.core.assess.films import FilmDay, FilmRule, find_agreed
from midstance.core.gait.combine import combine
from midstance.core.gait.records import Metric, Side
from midstance.knowledge.film_findings import load_film_rules
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.knowledge.gait_norms import load_gait_norms
from midstance.store.models import Film, FilmState, Runner

SPEED_DIGITS = 1
"""Films of a day are taken together where their speeds are the same to so many decimals."""


@dataclass(frozen=True)
class FilmsOfDay:
    """Her films of one day, view and speed, and what they say together."""

    day: date
    view: str
    speed_mps: float | None
    films: tuple[Film, ...]
    metrics: tuple[Metric, ...]

    def as_seen(self) -> FilmDay:
        """As findings are drawn from it."""
        return FilmDay(self.day.toordinal(), self.speed_mps, self.metrics)


@dataclass(frozen=True)
class _Told:
    metrics: tuple[Metric, ...]


def days_of(films: Iterable[Film]) -> tuple[FilmsOfDay, ...]:
    """The films of running that told something, those of a day, view and speed together."""
    groups: dict[tuple[date, str, float | None], list[Film]] = {}
    for film in films:
        if film.state == FilmState.DONE:
            groups.setdefault((film.day, film.view, _speed_of(film)), []).append(film)
    return tuple(
        FilmsOfDay(day, view, speed_mps, tuple(each), _together(each))
        for (day, view, speed_mps), each in groups.items()
    )


def _speed_of(film: Film) -> float | None:
    speed_mps = film.told.get("treadmill_mps")
    return None if speed_mps is None else round(speed_mps, SPEED_DIGITS)


def _together(films: Sequence[Film]) -> tuple[Metric, ...]:
    return combine([_Told(metrics_of(film)) for film in films], load_gait_constants())


def agreed_findings(
    days: Sequence[FilmsOfDay], today: date
) -> Mapping[str, tuple[FilmRule, tuple[Side, ...]]]:
    """What two films of different days agree on, beyond their ranges; with whose leg."""
    seen = [each.as_seen() for each in days]
    found = {
        name: (rule, find_agreed(rule, seen, today.toordinal(), load_gait_norms()))
        for name, rule in load_film_rules().items()
    }
    return {name: (rule, sides) for name, (rule, sides) in found.items() if sides}


def wanted_by_films(runner: Runner, today: date) -> tuple[tuple[str, str], ...]:
    """What trains the findings, as a plan takes it: the exercise and what found it.

    It chooses among what may stand in a week, as what screens find does, and nothing else of a plan
    or a check knows of it.
    """
    rules = load_film_rules().values()
    since = today - timedelta(days=max(rule.good_days for rule in rules))
    films = Film.objects.owned_by(runner).filter(
        screen="", state=FilmState.DONE, day__gt=since, day__lte=today
    )
    rows = films.select_related("gait").defer("gait__blob", "look")
    return tuple(
        (exercise, f"{FROM_FILMS}{name}")
        for name, (rule, _sides) in agreed_findings(days_of(rows), today).items()
        for exercise in rule.trains
    )
