"""The one chart of the product, described in Python, drawn by `<ms-chart>`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise

Words = str | Promise
Values = Sequence[float | None]
Color = Literal["load", "pain", "accent", "ink", "muted", "limit"]
Style = Literal["bars", "line", "area", "dots", "marks", "steps"]
Mark = Literal["dot", "ring"]
Axis = Literal["date", "time", "distance", "number"]
ALONE_PX, STACKED_PX, ROW_PX = 280, 120, 26
HEAD_PX, PANEL_HEAD_PX, AXIS_PX = 56, 28, 32


@dataclass(frozen=True)
class Series:
    """One line or set of bars; low and high make its soft band, `texts` are spoken instead.

    "dots" is a line with a dot at each known value, for few of them; "marks" are dots alone, of
    the shape that `mark` names; "steps" hold for the whole width of a bar. A series without a label
    is drawn and not told: a band that the summary speaks of. `hrefs` lead on from a point, "" from
    those that lead nowhere: by a tap on a mark, by Enter, by a link beside the cursor.
    """

    label: Words
    values: Values
    color: Color = "ink"
    style: Style = "line"
    low: Values | None = None
    high: Values | None = None
    texts: Sequence[str] | None = None
    mark: Mark = "dot"
    hrefs: Sequence[str] | None = None


@dataclass(frozen=True)
class Stretch:
    """A named stretch of time in a strip, as that of a pair of shoes; rows count from 0."""

    start: float
    end: float
    text: Words
    row: int = 0


@dataclass(frozen=True)
class Panel:
    """One drawing area with its own upright axis, or a strip of rows without one.

    In a strip, which is a panel with `rows`, each series of bars has a row to itself with its name
    beside it, and stretches lie in their rows. `texts` say the whole panel at each point, instead
    of its series one by one.
    """

    label: Words
    unit: Words
    series: Sequence[Series]
    digits: int = 0
    from_zero: bool = True
    height_px: int | None = None
    most: float | None = None  # the axis reaches at least this far, as a scale of 0 to 10 does
    upside_down: bool = False  # for pace, in minutes: less is faster, and faster is up
    rows: int = 0
    stretches: Sequence[Stretch] = ()
    texts: Sequence[str] | None = None


@dataclass(frozen=True)
class Annotation:
    """A short word where something happened."""

    x: float
    text: Words


@dataclass(frozen=True)
class Span:
    """A shaded stretch along the axis, as the heaviest minutes are."""

    start: float
    end: float
    text: Words


@dataclass(frozen=True)
class Chart:
    """Panels on one shared axis.

    x: seconds since 1970 at UTC midnight of the local day (axis "date"), seconds since the start
    ("time"), or any number with `x_unit`. `x_texts` names each point in words, as the table does.
    """

    name: str  # unique on the page, a valid id
    title: Words
    summary: Words
    x: Sequence[float]
    panels: Sequence[Panel]
    axis: Axis = "date"
    x_label: Words = ""
    x_unit: Words = ""
    x_texts: Sequence[str] | None = None
    annotations: Sequence[Annotation] = ()
    spans: Sequence[Span] = ()
    zoom: bool = False
    rows: Sequence[Sequence[str]] = field(default_factory=tuple)  # a table of the page's own
    columns: Sequence[Words] = field(default_factory=tuple)
    row_links: Sequence[Sequence[str]] = ()  # address and words for the end of a row, or nothing
    go: Words = ""  # what the link beside the cursor says

    def spec(self) -> dict[str, object]:
        """What the script draws, as JSON."""
        return {
            "axis": self.axis,
            "xLabel": str(self.x_label),
            "xUnit": str(self.x_unit),
            "x": list(self.x),
            "xTexts": None if self.x_texts is None else list(self.x_texts),
            "panels": [panel_spec(panel, self.panel_px(panel)) for panel in self.panels],
            "annotations": [{"x": note.x, "text": str(note.text)} for note in self.annotations],
            "spans": [
                {"start": span.start, "end": span.end, "text": str(span.text)}
                for span in self.spans
            ],
            "zoom": self.zoom,
            "go": str(self.go),
        }

    def panel_px(self, panel: Panel) -> int:
        if panel.rows:
            return panel.rows * ROW_PX
        return panel.height_px or (ALONE_PX if len(self.panels) == 1 else STACKED_PX)

    @property
    def height_px(self) -> int:
        """The room that is kept until the script has drawn, so that nothing moves."""
        panels = sum(PANEL_HEAD_PX + self.panel_px(panel) for panel in self.panels)
        return HEAD_PX + panels + AXIS_PX

    @property
    def has_table(self) -> bool:
        """True when the server writes the table; a longer one is made by the script."""
        return bool(self.rows)


def panel_spec(panel: Panel, height_px: int) -> dict[str, object]:
    return {
        "label": str(panel.label),
        "unit": str(panel.unit),
        "digits": panel.digits,
        "fromZero": panel.from_zero,
        "most": panel.most,
        "heightPx": height_px,
        "upsideDown": panel.upside_down,
        "rows": panel.rows,
        "stretches": [
            {"start": each.start, "end": each.end, "text": str(each.text), "row": each.row}
            for each in panel.stretches
        ],
        "texts": None if panel.texts is None else list(panel.texts),
        "series": [series_spec(series) for series in panel.series],
    }


def series_spec(series: Series) -> dict[str, object]:
    return {
        "label": str(series.label),
        "values": list(series.values),
        "color": series.color,
        "style": series.style,
        "low": None if series.low is None else list(series.low),
        "high": None if series.high is None else list(series.high),
        "texts": None if series.texts is None else list(series.texts),
        "mark": series.mark,
        "hrefs": None if series.hrefs is None else list(series.hrefs),
    }
