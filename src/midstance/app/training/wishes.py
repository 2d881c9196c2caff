"""What she wants of a plan, as it is stored and as it is taken while she has not said it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date

from django.utils.translation import gettext as _

from midstance.app.training.records import DayWish, Wishes
from midstance.core.plan.book import Situation
from midstance.core.plan.problem import DAYS, TimeOfDay
from midstance.core.plan.return_to_run import EntryAnswers
from midstance.knowledge.exercises import load_exercise_book
from midstance.store.models import PlanWishes, Runner

HOUR_S = 3600
MOST_EXERCISE_S = 2 * HOUR_S
MOST_OUTING_S = 24 * HOUR_S
MOST_RUNS = 7
MOST_SURE = 10
PLACE_CHARACTERS = 200
MOST_SCORE, MOST_RAISES, MOST_RAISE_FRAC = 10, 200, 5.0
SCORES = frozenset({"walk_pain", "stairs_pain", "squat_pain", "hop_pain"})
FLAGS = frozenset({"limps", "is_swollen", "tier_2_work_ok"})

DEFAULT_WISHES = Wishes(
    days=tuple(DayWish(900, 2700, TimeOfDay.ANY) for _day in range(DAYS)),
    equipment=("mat", "wall", "chair", "towel"),
)
"""A quarter of an hour and room for a run on any day, with what every home has."""


def stored_wishes(runner: Runner) -> Wishes | None:
    """What she said, None while she has not said anything."""
    row = PlanWishes.objects.owned_by(runner).first()
    if row is None:
        return None
    return Wishes(
        days=tuple(DayWish(**day) for day in row.days),
        equipment=tuple(row.equipment),
        situations=tuple(row.situations),
        left_out=tuple(row.left_out),
        runs_a_week=row.runs_a_week,
        goal_s=row.goal_s,
        is_returning=row.is_returning,
        onset_s=row.onset_s,
        hills_back=row.hills_back,
        confidence=row.confidence,
        place=row.place,
        entry=tuple(sorted(row.entry.items())),
    )


def onset_day(runner: Runner) -> date | None:
    """The day on which she told after how long it hurts."""
    rows = PlanWishes.objects.owned_by(runner).exclude(onset_s=None)
    return rows.values_list("onset_on", flat=True).first()


def columns_of(wishes: Wishes) -> Mapping[str, object]:
    """The columns of the row that holds the wishes."""
    lists = {
        "days": [asdict(day) for day in wishes.days],
        "equipment": list(wishes.equipment),
        "situations": list(wishes.situations),
        "left_out": list(wishes.left_out),
        "entry": dict(wishes.entry),
    }
    plain = {field.name: getattr(wishes, field.name) for field in fields(Wishes)}
    return {**plain, **lists}


def problems_of(wishes: Wishes) -> tuple[str, ...]:
    """Everything about the wishes that cannot be, each with what was expected."""
    return (*_of_days(wishes), *_of_names(wishes), *_of_numbers(wishes), *_of_entry(wishes))


def _of_days(wishes: Wishes) -> Iterator[str]:
    if len(wishes.days) != DAYS:
        yield _("Expected seven days, got %(count)s.") % {"count": len(wishes.days)}
    for number, day in enumerate(wishes.days, 1):
        if not 0 <= day.exercise_s <= MOST_EXERCISE_S:
            yield _("Day %(day)s: expected 0 to 120 minutes of exercise.") % {"day": number}
        if not 0 <= day.outing_s <= MOST_OUTING_S:
            yield _("Day %(day)s: expected 0 to 24 hours for a run.") % {"day": number}
        if day.time not in set(TimeOfDay):
            names = ", ".join(TimeOfDay)
            yield _("Day %(day)s: expected one of %(names)s, got “%(came)s”.") % {
                "day": number, "names": names, "came": day.time,
            }  # fmt: skip


def _of_names(wishes: Wishes) -> Iterator[str]:
    book = load_exercise_book()
    known = (
        (wishes.equipment, set(book.equipment), _("Unknown equipment: %(names)s.")),
        (wishes.situations, {str(item) for item in Situation}, _("Unknown: %(names)s.")),
        (wishes.left_out, set(book.exercises), _("Unknown exercise: %(names)s.")),
    )
    for named, there, words in known:
        unknown = [name for name in named if name not in there]
        if unknown:
            yield words % {"names": ", ".join(unknown)}


def _of_numbers(wishes: Wishes) -> Iterator[str]:
    if not 0 <= wishes.runs_a_week <= MOST_RUNS:
        yield _("Expected 0 to 7 runs a week, got %(came)s.") % {"came": wishes.runs_a_week}
    if wishes.confidence is not None and not 0 <= wishes.confidence <= MOST_SURE:
        yield _("Expected to be sure from 0 to 10, got %(came)s.") % {"came": wishes.confidence}
    if wishes.goal_s is not None and not 0 < wishes.goal_s <= MOST_OUTING_S:
        yield _("Expected a goal of more than 0 and at most 24 hours.")
    if wishes.onset_s is not None and not 0 < wishes.onset_s <= MOST_OUTING_S:
        yield _("Expected pain to begin after more than 0 and at most 24 hours.")
    if len(wishes.place) > PLACE_CHARACTERS:
        yield _("Expected at most 200 characters for the place.")


def _of_entry(wishes: Wishes) -> Iterator[str]:
    names = {field.name for field in fields(EntryAnswers)}
    for name, value in wishes.entry:
        if name not in names or not _is_possible(name, value):
            yield _("Expected no such answer: %(name)s = %(value)s.") % {
                "name": name, "value": value,
            }  # fmt: skip


def _is_possible(name: str, value: float | bool | None) -> bool:  # noqa: FBT001 # an answer
    if value is None:
        return True
    if name in FLAGS:
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if name == "heel_raise_frac":
        return 0 <= value <= MOST_RAISE_FRAC
    most = MOST_SCORE if name in SCORES else MOST_RAISES
    return isinstance(value, int) and 0 <= value <= most
