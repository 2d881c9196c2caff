"""Movement screens for programs: how each is done, what was told, filmed, and what it says."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Form, Router, Schema, Status

from midstance.app.checking.days import today_of
from midstance.app.plain import to_plain
from midstance.app.read_screens import read_screen, read_screens
from midstance.app.screen_movement import drop_reading, screen_movement
from midstance.app.screens.records import ScreenTold
from midstance.web.api_answer import Answer
from midstance.web.api_checks import LockAnswer
from midstance.web.api_door import place_and_check, takes_files
from midstance.web.api_films import FilmLineAnswer, take_sent
from midstance.web.person import runner_of

router = Router()


class ScreenLineAnswer(Answer):
    id: str
    name: str
    quality: str
    quality_words: str
    found: str
    found_words: str
    reason: str
    sentence: str
    days: int
    last_day: date | None
    due: date | None
    is_due: bool
    unsafe: str
    motion: str


class ScreensAnswer(Answer):
    day: date
    sentence: str
    note: str
    lock: LockAnswer | None
    screens: list[ScreenLineAnswer]
    due: list[str]


class SideAnswer(Answer):
    side: str
    side_words: str
    found: str
    reason: str
    value: float | None
    low: float | None
    high: float | None
    words: str


class NormAnswer(Answer):
    who: str
    usual: float
    low: float | None
    high: float | None
    words: str
    source: str


class ChangeAnswer(Answer):
    side: str
    change: str
    difference: float | None
    noise: float | None
    sentence: str


class ReadingAnswer(Answer):
    day: date
    left: float | None
    right: float | None
    both: float | None
    is_filmed: bool
    words: str


class MarkAnswer(Answer):
    id: str
    words: str


class TrainsAnswer(Answer):
    id: str
    name: str


class ScreenAnswer(Answer):
    line: ScreenLineAnswer
    purpose: str
    purpose_source: str
    needs: str
    steps: list[str]
    stop_if: list[str]
    not_when: list[str]
    reading: str
    unit: str
    unit_words: str
    sides: list[str]
    marks: list[MarkAnswer]
    most: float
    step: float
    seconds: int | None
    beat_per_min: int | None
    is_timed: bool
    higher_is_better: bool
    values: list[SideAnswer]
    weaker: str
    cut: tuple[float, float] | None
    cut_words: str
    cut_source: str
    norms: list[NormAnswer]
    usual: str
    usual_source: str
    error_words: str
    error_source: str
    limits: str
    limits_source: str
    changes: list[ChangeAnswer]
    readings: list[ReadingAnswer]
    trains: list[TrainsAnswer]
    film_view: str
    film_how: list[str]
    film_limits: str
    film_limits_source: str
    films: list[FilmLineAnswer]
    lock: LockAnswer | None
    version: str


class ReadingSent(Schema):
    """One day's test; a side that is left out was not tested. Without a day it was today.

    `is_filmed` says that a film suggested it.
    """

    day: date | None = None
    left: float | None = None
    right: float | None = None
    both: float | None = None
    is_filmed: bool = False


class ScreenFilmSent(Schema):
    """What is said of films of one leg. Without a day they are of today."""

    leg: Literal["left", "right"]
    day: date | None = None
    slower_times: float | None = None
    whom: Literal["left", "right"] | None = None
    from_s: float = 0.0
    to_s: float | None = None


@router.get("/screens", response=ScreensAnswer, summary="Every movement screen and when it is due")
def screens(request: HttpRequest) -> object:
    return to_plain(read_screens(runner_of(request)))


@router.get("/screens/{screen}", response=ScreenAnswer, summary="One movement screen")
def screen(request: HttpRequest, screen: str) -> object:
    return to_plain(read_screen(runner_of(request), screen))


@router.post("/screens/{screen}", response=ScreenAnswer, summary="Keep what a screen gave on a day")
def tell(request: HttpRequest, screen: str, told: ReadingSent) -> object:
    runner = runner_of(request)
    day = told.day or today_of(runner)
    sent = ScreenTold(screen, day, told.left, told.right, told.both, told.is_filmed)
    return to_plain(screen_movement(runner, sent, get_language() or "en"))


@router.post(
    "/screens/{screen}/film",
    response={202: list[FilmLineAnswer]},
    auth=place_and_check,
    summary="Hand films of one leg over; multipart, the files beside what is said of them",
    openapi_extra=takes_files(**ScreenFilmSent.model_json_schema()["properties"]),
)
def hand_film_over(request: HttpRequest, screen: str, sent: Form[ScreenFilmSent]) -> Status[object]:
    return take_sent(request, sent, view="side", screen=screen)


@router.delete("/screens/{screen}/{day}", response=ScreenAnswer, summary="Take a day's test back")
def drop(request: HttpRequest, screen: str, day: date) -> object:
    return to_plain(drop_reading(runner_of(request), screen, day))
