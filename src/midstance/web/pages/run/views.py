"""What one run did to your knee, and why."""

import re
from dataclasses import replace

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from midstance.app.read_trace import read_trace
from midstance.app.read_worn import read_worn
from midstance.app.show_run import RunDetail, original_path, show_run
from midstance.core.base.errors import NotFoundError
from midstance.web import figures
from midstance.web.components.chart import Chart
from midstance.web.pages.run import words
from midstance.web.pages.run.charts import trace_chart
from midstance.web.pages.runs.lines import run_line, sport_name
from midstance.web.person import runner_of, units_of
from midstance.web.tissues import INDEX_ONLY, TISSUES, TissueWords, choose_tissue

TRACE_POINTS = 500
NAME_CHARACTERS = 150
UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"\\]')


@require_safe
def show_one_run(request: HttpRequest, key: str) -> HttpResponse:
    units = units_of(request)
    whole = found(request, key)
    detail = without_empty_load(whole)
    tissue = choose_tissue(request.GET.get("tissue"))
    context = {
        "run": run_line(detail.row, units),
        "kind": sport_name(detail.row.sport),
        "detail": detail,
        "facts": words.run_facts(detail, units),
        "side_facts": words.side_facts(detail),
        "left_out": words.left_out(whole.load),
        "holds_no_running": whole.load is not None and detail.load is None,
        "shares": words.share_lines(detail.shares),
        "even": words.even_names(detail.shares),
        "minutes": words.minute_lines(detail.heaviest, units),
        "tissues": words.tissue_lines(detail, units),
        "inputs": words.input_lines(detail),
        "duplicates": [run_line(row, units) for row in detail.duplicates],
        "original_size": words.file_size(detail.original.size_bytes),
        "original_name": shown_name(detail.original.name),
        "distance_name": units.distance_name,
        "worn": read_worn(runner_of(request), whole.row.key),
        "tissue": tissue,
        "choices": [each for each in TISSUES if each.key != INDEX_ONLY],
        "peak": peak_words(detail),
        "chart": None if detail.load is None else chart_of(request, detail, tissue),
    }
    return render(request, "pages/run/page.html", context)


def without_empty_load(detail: RunDetail) -> RunDetail:
    """A file without running has a load of nothing, which tells nothing."""
    is_empty = detail.load is not None and detail.load.steps == 0
    return replace(detail, load=None) if is_empty else detail


def chart_of(request: HttpRequest, detail: RunDetail, tissue: TissueWords) -> Chart | None:
    trace = read_trace(runner_of(request), detail.row.key, max_points=TRACE_POINTS)
    return trace_chart(trace, detail, tissue, units_of(request))


def found(request: HttpRequest, key: str) -> RunDetail:
    try:
        return show_run(runner_of(request), key)
    except NotFoundError as error:
        raise Http404(str(error)) from error


def peak_words(detail: RunDetail) -> dict[str, str] | None:
    """The heaviest minute in times body weight, no finer than it is known."""
    if detail.load is None:
        return None
    load = detail.load.tissues["patellofemoral"]
    if load.peak_bw is None or load.peak_low_bw is None or load.peak_high_bw is None:
        return None
    return {
        "about": figures.about(load.peak_bw, load.peak_low_bw, load.peak_high_bw),
        "between": figures.between(load.peak_low_bw, load.peak_high_bw),
    }


@require_safe
def download_original(request: HttpRequest, key: str) -> FileResponse:
    """The file as it came, byte for byte; never shown inside the browser."""
    try:
        original, path = original_path(runner_of(request), key)
        stream = path.open("rb")
    except (NotFoundError, FileNotFoundError) as error:
        raise Http404(str(error)) from error
    response = FileResponse(
        stream,
        as_attachment=True,
        filename=shown_name(original.name),
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def shown_name(name: str) -> str:
    """The last part of a file's name without anything that a header or a disk dislikes."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return UNSAFE_IN_NAMES.sub("_", last)[-NAME_CHARACTERS:] or "run"
