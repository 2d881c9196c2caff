"""Load above pain, sessions, and check-ins over time."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from midstance.app.training.asked import points_words
from midstance.app.training.forecast_sheet import MomentForecast, PainForecast
from midstance.app.training.forecast_words import days_of_ten
from midstance.app.training.progress_sheet import (
    Adherence,
    CheckInProgress,
    ProgressSheet,
    TrendLine,
)
from midstance.web import figures
from midstance.web.components.chart import Annotation, Chart, Panel, Series

LOAD_PX, PAIN_PX, SESSIONS_PX, SCORE_PX, PART_PX = 130, 96, 140, 140, 72
TEN_DAYS = 10.0
WEEK = timedelta(days=7)
PAIN_NUMBERS, OWN_ACTIVITIES = "pain_numbers", "own_activities"

Values = list[float | None]


def pain_chart(sheet: ProgressSheet, events: Sequence[tuple[date, str]]) -> Chart:
    """One bar and one dot a week, the load above the pain."""
    weeks = [bucket.start for bucket in sheet.load.buckets]
    panels = [load_panel(sheet), *(pain_panel(trend, weeks) for trend in sheet.pains)]
    labels = [week_words(start) for start in weeks]
    return Chart(
        name="pain-chart",
        title=_("Knee load and pain, week by week"),
        summary=_(
            "Each dot is the middle of your answers in that week. In the grey band pain is about "
            "the same as %(weeks)s weeks ago."
        )
        % {"weeks": (sheet.pains[0].now.last - sheet.pains[0].before.last).days // 7},
        x=[midnight_s(start) for start in weeks],
        x_label=_("Week"),
        x_texts=labels,
        panels=panels,
        annotations=[
            Annotation(midnight_s(day), words) for day, words in events if day >= weeks[0]
        ],
        columns=[_("Week"), *(f"{panel.label}" for panel in panels)],
        rows=table_rows(labels, panels),
    )


def load_panel(sheet: ProgressSheet) -> Panel:
    buckets = sheet.load.buckets
    bars = Series(
        label=_("Load"),
        values=[bucket.value for bucket in buckets],
        color="load",
        style="bars",
        low=[bucket.low for bucket in buckets],
        high=[bucket.high for bucket in buckets],
        texts=[
            _("%(load)s BW·s") % {"load": figures.compared(each.value, each.low, each.high)}
            if each.runs
            else _("no run")
            for each in buckets
        ],
    )
    return Panel(_("Load on your kneecap joint"), _("BW·s"), [bars], height_px=LOAD_PX)


def pain_panel(trend: TrendLine, weeks: Sequence[date]) -> Panel:
    """The middle of each week, above the band in which a change says nothing."""
    found = [in_week(trend, start) for start in weeks]
    dots = Series(
        label=trend.title,
        values=[median(values) if values else None for values in found],
        color="pain",
        style="dots",
        texts=[pain_words(values) for values in found],
    )
    band = same_band(trend, [start + WEEK > trend.before.first for start in weeks])
    return Panel(
        trend.title,
        _("0 to 10"),
        [*band, dots],
        digits=1,
        most=trend.high,
        height_px=PAIN_PX,
    )


def in_week(trend: TrendLine, start: date) -> list[float]:
    return [point.value for point in trend.points if start <= point.day < start + WEEK]


def pain_words(values: Sequence[float]) -> str:
    if not values:
        return _("no answer")
    told = {
        "middle": points_words(median(values)),
        "low": points_words(min(values)),
        "high": points_words(max(values)),
        "count": len(values),
    }
    if len(values) == 1:
        return _("%(middle)s (1 answer)") % told
    return _("%(middle)s (%(low)s to %(high)s, %(count)s answers)") % told


def same_band(trend: TrendLine, shown: Sequence[bool]) -> list[Series]:
    """Around the earlier middle; none while that or a limit is not known."""
    middle, within = trend.before.middle, trend.same_within
    if middle is None or within is None:
        return []
    low, high = max(trend.low, middle - within), min(trend.high, middle + within)

    def spread(value: float) -> Values:
        return [value if is_shown else None for is_shown in shown]

    return [Series("", spread(middle), color="limit", low=spread(low), high=spread(high))]


def sessions_chart(adherence: Adherence) -> Chart:
    """What was done each week; the grey band reaches from the least that is fine to the plan."""
    weeks = adherence.weeks
    labels = [week_words(week.start) for week in weeks]
    done = Series(
        _("done"),
        [week.done if week.is_over else None for week in weeks],
        color="accent",
        style="dots",
        texts=[week.words for week in weeks],
    )
    planned_values = [week.planned if week.is_over else None for week in weeks]
    planned = Series(
        "",
        planned_values,
        color="limit",
        low=[week.least if week.is_over else None for week in weeks],
        high=planned_values,
    )
    with_plan = any(value is not None for value in planned_values)
    return Chart(
        name="sessions-chart",
        title=_("Sessions a week"),
        summary=_(
            "A dot is what you did in a week. The grey band reaches from what is fine to all that "
            "was planned."
        )
        if with_plan
        else _("A dot is what you did in a week."),
        x=[midnight_s(week.start) for week in weeks],
        x_label=_("Week"),
        x_texts=labels,
        panels=[
            Panel(
                _("Sessions"),
                "",
                [planned, done] if with_plan else [done],
                height_px=SESSIONS_PX,
            )
        ],
        columns=[_("Week"), _("Sessions")],
        rows=[[label, week.words] for label, week in zip(labels, weeks, strict=True)][::-1],
    )


def check_in_chart(line: CheckInProgress) -> Chart | None:
    """The score over time, or each of a few questions; None before there are two answers."""
    trends = [line.score] if line.score is not None else [*line.items]
    if line.kind == OWN_ACTIVITIES:
        trends = [*line.items]
    trends = [trend for trend in trends if trend.points]
    if line.kind == PAIN_NUMBERS:
        trends = trends[:1]  # the worst says most; the lines below tell the others
    days = sorted({point.day for trend in trends for point in trend.points})
    if len(days) < 2:  # noqa: PLR2004 - a line takes two points
        return None
    height_px = SCORE_PX if len(trends) == 1 else PART_PX
    is_pain = line.kind == PAIN_NUMBERS
    panels = [score_panel(trend, days, height_px, is_pain=is_pain) for trend in trends]
    labels = [date_format(day, figures.short_day_format()) for day in days]
    return Chart(
        name=f"chart-{line.kind}",
        title=_("%(name)s over time") % {"name": line.name},
        summary=_("Each dot is an answer. In the grey band it is about the same."),
        x=[midnight_s(day) for day in days],
        x_label=_("Day"),
        x_texts=labels,
        panels=panels,
        columns=[_("Day"), *(f"{panel.label}" for panel in panels)],
        rows=table_rows(labels, panels),
    )


def forecast_chart(forecast: PainForecast) -> Chart:
    """How often of ten such days she would give each answer; moments one below the other."""
    panels = [forecast_panel(moment) for moment in forecast.moments]
    answers = range(len(forecast.chances))
    labels = [_("%(pain)s of 10") % {"pain": pain} for pain in answers]
    return Chart(
        name="forecast-chart",
        title=_("What you may answer"),
        summary=_("The taller a bar, the likelier that answer. No answer is ruled out."),
        axis="number",
        x=[float(pain) for pain in answers],
        x_label=_("Pain, 0 to 10"),
        x_texts=labels,
        panels=panels,
        columns=[_("Pain"), *(f"{panel.label}" for panel in panels)],
        rows=[
            [label, *(str((panel.series[0].texts or ())[at]) for panel in panels)]
            for at, label in enumerate(labels)
        ],
    )


def forecast_panel(moment: MomentForecast) -> Panel:
    bars = Series(
        label=moment.title,
        values=[TEN_DAYS * chance for chance in moment.chances],
        color="pain",
        style="bars",
        texts=[days_of_ten(chance) for chance in moment.chances],
    )
    return Panel(moment.title, _("of 10 such days"), [bars], most=TEN_DAYS / 2, height_px=PAIN_PX)


def score_panel(trend: TrendLine, days: Sequence[date], height_px: int, *, is_pain: bool) -> Panel:
    known = {point.day: point for point in trend.points}
    dots = Series(
        label=trend.title,
        values=[known[day].value if day in known else None for day in days],
        color="pain" if is_pain else "ink",
        style="dots",
        texts=[known[day].words if day in known else _("no answer") for day in days],
    )
    unit = _("%(low)s to %(high)s") % {
        "low": points_words(trend.low),
        "high": points_words(trend.high),
    }
    band = same_band(trend, [True] * len(days))
    return Panel(trend.title, unit, [*band, dots], digits=1, most=trend.high, height_px=height_px)


def table_rows(labels: Sequence[str], panels: Sequence[Panel]) -> list[list[str]]:
    """What the cursor says, the newest first."""
    texts = [panel.series[-1].texts or () for panel in panels]
    rows = [[label, *(column[n] for column in texts)] for n, label in enumerate(labels)]
    return rows[::-1]


def week_words(start: date) -> str:
    day = date_format(start, figures.short_day_format())
    return _("Week of %(day)s") % {"day": day}


def midnight_s(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
