"""At most one thing to try in how she runs, as a trial to keep only if it feels better."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from midstance.core.gait.norms import Norm, Place, Where, compare, find_where
from midstance.core.gait.records import Confidence, Metric

UNSURE = (Confidence.LOW, Confidence.NONE)


@dataclass(frozen=True)
class CueRule:
    """When a cue is worth a trial.

    Parameters
    ----------
    order : the lower, the sooner it is offered.
    metric : the figure that speaks for it.
    where : BELOW or ABOVE.
    bound : what the whole range must be below or above; None for the usual band at that speed.
    conditions : for whom; empty for everyone.
    not_with : patterns and situations in which it is not offered.
    step_frac : how much quicker the steps become, as a share; None where they stay.
    """

    id: str
    order: int
    metric: str
    where: Where
    bound: float | None
    conditions: tuple[str, ...]
    not_with: tuple[str, ...]
    step_frac: float | None


@dataclass(frozen=True)
class Session:
    """One session of a cue: day from the first, minutes of running, share of them with the cue."""

    day: int
    minutes: int
    cued_frac: float


@dataclass(frozen=True)
class CueBook:
    """The rules of all cues, what is usual, and the sessions in which a cue fades."""

    rules: tuple[CueRule, ...]
    norms: Mapping[str, Norm]
    sessions: tuple[Session, ...]


@dataclass(frozen=True)
class Cue:
    """One thing to try.

    Parameters
    ----------
    id : of its words.
    because : the figure that speaks for it.
    place : where that lies among runners at her speed; None where a fixed bound was asked.
    bound : that fixed bound; None where the usual band was asked.
    beat_spm : steps a minute to set a metronome to; None where the steps stay as they are.
    sessions : when to try it, with less and less of the cue.
    """

    id: str
    because: Metric
    place: Place | None
    bound: float | None
    beat_spm: float | None
    sessions: tuple[Session, ...]


def choose_cue(
    metrics: Sequence[Metric],
    speed_mps: float | None,
    condition: str | None,
    book: CueBook,
    *,
    is_locked: bool,
    is_trying: bool = False,
    situations: Collection[str] = (),
) -> Cue | None:
    """Choose at most one thing to try; None is normal.

    Parameters
    ----------
    metrics : of one film, or of several combined.
    speed_mps : at which she was filmed [m/s]; None leaves out what is compared with others.
    condition : the pattern that her knee fits; None where there is none.
    is_locked : a red flag or a lock stands; then there is never a cue.
    is_trying : another change of how she runs is on trial; then there is none beside it.
    situations : what else holds of her, such as a sore calf.

    Notes
    -----
    A figure of low confidence never speaks for a cue, and one whose range reaches over the bound
    does not either.
    """
    if is_locked or is_trying:
        return None
    holding = {*situations, condition}
    for rule in sorted(book.rules, key=lambda each: (each.order, each.id)):
        is_for_her = not rule.conditions or condition in rule.conditions
        if is_for_her and holding.isdisjoint(rule.not_with):
            cue = _cue_by(rule, metrics, speed_mps, book)
            if cue is not None:
                return cue
    return None


def _cue_by(
    rule: CueRule, metrics: Sequence[Metric], speed_mps: float | None, book: CueBook
) -> Cue | None:
    """The cue where a figure speaks for it; None without a cadence that its beat needs."""
    beat_spm = None
    if rule.step_frac is not None:
        cadence = next((m.value for m in metrics if m.name == "cadence_spm" and m.value), None)
        if cadence is None:
            return None
        beat_spm = cadence * (1 + rule.step_frac)
    for metric in metrics:
        if metric.name == rule.metric and metric.confidence not in UNSURE:
            place = compare(metric, speed_mps, book.norms) if rule.bound is None else None
            if _where(metric, place, rule.bound) is rule.where:
                return Cue(rule.id, metric, place, rule.bound, beat_spm, book.sessions)
    return None


def _where(metric: Metric, place: Place | None, bound: float | None) -> Where:
    if bound is None or metric.low is None or metric.high is None:
        return place.where if place else Where.CANNOT_SAY
    return find_where(metric.low, metric.high, bound, bound)
