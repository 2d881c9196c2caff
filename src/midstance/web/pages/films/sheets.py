"""One film as its pages lay it out: drawings beside the words that the use case made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.films.records import (
    FilmedMarkLine,
    FilmLine,
    FilmSheet,
    MetricLine,
    MomentLine,
    VerdictLine,
)
from midstance.app.films.screen_sheet import LEG_WORDS
from midstance.app.number_words import decimal_words
from midstance.web.components.film_figure import (
    NO_MARK,
    SIDES,
    Body,
    Box,
    Frames,
    Moving,
    body_of,
    box_around,
    is_drawn,
    picture_svg,
    still_svg,
    upright_shapes,
)
from midstance.web.pages.films.charts import TIMES

LIGHTS = {"good": "carry_on", "usable": "adjust", "not_enough": "stop"}
VERDICT_ICONS = {"good": "circle-check", "usable": "triangle-alert", "not_enough": "circle-help"}
STATE_ICONS = {
    "waiting": "hourglass",
    "looking": "search",
    "asking": "circle-help",
    "analysing": "hourglass",
    "done": "circle-check",
    "failed": "triangle-alert",
    "cancelled": "x",
}
SEEN_ICONS = {"seen": "eye", "not_seen": "eye-off", "cannot_say": "circle-help"}
WHOM_WORDS = {"left": gettext_lazy("left"), "right": gettext_lazy("right")}
PERSON_WORD = 7.0
"""How high the word for somebody is drawn."""
STRIP_WIDTH, STRIP_PAD_FRAC = 160.0, 0.08


@dataclass(frozen=True)
class LineView:
    """A film in the list with the sign of how it stands; of a movement test with its leg."""

    line: FilmLine
    icon: str
    leg_words: str


def line_view(line: FilmLine) -> LineView:
    leg_words = str(LEG_WORDS.get(line.leg, ""))
    return LineView(line, STATE_ICONS.get(line.state, "circle-help"), leg_words)


@dataclass(frozen=True)
class VerdictView:
    """How good the film is, with its sign."""

    line: VerdictLine
    light: str
    icon: str


def verdict_view(sheet: FilmSheet) -> VerdictView | None:
    line = sheet.verdict
    if line is None:
        return None
    return VerdictView(line, LIGHTS.get(line.level, ""), VERDICT_ICONS.get(line.level, "info"))


@dataclass(frozen=True)
class MomentView:
    """A moment of a typical step, drawn."""

    line: MomentLine
    drawing: SafeString
    time: str


def moment_views(sheet: FilmSheet) -> list[MomentView]:
    """Drawn in one size; those of which too little was seen are left out."""
    frames = [moment.points for moment in sheet.moments]
    bodies = [(moment, body_of_moment(sheet, moment, frames)) for moment in sheet.moments]
    shown = [(moment, body) for moment, body in bodies if body and is_drawn(body, moment.points)]
    boxes = box_around([(body, moment.points) for moment, body in shown])
    return [
        MomentView(moment, drawing(sheet, moment, body, box), decimal_words(moment.time_s, 2))
        for (moment, body), box in zip(shown, boxes, strict=True)
    ]


def body_of_moment(sheet: FilmSheet, moment: MomentLine, frames: Frames) -> Body | None:
    side = sheet.line.leg or moment.side
    working = side if side in SIDES else sheet.near_side
    return body_in(sheet, working, frames)


def body_in(sheet: FilmSheet, working: str, frames: Frames) -> Body | None:
    if sheet.skeleton is None:
        return None
    return body_of(sheet.skeleton, frames, working, is_side=sheet.line.view == "side")


def drawing(sheet: FilmSheet, moment: MomentLine, body: Body, box: Box) -> SafeString:
    if not moment.has_picture:
        return still_svg(body, moment.points, box, moment.alt, upright(sheet, moment, body))
    address = reverse("film_picture", args=[sheet.line.id, moment.id])
    return picture_svg(body, moment.points, box, address, moment.alt)


def upright(sheet: FilmSheet, moment: MomentLine, body: Body) -> SafeString:
    """In a movement test: what a knee or a shin leans away from."""
    if not sheet.line.leg:
        return NO_MARK
    foot, top = ("ankle", "knee") if sheet.line.view == "side" else ("toe", "hip")
    ends = (f"{sheet.line.leg}_{joint}" for joint in (foot, top))
    return upright_shapes(body, moment.points, *ends)


@dataclass(frozen=True)
class Stage:
    """The figure that the chart of the steps moves."""

    script: SafeString
    chart: str
    alt: str


def stage_of(sheet: FilmSheet) -> Stage | None:
    timeline = sheet.timeline
    frames = timeline.frames if timeline else ()
    body = body_in(sheet, sheet.near_side, [frame.points for frame in frames])
    if body is None:
        return None
    script = json_script(Moving(body, frames).spec(), "film-frames")
    return Stage(script, TIMES, _("How you ran at one moment of the film"))


@dataclass(frozen=True)
class MetricView:
    """A figure with its range in words and drawn beside what is usual."""

    line: MetricLine
    value: str
    between: str
    strip: SafeString
    source: str


@dataclass(frozen=True)
class MetricTable:
    """Figures, and what is to be said of several of them at once."""

    rows: tuple[MetricView, ...]
    notes: tuple[str, ...]
    source: str


def metric_table(lines: Sequence[MetricLine]) -> MetricTable:
    """What is said of several figures stands once, below them."""
    told = Counter(line.note for line in lines if line.note)
    notes = tuple(note for note, times in told.items() if times > 1)
    alone = [replace(line, note="") if line.note in notes else line for line in lines]
    sources = {line.place.source for line in lines if line.place and line.place.source}
    source = sources.pop() if len(sources) == 1 else ""
    rows = tuple(metric_view(line, has_source=not source) for line in alone)
    return MetricTable(rows, notes, source)


def metric_view(line: MetricLine, *, has_source: bool) -> MetricView:
    low, high = (decimal_words(each, line.decimals) for each in (line.low, line.high))
    return MetricView(
        line,
        f"{decimal_words(line.value, line.decimals)} {line.unit_words}",
        _("%(low)s to %(high)s") % {"low": low, "high": high},
        strip_svg(line),
        line.place.source if line.place and has_source else "",
    )


def strip_svg(line: MetricLine) -> SafeString:
    """Her figure with its range over the usual band; nothing where that is not known."""
    place = line.place
    if place is None or place.low is None or place.high is None:
        return SafeString()
    least, most = min(line.low, place.low), max(line.high, place.high)
    pad = STRIP_PAD_FRAC * (most - least or 1.0)
    scale = STRIP_WIDTH / (most - least + 2 * pad)
    usual_left, usual_right, left, right, at = (
        round((each - least + pad) * scale, 1)
        for each in (place.low, place.high, line.low, line.high, line.value)
    )
    return format_html(
        '<svg class="film-strip" viewBox="0 0 160 24" aria-hidden="true" focusable="false">'
        '<rect class="film-strip-usual" x="{}" y="2" width="{}" height="20" rx="4"/>'
        '<path class="film-strip-range" d="M{} 12H{}"/>'
        '<circle class="film-strip-value" cx="{}" cy="12" r="5"/></svg>',
        usual_left,
        round(usual_right - usual_left, 1),
        left,
        right,
        at,
    )


@dataclass(frozen=True)
class MarkView:
    """A sign of a movement test with what a film says of it."""

    line: FilmedMarkLine
    icon: str


def mark_view(line: FilmedMarkLine) -> MarkView:
    return MarkView(line, SEEN_ICONS[line.seen])


@dataclass(frozen=True)
class PersonView:
    """Somebody in the film as a box in a picture of 160 by 90."""

    words: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def line_y(self) -> float:
        """Where its word stands."""
        return self.y + self.height / 2 + PERSON_WORD / 3


def people_views(sheet: FilmSheet) -> list[PersonView]:
    people = sheet.verdict.people if sheet.verdict else ()
    return [
        PersonView(
            str(WHOM_WORDS.get(each.whom, each.whom_words)),
            round(160 * each.left_frac, 1),
            round(90 * each.top_frac, 1),
            round(160 * (each.right_frac - each.left_frac), 1),
            round(90 * (each.bottom_frac - each.top_frac), 1),
        )
        for each in people
    ]
