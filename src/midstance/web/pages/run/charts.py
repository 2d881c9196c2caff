"""Load along a run above speed, slope and step rate, all on one cursor."""

import math
from collections.abc import Callable

from django.utils.translation import gettext as _

from midstance.app.number_words import decimal_words
from midstance.app.read_trace import RunTrace, TraceBand
from midstance.app.read_trace import Series as Values
from midstance.app.show_run import RunDetail
from midstance.web import figures
from midstance.web.components.chart import Chart, Panel, Series, Span
from midstance.web.figures import Units
from midstance.web.tissues import TissueWords

LOAD_PX, SMALL_PX = 220, 110
TABLE_ROWS = 60
SLOWEST_MPS = 1.0  # below this a pace says nothing
SLOWEST_SPM = 60.0  # below this nobody walks: standing, or half a point of it


def trace_chart(
    trace: RunTrace, detail: RunDetail, tissue: TissueWords, units: Units
) -> Chart | None:
    """None where the run holds no load to draw."""
    if tissue.key not in trace.load_bw or len(trace.seconds) < 2:  # noqa: PLR2004 - a line takes two points
        return None
    panels = [load_panel(trace, tissue), speed_panel(trace, units), *more_panels(trace)]
    return Chart(
        name="trace-chart",
        title=_("Load along the run: %(tissue)s (%(term)s)")
        % {"tissue": tissue.plain, "term": tissue.term},
        summary=trace_words(panels),
        x=trace.seconds,
        panels=panels,
        axis="time",
        x_label=_("Time"),
        x_texts=[figures.duration(second) for second in trace.seconds],
        spans=heavy_spans(detail) if tissue.key == "patellofemoral" else (),
        zoom=True,
        columns=table_columns(panels),
        rows=table_rows(trace, panels),
    )


def trace_words(panels: list[Panel]) -> str:
    others = ", ".join(str(panel.label) for panel in panels[1:])
    return _(
        "The line is the peak of each step in times your body weight; the soft band is how sure "
        "it is. Below it on the same cursor: %(others)s."
    ) % {"others": others}


def load_panel(trace: RunTrace, tissue: TissueWords) -> Panel:
    band = trace.load_bw[tissue.key]
    line = Series(
        label=_("Load"),
        values=band.mean,
        color="load",
        low=band.low,
        high=band.high,
        texts=load_texts(band),
    )
    return Panel(_("Load"), _("× body weight"), [line], digits=1, height_px=LOAD_PX)


def load_texts(band: TraceBand) -> list[str]:
    """What is said of each point at the cursor."""
    unknown, said = _("not known"), _("%(mean)s (%(low)s to %(high)s)")
    return [
        unknown
        if mean is None or low is None or high is None
        else said
        % {
            "mean": decimal_words(mean, 1),
            "low": decimal_words(low, 1),
            "high": decimal_words(high, 1),
        }
        for mean, low, high in zip(band.mean, band.low, band.high, strict=True)
    ]


def speed_panel(trace: RunTrace, units: Units) -> Panel:
    unknown = _("not known")
    minutes = changed(trace.speed_mps, lambda speed: pace_min(speed, units))
    line = Series(
        label=_("Pace"),
        values=minutes,
        texts=[unknown if m is None else figures.duration(m * 60) for m in minutes],
    )
    return Panel(
        _("Pace"),
        units.pace_name,
        [line],
        digits=1,
        from_zero=False,
        height_px=SMALL_PX,
        upside_down=True,
    )


def pace_min(speed_mps: float, units: Units) -> float | None:
    return figures.pace_s(speed_mps, units) / 60 if speed_mps >= SLOWEST_MPS else None


def more_panels(trace: RunTrace) -> list[Panel]:
    """Slope and step rate where they are known."""
    panels = []
    if is_known(trace.grade_frac):
        slope = changed(trace.grade_frac, lambda grade: round(grade * 100, 1))
        panels.append(small_panel(_("Slope"), "%", slope))
    if is_known(trace.cadence_spm):
        steps = changed(trace.cadence_spm, lambda rate: rate if rate >= SLOWEST_SPM else None)
        panels.append(small_panel(_("Step rate"), _("steps/min"), steps))
    return panels


def small_panel(label: str, unit: str, values: Values) -> Panel:
    return Panel(label, unit, [Series(label, values)], from_zero=False, height_px=SMALL_PX)


def is_known(values: Values) -> bool:
    return any(value is not None for value in values)


def changed(values: Values, change: Callable[[float], float | None]) -> Values:
    return tuple(None if value is None else change(value) for value in values)


def heavy_spans(detail: RunDetail) -> list[Span]:
    return [
        Span(minute.start_s, minute.end_s, str(rank))
        for rank, minute in enumerate(detail.heaviest, 1)
    ]


def table_columns(panels: list[Panel]) -> list[str]:
    named = [_("%(what)s (%(unit)s)") % {"what": each.label, "unit": each.unit} for each in panels]
    return [_("From minute"), *named]


def table_rows(trace: RunTrace, panels: list[Panel]) -> list[list[str]]:
    """Means over equal stretches, few enough to be read."""
    points = len(trace.seconds)
    width = math.ceil(points / TABLE_ROWS)
    return [
        [
            figures.duration(trace.seconds[first]),
            *(mean_text(panel, first, first + width) for panel in panels),
        ]
        for first in range(0, points, width)
    ]


def mean_text(panel: Panel, first: int, last: int) -> str:
    known = [value for value in panel.series[0].values[first:last] if value is not None]
    if not known:
        return "–"
    mean = sum(known) / len(known)
    return figures.duration(mean * 60) if panel.upside_down else decimal_words(mean, panel.digits)
