"""How easily the knee flares, and whether it is well again, from what was told of late."""

from collections.abc import Sequence
from statistics import median

from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import WEEK_DAYS, DayLog, Light, light_of, worst_of
from midstance.core.plan.problem import Irritability


def estimate_irritability(
    logs: Sequence[DayLog], worst_pain: int | None, ceiling: float, today: int,
    constants: PlanConstants,
) -> Irritability:  # fmt: skip
    """How easily the knee flares.

    Parameters
    ----------
    logs : days up to today, in any order.
    worst_pain : the worst of a day as a check was told, 0 to 10; counts while nothing was told
        since.
    ceiling : most pain while moving that is green.
    today : number of the day.

    Returns
    -------
    Irritability
        High with pain above the red limit in the last week. Low only when enough days of the last
        two weeks were told, none was amber or red and the usual pain is small. Else moderate, and
        where nothing is known too.
    """
    recent = {log.day: log for log in logs if log.day > today - constants.ceiling_raise_days}
    told = {day: worst for day, log in recent.items() if (worst := worst_of(log)) is not None}
    week = [worst for day, worst in told.items() if day > today - WEEK_DAYS]
    if any(worst > constants.red_above for worst in week):
        return Irritability.HIGH
    if not told:
        is_bad = worst_pain is not None and worst_pain > constants.red_above
        return Irritability.HIGH if is_bad else Irritability.MODERATE
    lights = {light_of(log, ceiling, constants) for log in recent.values()}
    is_calm = len(told) >= constants.calm_answers and max(lights) <= Light.UNKNOWN
    is_small = median(told.values()) <= constants.ceiling_other
    return Irritability.LOW if is_calm and is_small else Irritability.MODERATE


def is_well(logs: Sequence[DayLog], today: int, constants: PlanConstants) -> bool:
    """Whether enough days of the last weeks were told and none of them hurt to speak of.

    Parameters
    ----------
    logs : days up to today, in any order.
    today : number of the day.
    """
    recent = [log for log in logs if log.day > today - constants.well_days]
    told = [worst for log in recent if (worst := worst_of(log)) is not None]
    hindered = any(log.limp or log.swelling for log in recent)
    return (
        len(told) >= constants.well_answers
        and max(told) <= constants.well_pain
        and not hindered
    )  # fmt: skip
