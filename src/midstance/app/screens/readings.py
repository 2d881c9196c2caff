"""The readings of a runner as findings are drawn from them, and what is known of her for that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from midstance.app.screens.words import FROM_SIDES
from midstance.core.assess.screens import (
    Found,
    Reading,
    Reason,
    ScreenState,
    Sex,
    Side,
    assess_screen,
)
from midstance.knowledge.screens import load_screen_rules, read_screen_records
from midstance.store.models import Runner, ScreenReading
from midstance.store.models import Sex as ToldSex

SEXES = {ToldSex.FEMALE: Sex.FEMALE, ToldSex.MALE: Sex.MALE}


@dataclass(frozen=True)
class Person:
    """What norms go by: the two ages that a year of birth leaves open, and the sex."""

    ages_y: tuple[int, int] | None
    sex: Sex | None


def person_of(runner: Runner, today: date) -> Person:
    """Age and sex as far as she said them."""
    year = runner.birth_year
    ages = None if year is None else (today.year - year - 1, today.year - year)
    return Person(ages, SEXES.get(ToldSex(runner.sex)))


def read_readings(runner: Runner, until: date) -> Mapping[str, tuple[ScreenReading, ...]]:
    """Her readings by screen, in the order of their days; of screens that there still are."""
    found: dict[str, list[ScreenReading]] = {name: [] for name in load_screen_rules()}
    rows = ScreenReading.objects.owned_by(runner).filter(day__lte=until)
    for row in rows.order_by("day", "pk"):
        if row.screen in found:
            found[row.screen].append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def read_days(runner: Runner, until: date) -> Mapping[str, tuple[int, ...]]:
    """The days of her readings that still count, by screen; nothing else of them is read."""
    longest = max(rule.good_days for rule in load_screen_rules().values())
    rows = ScreenReading.objects.owned_by(runner).filter(
        day__lte=until, day__gte=until - timedelta(days=longest)
    )
    found: dict[str, list[int]] = {}
    for screen, day in rows.values_list("screen", "day"):
        found.setdefault(screen, []).append(day.toordinal())
    return {name: tuple(days) for name, days in found.items()}


def to_reading(row: ScreenReading) -> Reading:
    """A stored reading as findings are drawn from it."""
    values = {Side.LEFT: row.left, Side.RIGHT: row.right, Side.BOTH: row.both}
    known = {side: value for side, value in values.items() if value is not None}
    return Reading(row.day.toordinal(), known)


def read_states(runner: Runner, today: date) -> Mapping[str, ScreenState]:
    """What every screen says of her."""
    person, rows = person_of(runner, today), read_readings(runner, today)
    return {
        name: assess_screen(
            rule, map(to_reading, rows[name]), today.toordinal(), person.ages_y, person.sex
        )
        for name, rule in load_screen_rules().items()
    }


def wanted_exercises(runner: Runner, today: date) -> tuple[tuple[str, str], ...]:
    """What trains the findings, as a plan takes it: the exercise and what found it."""
    records = read_screen_records()
    return tuple(
        (exercise, name + (FROM_SIDES if state.reason is Reason.SIDES else ""))
        for name, state in read_states(runner, today).items()
        if state.found is Found.WORTH_TRAINING
        for exercise in records[name].trains
    )
