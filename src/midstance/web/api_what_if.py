"""How much she may run and what a run would do, for programs."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from midstance.app.run_room import read_run_room
from midstance.app.what_if import changed_run, usual_run, what_if
from midstance.web.api_answer import Answer
from midstance.web.person import runner_of

router = Router()
Number = Annotated[float, Field(allow_inf_nan=False)]


class LimitAnswer(Answer):
    code: str
    most_m: float | None
    most_s: float | None
    words: str
    relax: str
    source: str


class RoomAnswer(Answer):
    day: date
    most_m: float | None
    most_s: float | None
    binding: str
    sentence: str
    needs_care: bool
    limits: list[LimitAnswer]
    week_most_m: float | None
    week_most_s: float | None
    week_words: str
    cannot_say: str


class PlannedAnswer(Answer):
    distance_m: float
    speed_mps: float
    ascent_m: float
    descent_m: float
    run_s: float
    walk_s: float
    cadence_spm: float | None


class ForecastAnswer(Answer):
    tissue: str
    times: float | None
    low: float | None
    high: float | None
    usual_days: float | None
    least: float | None
    middle: float | None
    most: float | None


class CheckAnswer(Answer):
    limit: LimitAnswer
    share: float | None
    is_within: bool
    words: str


class WhatIfAnswer(Answer):
    day: date
    planned: PlannedAnswer
    usual: PlannedAnswer | None
    total_s: float
    running_s: float
    tissue: str
    tissues: list[ForecastAnswer]
    limits: list[CheckAnswer]
    binding: str
    is_within: bool
    fits_m: float | None
    sentence: str
    relax: str
    needs_care: bool
    cannot_say: str


@router.get("/run-room", response=RoomAnswer, summary="How much she may run, and which limit binds")
def run_room(request: HttpRequest, day: date | None = None) -> object:
    return read_run_room(runner_of(request), day)


@router.get("/what-if", response=WhatIfAnswer, summary="What a run would do before it is run")
def ask_what_if(
    request: HttpRequest,
    *,
    distance_m: Number | None = None,
    speed_mps: Number | None = None,
    ascent_m: Number | None = None,
    descent_m: Number | None = None,
    run_s: Number | None = None,
    walk_s: Number | None = None,
    cadence_spm: Number | None = None,
) -> object:
    runner = runner_of(request)
    changes = {
        "distance_m": distance_m,
        "speed_mps": speed_mps,
        "ascent_m": ascent_m,
        "descent_m": descent_m,
        "run_s": run_s,
        "walk_s": walk_s,
        "cadence_spm": cadence_spm,
    }
    return what_if(runner, changed_run(usual_run(runner), changes))
