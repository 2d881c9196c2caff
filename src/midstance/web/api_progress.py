"""How it goes, for programs: progress, check-ins, own activities, licensed questionnaires."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from midstance.app.add_questionnaire import (
    add_questionnaire,
    list_questionnaires,
    remove_questionnaire,
)
from midstance.app.check_in import list_check_ins, read_check_in, save_check_in
from midstance.app.own_activities import (
    add_own_activity,
    drop_own_activity,
    list_own_activities,
)
from midstance.app.show_progress import show_progress
from midstance.web.api_answer import Answer
from midstance.web.person import runner_of

router = Router()


class StepAnswer(Answer):
    value: int
    label: str


class ItemAnswer(Answer):
    id: str
    name: str
    text: str
    steps: list[StepAnswer]
    is_scale: bool


class CheckInAnswer(Answer):
    kind: str
    name: str
    lead: str
    why: str
    note: str
    note_source: str
    seconds: int
    items: list[ItemAnswer]
    last_day: date | None
    is_due: bool
    licence: str
    empty: str


class ToldAnswer(Answer):
    kind: str
    name: str
    key: str
    day: date
    answered: int
    asked: int
    score: float | None
    sentence: str


class ActivityAnswer(Answer):
    key: str
    name: str
    added_at: datetime


class QuestionnaireAnswer(Answer):
    name: str
    kind: str
    items: int
    holder: str
    granted_to: str
    terms: str
    words: str
    smallest_change: str
    added_at: datetime


class PointAnswer(Answer):
    day: date
    value: float


class StretchAnswer(Answer):
    first: date
    last: date
    answers: int
    middle: float | None


class TrendAnswer(Answer):
    id: str
    title: str
    change: str
    meaning: str
    sentence: str
    basis: str
    limit: str
    published: str
    same_within: float | None
    low: float
    high: float
    now: StretchAnswer
    before: StretchAnswer
    points: list[PointAnswer]


class WeekAnswer(Answer):
    start: date
    end: date
    planned: int | None
    least: int | None
    done: int
    is_over: bool


class AdherenceAnswer(Answer):
    sentence: str
    note: str
    done: int
    planned: int
    weeks: list[WeekAnswer]


class CheckInProgressAnswer(Answer):
    kind: str
    name: str
    last_day: date | None
    is_due: bool
    answered: int
    older: int
    score: TrendAnswer | None
    items: list[TrendAnswer]
    licence: str


class CourseLineAnswer(Answer):
    text: str
    source: str


class CourseAnswer(Answer):
    weeks: int | None
    sentence: str
    lines: list[CourseLineAnswer]
    see_now: list[str]
    see_when: list[CourseLineAnswer]


class LockedBy(Answer):
    key: str
    action: str
    sentence: str


class ProgressAnswer(Answer):
    since: date
    until: date
    sentence: str
    load_sentence: str
    missing: str
    pains: list[TrendAnswer]
    adherence: AdherenceAnswer
    check_ins: list[CheckInProgressAnswer]
    course: CourseAnswer
    lock: LockedBy | None


class Told(Answer):
    """A check-in as a device tells it; `key` is the device's own, so that it may tell it twice."""

    answers: dict[str, Any] = Field(description="items to whole numbers; null leaves one out")
    day: date | None = None
    key: str = ""


class Named(Answer):
    name: str


@router.get("/progress", response=ProgressAnswer, summary="How it goes, with trends and limits")
def progress(request: HttpRequest, since: date | None = None) -> object:
    return show_progress(runner_of(request), since)


@router.get("/check-ins", response=list[CheckInAnswer], summary="All that can be asked")
def check_ins(request: HttpRequest) -> object:
    return list_check_ins(runner_of(request))


@router.get("/check-ins/{kind}", response=CheckInAnswer, summary="The questions of a check-in")
def check_in(request: HttpRequest, kind: str) -> object:
    return read_check_in(runner_of(request), kind)


@router.post("/check-ins/{kind}", response=ToldAnswer, summary="Keep the answers of a check-in")
def keep_check_in(request: HttpRequest, kind: str, told: Told) -> object:
    return save_check_in(runner_of(request), kind, told.answers, told.day, told.key)


@router.get("/own-activities", response=list[ActivityAnswer], summary="What she wants back")
def own_activities(request: HttpRequest) -> object:
    return list_own_activities(runner_of(request))


@router.post("/own-activities", response=ActivityAnswer, summary="Add an activity of her own")
def add_activity(request: HttpRequest, told: Named) -> object:
    return add_own_activity(runner_of(request), told.name)


@router.delete("/own-activities/{key}", response={204: None}, summary="Stop asking about one")
def drop_activity(request: HttpRequest, key: str) -> HttpResponse:
    drop_own_activity(runner_of(request), key)
    return HttpResponse(status=204)


@router.get(
    "/questionnaires", response=list[QuestionnaireAnswer], summary="The licensed questionnaires"
)
def questionnaires(request: HttpRequest) -> object:
    return list_questionnaires(runner_of(request))


@router.post(
    "/questionnaires",
    response=QuestionnaireAnswer,
    summary="Put in a licensed questionnaire",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
def put_in(request: HttpRequest) -> object:
    return add_questionnaire(runner_of(request), request.body)


@router.delete(
    "/questionnaires/{kind}", response={204: None}, summary="Take out a licensed questionnaire"
)
def take_out(request: HttpRequest, kind: str) -> HttpResponse:
    remove_questionnaire(runner_of(request), kind)
    return HttpResponse(status=204)
