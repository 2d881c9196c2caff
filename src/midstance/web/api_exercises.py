"""Exercises and routines for programs: the same sheets as the pages and `midstance routine`."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router

from midstance.app.plain import to_plain
from midstance.app.read_exercises import read_exercise, read_exercises
from midstance.app.read_routine import read_routine
from midstance.web.api_answer import Answer
from midstance.web.person import runner_of

router = Router(by_alias=True)

Whens = Annotated[
    list[str],
    Query(alias="for", description="Patterns and situations that swap steps, such as pregnancy."),
]


class NamedAnswer(Answer):
    name: str
    title: str


class LineAnswer(Answer):
    name: str
    title: str
    targets: str
    region: NamedAnswer
    needs: list[str]


class ListAnswer(Answer):
    lines: list[LineAnswer]
    total: int
    regions: list[NamedAnswer]
    kits: list[NamedAnswer]


class NeedAnswer(Answer):
    title: str
    household: str


class StatementAnswer(Answer):
    text: str
    sources: list[int]
    is_judged: bool


class DoseWordsAnswer(Answer):
    amount: str
    tempo: str
    rest: str
    effort: str
    often: str


class DoseAnswer(Answer):
    title: str
    what: StatementAnswer
    words: DoseWordsAnswer


class LoadAnswer(Answer):
    tissue: str
    tier: int
    tier_words: str
    measured: str
    statement: StatementAnswer


class CautionAnswer(Answer):
    when: str
    what: str
    instead: NamedAnswer | None


class SourceAnswer(Answer):
    id: str
    title: str
    authors: str
    year: int
    where: str
    limits: str


class ExerciseAnswer(Answer):
    name: str
    title: str
    targets: str
    region: NamedAnswer
    steps: list[str]
    feel: str
    easier_now: str
    needs: list[NeedAnswer]
    heavier_with: list[NeedAnswer]
    doses: list[DoseAnswer]
    loads: list[LoadAnswer]
    suits: list[str]
    cautions: list[CautionAnswer]
    stop_if: list[str]
    easier: list[NamedAnswer]
    harder: list[NamedAnswer]
    claims: list[StatementAnswer]
    sources: list[SourceAnswer]
    version: str


class StepAnswer(Answer):
    name: str
    side: str
    start_s: int
    seconds: int
    how: str
    exercise: str


class RoutineAnswer(Answer):
    id: str
    name: str
    summary: str
    seconds: int
    steps: list[StepAnswer]
    stop_if: list[str]
    after: str
    version: str


@router.get("/exercises", response=ListAnswer, summary="The exercises, by region and kit")
def exercises(request: HttpRequest, region: str | None = None, kit: str | None = None) -> object:
    del request
    return to_plain(read_exercises(get_language() or "", region, kit))


@router.get("/exercises/{name}", response=ExerciseAnswer, summary="One exercise with its sources")
def exercise(request: HttpRequest, name: str) -> object:
    del request
    return to_plain(read_exercise(name, get_language() or ""))


@router.get("/routines/{name}", response=RoutineAnswer, summary="A routine, step by step")
def routine(request: HttpRequest, name: str, whens: Whens = []) -> object:  # noqa: B006 - ninja copies it
    told = read_routine(runner_of(request), tuple(whens), name, get_language() or "")
    return to_plain(told)
