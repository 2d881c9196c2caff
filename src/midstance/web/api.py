"""The same use cases for programs: JSON over HTTP, described by OpenAPI at /api/openapi.json.

SI units with suffixes in the keys, times ISO 8601 UTC, like the commands' `--json`. The doors are
those of the pages: host, origin, log-in where the app asks for one, and the form token on changes.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Status
from ninja.errors import ValidationError
from pydantic import Field

from midstance.app.collect_upload import drop_upload, start_collected
from midstance.app.estimate_steady_load import estimate_steady_load
from midstance.app.jobs import cancel_job, job_status, list_jobs, read_file_outcomes
from midstance.app.list_runs import SORTS, list_runs
from midstance.app.read_trace import read_trace
from midstance.app.show_run import show_run
from midstance.app.summarise_load import Bucket, summarise_load
from midstance.core.assess.answers import InvalidAnswersError
from midstance.core.base.body import Body
from midstance.core.base.errors import (
    InvalidValueError,
    InvalidValuesError,
    LimitExceededError,
    MidstanceError,
    NotFoundError,
    RefusedError,
)
from midstance.web import (
    api_checks,
    api_exercises,
    api_films,
    api_forecast,
    api_plan,
    api_progress,
    api_reviews,
    api_screens,
    api_shoes,
    api_timeline,
    api_what_if,
    api_why,
)
from midstance.web.api_answer import Answer
from midstance.web.api_door import check_door, drop_placed, place_and_check, takes_files
from midstance.web.person import runner_of

if TYPE_CHECKING:
    from midstance.web.pages.import_.uploads import InboxHandler

STATUS = {NotFoundError: 404, InvalidValueError: 422, LimitExceededError: 413, RefusedError: 409}
PER_PAGE_MAX = 500
POINTS = (10, 5000)


api = NinjaAPI(
    title="Midstance",
    version="1",
    description="Knee load of your runs, the knee check, and your plan. Everything stays on the "
    "machine that answers.",
    docs_url=None,  # the ready-made pages load scripts from elsewhere
    auth=check_door,
    urls_namespace="api",
)


api.add_router("/checks", api_checks.router)
api.add_router("", api_exercises.router)
api.add_router("", api_films.router)
api.add_router("", api_forecast.router)
api.add_router("", api_plan.router)
api.add_router("", api_progress.router)
api.add_router("", api_reviews.router)
api.add_router("", api_screens.router)
api.add_router("", api_shoes.router)
api.add_router("", api_timeline.router)
api.add_router("", api_what_if.router)
api.add_router("", api_why.router)


@api.exception_handler(ValidationError)
def tell_form(request: HttpRequest, error: ValidationError) -> HttpResponse:
    drop_placed(request)
    return api.create_response(request, {"detail": error.errors}, status=422)


@api.exception_handler(InvalidAnswersError)
def tell_problems(request: HttpRequest, error: InvalidAnswersError) -> HttpResponse:
    problems = [vars(problem) for problem in error.problems]
    return api.create_response(request, {"detail": str(error), "problems": problems}, status=422)


@api.exception_handler(InvalidValuesError)
def tell_all(request: HttpRequest, error: InvalidValuesError) -> HttpResponse:
    told = {"detail": str(error), "problems": list(error.problems)}
    return api.create_response(request, told, status=422)


@api.exception_handler(MidstanceError)
def tell_problem(request: HttpRequest, error: MidstanceError) -> HttpResponse:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    return api.create_response(request, {"detail": str(error)}, status=status)


class RunAnswer(Answer):
    key: str
    start_at: datetime
    utc_offset_s: float | None
    sport: str
    source: str
    name: str
    distance_m: float | None
    moving_s: float | None
    ascent_m: float | None
    descent_m: float | None
    cadence_spm: float | None
    impulse_bw_s: float | None
    impulse_low_bw_s: float | None
    impulse_high_bw_s: float | None
    usual_ratio: float | None
    duplicate_of: str | None


class RunsAnswer(Answer):
    runs: list[RunAnswer]
    total: int
    page: int
    pages: int


class TissueAnswer(Answer):
    peak_bw: float | None
    peak_low_bw: float | None
    peak_high_bw: float | None
    impulse_bw_s: float | None
    impulse_low_bw_s: float | None
    impulse_high_bw_s: float | None
    impulse_bw_s_per_km: float | None
    damage: dict[int, float]
    left_impulse_bw_s: float | None
    right_impulse_bw_s: float | None
    index: float | None


class RunLoadAnswer(Answer):
    steps: float
    moving_s: float
    distance_m: float
    unrecorded_m: float | None
    unrecorded_frac: float | None
    tissues: dict[str, TissueAnswer]
    inputs: dict[str, str]
    model_version: str


class VersusUsualAnswer(Answer):
    ratio: float | None
    low: float | None
    high: float | None
    runs: int
    days: int
    sentence: str


class ShareAnswer(Answer):
    name: str
    factor: float
    log_share: float
    sentence: str


class HeavyMinuteAnswer(Answer):
    start_s: float
    end_s: float
    start_distance_m: float
    peak_bw: float
    speed_mps: float | None
    cadence_spm: float | None
    grade_frac: float | None
    sentence: str


class RepairAnswer(Answer):
    kind: str
    count: int
    sentence: str


class OriginalAnswer(Answer):
    name: str
    format: str
    size_bytes: int
    sha256: str


class RunDetailAnswer(Answer):
    row: RunAnswer
    elapsed_s: float
    device: str
    shoe: str
    load: RunLoadAnswer | None
    versus_usual: VersusUsualAnswer
    shares: list[ShareAnswer]
    heaviest: list[HeavyMinuteAnswer]
    repairs: list[RepairAnswer]
    duplicates: list[RunAnswer]
    original: OriginalAnswer


Values = list[float | None]


class BandAnswer(Answer):
    mean: Values
    min: Values
    max: Values
    low: Values
    high: Values


class TraceAnswer(Answer):
    key: str
    seconds_per_point: float
    seconds: list[float]
    distance_m: Values
    speed_mps: Values
    cadence_spm: Values
    grade_frac: Values
    altitude_m: Values
    heart_rate_bpm: Values
    load_bw: dict[str, BandAnswer]


class BucketAnswer(Answer):
    start: date
    end: date
    value: float
    low: float
    high: float
    runs: int
    distance_m: float
    moving_s: float


class LoadAnswer(Answer):
    tissue: str
    unit: str
    bucket: Bucket
    start: date
    end: date
    buckets: list[BucketAnswer]
    sentence: str
    first_run: date | None
    last_run: date | None


class RangedAnswer(Answer):
    value: float
    low: float
    high: float


class SteadyAnswer(Answer):
    contact_time_s: RangedAnswer
    peak_vgrf_bw: RangedAnswer
    knee_flexion_deg: RangedAnswer
    patellofemoral_bw: RangedAnswer
    patellar_tendon_bw: RangedAnswer
    tibiofemoral_bw: RangedAnswer
    stress_mpa: RangedAnswer
    held: list[str]
    model_version: str


class JobAnswer(Answer):
    id: UUID
    kind: str
    state: str
    is_over: bool
    progress_done: int
    progress_total: int
    message: str
    counts: dict[str, int]
    created_at: datetime
    finished_at: datetime | None


class FileAnswer(Answer):
    path: str
    outcome: str
    kind: str
    reason: str
    runs: list[str]


Number = Annotated[float, Field(allow_inf_nan=False)]
Tissue = Literal["patellofemoral", "patellar_tendon", "tibiofemoral", "iliotibial_band"]
Sort = Annotated[
    str, Query(description=f"one of {', '.join(SORTS)}; a leading - turns the order round")
]


@api.get("/runs", response=RunsAnswer, summary="The runs, searched, sorted and paged")
def runs(
    request: HttpRequest,
    *,
    search: str = "",
    sort: Sort = "-start",
    page: Annotated[int, Query(ge=1)] = 1,
    per_page: Annotated[int, Query(ge=1, le=PER_PAGE_MAX)] = 50,
    include_duplicates: bool = False,
) -> object:
    return list_runs(
        runner_of(request),
        search=search,
        sort=sort,
        page=page,
        per_page=per_page,
        include_duplicates=include_duplicates,
    )


@api.get("/runs/{key}", response=RunDetailAnswer, summary="One run and what it did to the knee")
def run(request: HttpRequest, key: str) -> object:
    return show_run(runner_of(request), key)


@api.get("/runs/{key}/trace", response=TraceAnswer, summary="Load along one run")
def trace(
    request: HttpRequest,
    key: str,
    max_points: Annotated[int, Query(ge=POINTS[0], le=POINTS[1])] = 600,
) -> object:
    return read_trace(runner_of(request), key, max_points=max_points)


@api.get("/load", response=LoadAnswer, summary="Load of one tissue by day, week or month")
def load(
    request: HttpRequest,
    tissue: Tissue = "patellofemoral",
    bucket: Bucket = Bucket.WEEK,
    start: date | None = None,
    end: date | None = None,
) -> object:
    return summarise_load(runner_of(request), tissue=tissue, bucket=bucket, start=start, end=end)


@api.get("/load/steady", response=SteadyAnswer, summary="Load of one steady step")
def steady(
    request: HttpRequest,
    *,
    speed_mps: Number,
    cadence_spm: Number | None = None,
    slope: Number | None = None,
    height_m: Number | None = None,
    mass_kg: Number | None = None,
    contact_time_s: Number | None = None,
) -> object:
    del request
    return estimate_steady_load(
        speed_mps,
        cadence_spm=cadence_spm,
        slope_frac=slope,
        contact_time_s=contact_time_s,
        body=Body(height_m, mass_kg),
    )


@api.post(
    "/imports",
    response={202: JobAnswer},
    auth=place_and_check,
    summary="Bring files in; multipart, any number of files",
    openapi_extra=takes_files(),
)
def start_import(request: HttpRequest) -> Status[object]:
    handler: InboxHandler = request.auth  # type: ignore[attr-defined] # what `place_and_check` gave
    runner = runner_of(request)
    _parsed = request.FILES
    try:
        if handler.problem is not None:
            raise handler.problem
        return Status(202, start_collected(runner, handler.upload_id))
    except MidstanceError:
        drop_upload(runner, handler.upload_id)
        raise


@api.get("/imports", response=list[JobAnswer], summary="The latest imports")
def imports(request: HttpRequest) -> object:
    return list_jobs(runner_of(request))


@api.get("/imports/{job_id}", response=JobAnswer, summary="How an import stands")
def import_status(request: HttpRequest, job_id: UUID) -> object:
    return job_status(runner_of(request), job_id)


@api.get("/imports/{job_id}/files", response=list[FileAnswer], summary="What became of each file")
def import_files(request: HttpRequest, job_id: UUID, outcome: str = "") -> object:
    return read_file_outcomes(runner_of(request), job_id, outcome=outcome)


@api.post("/imports/{job_id}/cancel", response=JobAnswer, summary="Stop an import")
def stop_import(request: HttpRequest, job_id: UUID) -> object:
    return cancel_job(runner_of(request), job_id)


urlpatterns, _app_name, _namespace = api.urls
