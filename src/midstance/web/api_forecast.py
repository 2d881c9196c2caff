"""Tomorrow's pain for a planned run, for programs; empty while it is no better than a guess."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from midstance.app.forecast_pain import MOST_TIMES, forecast_pain
from midstance.web.api_answer import Answer
from midstance.web.api_progress import LockedBy
from midstance.web.person import runner_of

router = Router()


class MomentAnswer(Answer):
    id: str
    title: str
    day: date
    chances: list[float]
    half: tuple[int, int]
    most: tuple[int, int]
    sentence: str
    answers: int
    times_closer: float


class ForecastAnswer(Answer):
    day: date
    planned_times_usual: float
    is_shown: bool
    verdict: str
    sentence: str
    needs: str
    answers: int
    runs_missing: int
    chances: list[float]
    moments: list[MomentAnswer]
    basis: str
    limits: str
    source: str
    lock: LockedBy | None
    version: str


@router.get(
    "/pains/forecast",
    response=ForecastAnswer,
    summary="What she may answer tomorrow, or why no forecast is shown",
)
def forecast(
    request: HttpRequest,
    planned_times_usual: Annotated[
        float, Query(gt=0, le=MOST_TIMES, description="load over that of her usual run")
    ] = 1.0,
) -> object:
    return forecast_pain(runner_of(request), planned_times_usual)
