"""Shoes and habits for programs: how far each pair went, and what can be told of it."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from midstance.app.add_shoe import add_shoe
from midstance.app.apply_shoe_rules import apply_shoe_rules
from midstance.app.assign_shoe import assign_shoe, release_shoe
from midstance.app.edit_shoe import edit_shoe
from midstance.app.join_shoes import join_shoes
from midstance.app.keep_note import put_note_away
from midstance.app.plain import to_plain
from midstance.app.read_habits import read_habits
from midstance.app.read_shoes import read_shoes
from midstance.app.read_worn import read_worn
from midstance.app.remove_shoe import remove_shoe
from midstance.app.retire_shoe import restore_shoe, retire_shoe
from midstance.app.shoes.records import ShoeFacts
from midstance.app.undo_shoes import undo_shoes
from midstance.web.api_answer import Answer
from midstance.web.api_checks import LockAnswer
from midstance.web.person import runner_of

router = Router()

ShoeNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]
Kind = Literal["every", "road", "trail", "treadmill", "track", "long", "fast"]


class ShoeLoadAnswer(Answer):
    runs: int
    impulse_bw_s: float
    impulse_low_bw_s: float
    impulse_high_bw_s: float
    impulse_bw_s_per_km: float
    per_km_low: float
    per_km_high: float


class ShoeAnswer(Answer):
    pk: int
    name: str
    brand: str
    model: str
    first_day: date | None
    last_day: date | None
    runs: int
    unknown_runs: int
    distance_m: float
    before_m: float
    most_m: float | None
    band_m: tuple[float, float]
    share: float
    state: str
    is_new: bool
    lately_m: float
    week_m: float
    lately_runs: int
    expected: tuple[date, date] | None
    is_retired: bool
    retired_on: date | None
    kinds: list[str]
    long_m: float | None
    fast_mps: float | None
    also_named: list[str]
    load: ShoeLoadAnswer | None


class RotationAnswer(Answer):
    in_use: list[str]
    sentence: str
    note: str
    source: str


class ChangeAnswer(Answer):
    kind: str
    words: str


class ShoesAnswer(Answer):
    sentence: str
    shoes: list[ShoeAnswer]
    rotation: RotationAnswer
    untold: int
    ruled: int
    load_sentence: str
    band_source: str
    last_change: ChangeAnswer | None


class ChoiceAnswer(Answer):
    pk: int
    name: str
    is_chosen: bool


class WornAnswer(Answer):
    shoe: int | None
    name: str
    told: str
    told_words: str
    choices: list[ChoiceAnswer]


class ShoeSent(Schema):
    """A pair as it is told; what is left out is empty."""

    name: str
    brand: str = ""
    model: str = ""
    first_day: date | None = None
    before_m: float = 0.0
    most_m: float | None = None
    kinds: Annotated[list[Kind], Field(default_factory=list)]
    long_m: float | None = None
    fast_mps: float | None = None

    def facts(self) -> ShoeFacts:
        return ShoeFacts(**{**self.dict(), "kinds": tuple(self.kinds)})


class WeekMarkAnswer(Answer):
    first_day: date
    last_day: date
    is_kept: bool | None


class HabitAnswer(Answer):
    id: str
    name: str
    state: str
    is_known: bool
    is_there: bool | None
    weeks: list[WeekMarkAnswer]
    basis: str
    counts: str
    counts_source: str
    why: str
    why_source: str
    step: str
    action: str
    action_words: str


class NoteAnswer(Answer):
    id: str
    text: str
    source: str
    lesson: str


class HabitsAnswer(Answer):
    day: date
    sentence: str
    first: str
    stop: str
    lock: LockAnswer | None
    habits: list[HabitAnswer]
    note: NoteAnswer | None


class AddedAnswer(Answer):
    pk: int


class FilledAnswer(Answer):
    runs: int


class TakenBackAnswer(Answer):
    kind: str


class RetiredSent(Schema):
    day: date | None = None


class JoinSent(Schema):
    gone: ShoeNumber


class WornSent(Schema):
    """Which pair a run was run in; null says in none, `as_before` lets files and rules say."""

    shoe: ShoeNumber | None = None
    as_before: bool = False


@router.get("/shoes", response=ShoesAnswer, summary="Every pair with its distance and load")
def shoes(request: HttpRequest) -> object:
    return to_plain(read_shoes(runner_of(request)))


@router.post("/shoes", response=AddedAnswer, summary="Add a pair; gives its number")
def add(request: HttpRequest, told: ShoeSent) -> object:
    return {"pk": add_shoe(runner_of(request), told.facts())}


@router.post("/shoes/rules", response=FilledAnswer, summary="Fill in the usual shoes of past runs")
def fill_in(request: HttpRequest) -> object:
    return {"runs": apply_shoe_rules(runner_of(request))}


@router.post("/shoes/undo", response=TakenBackAnswer, summary="Take back the last change of shoes")
def take_back(request: HttpRequest) -> object:
    return {"kind": undo_shoes(runner_of(request))}


@router.put("/shoes/{pk}", response={204: None}, summary="Change what is told of a pair")
def change(request: HttpRequest, pk: ShoeNumber, told: ShoeSent) -> HttpResponse:
    edit_shoe(runner_of(request), pk, told.facts())
    return HttpResponse(status=204)


@router.delete("/shoes/{pk}", response={204: None}, summary="Remove a pair without runs")
def remove(request: HttpRequest, pk: ShoeNumber) -> HttpResponse:
    remove_shoe(runner_of(request), pk)
    return HttpResponse(status=204)


@router.post("/shoes/{pk}/retire", response={204: None}, summary="Put a pair away")
def retire(request: HttpRequest, pk: ShoeNumber, told: RetiredSent) -> HttpResponse:
    retire_shoe(runner_of(request), pk, told.day)
    return HttpResponse(status=204)


@router.post("/shoes/{pk}/restore", response={204: None}, summary="Take a pair back into use")
def restore(request: HttpRequest, pk: ShoeNumber) -> HttpResponse:
    restore_shoe(runner_of(request), pk)
    return HttpResponse(status=204)


@router.post("/shoes/{pk}/join", response={204: None}, summary="Make another pair part of this one")
def join(request: HttpRequest, pk: ShoeNumber, told: JoinSent) -> HttpResponse:
    join_shoes(runner_of(request), pk, told.gone)
    return HttpResponse(status=204)


@router.get("/runs/{key}/shoes", response=WornAnswer, summary="In which shoes a run was run")
def worn(request: HttpRequest, key: str) -> object:
    return to_plain(read_worn(runner_of(request), key))


@router.put("/runs/{key}/shoes", response=WornAnswer, summary="Say in which shoes a run was run")
def wear(request: HttpRequest, key: str, told: WornSent) -> object:
    runner = runner_of(request)
    if told.as_before:
        release_shoe(runner, key)
    else:
        assign_shoe(runner, key, told.shoe)
    return to_plain(read_worn(runner, key))


@router.get("/habits", response=HabitsAnswer, summary="The five habits, with one next step")
def habits(request: HttpRequest) -> object:
    return to_plain(read_habits(runner_of(request)))


@router.post("/habits/notes/{note}/away", response={204: None}, summary="Put a note away")
def put_away(request: HttpRequest, note: str) -> HttpResponse:
    put_note_away(runner_of(request), note)
    return HttpResponse(status=204)
