"""What your knee carried, by day, week or month."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from midstance.app.list_runs import list_runs
from midstance.app.summarise_load import Bucket, LoadSummary, local_today, summarise_load
from midstance.web import figures
from midstance.web.pages.load.charts import load_chart
from midstance.web.pages.runs.lines import run_line
from midstance.web.person import runner_of, units_of
from midstance.web.tissues import INDEX_ONLY, TISSUES, TissueWords, choose_tissue

RECENT_RUNS = 8


@dataclass(frozen=True)
class Range:
    """A stretch of time to look at, and how wide its bars may be; the first is usual."""

    key: str
    name: str | Promise
    days: int
    buckets: tuple[Bucket, ...]


RANGES = (
    Range("4w", gettext_lazy("4 weeks"), 28, (Bucket.DAY, Bucket.WEEK)),
    Range("3m", gettext_lazy("3 months"), 91, (Bucket.WEEK, Bucket.DAY)),
    Range("1y", gettext_lazy("1 year"), 364, (Bucket.WEEK, Bucket.MONTH)),
    Range("10y", gettext_lazy("10 years"), 3652, (Bucket.MONTH, Bucket.WEEK)),
)
USUAL_RANGE = RANGES[1]
BUCKET_NAMES = {
    Bucket.DAY: gettext_lazy("Day"),
    Bucket.WEEK: gettext_lazy("Week"),
    Bucket.MONTH: gettext_lazy("Month"),
}


@dataclass(frozen=True)
class Choice:
    """One link of a switch."""

    key: str
    name: str | Promise
    query: str
    is_chosen: bool
    term: str | Promise = ""


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    tissue: TissueWords
    range: Range
    bucket: Bucket

    def query(self, **changed: str) -> str:
        asked = {"tissue": self.tissue.key, "range": self.range.key, "by": self.bucket.value}
        return "?" + "&".join(f"{key}={value}" for key, value in (asked | changed).items())


def show_load(request: HttpRequest) -> HttpResponse:
    runner, units = runner_of(request), units_of(request)
    asked = read_asked(request, default_range(request))
    summary = summary_of(request, asked)
    recent = list_runs(runner, per_page=RECENT_RUNS)
    context = {
        "summary": summary,
        "tissue": asked.tissue,
        "is_index": asked.tissue.key == INDEX_ONLY,
        "has_runs": recent.total > 0,
        "has_load": any(bucket.runs for bucket in summary.buckets),
        "switches": switches(asked),
        "everything": asked.query(range=RANGES[-1].key, by=RANGES[-1].buckets[0].value),
        "chart": load_chart(summary, asked.tissue, units),
        "recent": [run_line(row, units) for row in recent.runs],
        "total_runs": recent.total,
        "total_words": figures.grouped(recent.total),
        "distance_name": units.distance_name,
        "pace_name": units.pace_name,
    }
    return render(request, "pages/load/page.html", context)


def read_asked(request: HttpRequest, default: Range) -> Asked:
    """What the address asks for; anything unknown gives the usual."""
    wanted = request.GET.get("range")
    chosen = next((each for each in RANGES if each.key == wanted), default)
    by = request.GET.get("by")
    bucket = next((each for each in chosen.buckets if each.value == by), chosen.buckets[0])
    return Asked(choose_tissue(request.GET.get("tissue")), chosen, bucket)


def default_range(request: HttpRequest) -> Range:
    """Three months, or longer when the last run lies further back."""
    last = list_runs(runner_of(request), per_page=1).runs
    if not last:
        return USUAL_RANGE
    age = (timezone.now() - last[0].start_at).days
    return next((each for each in RANGES[1:] if age < each.days), RANGES[-1])


def summary_of(request: HttpRequest, asked: Asked) -> LoadSummary:
    today = local_today(runner_of(request))
    return summarise_load(
        runner_of(request),
        tissue=asked.tissue.key,
        bucket=asked.bucket,
        start=today + timedelta(days=1 - asked.range.days),
        end=today + timedelta(days=1),
        today=today,
    )


def switches(asked: Asked) -> dict[str, list[Choice]]:
    return {
        "tissue": [
            Choice(t.key, t.plain, asked.query(tissue=t.key), t == asked.tissue, t.term)
            for t in TISSUES
        ],
        "range": [
            Choice(r.key, r.name, asked.query(range=r.key, by=kept(r, asked)), r == asked.range)
            for r in RANGES
        ],
        "by": [
            Choice(b.value, BUCKET_NAMES[b], asked.query(by=b.value), b == asked.bucket)
            for b in Bucket
            if b in asked.range.buckets
        ],
    }


def kept(range_: Range, asked: Asked) -> str:
    """The width of bar a range would show: each range has its own usual one."""
    return asked.bucket.value if range_ == asked.range else range_.buckets[0].value
