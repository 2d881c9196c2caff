"""The knee check for programs: the documents of `midstance check`, and the runner's own checks."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Router
from pydantic import Field

from midstance.app.check_answers import check_answers
from midstance.app.choose_next_question import choose_next_question
from midstance.app.list_checks import list_checks
from midstance.app.plain import to_plain
from midstance.app.read_questionnaire import read_questionnaire
from midstance.app.routine_lock import routine_lock
from midstance.app.show_check import show_check
from midstance.web.api_answer import Answer
from midstance.web.person import runner_of

router = Router(by_alias=True)

Answers = Annotated[
    dict[str, Any],
    Body(
        description="Questions to answers: yes, no, an option, a number, a list of options, "
        "options with yes, no or unknown, or unknown for “not sure”. "
        "What is left out was not asked."
    ),
]


class OptionAnswer(Answer):
    id: str
    label: str


class SelfTestAnswer(Answer):
    name: str
    steps: list[str]
    not_when: list[str]
    positive: str
    figure: str
    figure_alt: str


class QuestionAnswer(Answer):
    id: str
    text: str
    why: str
    hint: str
    kind: str
    options: list[OptionAnswer]
    none_of_these: str
    low: float | None
    high: float | None
    unit: str
    stage: str
    asked_when: str
    how_to_answer: str
    test: SelfTestAnswer | None


class CareAnswer(Answer):
    level: str
    heading: str
    who: str
    what: str
    when: str


class FlagAnswer(Answer):
    id: str
    title: str
    why: str
    level: str
    sure: bool
    because: list[str]


class ClaimAnswer(Answer):
    text: str
    sources: list[str]
    certainty: str


class FitAnswer(Answer):
    condition: str
    name: str
    term: str
    band: str
    band_words: str
    share_words: str
    for_: list[str] = Field(alias="for")
    against: list[str]
    flips: bool
    summary: ClaimAnswer
    helps: list[ClaimAnswer]
    course: list[ClaimAnswer]
    not_known: list[ClaimAnswer]


class ContributorAnswer(Answer):
    id: str
    name: str
    band: str
    because: list[str]
    summary: ClaimAnswer
    helps: list[ClaimAnswer]


class ReasonAnswer(Answer):
    id: str
    text: str


class ReportAnswer(Answer):
    action: str
    action_words: str
    action_from: str
    side: str
    side_words: str
    care: CareAnswer
    red_flags: list[FlagAnswer]
    screen_complete: bool
    fits: list[FitAnswer]
    unlikely: list[str]
    cannot_say: bool
    cannot_say_because: list[ReasonAnswer]
    contributors: list[ContributorAnswer]
    next_questions: list[str]
    flips_if: list[ReasonAnswer]
    rules_version: str
    language: str


class TurnAnswer(Answer):
    question: QuestionAnswer | None
    left: int
    stop: ReportAnswer | None
    no_longer_asked: list[str]


class ClinicianLineAnswer(Answer):
    kind: str
    kind_words: str
    said: str
    may_load: bool
    answered_on: date


class CheckRowAnswer(Answer):
    key: str
    side: str
    side_words: str
    started_at: datetime
    finished_at: datetime | None
    action: str
    action_words: str
    patterns: list[str]
    worst_pain: float | None
    changes: list[str]
    clinician: list[ClinicianLineAnswer]
    is_locking: bool


class AnswerLineAnswer(Answer):
    question: str
    text: str
    said: list[str]
    answer: Any
    is_unsure: bool
    is_plain_no: bool
    denied: list[str]
    from_profile: bool
    applies: bool


class CheckAnswer(Answer):
    key: str
    side: str
    side_words: str
    started_at: datetime
    finished_at: datetime | None
    lines: list[AnswerLineAnswer]
    report: ReportAnswer | None
    clinician: list[ClinicianLineAnswer]
    is_locking: bool
    holds_plan: bool


class LockAnswer(Answer):
    key: str
    action: str
    side: str
    side_words: str
    since: datetime
    flags: list[str]
    sentence: str
    clinician_said_no: bool


@router.get("/questions", response=list[QuestionAnswer], summary="The questions, with their words")
def questions(request: HttpRequest) -> object:
    del request
    return to_plain(read_questionnaire())


@router.post("/judge", response=ReportAnswer, summary="What answers come to; keeps nothing")
def judge(request: HttpRequest, answers: Answers) -> object:
    del request
    return to_plain(check_answers(answers))


@router.post("/next", response=TurnAnswer, summary="What to ask after these answers; keeps nothing")
def next_question(request: HttpRequest, answers: Answers) -> object:
    del request
    return to_plain(choose_next_question(answers))


@router.get("/lock", response=LockAnswer | None, summary="Whether plan and routines have to wait")
def lock(request: HttpRequest) -> object:
    found = routine_lock(runner_of(request))
    return None if found is None else to_plain(found)


@router.get("", response=list[CheckRowAnswer], summary="Your checks, the newest first")
def checks(request: HttpRequest) -> object:
    return to_plain(list_checks(runner_of(request)))


@router.get("/{key}", response=CheckAnswer, summary="One check with its answers and its result")
def check(request: HttpRequest, key: str) -> object:
    return to_plain(show_check(runner_of(request), key))
