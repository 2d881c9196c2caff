"""What readings of a movement screen say: fine, worth training, or that it cannot be said.

A reading is off by an error. Two readings on different days are needed for anything: each has to
lie on the same side of the cut, and so has their mean with what is left of the error.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

from midstance.core.base.errors import InvalidValueError

TESTS = 2
"""How many days a finding rests on."""


class Quality(StrEnum):
    """What a screen speaks for."""

    ANKLE = "ankle"
    HIP_CONTROL = "hip_control"
    HIP_STRENGTH = "hip_strength"
    THIGH = "thigh"
    CALF = "calf"
    TRUNK = "trunk"
    HIP_LENGTH = "hip_length"
    BALANCE = "balance"


class ScreenSides(StrEnum):
    """Whether each leg is tested, or both at once."""

    EACH = "each"
    BOTH = "both"


class Unit(StrEnum):
    """What a reading counts."""

    CM = "cm"
    SECONDS = "s"
    REPS = "reps"
    SIGNS = "signs"
    DEGREES = "deg"


class CutOf(StrEnum):
    """What the cut is counted from."""

    FIXED = "fixed"
    USUAL = "usual"
    LOW = "low"


class Sex(StrEnum):
    """For which norms stand."""

    FEMALE = "female"
    MALE = "male"


class Found(StrEnum):
    """What two tests say."""

    FINE = "fine"
    WORTH_TRAINING = "worth_training"
    CANNOT_SAY = "cannot_say"


class Reason(StrEnum):
    """Why a state is what it is; the first that holds is told."""

    NO_TEST = "no_test"
    ONE_DAY = "one_day"
    AGE_UNKNOWN = "age_unknown"
    NO_NORM = "no_norm"
    DAYS_DIFFER = "days_differ"
    NEAR_CUT = "near_cut"
    SIDES_NEAR = "sides_near"
    LEVEL = "level"
    SIDES = "sides"


class Side(StrEnum):
    """What a value was measured of."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Change(StrEnum):
    """How the last reading compares with the first."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True)
class Norm:
    """What is usual for one sex from one age on and below another."""

    sex: Sex
    age_from_y: int
    age_below_y: int
    usual: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ScreenRule:
    """How the readings of a screen are read.

    Parameters
    ----------
    norms : what is usual, by sex and age; norms of neighbouring ages bound an age between them.
    cut_of, cut : from when on it is worth training, for women and for men: a fixed value, or a
        multiple of what is usual or of its low bound. None = the level says nothing.
    side_least, side_least_frac : the difference between the sides that counts, fixed or as a share
        of the larger one. None = none counts.
    error_fixed, error_frac : one reading is off by the larger of the two, with 90 % of readings
        nearer than that.
    good_days : how long a reading counts [days].
    """

    id: str
    quality: Quality
    sides: ScreenSides
    higher_is_better: bool
    norms: tuple[Norm, ...]
    cut_of: CutOf
    cut: tuple[float, float] | None
    side_least: float | None
    side_least_frac: float | None
    error_fixed: float
    error_frac: float
    confirm_days: int
    again_days: int
    good_days: int


@dataclass(frozen=True)
class Reading:
    """One day's test; None where a side was not tested."""

    day: int
    values: Mapping[Side, float]


@dataclass(frozen=True)
class Range:
    """A value between two bounds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class SideState:
    """One side: what it is, what that says, and why."""

    side: Side
    found: Found
    reason: Reason
    range: Range | None


@dataclass(frozen=True)
class ScreenState:
    """What a screen says.

    Parameters
    ----------
    reason : why, for the whole.
    weaker : the side that is behind, where the difference counts.
    sides : each side by itself.
    days : on how many days it was tested that count.
    cut : between what bounds the cut lies for her; None where there is none.
    difference : right minus left, over the last two days.
    """

    id: str
    quality: Quality
    found: Found
    reason: Reason
    weaker: Side | None
    sides: tuple[SideState, ...]
    days: int
    cut: tuple[float, float] | None
    difference: Range | None = None


def sides_of(sides: ScreenSides) -> tuple[Side, ...]:
    """Which values a reading may hold."""
    return (Side.LEFT, Side.RIGHT) if sides is ScreenSides.EACH else (Side.BOTH,)


def assess_screen(
    rule: ScreenRule,
    readings: Iterable[Reading],
    today: int,
    ages_y: tuple[int, int] | None,
    sex: Sex | None,
) -> ScreenState:
    """What the readings of one screen say of her.

    With the last two days' values x1, x2 of a side and their error e(x),
    mean = (x1 + x2) / 2 and its error hypot(e(x1), e(x2)) / 2, where errors are independent.
    A side is worth training where x1, x2 and the far end of the mean's range lie beyond the cut,
    and fine where x1, x2 and the near end lie before it.

    Parameters
    ----------
    readings : in any order; a later one of the same day is refused. Days to come are left out.
    today : the number of the day on which it is asked.
    ages_y : the youngest and the oldest that she may be [years]; None unknown.
    sex : None unknown; then norms of both bound the cut.

    Returns
    -------
    ScreenState
        Worth training where a side is, or where one side is behind by more than its noise; fine
        only where every side is; else that it cannot be said, and why.

    Raises
    ------
    InvalidValueError
        Two readings of one day.
    """
    counted = recent(readings, rule, today)
    cut = cut_for(rule, ages_y, sex)
    sides = tuple(_side_state(side, rule, counted, cut, ages_y) for side in sides_of(rule.sides))
    weaker, difference, is_near = _compare_sides(rule, counted)
    found, reason = _together(sides, weaker, is_near=is_near)
    return ScreenState(
        id=rule.id,
        quality=rule.quality,
        found=found,
        reason=reason,
        weaker=weaker,
        sides=sides,
        days=len(counted),
        cut=cut,
        difference=difference,
    )


def recent(readings: Iterable[Reading], rule: ScreenRule, today: int) -> tuple[Reading, ...]:
    """The readings that still count, in the order of their days."""
    told = sorted(readings, key=lambda reading: reading.day)
    days = [reading.day for reading in told]
    if len(set(days)) < len(days):
        raise InvalidValueError(f"Expected one reading a day of {rule.id}, got days {days}.")
    return tuple(item for item in told if today - rule.good_days <= item.day <= today)


def error_of(rule: ScreenRule, value: float) -> float:
    """How far one reading may be off."""
    return max(rule.error_fixed, rule.error_frac * abs(value))


def cut_for(
    rule: ScreenRule, ages_y: tuple[int, int] | None, sex: Sex | None
) -> tuple[float, float] | None:
    """Between what bounds the cut lies for somebody of these ages and this sex.

    None where the level says nothing of her: no cut, no norm at one of these ages, or her age
    unknown where norms go by age.
    """
    if rule.cut is None:
        return None
    sexes = tuple(Sex) if sex is None else (sex,)
    if rule.cut_of is CutOf.FIXED:
        fixed = [rule.cut[_place(each)] for each in sexes]
        return min(fixed), max(fixed)
    if ages_y is None:
        return None
    cuts = [_cut_at(rule, age_y, each) for age_y in set(ages_y) for each in sexes]
    known = [cut for cut in cuts if cut is not None]
    if len(known) < len(cuts):
        return None
    return min(low for low, _ in known), max(high for _, high in known)


def _cut_at(rule: ScreenRule, age_y: int, sex: Sex) -> tuple[float, float] | None:
    """That of the norm of this age, or those of the norms before and after it."""
    norms = norms_at(rule, age_y, sex)
    cuts = [cut for norm in norms if (cut := _cut_of_norm(rule, norm)) is not None]
    return (min(cuts), max(cuts)) if cuts and len(cuts) == len(norms) else None


def norms_at(rule: ScreenRule, age_y: int, sex: Sex) -> tuple[Norm, ...]:
    """The norm of an age, or the two between which it lies; none beyond them."""
    mine = sorted(
        (norm for norm in rule.norms if norm.sex is sex), key=lambda norm: norm.age_from_y
    )
    within = [norm for norm in mine if norm.age_from_y <= age_y < norm.age_below_y]
    if within:
        return (within[0],)
    before = [norm for norm in mine if norm.age_below_y <= age_y]
    after = [norm for norm in mine if norm.age_from_y > age_y]
    return (before[-1], after[0]) if before and after else ()


def _cut_of_norm(rule: ScreenRule, norm: Norm) -> float | None:
    base = norm.low if rule.cut_of is CutOf.LOW else norm.usual
    return None if base is None or rule.cut is None else rule.cut[_place(norm.sex)] * base


def _place(sex: Sex) -> int:
    return tuple(Sex).index(sex)


def _side_state(
    side: Side,
    rule: ScreenRule,
    readings: tuple[Reading, ...],
    cut: tuple[float, float] | None,
    ages_y: tuple[int, int] | None,
) -> SideState:
    values = _last(readings, side)
    if not values:
        return SideState(side, Found.CANNOT_SAY, Reason.NO_TEST, None)
    span = _range_of(rule, values)
    if len(values) < TESTS:
        return SideState(side, Found.CANNOT_SAY, Reason.ONE_DAY, span)
    if cut is None:
        return SideState(side, Found.CANNOT_SAY, _no_cut(rule, ages_y), span)
    found, reason = _judge(rule, values, span, cut)
    return SideState(side, found, reason, span)


def _no_cut(rule: ScreenRule, ages_y: tuple[int, int] | None) -> Reason:
    needs_age = rule.cut is not None and rule.cut_of is not CutOf.FIXED and ages_y is None
    return Reason.AGE_UNKNOWN if needs_age else Reason.NO_NORM


def _last(readings: tuple[Reading, ...], side: Side) -> list[float]:
    return [item.values[side] for item in readings if side in item.values][-TESTS:]


def _range_of(rule: ScreenRule, values: list[float]) -> Range:
    mean = sum(values) / len(values)
    error = hypot(*(error_of(rule, value) for value in values)) / len(values)
    return Range(mean, mean - error, mean + error)


def _judge(
    rule: ScreenRule, values: list[float], span: Range, cut: tuple[float, float]
) -> tuple[Found, Reason]:
    """All of it beyond the farther bound of the cut, all before the nearer one, or neither."""
    if rule.higher_is_better:
        is_low = max(*values, span.high) < cut[0]
        is_fine = min(*values, span.low) >= cut[1]
        apart = min(values) < cut[0] and max(values) >= cut[1]
    else:
        is_low = min(*values, span.low) >= cut[1]
        is_fine = max(*values, span.high) < cut[0]
        apart = max(values) >= cut[1] and min(values) < cut[0]
    if is_low:
        return Found.WORTH_TRAINING, Reason.LEVEL
    if is_fine:
        return Found.FINE, Reason.LEVEL
    return Found.CANNOT_SAY, Reason.DAYS_DIFFER if apart else Reason.NEAR_CUT


def _compare_sides(
    rule: ScreenRule, readings: tuple[Reading, ...]
) -> tuple[Side | None, Range | None, bool]:
    """Which side is behind, right minus left with its range, and whether one may be behind.

    One side is behind where it is so on both days by at least what counts, and in the mean by more
    than the error of a difference, sqrt(2) times that of the larger mean.
    """
    pairs = [
        (item.values[Side.LEFT], item.values[Side.RIGHT])
        for item in readings
        if Side.LEFT in item.values and Side.RIGHT in item.values
    ][-TESTS:]
    if not pairs:
        return None, None, False
    gaps = [right - left for left, right in pairs]
    mean = sum(gaps) / len(gaps)
    noise = hypot(
        *(hypot(error_of(rule, left), error_of(rule, right)) for left, right in pairs)
    ) / len(pairs)
    span = Range(mean, mean - noise, mean + noise)
    if len(pairs) < TESTS or not _counts(rule, pairs, gaps):
        return None, span, False
    if abs(mean) <= noise:
        return None, span, True
    right_is_behind = (mean < 0) == rule.higher_is_better
    return (Side.RIGHT if right_is_behind else Side.LEFT), span, False


def _counts(rule: ScreenRule, pairs: list[tuple[float, float]], gaps: list[float]) -> bool:
    """Whether each day the same side was behind by what counts."""
    leasts = [side_least_of(rule, max(pair)) for pair in pairs]
    if any(least is None for least in leasts):
        return False
    same_way = all(gap > 0 for gap in gaps) or all(gap < 0 for gap in gaps)
    return same_way and all(
        least is not None and abs(gap) >= least for gap, least in zip(gaps, leasts, strict=True)
    )


def side_least_of(rule: ScreenRule, larger: float) -> float | None:
    """The difference between the sides that counts, beside the larger value of the two."""
    told = [
        each
        for each in (
            rule.side_least,
            None if rule.side_least_frac is None else rule.side_least_frac * abs(larger),
        )
        if each is not None
    ]
    return max(told) if told else None


def _together(
    sides: tuple[SideState, ...], weaker: Side | None, *, is_near: bool
) -> tuple[Found, Reason]:
    low = [side for side in sides if side.found is Found.WORTH_TRAINING]
    if low:
        return Found.WORTH_TRAINING, Reason.LEVEL
    if weaker is not None:
        return Found.WORTH_TRAINING, Reason.SIDES
    if is_near:
        return Found.CANNOT_SAY, Reason.SIDES_NEAR
    if all(side.found is Found.FINE for side in sides):
        return Found.FINE, Reason.LEVEL
    reasons = {side.reason for side in sides if side.found is Found.CANNOT_SAY}
    return Found.CANNOT_SAY, next(reason for reason in Reason if reason in reasons)


def next_day(rule: ScreenRule, readings: Iterable[Reading], today: int) -> int | None:
    """The day from which on the next test is asked for; None before the first one.

    Soon after a first test, so that there are two; else on the schedule.
    """
    counted = recent(readings, rule, today)
    if not counted:
        return None
    last = counted[-1].day
    return last + (rule.confirm_days if len(counted) < TESTS else rule.again_days)


def find_change(
    rule: ScreenRule, readings: Iterable[Reading], side: Side, today: int
) -> tuple[Change, Range | None]:
    """How the last reading of a side compares with the first, and last minus first.

    A change is one where it is larger than the error of a difference, hypot(e(first), e(last)).
    """
    told = [item.values[side] for item in _until(readings, today) if side in item.values]
    if len(told) < TESTS:
        return Change.CANNOT_SAY, None
    first, last = told[0], told[-1]
    noise = hypot(error_of(rule, first), error_of(rule, last))
    span = Range(last - first, last - first - noise, last - first + noise)
    if abs(last - first) <= noise:
        return Change.SAME, span
    rose = last > first
    return (Change.BETTER if rose == rule.higher_is_better else Change.WORSE), span


def _until(readings: Iterable[Reading], today: int) -> list[Reading]:
    return sorted((item for item in readings if item.day <= today), key=lambda item: item.day)
