"""The traffic light: what pain during, within the hour and next morning says about the next dose.

Green: all three rules hold, so the dose may rise. Amber: one of them fails, and by little, so it
stays. Red: anything worse, a limp or swelling, so she rests and goes back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from itertools import pairwise
from statistics import median

from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.constants import PlanConstants

HOURS_A_DAY = 24
WEEK_DAYS = 7
TENDONS = frozenset({"patellar_tendinopathy", "quadriceps_tendinopathy"})
BONE_STRESS = "bone_stress_injury"
MAY_RISE = frozenset({"patellofemoral_pain", "iliotibial_band_pain"})


class Light(IntEnum):
    """How a day went, the better the lower; `UNKNOWN` is a day with something not told."""

    GREEN = 0
    UNKNOWN = 1
    AMBER = 2
    RED = 3


class SeeClinician(StrEnum):
    """Why a clinician is suggested."""

    REDS = "reds"
    NO_CHANGE = "no_change"
    WORSE = "worse"


@dataclass(frozen=True)
class DayLog:
    """What she told of one day; pain is 0 to 10, None where it was not told.

    Parameters
    ----------
    day : number of the day.
    had_load : whether she did a session, walked or ran.
    before : pain before it, taken as none where it was not told.
    during, after_60_min : worst pain during it and pain an hour later.
    next_morning : pain on the morning of the next day.
    """

    day: int
    had_load: bool
    before: int | None = None
    during: int | None = None
    after_60_min: int | None = None
    next_morning: int | None = None
    limp: bool = False
    swelling: bool = False

    def __post_init__(self) -> None:
        for value in (self.before, self.during, self.after_60_min, self.next_morning):
            if value is not None and not 0 <= value <= 10:
                raise InvalidValueError(f"Expected pain from 0 to 10, got {value} on {self.day}.")


@dataclass(frozen=True)
class PainState:
    """What the days up to now mean for the days to come.

    Parameters
    ----------
    ceiling : most pain while moving that is green.
    steps_back : how many steps the plan goes back.
    first_day : the first day on which a session may stand.
    rescreen : whether the red-flag questions come again.
    """

    ceiling: float
    steps_back: int
    first_day: int
    rescreen: bool
    see_clinician: tuple[SeeClinician, ...]


def ceiling_of(condition: str, constants: PlanConstants) -> float:
    """Most pain while moving that is green for a pattern."""
    if condition in TENDONS:
        return constants.ceiling_tendon
    named = {
        "patellofemoral_pain": constants.ceiling_patellofemoral,
        "iliotibial_band_pain": constants.ceiling_iliotibial,
        "knee_osteoarthritis": constants.ceiling_osteoarthritis,
        BONE_STRESS: constants.ceiling_bone_stress,
    }
    return named.get(condition, constants.ceiling_other)


def light_of(log: DayLog, ceiling: float, constants: PlanConstants) -> Light:
    """The light of one day.

    Parameters
    ----------
    log : what she told.
    ceiling : most pain while moving that is green; nothing above 0 is amber where it is 0.

    Returns
    -------
    Light
        One rule that fails by more than a little is red, and so is pain above the ceiling that
        has not settled within the hour or by the morning: the evidence review leaves both open,
        and this is the careful reading. A point more after an hour and in the morning, with all
        pain below the ceiling, is amber: the scale is no finer. A day that never hurt more than a
        well knee may (`well_pain`) is green, save where nothing above 0 is. What was not told is
        never green.

    Notes
    -----
    More pain never gives a better light.

    Source: `esculier_2018`, `silbernagel_2007`.
    """
    if _is_red(log, constants):
        return Light.RED
    excesses = _excesses(log, ceiling, constants)
    over = [value for value in excesses if value is not None]
    failing = [value for value in over if value > 0]
    margin = constants.amber_over if ceiling > 0 else 0.0
    over_ceiling = log.during is not None and log.during > ceiling
    if any(value > margin for value in failing) or (len(failing) > 1 and over_ceiling):
        return Light.RED
    if failing:
        return Light.AMBER
    return Light.GREEN if len(over) == len(excesses) else Light.UNKNOWN


def _is_red(log: DayLog, constants: PlanConstants) -> bool:
    rise = (log.next_morning or 0) - (log.before or 0)
    return (
        log.limp
        or log.swelling
        or (worst_of(log) or 0) > constants.red_above
        or rise >= constants.red_morning_rise
    )


def worst_of(log: DayLog) -> int | None:
    """The worst pain of a day that was told."""
    told = (log.before, log.during, log.after_60_min, log.next_morning)
    return max((value for value in told if value is not None), default=None)


def _excesses(log: DayLog, ceiling: float, constants: PlanConstants) -> tuple[float | None, ...]:
    """By how much each rule fails, None where the answer is missing."""
    calm = min(constants.well_pain, ceiling)
    usual = max(log.before or 0, calm) if (worst_of(log) or 0) <= calm else log.before or 0
    morning = None if log.next_morning is None else log.next_morning - usual
    if not log.had_load:
        return (morning,)
    during = None if log.during is None else log.during - ceiling
    hour = None if log.after_60_min is None else log.after_60_min - usual
    return during, hour, morning


def read_days(
    logs: Sequence[DayLog], condition: str, today: int, constants: PlanConstants
) -> PainState:
    """What the days up to now mean for the days to come.

    Parameters
    ----------
    logs : any days, in any order; those after today are refused.
    condition : id of the pattern, or whatever stands in its place.
    today : number of the day on which the plan is made.

    Raises
    ------
    InvalidValueError
        A day lies in the future, or one day is told twice.

    Notes
    -----
    A red light of a session counts from the day after it when the morning alone made it red. An
    older ceiling counts for older days, so that a higher one never forgives them.
    """
    days = [log.day for log in logs]
    if any(day > today for day in days) or len(set(days)) < len(days):
        raise InvalidValueError(f"Expected each day once and none after {today}, got {days}.")
    ceiling = ceiling_of(condition, constants)
    reds = [
        _noticed_on(log, ceiling, constants)
        for log in logs
        if light_of(log, ceiling, constants) is Light.RED
    ]
    recent = _within(reds, today, constants.step_back_days)
    many = len(recent) >= constants.step_back_reds
    return PainState(
        ceiling=_risen(logs, condition, ceiling, today, constants),
        steps_back=2 if many else min(len(recent), 1),
        first_day=max([today, *(day + _rest_days(constants) for day in reds)]),
        rescreen=many,
        see_clinician=_see_clinician(logs, reds, today, constants),
    )


def _rest_days(constants: PlanConstants) -> int:
    return round(constants.rest_after_red_h / HOURS_A_DAY)


def _within(days: Sequence[int], today: int, span_d: float) -> list[int]:
    return [day for day in days if day > today - span_d]


def _noticed_on(log: DayLog, ceiling: float, constants: PlanConstants) -> int:
    """A red light that the session alone gave shows on its day, else on the morning after."""
    told = DayLog(
        log.day, log.had_load, log.before, log.during, log.after_60_min, None, log.limp,
        log.swelling,
    )  # fmt: skip
    return log.day if light_of(told, ceiling, constants) is Light.RED else log.day + 1


def _risen(
    logs: Sequence[DayLog], condition: str, ceiling: float, today: int, constants: PlanConstants
) -> float:
    """A little higher after two weeks without amber or red that held loads at its edge."""
    if condition not in MAY_RISE:
        return ceiling
    span_d = constants.ceiling_raise_days
    recent = [log for log in logs if log.day > today - span_d]
    starts = min((log.day for log in logs), default=today)
    lights = {light_of(log, ceiling, constants) for log in recent}
    at_edge = sum(log.had_load and log.during == ceiling for log in recent) >= 2
    is_calm = at_edge and starts <= today - span_d and max(lights) <= Light.UNKNOWN
    return ceiling + constants.ceiling_raise if is_calm else ceiling


def _see_clinician(
    logs: Sequence[DayLog], reds: Sequence[int], today: int, constants: PlanConstants
) -> tuple[SeeClinician, ...]:
    found = []
    if len(_within(reds, today, constants.clinician_reds_days)) >= constants.clinician_reds:
        found.append(SeeClinician.REDS)
    now = _usual_pain(logs, today)
    span_d = round(constants.no_change_days)
    then = _usual_pain(logs, today - span_d + WEEK_DAYS)
    if (
        now is not None
        and then is not None
        and now > max(constants.well_pain, then - constants.least_change)
    ):
        found.append(SeeClinician.NO_CHANGE)
    weeks = [
        _usual_pain(logs, today - back) for back in range(0, round(constants.worse_days) + 1, 7)
    ]
    told = [week for week in weeks if week is not None]
    if len(told) == len(weeks) and all(
        later >= earlier + constants.least_change for later, earlier in pairwise(told)
    ):
        found.append(SeeClinician.WORSE)
    return tuple(found)


def _usual_pain(logs: Sequence[DayLog], last: int) -> float | None:
    """Median over the week up to a day of each day's worst pain; None where nothing was told."""
    worst = [
        max(told)
        for log in logs
        if last - WEEK_DAYS < log.day <= last
        and (
            told := [
                value
                for value in (log.before, log.during, log.after_60_min, log.next_morning)
                if value is not None
            ]
        )
    ]
    return median(worst) if worst else None
