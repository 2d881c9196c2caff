"""What films say that is worth a word for her pattern, and what two days of them agree on."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from midstance.core.gait.norms import Norm, Where, compare, find_where
from midstance.core.gait.records import Metric, Side


@dataclass(frozen=True)
class FilmRule:
    """When a figure of films is worth a word.

    Parameters
    ----------
    order : the lower, the sooner it is told.
    where : BELOW or ABOVE.
    bound : what the whole range must lie below or above; None for the usual band at that speed.
    conditions : for which patterns; empty for all.
    trains : exercises that train what it speaks for; empty where it speaks for none.
    confirm_days : how many days at least lie between the two films that a plan goes by.
    good_days : how long a film counts.
    """

    id: str
    order: int
    metric: str
    where: Where
    bound: float | None
    conditions: tuple[str, ...]
    trains: tuple[str, ...]
    confirm_days: int
    good_days: int


@dataclass(frozen=True)
class FilmDay:
    """What the films of one day say together; `speed_mps` is None where it is not known."""

    day: int
    speed_mps: float | None
    metrics: tuple[Metric, ...]


def find_what_matters(
    rules: Collection[FilmRule],
    film: FilmDay,
    condition: str | None,
    norms: Mapping[str, Norm],
) -> tuple[tuple[FilmRule, Metric], ...]:
    """Each rule that holds for her pattern, with the figure that it holds for.

    Parameters
    ----------
    condition : the pattern that her knee fits; None leaves only rules for everyone.

    Notes
    -----
    Of two legs the one that lies farther beyond the bound is given.
    """
    return tuple(
        (rule, max(there, key=lambda each: abs(each.value or 0.0)))
        for rule in sorted(rules, key=lambda each: (each.order, each.id))
        if not rule.conditions or condition in rule.conditions
        if (there := [each for each in film.metrics if lies_beyond(rule, each, film, norms)])
    )


def lies_beyond(rule: FilmRule, metric: Metric, film: FilmDay, norms: Mapping[str, Norm]) -> bool:
    """Whether the whole range of a figure lies beyond what the rule names."""
    if metric.name != rule.metric or metric.low is None or metric.high is None:
        return False
    if rule.bound is not None:
        return find_where(metric.low, metric.high, rule.bound, rule.bound) is rule.where
    place = compare(metric, film.speed_mps, norms)
    return place is not None and place.where is rule.where


def find_agreed(
    rule: FilmRule, days: Sequence[FilmDay], today: int, norms: Mapping[str, Norm]
) -> tuple[Side, ...]:
    """The legs of which two films of different days say the same, beyond their ranges.

    Parameters
    ----------
    days : her days of films, in any order.
    today : the day that it is.

    Returns
    -------
    The legs for which the newest day that tells the figure, and the newest one that lies
    `confirm_days` or more before it, both lie beyond, and for which their ranges share a point.

    Notes
    -----
    One day never says anything, and nor do two that contradict each other.
    """
    good = [each for each in days if today - rule.good_days < each.day <= today]
    newest_first = sorted(good, key=lambda each: each.day, reverse=True)
    return tuple(side for side in Side if _is_agreed(rule, side, newest_first, norms))


def _is_agreed(
    rule: FilmRule, side: Side, days: Sequence[FilmDay], norms: Mapping[str, Norm]
) -> bool:
    told = list(_told(rule.metric, side, days))
    if not told:
        return False
    newest, metric = told[0]
    earlier = [pair for pair in told if pair[0].day <= newest.day - rule.confirm_days]
    if not earlier:
        return False
    before, other = earlier[0]
    beyond = lies_beyond(rule, metric, newest, norms) and lies_beyond(rule, other, before, norms)
    return beyond and _share_a_point(metric, other)


def _told(name: str, side: Side, days: Sequence[FilmDay]) -> Iterator[tuple[FilmDay, Metric]]:
    for day in days:
        for metric in day.metrics:
            if metric.name == name and metric.side is side and metric.is_told:
                yield day, metric


def _share_a_point(one: Metric, other: Metric) -> bool:
    lows, highs = (one.low, other.low), (one.high, other.high)
    return max(each or 0.0 for each in lows) <= min(each or 0.0 for each in highs)
