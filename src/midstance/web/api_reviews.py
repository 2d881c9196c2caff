"""Weekly review and reminders for programs."""

from datetime import date, time
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from midstance.app.plain import to_plain
from midstance.app.remind import RemindingTold, read_reminding, set_reminding
from midstance.app.review_week import (
    ReviewTold,
    preview_review,
    read_review,
    review_week,
    take_back_review,
)
from midstance.web.api_answer import Answer
from midstance.web.api_checks import LockAnswer
from midstance.web.person import runner_of

router = Router()


class DoneAnswer(Answer):
    kind: str
    title: str
    done: int
    planned: int


class WeekDoneAnswer(Answer):
    first_day: date
    last_day: date
    sentence: str
    lines: list[DoneAnswer]
    is_restart: bool


class BarrierAnswer(Answer):
    id: str
    label: str
    does: str
    next: str
    exercises: str


class NamedAnswer(Answer):
    id: str
    name: str


class TakeBackAnswer(Answer):
    key: str
    label: str
    day: date


class ReviewAnswer(Answer):
    done: WeekDoneAnswer
    pain: str
    differences: list[str]
    confidence: int | None
    small_below: int
    barriers: list[BarrierAnswer]
    exercises: list[NamedAnswer]
    take_back: list[TakeBackAnswer]
    see_clinician: list[str]
    is_due: bool
    lock: LockAnswer | None


class ReviewSent(Schema):
    confidence: Annotated[int | None, Field(ge=0, le=10)] = None
    barrier: str = ""
    left_out: Annotated[list[str], Field(default_factory=list)]
    key: str = ""

    def told(self) -> ReviewTold:
        return ReviewTold(self.confidence, self.barrier, tuple(self.left_out), self.key)


class ChangesAnswer(Answer):
    changes: list[str]


class RemindingSent(Schema):
    is_on: bool
    at: time
    quiet_from: time
    quiet_until: time


class RemindingAnswer(RemindingSent):
    has_stopped: bool
    has_calendar: bool


@router.get("/plan/review", response=ReviewAnswer, summary="A look back at seven days")
def review(request: HttpRequest) -> object:
    return to_plain(read_review(runner_of(request)))


@router.post(
    "/plan/review/preview", response=ChangesAnswer, summary="What a review would change; keeps none"
)
def preview(request: HttpRequest, sent: ReviewSent) -> object:
    return {"changes": preview_review(runner_of(request), sent.told())}


@router.post("/plan/review", response=ChangesAnswer, summary="Keep a review; gives what it changes")
def keep_review(request: HttpRequest, sent: ReviewSent) -> object:
    return {"changes": review_week(runner_of(request), sent.told())}


@router.post(
    "/plan/review/{key}/take-back", response=ChangesAnswer, summary="Take a change of a review back"
)
def take_back(request: HttpRequest, key: str) -> object:
    return {"changes": take_back_review(runner_of(request), key)}


@router.get("/reminders", response=RemindingAnswer, summary="When you are reminded")
def reminders(request: HttpRequest) -> object:
    sheet = read_reminding(runner_of(request))
    stands = {"has_stopped": sheet.has_stopped, "has_calendar": sheet.has_calendar}
    return {**vars(sheet.told), **stands}


@router.put("/reminders", response=RemindingAnswer, summary="Say when you want to be reminded")
def put_reminders(request: HttpRequest, sent: RemindingSent) -> object:
    set_reminding(runner_of(request), RemindingTold(**sent.dict()))
    return reminders(request)
