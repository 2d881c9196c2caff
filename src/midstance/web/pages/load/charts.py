"""The load over time as bars and as a table."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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


def load_chart(summary: LoadSummary, tissue: TissueWords, units: Units) -> Chart:
    buckets = summary.buckets
    bars = Series(
        label=_("Load on your %(tissue)s") % {"tissue": tissue.plain},
        values=[bucket.value for bucket in buckets],
        color="load",
        style="bars",
        low=[bucket.low for bucket in buckets],
        high=[bucket.high for bucket in buckets],
        texts=[spoken(bucket, tissue) for bucket in buckets],
    )
    return Chart(
        name="load-chart",
        title=_("Load on your %(tissue)s (%(term)s)")
        % {"tissue": tissue.plain, "term": tissue.term},
        summary=chart_words(summary, tissue),
        x=[midnight_s(bucket.start) for bucket in buckets],
        panels=[Panel(_("Knee load"), load_unit(tissue), [bars], digits=digits(summary))],
        axis="date",
        x_label=FIRST_COLUMNS[summary.bucket],
        x_texts=[bucket_label(bucket, summary.bucket) for bucket in buckets],
        columns=table_columns(summary, tissue),
        rows=[table_row(bucket, summary.bucket, units) for bucket in reversed(buckets)],
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


def table_row(bucket: LoadBucket, width: Bucket, units: Units) -> list[str]:
    label = bucket_label(bucket, width)
    if not bucket.runs:
        return [label, "0", "–", "0", "–", "–"]
    return [
        label,
        figures.compared(bucket.value, bucket.low, bucket.high),
        figures.between(bucket.low, bucket.high),
        str(bucket.runs),
        figures.distance(bucket.distance_m, units),
        figures.duration(bucket.moving_s),
    ]


def spoken(bucket: LoadBucket, tissue: TissueWords) -> str:
    if not bucket.runs:
        return _("no run")
    words = {
        "load": figures.compared(bucket.value, bucket.low, bucket.high),
        "between": figures.between(bucket.low, bucket.high),
        "unit": load_unit(tissue),
        "runs": ngettext("1 run", "%(runs)s runs", bucket.runs) % {"runs": bucket.runs},
    }
    return _("%(load)s %(unit)s (%(between)s), %(runs)s") % words


def bucket_label(bucket: LoadBucket, width: Bucket) -> str:
    if width is Bucket.MONTH:
        return date_format(bucket.start, "F Y")
    if width is Bucket.DAY:
        return date_format(bucket.start, "D j M")
    last = bucket.end - timedelta(days=1)
    return _("%(first)s to %(last)s") % {
        "first": date_format(bucket.start, "j M"),
        "last": date_format(last, "j M Y"),
    }


def midnight_s(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
