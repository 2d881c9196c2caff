"""Her tests over time, each side above the other, with what one test can be off."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from midstance.app.screens.records import ReadingLine, ScreenSheet
from midstance.app.screens.words import SIDE_WORDS, value_words
from midstance.core.assess.screens import ScreenRule, Side, Unit, error_of
from midstance.knowledge.screens import load_screen_rules
from midstance.web import figures
from midstance.web.components.chart import Chart, Panel, Series

FEWEST = 2
ALONE_PX, EACH_PX = 180, 120


def screen_chart(sheet: ScreenSheet) -> Chart | None:
    """A dot a test with its band, and the limit where there is one; None before two tests."""
    if len(sheet.readings) < FEWEST:
        return None
    days = [reading.day for reading in sheet.readings]
    labels = [date_format(day, figures.short_day_format()) for day in days]
    panels = [_panel(sheet, Side(side)) for side in sheet.sides]
    return Chart(
        name="screen-chart",
        title=_("%(name)s over time") % {"name": sheet.line.name},
        summary=_summary(sheet),
        x=[_midnight_s(day) for day in days],
        x_label=_("Day"),
        x_texts=labels,
        panels=panels,
        columns=[_("Day"), *(f"{panel.label}" for panel in panels)],
        rows=_rows(labels, panels),
    )


def _summary(sheet: ScreenSheet) -> str:
    if sheet.cut is None:
        return _("Each dot is a test. The band around it is what one test can be off.")
    return _(
        "Each dot is a test. The band around it is what one test can be off. In the grey part it "
        "is worth training."
    )


def _panel(sheet: ScreenSheet, side: Side) -> Panel:
    rule, unit = load_screen_rules()[sheet.line.id], Unit(sheet.unit)
    values = [_value(reading, side) for reading in sheet.readings]
    dots = Series(
        label=SIDE_WORDS[side],
        values=values,
        color="accent",
        style="dots",
        low=[_edge(rule, value, -1) for value in values],
        high=[_edge(rule, value, 1) for value in values],
        texts=[_("not tested") if value is None else value_words(value, unit) for value in values],
    )
    return Panel(
        SIDE_WORDS[side],
        sheet.unit_words,
        [*_limit(sheet), dots],
        height_px=ALONE_PX if len(sheet.sides) == 1 else EACH_PX,
        most=sheet.most if sheet.marks else None,
    )


def _limit(sheet: ScreenSheet) -> list[Series]:
    """The values that are worth training; to the farther end where the limit is not certain."""
    if sheet.cut is None:
        return []
    low, high = (0.0, sheet.cut[1]) if sheet.higher_is_better else (sheet.cut[0], sheet.most)
    count = len(sheet.readings)
    return [Series("", [None] * count, color="limit", low=[low] * count, high=[high] * count)]


def _value(reading: ReadingLine, side: Side) -> float | None:
    return {Side.LEFT: reading.left, Side.RIGHT: reading.right, Side.BOTH: reading.both}[side]


def _edge(rule: ScreenRule, value: float | None, sign: int) -> float | None:
    return None if value is None else max(value + sign * error_of(rule, value), 0.0)


def _rows(labels: Sequence[str], panels: Sequence[Panel]) -> list[list[str]]:
    """What the cursor says, the newest first."""
    texts = [panel.series[-1].texts or () for panel in panels]
    rows = [[label, *(column[n] for column in texts)] for n, label in enumerate(labels)]
    return rows[::-1]


def _midnight_s(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
