"""Tomorrow's pain for a planned run, as a spread of answers; or plainly why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from math import exp

from django.utils.translation import gettext as _

from midstance.app.checking.days import today_of
from midstance.app.checking.records import Lock
from midstance.app.routine_lock import routine_lock
from midstance.app.training.forecast_sheet import MomentForecast, PainForecast
from midstance.app.training.forecast_words import (
    AFTER_REST,
    AFTER_RUN,
    DURING,
    TITLES,
    basis_words,
    beyond_words,
    forecast_sentence,
    limits_words,
    moment_sentence,
    needs_words,
    rests_words,
    warning_words,
)
from midstance.app.training.response_days import read_response_days
from midstance.app.training.state import situate
from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.response import (
    PainDay,
    ResponseState,
    Scored,
    When,
    band_of_answers,
    forecast_answers,
    start_response,
    update_response,
)
from midstance.core.tissue.response_gate import Comparison, Verdict, compare
from midstance.knowledge.response_constants import load_response_constants
from midstance.store.models import Runner

AS_USUAL = 1.0
MOST_TIMES = 5.0
"""Beyond this nothing that she told could say anything."""
HELD_BACK, BEYOND = "held_back", "beyond"
HALF, MOST = 0.5, 0.9
DAY = timedelta(days=1)
FOLLOWED = 16
"""Histories whose end is kept in memory, so that a page seen twice is not worked out twice."""


def forecast_pain(
    runner: Runner, planned_times_usual: float | None = None, today: date | None = None
) -> PainForecast:
    """Forecast tomorrow's pain for a planned run, from her own answers alone.

    *Changes* nothing, and no plan ever reads it.
    *Refuses* a load that is not above 0 and up to five usual runs (InvalidValueError); a lock, a
    warning sign, a red day and a run heavier than any she told of are answers without a forecast.
    *Twice* gives the same.
    *Privacy* the runner's own answers, runs and sessions only.
    """
    times = AS_USUAL if planned_times_usual is None else planned_times_usual
    if not 0 < times <= MOST_TIMES:
        raise InvalidValueError(
            f"Expected a load above 0 and up to {MOST_TIMES:g} times that of a usual run, "
            f"got {times:g}."
        )
    today = today or today_of(runner)
    nothing = _nothing(runner, times, today)
    held_back = _held_back(runner, today, nothing.lock)
    if held_back:
        return replace(nothing, verdict=HELD_BACK, needs=held_back, sentence=held_back)
    return _forecast(runner, today, nothing)


def forecast_line(
    runner: Runner, planned_times_usual: float | None = None, today: date | None = None
) -> str:
    """One sentence for a page about something else, "" where no forecast is shown.

    *Changes* nothing.
    *Refuses* what `forecast_pain` refuses.
    *Twice* gives the same.
    *Privacy* as `forecast_pain`.
    """
    found = forecast_pain(runner, planned_times_usual, today)
    return found.sentence if found.is_shown else ""


def _nothing(runner: Runner, times: float, today: date) -> PainForecast:
    return PainForecast(
        day=today + DAY,
        planned_times_usual=times,
        is_shown=False,
        verdict="",
        sentence="",
        needs="",
        answers=0,
        runs_missing=0,
        chances=(),
        moments=(),
        basis="",
        limits=limits_words(),
        source=_("expert judgement, tested on your own answers"),
        lock=routine_lock(runner),
        version=load_response_constants().version,
    )


def _held_back(runner: Runner, today: date, lock: Lock | None) -> str:
    """What comes before any forecast, "" where nothing does."""
    if lock is not None:
        return lock.sentence
    found = situate(runner, today)
    if found.knee.has_red_flag or found.needs_screen or found.pain.rescreen:
        return warning_words()
    return rests_words() if found.pain.first_day > today.toordinal() else ""


def _forecast(runner: Runner, today: date, nothing: PainForecast) -> PainForecast:
    constants = load_response_constants()
    days = read_response_days(runner, today, constants).days
    state, scored = _follow(tuple(map(_Hashed, days)))
    told = {when: [each for each in scored if each.when is when] for when in When}
    compared = {when: _compare(told[when]) for when in When}
    during = compared[When.DURING]
    if during.verdict is not Verdict.BETTER:
        needs = needs_words(during, round(constants.response_fewest_answers))
        return replace(
            nothing,
            verdict=str(during.verdict),
            sentence=needs,
            needs=needs,
            answers=during.answers,
            runs_missing=during.missing,
        )
    if nothing.planned_times_usual > _heaviest_told(days):
        words = beyond_words()
        return replace(nothing, verdict=BEYOND, sentence=words, needs=words, answers=during.answers)
    moments = tuple(_moments(state, nothing, compared))
    return replace(
        nothing,
        is_shown=True,
        verdict=str(during.verdict),
        sentence=forecast_sentence(moments[0].half, moments[0].most, nothing.planned_times_usual),
        answers=during.answers,
        chances=moments[0].chances,
        moments=moments,
        basis=basis_words(during, moments[0].times_closer),
    )


def _heaviest_told(days: Sequence[PainDay]) -> float:
    return max((day.load_times for day in days if When.DURING in day.told), default=0.0)


class _Hashed:
    """A day that a cache can tell from others."""

    def __init__(self, day: PainDay) -> None:
        self.day = day
        self._key = (day.load_times, day.strength, tuple(sorted(day.told.items())))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and self._key == other._key


@lru_cache(maxsize=FOLLOWED)
def _follow(days: tuple[_Hashed, ...]) -> tuple[ResponseState, tuple[Scored, ...]]:
    """The evening of the last day, and what each answer's chance was the day before."""
    constants = load_response_constants()
    state = start_response(constants)
    scored: list[Scored] = []
    for each in days:
        state, told = update_response(state, each.day, constants)
        scored += told
    return state, tuple(scored)


def _compare(scored: Sequence[Scored]) -> Comparison:
    answers = [each.pain for each in scored]
    log_chances = [each.log_chance for each in scored]
    return compare(answers, log_chances, load_response_constants())


def _moments(
    state: ResponseState, nothing: PainForecast, compared: Mapping[When, Comparison]
) -> list[MomentForecast]:
    """The run, and the mornings after where they passed their own test."""
    constants = load_response_constants()
    times, day = nothing.planned_times_usual, nothing.day
    chances = forecast_answers(state, times, constants)[When.DURING]
    found = [_moment(DURING, day, chances, compared[When.DURING])]
    if compared[When.REST].verdict is not Verdict.BETTER:
        return found
    for name, load in ((AFTER_RUN, times), (AFTER_REST, 0.0)):
        evening, _scored = update_response(state, PainDay(load), constants)
        chances = forecast_answers(evening, 0.0, constants)[When.REST]
        found.append(_moment(name, day + DAY, chances, compared[When.REST]))
    return found


def _moment(name: str, day: date, chances: FloatArray, compared: Comparison) -> MomentForecast:
    half = band_of_answers(chances, HALF)
    return MomentForecast(
        id=name,
        title=str(TITLES[name]),
        day=day,
        chances=tuple(float(chance) for chance in chances),
        half=half,
        most=band_of_answers(chances, MOST),
        sentence=moment_sentence(name, half),
        answers=compared.answers,
        times_closer=exp(compared.lead / max(compared.answers, 1)),
    )
