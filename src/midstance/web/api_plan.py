"""Plan, day and diary for programs: the documents of `midstance plan`, `today` and `pain`.

What a device tells carries a key that the device made, so that telling it twice keeps it once.
"""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Query, Router

from midstance.app.list_pains import list_pains
from midstance.app.log_pain import log_pain
from midstance.app.log_session import log_session
from midstance.app.make_plan import MOST_WEEKS, make_plan
from midstance.app.plain import to_plain
from midstance.app.read_today import read_today
from midstance.app.routine_lock import routine_lock
from midstance.app.set_up_plan import read_wishes, set_up_plan
from midstance.app.training.told_documents import (
    read_pain_document,
    read_session_document,
    read_wishes_document,
    write_wishes_document,
)
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.web.api_answer import Answer
from midstance.web.api_checks import LockAnswer
from midstance.web.person import runner_of

router = Router()

WishesDocument = Annotated[
    dict[str, Any],
    Body(
        description="What she wants, as `GET` gives it; what is left out stays as it is. "
        "`days` are seven, from Monday on."
    ),
]
PainDocument = Annotated[
    dict[str, Any],
    Body(
        description="`day`, `moment` (before, during, after or morning) and `pain` (0 to 10); "
        "where known `places`, `swelling`, `limp`, `run` (the key of a run), `told_at`; "
        "`key`, made by the device."
    ),
]
SessionDocument = Annotated[
    dict[str, Any],
    Body(
        description="`day`, `kind` (strength, mobility, cross, run, reset or warm_up), "
        "`started_at`, `seconds`; where known `effort_rpe` and `pain_during` (0 to 10), `stopped`; "
        "`items` with `exercise`, `form`, `sets`, `reps`, `hold_s`, `sets_done`, `pain`, "
        "`instead_of`; `key`, made by the device."
    ),
]


class AdviceAnswer(Answer):
    because: str
    expect: str
    stop_if: str
    source: str


class ItemAnswer(Answer):
    exercise: str
    name: str
    form: str
    dose: str
    sets: int
    reps: int
    hold_s: int | None
    seconds: int
    motion: str
    because: list[str]
    changes: list[str]


class OutingAnswer(Answer):
    kind: str
    repeats: int
    walk_s: int
    run_s: int
    seconds: int
    words: str
    most: str
    edits: list[str]
    has_drill: bool


class SessionAnswer(Answer):
    key: str
    day: date | None
    kind: str
    title: str
    summary: str
    time: str
    time_words: str
    seconds: int
    items: list[ItemAnswer]
    outing: OutingAnswer | None
    is_hard: bool
    is_done: bool


class DayAnswer(Answer):
    day: date
    sessions: list[SessionAnswer]
    is_rest: bool


class RunningAnswer(Answer):
    mode: str
    words: str
    most: str
    edits: list[str]
    missing: list[str]
    advice: AdviceAnswer


class WeekAnswer(Answer):
    key: str
    first_day: date
    began_on: date
    made_at: datetime
    programme: str
    programme_words: str
    condition: str
    days: list[DayAnswer]
    empty: str
    least: SessionAnswer | None
    running: RunningAnswer
    limits: list[str]
    differences: list[str]
    findings: list[str]
    see_clinician: list[str]
    rescreen: bool
    review_day: date
    advice: AdviceAnswer
    constants_version: str
    book_version: str


class PlanAnswer(Answer):
    lock: LockAnswer | None
    weeks: list[WeekAnswer]


class AskAnswer(Answer):
    day: date
    moment: str
    run: str
    question: str
    hint: str


class LeftAnswer(Answer):
    kind: str
    words: str
    done: int
    least: int
    most: int


class ActionAnswer(Answer):
    kind: str
    words: str
    target: str


class TodayAnswer(Answer):
    day: date
    light: str
    light_words: str
    sentence: str
    action: ActionAnswer
    advice: AdviceAnswer
    sessions: list[SessionAnswer]
    asks: list[AskAnswer]
    left: list[LeftAnswer]
    reset_after: str
    lock: LockAnswer | None
    see_clinician: list[str]
    note: str
    is_set_up: bool
    is_review_due: bool
    plan_key: str
    note_key: str
    new_pain: date | None


class DayWishAnswer(Answer):
    exercise_s: int
    outing_s: int
    time: str


class WishesAnswer(Answer):
    days: list[DayWishAnswer]
    equipment: list[str]
    situations: list[str]
    left_out: list[str]
    runs_a_week: int
    goal_s: int | None
    is_returning: bool | None
    onset_s: int | None
    hills_back: bool
    confidence: int | None
    place: str
    entry: dict[str, bool | int | float | None]


class PainAnswer(Answer):
    key: str
    day: date
    moment: str
    moment_words: str
    pain: int
    places: list[str]
    swelling: bool | None
    limp: bool | None
    run: str
    told_at: datetime


class MeaningAnswer(Answer):
    light: str
    light_words: str
    sentence: str
    rescreen: bool


@router.get("/today", response=TodayAnswer, summary="What to do today")
def today(request: HttpRequest) -> object:
    return to_plain(read_today(runner_of(request)))


@router.get("/plan", response=PlanAnswer, summary="The week, and a look at the weeks after")
def plan(request: HttpRequest, weeks: Annotated[int, Query(ge=1, le=MOST_WEEKS)] = 1) -> object:
    runner = runner_of(request)
    sheets = make_plan(runner, weeks=weeks)
    return {"lock": to_plain(routine_lock(runner)), "weeks": to_plain(sheets)}


@router.get("/plan/wishes", response=WishesAnswer, summary="What the plan is made from")
def wishes(request: HttpRequest) -> object:
    return write_wishes_document(read_wishes(runner_of(request)) or DEFAULT_WISHES)


@router.put("/plan/wishes", response=WishesAnswer, summary="Say what you want; gives what is kept")
def put_wishes(request: HttpRequest, document: WishesDocument) -> object:
    runner = runner_of(request)
    wanted = read_wishes_document(document, read_wishes(runner) or DEFAULT_WISHES)
    set_up_plan(runner, wanted)
    return write_wishes_document(wanted)


@router.get("/pains", response=list[PainAnswer], summary="The pains that were told, newest first")
def pains(request: HttpRequest, since: date | None = None) -> object:
    return to_plain(list_pains(runner_of(request), since))


@router.post("/pains", response=MeaningAnswer, summary="Tell a pain; gives what it means")
def tell_pain(request: HttpRequest, document: PainDocument) -> object:
    runner = runner_of(request)
    return to_plain(log_pain(runner, read_pain_document(runner, document)))


@router.post("/sessions", response=MeaningAnswer, summary="Tell a session; gives what it means")
def tell_session(request: HttpRequest, document: SessionDocument) -> object:
    runner = runner_of(request)
    return to_plain(log_session(runner, read_session_document(runner, document)))
