"""Her own past with the stretch before the pain marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.number_words import METRES_PER_FOOT
from midstance.app.why.records import ChangeLine, PainReasons
from midstance.app.why.words import value_words
from midstance.core.load.change_measures import Measure
from midstance.knowledge.changes import read_changes
from midstance.web import figures
from midstance.web.components.chart import Annotation, Chart, Panel, Series
from midstance.web.figures import Units

FEWEST_BARS = 4


@dataclass(frozen=True)
class Drawn:
    """How a measure is drawn: times what, in which unit, with how many digits."""

    times: float
    unit: str | Promise
    digits: int = 0


PERCENT = Drawn(100.0, "%")
MINUTES = Drawn(1.0, gettext_lazy("min"))
DAYS = Drawn(1.0, gettext_lazy("days"))
SESSIONS = Drawn(1.0, "", 1)
DRAWN: Mapping[Measure, Drawn] = {
    Measure.HEAVIEST_RUN: Drawn(1.0, gettext_lazy("BW·s")),
    Measure.FAST_TIME: MINUTES,
    Measure.OTHER_SPORT: MINUTES,
    Measure.STEP_RATE: Drawn(1.0, gettext_lazy("steps a minute")),
    Measure.CONTACT_TIME: Drawn(1000.0, gettext_lazy("ms")),
    Measure.RETURN: DAYS,
    Measure.DAYS_IN_A_ROW: DAYS,
    Measure.STRENGTH: SESSIONS,
    Measure.MOBILITY: SESSIONS,
    Measure.BALANCE: Drawn(100.0, "%", 1),
}
DISTANCES = frozenset({Measure.LONGEST_RUN, Measure.WEEKLY_DISTANCE, Measure.WORN_SHOES})
NEAR_LEVELS = frozenset(
    {Measure.STEP_RATE, Measure.STEP_LENGTH, Measure.CONTACT_TIME, Measure.BALANCE}
)
"""What never comes near zero; an axis from zero would hide every change."""


def drawn_as(measure: Measure, units: Units) -> Drawn:
    if measure in DISTANCES:
        return Drawn(1 / units.distance_m, units.distance_name, 1)
    if measure is Measure.DOWNHILL:
        return Drawn(1 / units.height_m, units.height_name)
    if measure is Measure.STEP_LENGTH:
        inches = units is Units.IMPERIAL
        return Drawn(12 / METRES_PER_FOOT, _("in")) if inches else Drawn(100.0, _("cm"))
    return DRAWN.get(measure, PERCENT)


def line_shown(reasons: PainReasons) -> ChangeLine | None:
    """What is drawn: what stands out most, else the distance of her weeks."""
    usual = (line for line in reasons.looked_at if line.what == Measure.WEEKLY_DISTANCE)
    line = reasons.changes[0] if reasons.changes else next(usual, None)
    return line if line is not None and len(line.history) >= FEWEST_BARS else None


def past_chart(line: ChangeLine, onset: date, units: Units) -> Chart:
    """One bar for each stretch, the last one marked."""
    measure = Measure(line.what)
    drawn = drawn_as(measure, units)
    days = (*line.days, onset)
    values = (*line.history, line.after)
    labels = [date_format(day, figures.short_day_format()) for day in days]
    texts = [value_words(measure, each, imperial=units is Units.IMPERIAL) for each in values]
    shown: list[float | None] = [drawn.times * value for value in values]
    last = len(values) - 1
    before = Series(
        _("Earlier"),
        [value if at < last else None for at, value in enumerate(shown)],
        color="muted",
        style="bars",
        texts=[text if at < last else "" for at, text in enumerate(texts)],
    )
    now = Series(
        _("Before the pain"),
        [value if at == last else None for at, value in enumerate(shown)],
        color="load",
        style="bars",
        texts=[text if at == last else "" for at, text in enumerate(texts)],
    )
    told = {"days": read_changes()[measure].window_days, "before": line.before_words}
    near = measure in NEAR_LEVELS
    return Chart(
        name="why-chart",
        title=line.title,
        summary=_(
            "Each bar stands for %(days)s days of yours. The last one ends with the day that you "
            "ask about. In the weeks before it, it was %(before)s."
        )
        % told,
        x=[datetime.combine(day, time(), UTC).timestamp() for day in days],
        x_label=_("Up to"),
        x_texts=labels,
        panels=[Panel(line.title, drawn.unit, [before, now], drawn.digits, from_zero=not near)],
        annotations=[Annotation(datetime.combine(onset, time(), UTC).timestamp(), _("pain"))],
        columns=[_("Up to"), line.title],
        rows=[list(row) for row in zip(labels, texts, strict=True)][::-1],
    )
