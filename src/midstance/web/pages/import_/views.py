"""Bring your runs: drop files, name a folder, or try with sample data."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from midstance.app.collect_upload import drop_upload, open_upload, start_collected
from midstance.app.english_words import translate_english
from midstance.app.jobs import (
    JobStatus,
    cancel_job,
    job_status,
    list_jobs,
    read_file_outcomes,
    start_import,
    start_sample,
)
from midstance.app.list_runs import list_runs
from midstance.app.set_up_runner import read_profile, set_up_runner
from midstance.core.base.errors import MidstanceError, NotFoundError
from midstance.web.pages.import_.forms import FolderForm
from midstance.web.pages.import_.uploads import InboxHandler, place_files
from midstance.web.pages.import_.words import (
    KINDS,
    ORDER,
    OUTCOMES,
    FileLine,
    file_line,
    job_line,
    outcome_tabs,
)
from midstance.web.person import runner_of

if TYPE_CHECKING:
    from midstance.app.outcome import FileOutcome
    from midstance.store.models import Runner

SHOWN_IMPORTS = 10
SHOWN_FILES = 500


@require_safe
def show_import(request: HttpRequest) -> HttpResponse:
    return render_import(request)


def render_import(
    request: HttpRequest, *, form: FolderForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    runner = runner_of(request)
    watched = read_profile(runner).watched_folder
    context = {
        "is_at_home": settings.BIND.is_loopback,
        "imports": [job_line(job) for job in list_jobs(runner, limit=SHOWN_IMPORTS, kinds=KINDS)],
        "has_runs": list_runs(runner, per_page=1).total > 0,
        "form": form or FolderForm(initial={"folder": watched, "keep_watching": bool(watched)}),
        "problem": problem,
    }
    return render(request, "pages/import_/page.html", context, status=status)


@csrf_exempt  # the form token is checked in `take_files`, after the files have their place
def upload_files(request: HttpRequest) -> HttpResponse:
    """The plain form: one request brings all files and starts the import."""
    if request.method != "POST":
        return redirect("import")
    upload_id = open_upload(runner_of(request))
    handler = place_files(request, upload_id)
    response = take_files(request, upload_id, handler)
    if response.status_code >= 400:  # noqa: PLR2004 - refused or nothing came
        drop_upload(runner_of(request), upload_id)
    return response


@csrf_protect
def take_files(request: HttpRequest, upload_id: UUID, handler: InboxHandler) -> HttpResponse:
    _parsed = request.FILES
    if handler.problem is not None:
        return render_import(request, problem=translate_english(handler.problem), status=400)
    try:
        job = start_collected(runner_of(request), upload_id)
    except MidstanceError as error:
        return render_import(request, problem=translate_english(error), status=400)
    return redirect("import_job", job_id=job.id)


@require_POST
def open_portions(request: HttpRequest) -> JsonResponse:
    """For the script: a place that takes the files in portions."""
    return JsonResponse({"upload": str(open_upload(runner_of(request)))})


@csrf_exempt  # the form token is checked in `take_portion`, after the files have their place
def add_portion(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    return take_portion(request, place_files(request, upload_id))


@csrf_protect
@require_POST
def take_portion(request: HttpRequest, handler: InboxHandler) -> JsonResponse:
    _parsed = request.FILES
    if handler.problem is not None:
        return JsonResponse({"problem": translate_english(handler.problem)}, status=400)
    return JsonResponse({"files": handler.files})


@require_POST
def start_portions(request: HttpRequest, upload_id: UUID) -> JsonResponse:
    try:
        job = start_collected(runner_of(request), upload_id)
    except MidstanceError as error:
        return JsonResponse({"problem": translate_english(error)}, status=400)
    return JsonResponse({"job": str(job.id)})


@require_POST
def import_sample(request: HttpRequest) -> HttpResponse:
    try:
        job = start_sample(runner_of(request))
    except MidstanceError as error:
        return render_import(request, problem=translate_english(error), status=409)
    return redirect("import_job", job_id=job.id)


@require_POST
def import_folder(request: HttpRequest) -> HttpResponse:
    """Bring in a folder of this machine now, and look into it again later when she wants that."""
    if not settings.BIND.is_loopback:
        raise PermissionDenied  # the machine's folders belong to whoever sits at it
    runner = runner_of(request)
    form = FolderForm(request.POST)
    if not form.is_valid():
        return render_import(request, form=form, status=400)
    folder = form.cleaned_data["folder"]
    watch(runner, folder, keep=form.cleaned_data["keep_watching"])
    job = start_import(runner, [Path(folder)])
    return redirect("import_job", job_id=job.id)


def watch(runner: "Runner", folder: str, *, keep: bool) -> None:
    """Watch this folder from now on, or no longer."""
    profile = read_profile(runner)
    watched = folder if keep else "" if folder == profile.watched_folder else profile.watched_folder
    if watched != profile.watched_folder:
        set_up_runner(runner, replace(profile, watched_folder=watched))


@require_safe
def show_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How an import stands, and what became of each file; its part is asked for each second."""
    job = found_job(request, job_id)
    template = "progress" if request.GET.get("part") == "progress" else "job"
    shown = request.GET.get("show", "")
    wanted = shown if shown in OUTCOMES else ""
    context = {
        "job": job_line(job),
        "tabs": outcome_tabs(job, wanted),
        "wanted": wanted,
        "files": file_lines(request, job, wanted) if job.is_over else [],
        "limit": SHOWN_FILES,
    }
    response = render(request, f"pages/import_/{template}.html", context)
    if template == "progress" and job.is_over:
        response["HX-Refresh"] = "true"
    return response


def found_job(request: HttpRequest, job_id: UUID) -> JobStatus:
    try:
        return job_status(runner_of(request), job_id)
    except NotFoundError as error:
        raise Http404(str(error)) from error


def file_lines(request: HttpRequest, job: JobStatus, wanted: str) -> list[FileLine]:
    """What was not simply imported comes first, because that is what she may act on."""
    runner = runner_of(request)
    told: list[FileOutcome] = []
    for outcome in [wanted] if wanted else ORDER:
        left = SHOWN_FILES - len(told)
        told += read_file_outcomes(runner, job.id, outcome=outcome, limit=left) if left else ()
    return [file_line(each) for each in told]


@require_POST
def cancel_import(request: HttpRequest, job_id: UUID) -> HttpResponse:
    try:
        cancel_job(runner_of(request), job_id)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    messages.info(request, _("Stopped. What was brought in so far stays."))
    return redirect("import_job", job_id=job_id)
