"""Trends as lines of a table: an icon, a word, a colour."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from midstance.app.training.asked import points_words
from midstance.app.training.forecast_sheet import PainForecast
from midstance.app.training.forecast_words import band_words
from midstance.app.training.progress_sheet import CheckInProgress, StretchLine, TrendLine
from midstance.web.components.chart import Chart
from midstance.web.figures import long_day_format
from midstance.web.pages.progress.charts import check_in_chart

CHANGES: dict[str, tuple[str, str | Promise]] = {
    "lower": ("arrow-down", gettext_lazy("lower")),
    "higher": ("arrow-up", gettext_lazy("higher")),
    "same": ("minus", gettext_lazy("about the same")),
    "cannot_say": ("circle-help", gettext_lazy("cannot say yet")),
}
COLOURS = {"better": "carry_on", "worse": "adjust", "same": "note", "cannot_say": "note"}

FEW = 3


@dataclass(frozen=True)
class Row:
    """One trend in a table."""

    title: str
    before: str
    now: str
    icon: str
    word: str | Promise
    colour: str


@dataclass(frozen=True)
class CheckInView:
    """A check-in with its drawing and a row for each question; many of them fold away."""

    line: CheckInProgress
    chart: Chart | None
    rows: tuple[Row, ...]
    folds: bool
    last_words: str
    is_licensed: bool


def trend_row(trend: TrendLine) -> Row:
    icon, word = CHANGES[trend.change]
    return Row(
        title=trend.title,
        before=middle_words(trend.before),
        now=middle_words(trend.now),
        icon=icon,
        word=word,
        colour=COLOURS[trend.meaning],
    )


@dataclass(frozen=True)
class ForecastRow:
    """One moment of a forecast: what she may answer, and on how many answers it was tested."""

    title: str
    half: str
    most: str
    answers: int


def forecast_rows(forecast: PainForecast) -> tuple[ForecastRow, ...]:
    return tuple(
        ForecastRow(each.title, band_words(each.half), band_words(each.most), each.answers)
        for each in forecast.moments
    )


def middle_words(stretch: StretchLine) -> str:
    return "–" if stretch.middle is None else points_words(round(stretch.middle, 1))


def check_in_views(lines: tuple[CheckInProgress, ...]) -> Iterator[CheckInView]:
    for line in lines:
        told = [item for item in line.items if item.points]
        yield CheckInView(
            line=line,
            chart=check_in_chart(line),
            rows=tuple(trend_row(item) for item in told),
            folds=line.score is not None and len(told) > FEW,
            last_words=date_format(line.last_day, long_day_format()) if line.last_day else "",
            is_licensed=bool(line.licence),
        )
