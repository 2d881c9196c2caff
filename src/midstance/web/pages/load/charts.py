"""The load over time as bars and as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.summarise_load import Bucket, LoadBucket, LoadSummary
from midstance.web import figures
from midstance.web.components.chart import Chart, Panel, Series
from midstance.web.figures import Units
from midstance.web.tissues import INDEX_ONLY, TissueWords

BARS_MEAN = {
    Bucket.DAY: gettext_lazy("One bar is one day."),
    Bucket.WEEK: gettext_lazy("One bar is one week, from Monday."),
    Bucket.MONTH: gettext_lazy("One bar is one month."),
}
FIRST_COLUMNS = {
    Bucket.DAY: gettext_lazy("Day"),
    Bucket.WEEK: gettext_lazy("Week"),
    Bucket.MONTH: gettext_lazy("Month"),
}
DIGITS_BELOW = 20  # an index as small as this is read with a decimal


class Dated(Protocol):
    """The local days in [start, end)."""

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date: ...


@dataclass(frozen=True)
class BarWords:
    """One bar in words; the drawing and the table share them."""

    label: str
    load: str
    between: str


def load_chart(summary: LoadSummary, tissue: TissueWords, units: Units) -> Chart:
    buckets = summary.buckets
    words = all_bar_words(summary)
    bars = Series(
        label=_("Load on your %(tissue)s") % {"tissue": tissue.plain},
        values=[bucket.value for bucket in buckets],
        color="load",
        style="bars",
        low=[bucket.low for bucket in buckets],
        high=[bucket.high for bucket in buckets],
        texts=spoken(buckets, words, tissue),
    )
    rows = [table_row(*pair, units) for pair in zip(buckets, words, strict=True)]
    return Chart(
        name="load-chart",
        title=_("Load on your %(tissue)s (%(term)s)")
        % {"tissue": tissue.plain, "term": tissue.term},
        summary=chart_words(summary, tissue),
        x=[midnight_s(bucket.start) for bucket in buckets],
        panels=[Panel(_("Knee load"), load_unit(tissue), [bars], digits=digits(summary))],
        axis="date",
        x_label=FIRST_COLUMNS[summary.bucket],
        x_texts=[each.label for each in words],
        columns=table_columns(summary, tissue),
        rows=rows[::-1],
    )


def load_unit(tissue: TissueWords) -> str:
    return _("index") if tissue.key == INDEX_ONLY else _("BW·s")


def digits(summary: LoadSummary) -> int:
    largest = max((bucket.high for bucket in summary.buckets), default=0.0)
    return 1 if largest < DIGITS_BELOW else 0


def chart_words(summary: LoadSummary, tissue: TissueWords) -> str:
    """What the bars are, and what their soft part says."""
    if tissue.key == INDEX_ONLY:
        return _("%(bars)s The index has not been checked against a lab.") % {
            "bars": BARS_MEAN[summary.bucket]
        }
    return _("%(bars)s The soft end shows how sure a bar is when you compare it with another.") % {
        "bars": BARS_MEAN[summary.bucket]
    }


def table_columns(summary: LoadSummary, tissue: TissueWords) -> list[str | Promise]:
    return [
        FIRST_COLUMNS[summary.bucket],
        _("Knee load (%(unit)s)") % {"unit": load_unit(tissue)},
        _("Between"),
        _("Runs"),
        _("Distance"),
        _("Time"),
    ]


def all_bar_words(summary: LoadSummary) -> list[BarWords]:
    label = LABELS[summary.bucket]()
    return [BarWords(label(bucket), *load_words(bucket)) for bucket in summary.buckets]


def load_words(bucket: LoadBucket) -> tuple[str, str]:
    """The load and its range; an index has none."""
    if not bucket.runs:
        return "0", "–"
    if not bucket.low < bucket.high:
        return figures.rounded(bucket.value, 0.1), "–"
    value = figures.compared(bucket.value, bucket.low, bucket.high)
    return value, figures.between(bucket.low, bucket.high)


def table_row(bucket: LoadBucket, words: BarWords, units: Units) -> list[str]:
    known = bool(bucket.runs)
    return [
        words.label,
        words.load,
        words.between,
        str(bucket.runs),
        figures.distance(bucket.distance_m, units) if known else "–",
        figures.duration(bucket.moving_s) if known else "–",
    ]


def spoken(
    buckets: Sequence[LoadBucket], words: Sequence[BarWords], tissue: TissueWords
) -> list[str]:
    """What is said of each bar at the cursor."""
    nothing, unit = _("no run"), load_unit(tissue)
    bare, ranged = _("%(load)s %(unit)s"), _("%(load)s %(unit)s (%(between)s)")
    said = bare if tissue.key == INDEX_ONLY else ranged
    return [
        said % {"load": each.load, "unit": unit, "between": each.between}
        if bucket.runs
        else nothing
        for bucket, each in zip(buckets, words, strict=True)
    ]


def day_label() -> Callable[[Dated], str]:
    pattern = figures.short_day_format()
    return lambda bucket: date_format(bucket.start, pattern)


def week_label() -> Callable[[Dated], str]:
    """First and last day. Ten years hold a thousand of them, so the months are named once."""
    months = {number: str(name).title() for number, name in MONTHS_3.items()}
    words = _("%(first_day)s %(first_month)s to %(last_day)s %(last_month)s %(year)s")

    def label(bucket: Dated) -> str:
        first, last = bucket.start, bucket.end - timedelta(days=1)
        return words % {
            "first_day": first.day,
            "first_month": months[first.month],
            "last_day": last.day,
            "last_month": months[last.month],
            "year": last.year,
        }

    return label


def month_label() -> Callable[[Dated], str]:
    pattern = figures.month_format()
    return lambda bucket: date_format(bucket.start, pattern)


LABELS = {Bucket.DAY: day_label, Bucket.WEEK: week_label, Bucket.MONTH: month_label}


def midnight_s(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
