"""Trends in words: what changed, on how many answers, and what counts as the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.training.asked import SameWithin, points_words
from midstance.app.training.progress_sheet import PointLine, StretchLine, TrendLine
from midstance.app.training.trend import Change, Spans, Stretch, Trend, find_trend
from midstance.knowledge.progress_constants import ProgressConstants

Said = Mapping[Change, str | Promise]
"""What is said of each change."""

BETTER_WORDS: Said = {
    Change.SAME: gettext_lazy("“%(name)s” is about the same as %(weeks)s weeks ago."),
    Change.CANNOT_SAY: gettext_lazy("“%(name)s”: we cannot say yet whether it changed."),
}
HIGHER_IS_BETTER: Said = {
    **BETTER_WORDS,
    Change.HIGHER: gettext_lazy("“%(name)s” is better than %(weeks)s weeks ago."),
    Change.LOWER: gettext_lazy("“%(name)s” is not as good as %(weeks)s weeks ago."),
}
LOWER_IS_BETTER: Said = {
    **BETTER_WORDS,
    Change.LOWER: gettext_lazy("“%(name)s” is lower than %(weeks)s weeks ago, which is better."),
    Change.HIGHER: gettext_lazy("“%(name)s” is higher than %(weeks)s weeks ago."),
}
DAYS_PER_WEEK = 7


@dataclass(frozen=True)
class Told:
    """What a trend is made of; `fewest` answers in each stretch."""

    id: str
    title: str
    points: tuple[tuple[date, float], ...]
    ends: tuple[float, float]
    higher_is_better: bool
    same: SameWithin | None
    fewest: int


def trend_line(
    told: Told, today: date, constants: ProgressConstants, said: Said | None = None
) -> TrendLine:
    """The trend of some points, in words."""
    trend = find_trend(
        told.points,
        today,
        Spans(round(constants.trend_window_days), round(constants.trend_back_days)),
        same_within=told.same.points if told.same else 0.0,
        fewest=told.fewest,
    )
    change = trend.change if told.same else Change.CANNOT_SAY
    said = said or (HIGHER_IS_BETTER if told.higher_is_better else LOWER_IS_BETTER)
    weeks = round(constants.trend_back_days / DAYS_PER_WEEK)
    return TrendLine(
        id=told.id,
        title=told.title,
        change=change.value,
        meaning=meaning_of(change, higher_is_better=told.higher_is_better),
        sentence=str(said[change]) % {"name": told.title, "weeks": weeks},
        basis=basis_words(trend, constants),
        limit=told.same.words if told.same else NO_LIMIT % {},
        published=told.same.published if told.same else "",
        same_within=told.same.points if told.same else None,
        low=told.ends[0],
        high=told.ends[1],
        now=_stretch(trend.now),
        before=_stretch(trend.before),
        points=tuple(_points(told.points)),
    )


NO_LIMIT = gettext_lazy(
    "No smallest meaningful change was given for it, so no change is called one."
)


def meaning_of(change: Change, *, higher_is_better: bool) -> str:
    """Whether a change is for the better."""
    if change in {Change.SAME, Change.CANNOT_SAY}:
        return change.value
    return "better" if (change is Change.HIGHER) == higher_is_better else "worse"


def basis_words(trend: Trend, constants: ProgressConstants) -> str:
    """On how many answers it rests, and what it would take where there are too few."""
    told = {
        "now": trend.now.answers,
        "before": trend.before.answers,
        "days": round(constants.trend_window_days),
        "weeks": round(constants.trend_back_days / DAYS_PER_WEEK),
        "fewest": trend.fewest,
        "now_middle": _middle(trend.now),
        "before_middle": _middle(trend.before),
    }
    if trend.change is Change.CANNOT_SAY:
        return (
            _(
                "There are %(now)s answers in the last %(days)s days and %(before)s in as many "
                "days %(weeks)s weeks before. It takes %(fewest)s in each."
            )
            % told
        )
    return (
        _(
            "Middle value %(now_middle)s in the last %(days)s days (answers: %(now)s), "
            "%(before_middle)s in as many days %(weeks)s weeks before (answers: %(before)s)."
        )
        % told
    )


def _middle(stretch: Stretch) -> str:
    return "–" if stretch.middle is None else points_words(round(stretch.middle, 1))


def _stretch(stretch: Stretch) -> StretchLine:
    return StretchLine(stretch.first, stretch.last, stretch.answers, stretch.middle)


def _points(points: Iterable[tuple[date, float]]) -> Iterable[PointLine]:
    for day, value in sorted(points):
        yield PointLine(day, value, points_words(round(value, 1)))
