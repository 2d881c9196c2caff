"""What happened, for programs: load, limits, pain, sessions, shoes and events on one axis."""

from datetime import date

from django.http import HttpRequest
from ninja import Router

from midstance.app.read_timeline import read_timeline
from midstance.app.summarise_load import Bucket
from midstance.app.timeline.records import EventKind, Span
from midstance.core.load.tissue import Tissue
from midstance.web.api_answer import Answer
from midstance.web.person import runner_of

router = Router()


class BarLoadAnswer(Answer):
    value: float
    low: float
    high: float
    runs: int
    unknown: int
    distance_m: float
    moving_s: float


class BarLimitAnswer(Answer):
    """The largest single run, the longest of the 30 days before it, and 110 % of that."""

    largest: float | None
    before: float | None
    most: float | None
    is_above: bool


class BarPainAnswer(Answer):
    day: date | None
    worst: int | None
    during: int | None
    after: int | None
    at_rest: int | None
    told: int


class BarStateAnswer(Answer):
    """How full the tissue was at most; 1 is as full as on a heavy usual day."""

    least: float
    middle: float
    most: float


class BarAnswer(Answer):
    start: date
    end: date
    load: BarLoadAnswer
    by_load: BarLimitAnswer
    by_distance: BarLimitAnswer
    above: int
    pain: BarPainAnswer
    sessions: dict[str, int]
    shoes: list[str]
    state: BarStateAnswer | None


class ShoeStretchAnswer(Answer):
    name: str
    first: date
    last: date
    runs: int


class EventAnswer(Answer):
    day: date
    kind: EventKind
    short: str
    words: str
    key: str


class TimelineAnswer(Answer):
    span: Span
    bucket: Bucket
    tissue: Tissue
    unit: str
    start: date
    end: date
    today: date
    is_now: bool
    bars: list[BarAnswer]
    shoes: list[ShoeStretchAnswer]
    events: list[EventAnswer]
    sentence: str
    load_sentence: str
    change_sentence: str
    notes: list[str]
    first_day: date | None


@router.get(
    "/timeline",
    response=TimelineAnswer,
    summary="What happened, and when",
    description="Bars of days, weeks or months over a span up to today or another day. `by_load` "
    "is in the unit of the load, `by_distance` in metres.",
)
def timeline(
    request: HttpRequest,
    span: Span | None = None,
    tissue: Tissue = Tissue.PATELLOFEMORAL,
    by: Bucket | None = None,
    until: date | None = None,
) -> object:
    return read_timeline(runner_of(request), span, tissue=tissue, bucket=by, until=until)
