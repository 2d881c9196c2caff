"""What a device may tell: checked before it is kept, every problem at once."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from midstance.app.checking.days import last_day_of
from midstance.app.training.diary import WITH_SESSION
from midstance.app.training.records import DoneItem, PainTold, SessionTold
from midstance.core.plan.book import DoseForm
from midstance.knowledge.exercises import load_exercise_book
from midstance.knowledge.knee_check import load_check_model
from midstance.store.models import Moment, Run, Runner, SessionKind
from midstance.store.models.training import MOST_EFFORT, MOST_PAIN, TOLD_KEY_CHARACTERS

OLDEST = timedelta(days=60)
LONGEST_S = 24 * 3600
MOST_SETS = 20
MOST_REPS = 200
MOST_HOLD_S = 3600
MOST_ITEMS = 60
MOST_REASON_CHARACTERS = 32
KEY = re.compile(r"[0-9A-Za-z_-]*")
CLOCKS_DIFFER = timedelta(hours=1)
WHERE = "where"


def problems_of_pain(runner: Runner, told: PainTold) -> tuple[str, ...]:
    """Everything about a pain that cannot be."""
    return (
        *_of_day(runner, told.day),
        *_of_choice(told.moment, Moment.values),
        *_of_score(told.pain, MOST_PAIN),
        *_of_places(told.places),
        *_of_run(runner, told),
        *_of_key(told.key),
        *_of_moment(told),
    )


def problems_of_session(runner: Runner, told: SessionTold) -> tuple[str, ...]:
    """Everything about a session that cannot be."""
    return (
        *_of_day(runner, told.day),
        *_of_choice(told.kind, SessionKind.values),
        *_of_score(told.effort_rpe, MOST_EFFORT),
        *_of_score(told.pain_during, MOST_PAIN),
        *_of_length(told.seconds),
        *_of_start(told.started_at),
        *_of_reason(told.stopped),
        *_of_key(told.key),
        *(problem for item in told.items[:MOST_ITEMS] for problem in _of_item(item)),
        *_of_count(told.items),
    )


def _of_day(runner: Runner, day: date) -> Iterator[str]:
    last = last_day_of(runner)
    if not last - OLDEST <= day <= last:
        yield _("Expected a day of the last %(days)s days, got %(day)s.") % {
            "days": OLDEST.days, "day": day.isoformat(),
        }  # fmt: skip


def _of_choice(value: str, known: list[str]) -> Iterator[str]:
    if value not in known:
        yield _("Expected one of %(names)s, got “%(came)s”.") % {
            "names": ", ".join(known), "came": value,
        }  # fmt: skip


def _of_score(value: int | None, most: int) -> Iterator[str]:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if value is not None and not (is_whole and 0 <= value <= most):
        yield _("Expected a whole number from 0 to %(most)s, got %(came)s.") % {
            "most": most, "came": value,
        }  # fmt: skip


def _of_places(places: tuple[str, ...]) -> Iterator[str]:
    known = set(zones())
    unknown = [name for name in places if name not in known]
    if unknown:
        yield _("Unknown places: %(names)s.") % {"names": ", ".join(unknown)}


def zones() -> tuple[str, ...]:
    """The places of the pain map."""
    questions = {question.id: question for question in load_check_model().questions}
    return tuple(questions[WHERE].options)


def _of_run(runner: Runner, told: PainTold) -> Iterator[str]:
    if not told.run:
        return
    run = Run.objects.owned_by(runner).filter(key=told.run).first()
    if run is None:
        yield _("There is no run “%(key)s”.") % {"key": told.run}
    elif told.moment in {Moment.DURING, Moment.AFTER} and run.local_day != told.day:
        yield _("The run was on %(day)s, not on %(came)s.") % {
            "day": run.local_day.isoformat(), "came": told.day.isoformat(),
        }  # fmt: skip


def _of_key(key: str) -> Iterator[str]:
    if len(key) > TOLD_KEY_CHARACTERS - 2:
        yield _("Expected a key of at most %(most)s characters.") % {
            "most": TOLD_KEY_CHARACTERS - 2
        }
    if not KEY.fullmatch(key) or key.endswith(WITH_SESSION):
        yield _("Expected a key of letters, digits and dashes.")


def _of_moment(told: PainTold) -> Iterator[str]:
    if told.told_at is not None and told.told_at > timezone.now() + CLOCKS_DIFFER:
        yield _("Expected a time that has been; the clock of the device may be wrong.")


def _of_start(started_at: datetime) -> Iterator[str]:
    if started_at > timezone.now() + timedelta(days=1):
        yield _("Expected a time that has been; the clock of the device may be wrong.")


def _of_reason(stopped: str) -> Iterator[str]:
    if len(stopped) > MOST_REASON_CHARACTERS:
        yield _("Expected at most %(most)s characters for why it ended early.") % {
            "most": MOST_REASON_CHARACTERS
        }


def _of_length(seconds: int) -> Iterator[str]:
    if not 0 <= seconds <= LONGEST_S:
        yield _("Expected at most a day, got %(seconds)s seconds.") % {"seconds": seconds}


def _of_count(items: tuple[DoneItem, ...]) -> Iterator[str]:
    if len(items) > MOST_ITEMS:
        yield _("Expected at most %(most)s exercises.") % {"most": MOST_ITEMS}


def _of_item(item: DoneItem) -> Iterator[str]:
    book = load_exercise_book()
    names = [item.exercise, *([item.instead_of] if item.instead_of else [])]
    unknown = [name for name in names if name not in book.exercises]
    if unknown:
        yield _("Unknown exercise: %(names)s.") % {"names": ", ".join(unknown)}
    yield from _of_choice(item.form, list(DoseForm))
    yield from _of_score(item.pain, MOST_PAIN)
    numbers = (
        (item.sets, MOST_SETS), (item.sets_done, MOST_SETS), (item.reps, MOST_REPS),
        (item.hold_s or 0, MOST_HOLD_S),
    )  # fmt: skip
    for value, most in numbers:
        yield from _of_score(value, most)
