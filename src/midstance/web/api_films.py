"""Films for programs: hand one over, watch it, read what it told, and try one thing."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Form, Router, Schema, Status

from midstance.app.checking.days import today_of
from midstance.app.collect_upload import drop_upload
from midstance.app.drop_film import drop_film, drop_film_pictures
from midstance.app.film_run import cancel_film, choose_person, take_films
from midstance.app.films.records import FilmTold
from midstance.app.plain import to_plain
from midstance.app.read_films import read_film, read_film_picture, read_films
from midstance.app.try_cue import end_trial, read_trial, start_trial
from midstance.core.base.errors import MidstanceError
from midstance.web.api_answer import Answer
from midstance.web.api_checks import LockAnswer
from midstance.web.api_door import place_and_check, takes_files
from midstance.web.person import runner_of

if TYPE_CHECKING:
    from midstance.web.pages.import_.uploads import InboxHandler

router = Router()
Point = tuple[float, float] | None


class FilmLineAnswer(Answer):
    id: UUID
    day: date
    name: str
    view: str
    view_words: str
    screen: str
    leg: str
    state: str
    state_words: str
    sentence: str
    speed_mps: float | None
    has_pictures: bool
    is_over: bool
    job: UUID | None
    done_frac: float
    told_at: datetime


class FactAnswer(Answer):
    name: str
    name_words: str
    words: str
    is_fine: bool
    advice: str


class PersonAnswer(Answer):
    whom: str
    whom_words: str
    left_frac: float
    top_frac: float
    right_frac: float
    bottom_frac: float


class VerdictAnswer(Answer):
    level: str
    level_words: str
    sentence: str
    facts: list[FactAnswer]
    people: list[PersonAnswer]


class PersonChoiceAnswer(Answer):
    whom: str
    words: str


class FilmProblemAnswer(Answer):
    kind: str
    reason: str
    what_to_do: str
    choices: list[PersonChoiceAnswer]
    answer_until: datetime | None


class PlaceAnswer(Answer):
    place: str
    words: str
    low: float | None
    high: float | None
    source: str


class MetricAnswer(Answer):
    name: str
    name_words: str
    side: str
    side_words: str
    value: float
    low: float
    high: float
    decimals: int
    unit_words: str
    words: str
    confidence: str
    confidence_words: str
    note: str
    steps: int
    place: PlaceAnswer | None


class UntoldAnswer(Answer):
    reason: str
    reason_words: str
    names: list[str]


class SkeletonAnswer(Answer):
    width_px: int
    height_px: int
    joints: list[str]
    bones: list[tuple[int, int]]


class MomentAnswer(Answer):
    id: str
    side: str
    words: str
    time_s: float
    points: list[Point]
    has_picture: bool
    alt: str


class CurveAnswer(Answer):
    name: str
    name_words: str
    side: str
    unit_words: str
    strides: int
    phase_percent: list[float]
    middle: list[float | None]
    low: list[float | None]
    high: list[float | None]
    usual_low: list[float]
    usual_high: list[float]
    usual_source: str
    toe_off_percent: float | None
    summary: str


class StepAnswer(Answer):
    number: int
    side: str
    side_words: str
    strike_s: float
    toe_off_s: float | None
    words: str


class FrameAnswer(Answer):
    time_s: float
    points: list[Point]


class TimelineAnswer(Answer):
    from_s: float
    to_s: float
    steps: list[StepAnswer]
    frames: list[FrameAnswer]


class MatterAnswer(Answer):
    name: str
    words: str
    because: str
    source: str


class QuickerAnswer(Answer):
    sentence: str
    speed_mps: float
    cadence_spm: float
    raised_spm: float
    percent: float
    low_percent: float
    high_percent: float


class CueAnswer(Answer):
    id: str
    name: str
    words: str
    because: str
    why: str
    how: list[str]
    watch_for: list[str]
    source: str
    beat_spm: float | None


class TrialRunAnswer(Answer):
    number: int
    on_frac: float
    words: str
    day: date | None


class TrialAnswer(Answer):
    cue: CueAnswer
    film: UUID | None
    state: str
    state_words: str
    began_on: date
    ended_on: date | None
    runs: list[TrialRunAnswer]
    runs_done: int
    today: str
    sentence: str
    schedule_source: str
    is_over: bool


class FilmChangeAnswer(Answer):
    name: str
    name_words: str
    side: str
    side_words: str
    before_words: str
    after_words: str
    difference: float
    low: float
    high: float
    unit_words: str
    is_real: bool
    words: str


class CompareAnswer(Answer):
    earlier: FilmLineAnswer
    sentence: str
    changes: list[FilmChangeAnswer]
    untold: list[str]


class FilmDayAnswer(Answer):
    day: date
    view: str
    view_words: str
    films: list[UUID]
    sentence: str
    metrics: list[MetricAnswer]
    untold: list[UntoldAnswer]


class FilmFindingAnswer(Answer):
    name: str
    words: str
    plan_words: str
    trains: list[str]
    source: str


class FilmedMarkAnswer(Answer):
    id: str
    words: str
    seen: str
    seen_words: str


class FilmedScreenAnswer(Answer):
    screen: str
    name: str
    leg: str
    leg_words: str
    problem: str
    problem_words: str
    what_to_do: str
    repetitions: int
    value: float | None
    low: float | None
    high: float | None
    value_words: str
    marks: list[FilmedMarkAnswer]
    marks_seen: int
    marks_unclear: int
    sentence: str
    limits: str
    limits_source: str
    why_not: str


class FilmAnswer(Answer):
    line: FilmLineAnswer
    verdict: VerdictAnswer | None
    problem: FilmProblemAnswer | None
    sentence: str
    near_side: str
    skeleton: SkeletonAnswer | None
    no_pictures: str
    moments: list[MomentAnswer]
    curves: list[CurveAnswer]
    timeline: TimelineAnswer | None
    metrics: list[MetricAnswer]
    untold: list[UntoldAnswer]
    matters: list[MatterAnswer]
    quicker: QuickerAnswer | None
    cue: CueAnswer | None
    no_cue: str
    trial: TrialAnswer | None
    compare: CompareAnswer | None
    together: FilmDayAnswer | None
    earlier: list[FilmLineAnswer]
    limits: str
    lock: LockAnswer | None
    version: str
    screen: FilmedScreenAnswer | None


class FilmsAnswer(Answer):
    day: date
    sentence: str
    privacy: str
    lock: LockAnswer | None
    films: list[FilmLineAnswer]
    days: list[FilmDayAnswer]
    findings: list[FilmFindingAnswer]
    trial: TrialAnswer | None
    limits: str


class FilmSent(Schema):
    """What is said of the films of an upload. Without a day they are of today."""

    view: Literal["side", "rear"] = "side"
    day: date | None = None
    height_m: float | None = None
    treadmill_mps: float | None = None
    slower_times: float | None = None
    whom: Literal["left", "right"] | None = None
    from_s: float = 0.0
    to_s: float | None = None
    keep_pictures: bool = False


class PersonSent(Schema):
    """Which of two people she is."""

    whom: Literal["left", "right"]


class TrialSent(Schema):
    """The film whose cue is to be tried."""

    film: UUID


class TrialEndSent(Schema):
    """Whether the cue is kept."""

    keep: bool


@router.get("/films", response=FilmsAnswer, summary="Every film, and what they say together")
def films(request: HttpRequest) -> object:
    return to_plain(read_films(runner_of(request)))


@router.post(
    "/films",
    response={202: list[FilmLineAnswer]},
    auth=place_and_check,
    summary="Hand films over; multipart, the files beside what is said of them",
    openapi_extra=takes_files(**FilmSent.model_json_schema()["properties"]),
)
def hand_over(request: HttpRequest, sent: Form[FilmSent]) -> Status[object]:
    return take_sent(request, sent)


def take_sent(request: HttpRequest, sent: Schema, **more: str) -> Status[object]:
    """Hand the films of a request over, with what is said of them."""
    handler: InboxHandler = request.auth  # type: ignore[attr-defined] # what `place_and_check` gave
    runner = runner_of(request)
    said = {**sent.model_dump(), **more}
    told = FilmTold(**{**said, "day": said["day"] or today_of(runner)})
    try:
        if handler.problem is not None:
            raise handler.problem
        lines = take_films(runner, handler.upload_id, told)
    except MidstanceError:
        drop_upload(runner, handler.upload_id)
        raise
    return Status(202, to_plain(lines))


@router.get("/films/trial", response=TrialAnswer | None, summary="The cue that is being tried")
def trial(request: HttpRequest) -> object:
    return to_plain(read_trial(runner_of(request)))


@router.post("/films/trial", response=TrialAnswer, summary="Begin to try the cue of a film")
def begin_trial(request: HttpRequest, sent: TrialSent) -> object:
    return to_plain(start_trial(runner_of(request), sent.film))


@router.post("/films/trial/end", response=TrialAnswer, summary="Keep or drop the cue")
def finish_trial(request: HttpRequest, sent: TrialEndSent) -> object:
    return to_plain(end_trial(runner_of(request), keep=sent.keep))


@router.get("/films/{uuid:film}", response=FilmAnswer, summary="One film and what it told")
def film(request: HttpRequest, film: UUID, compare_with: UUID | None = None) -> object:
    return to_plain(read_film(runner_of(request), film, compare_with=compare_with))


@router.delete("/films/{uuid:film}", response={204: None}, summary="Forget a film")
def drop(request: HttpRequest, film: UUID) -> Status[None]:
    drop_film(runner_of(request), film)
    return Status(204, None)


@router.post("/films/{uuid:film}/cancel", response=FilmLineAnswer, summary="Call a film off")
def cancel(request: HttpRequest, film: UUID) -> object:
    return to_plain(cancel_film(runner_of(request), film))


@router.post(
    "/films/{uuid:film}/person", response=FilmLineAnswer, summary="Say who she is in a film"
)
def choose(request: HttpRequest, film: UUID, sent: PersonSent) -> object:
    return to_plain(choose_person(runner_of(request), film, sent.whom))


@router.get("/films/{uuid:film}/pictures/{moment}", summary="A kept picture, as JPEG")
def picture(request: HttpRequest, film: UUID, moment: str) -> HttpResponse:
    jpeg = read_film_picture(runner_of(request), film, moment)
    return HttpResponse(jpeg, content_type="image/jpeg")


@router.delete(
    "/films/{uuid:film}/pictures", response=FilmLineAnswer, summary="Forget a film's pictures"
)
def drop_pictures(request: HttpRequest, film: UUID) -> object:
    return to_plain(drop_film_pictures(runner_of(request), film))
