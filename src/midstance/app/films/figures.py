"""The figures of films as they are shown: told with their range, untold with the reason."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from midstance.app.films.records import ChangeLine, MetricLine, PlaceLine, UntoldLine
from midstance.app.gait_words import (
    CONFIDENCE_WORDS,
    METRIC_WORDS,
    SIDE_WORDS,
    UNIT_WORDS,
    name_words,
    reason_words,
    value_words,
)
from midstance.app.number_words import decimal_words
from midstance.app.screens.words import source_words
from midstance.core.gait.change import Change
from midstance.core.gait.norms import Place, Where, compare
from midstance.core.gait.records import Metric, Reason
from midstance.knowledge.gait_norms import load_gait_norms, read_gait_norms


def metric_lines(metrics: Iterable[Metric], speed_mps: float | None) -> tuple[MetricLine, ...]:
    """Every figure that is told, with where it lies among runners at that speed."""
    return tuple(_metric_line(each, speed_mps) for each in metrics if each.is_told)


def _metric_line(metric: Metric, speed_mps: float | None) -> MetricLine:
    times, decimals, unit = UNIT_WORDS[metric.unit]
    value, low, high = (
        round(times * (each or 0.0), decimals) for each in (metric.value, metric.low, metric.high)
    )
    return MetricLine(
        name=metric.name,
        name_words=name_words(metric),
        side=str(metric.side),
        side_words=str(SIDE_WORDS[metric.side]),
        value=value,
        low=low,
        high=high,
        decimals=decimals,
        unit_words=str(unit),
        words=value_words(metric),
        confidence=str(metric.confidence),
        confidence_words=str(CONFIDENCE_WORDS[metric.confidence]),
        note=reason_words(metric.reason),
        steps=metric.steps,
        place=_place_line(metric, compare(metric, speed_mps, load_gait_norms())),
    )


def _place_line(metric: Metric, place: Place | None) -> PlaceLine | None:
    """None where nothing is known of what is usual at that speed."""
    if place is None:
        return None
    times, decimals, unit = UNIT_WORDS[metric.unit]
    low, high = round(times * place.low, decimals), round(times * place.high, decimals)
    told = {
        "low": decimal_words(low, decimals),
        "high": decimal_words(high, decimals),
        "unit": unit,
        "people": place.people,
    }
    return PlaceLine(
        place=str(place.where),
        words=_place_words(place.where) % told,
        low=low,
        high=high,
        source=source_words(place.sources, read_gait_norms()[metric.name].certainty),
    )


def _place_words(where: Where) -> str:
    if where is Where.BELOW:
        return _(
            "Below the usual band at that speed: %(low)s to %(high)s %(unit)s, where nine in ten "
            "of %(people)s runners lay."
        )
    if where is Where.ABOVE:
        return _(
            "Above the usual band at that speed: %(low)s to %(high)s %(unit)s, where nine in ten "
            "of %(people)s runners lay."
        )
    if where is Where.WITHIN:
        return _(
            "In the usual band at that speed: %(low)s to %(high)s %(unit)s, where nine in ten of "
            "%(people)s runners lay."
        )
    return _(
        "Too near an edge of the usual band to say: %(low)s to %(high)s %(unit)s, where nine in "
        "ten of %(people)s runners lay at that speed."
    )


def untold_lines(metrics: Iterable[Metric]) -> tuple[UntoldLine, ...]:
    """Each reason once, with the figures that it takes away."""
    names: dict[Reason, list[str]] = {}
    for metric in metrics:
        if not metric.is_told and metric.reason is not None:
            names.setdefault(metric.reason, []).append(name_words(metric))
    return tuple(
        UntoldLine(str(reason), reason_words(reason), tuple(those))
        for reason, those in names.items()
    )


def change_lines(changes: Iterable[Change]) -> tuple[ChangeLine, ...]:
    """How each figure changed."""
    return tuple(map(_change_line, changes))


def _change_line(change: Change) -> ChangeLine:
    metric = change.after
    times, decimals, unit = UNIT_WORDS[metric.unit]
    difference, low, high = (
        round(times * each, decimals) for each in (change.difference, change.low, change.high)
    )
    return ChangeLine(
        name=metric.name,
        name_words=name_words(metric),
        side=str(metric.side),
        side_words=str(SIDE_WORDS[metric.side]),
        before_words=value_words(change.before),
        after_words=value_words(metric),
        difference=difference,
        low=low,
        high=high,
        unit_words=str(unit),
        is_real=change.is_real,
        words=_change_words(change, decimal_words(abs(difference), decimals)),
    )


def _change_words(change: Change, by: str) -> str:
    if change.reason is not None:
        return reason_words(change.reason)
    told = {"by": by, "unit": UNIT_WORDS[change.after.unit][2]}
    if not change.is_real:
        return _("No change beyond what two films differ by.")
    if change.difference > 0:
        return _("%(by)s %(unit)s more, beyond what two films differ by.") % told
    return _("%(by)s %(unit)s less, beyond what two films differ by.") % told


def one_sided(before: Sequence[Metric], after: Sequence[Metric]) -> tuple[str, ...]:
    """The names of the figures that only one of two films tells."""
    told = [{each.name for each in some if each.is_told} for some in (before, after)]
    return tuple(str(METRIC_WORDS[name]) for name in METRIC_WORDS if name in told[0] ^ told[1])
