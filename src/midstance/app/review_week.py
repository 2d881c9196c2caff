"""The weekly review: what was done, what the pain did, what changes, and what got in the way."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from midstance.app.checking.days import day_of, today_of
from midstance.app.checking.records import Lock
from midstance.app.make_plan import make_plan
from midstance.app.routine_lock import routine_lock
from midstance.app.set_up_plan import read_wishes, set_up_plan
from midstance.app.training.barriers import (
    BarrierLine,
    list_barriers,
    wish_differences,
    with_barrier,
)
from midstance.app.training.diary import read_diary
from midstance.app.training.kept_weeks import read_weeks
from midstance.app.training.records import PlanSheet, Wishes
from midstance.app.training.reviews import (
    WeekDone,
    changes_between,
    pain_words,
    week_done,
    without_changes,
)
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.knowledge.words import read_words
from midstance.store.models import PlannedWeek, Runner, WeekReview
from midstance.store.models.training import TOLD_KEY_CHARACTERS

TAKE_BACK_FOR = timedelta(days=56)
MOST_SURE = 10


@dataclass(frozen=True)
class ReviewTold:
    """A review as it is told; `left_out` are exercises that she ticked, `key` is the device's."""

    confidence: int | None = None
    barrier: str = ""
    left_out: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Named:
    """An exercise of the week and its name."""

    id: str
    name: str


@dataclass(frozen=True)
class TakeBack:
    """A change of an earlier review that can be taken back."""

    key: str
    label: str
    day: date


@dataclass(frozen=True)
class ReviewSheet:
    """All that a review shows; `confidence` was told last, and is never filled in."""

    key: str
    done: WeekDone
    pain: str
    differences: tuple[str, ...]
    confidence: int | None
    small_below: int
    barriers: tuple[BarrierLine, ...]
    exercises: tuple[Named, ...]
    take_back: tuple[TakeBack, ...]
    see_clinician: tuple[str, ...]
    is_due: bool
    lock: Lock | None


def read_review(runner: Runner, today: date | None = None) -> ReviewSheet:
    """The review of the seven days up to yesterday.

    *Changes* nothing but the week of the plan, which is made when it is missing.
    *Refuses* nothing.
    *Twice* gives the same but for the key.
    *Privacy* the runner's own days only.
    """
    day = today_of(runner) if today is None else today
    (sheet,) = make_plan(runner, day)
    diary = read_diary(runner, day)
    wishes = read_wishes(runner)
    return ReviewSheet(
        key=uuid4().hex,
        done=week_done(read_weeks(runner, day), diary, day),
        pain=pain_words(diary.logs, day),
        differences=sheet.differences,
        confidence=None if wishes is None else wishes.confidence,
        small_below=round(load_plan_constants().shrink_below_confidence),
        barriers=list_barriers(),
        exercises=_exercises(sheet),
        take_back=_take_back(runner),
        see_clinician=sheet.see_clinician,
        is_due=is_review_due(runner, day),
        lock=routine_lock(runner),
    )


def is_review_due(runner: Runner, today: date) -> bool:
    """Whether a week went by since the last review, or since the first plan.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own reviews only.
    """
    last = WeekReview.objects.owned_by(runner).order_by("recorded_at").last()
    first = PlannedWeek.objects.owned_by(runner).order_by("first_day").first()
    days = [first.first_day] if first is not None else []
    days += [day_of(runner, last.recorded_at)] if last is not None else []
    return bool(days) and (today - max(days)).days >= load_plan_constants().review_days


def _exercises(sheet: PlanSheet) -> tuple[Named, ...]:
    items = [item for day in sheet.days for session in day.sessions for item in session.items]
    return tuple(dict.fromkeys(Named(item.exercise, item.name) for item in items))


def preview_review(runner: Runner, told: ReviewTold) -> tuple[str, ...]:
    """What a review would change about the plan, a sentence each; keeps nothing.

    *Changes* nothing.
    *Refuses* what `review_week` refuses.
    *Twice* gives the same.
    *Privacy* the runner's own wishes only.
    """
    _refuse_while_locked(runner)
    before = read_wishes(runner) or DEFAULT_WISHES
    return wish_differences(before, _after(before, told))


def _refuse_while_locked(runner: Runner) -> None:
    lock = routine_lock(runner)
    if lock is not None:
        raise RefusedError(lock.sentence)


def review_week(runner: Runner, told: ReviewTold, now: datetime | None = None) -> tuple[str, ...]:
    """Keep a review; what got in the way changes what the plan is made from.

    *Changes* the reviews, and the wishes where the answer changes them.
    *Refuses* an unknown barrier or exercise and a confidence outside 0 to 10 (InvalidValueError);
    all of it while a check waits for a clinician (RefusedError).
    *Twice* with the same key changes nothing and gives nothing.
    *Privacy* stays in the data folder.
    """
    _refuse_while_locked(runner)
    at = now or timezone.now()
    key = told.key or uuid4().hex
    if len(key) > TOLD_KEY_CHARACTERS:
        raise InvalidValueError(f"Expected a key of at most {TOLD_KEY_CHARACTERS} signs.")
    before = read_wishes(runner) or DEFAULT_WISHES
    after = _after(before, told)
    row = {
        "first_day": day_of(runner, at) - timedelta(days=7),
        "confidence": told.confidence,
        "barrier": told.barrier,
        "recorded_at": at,
        "wishes_before": changes_between(before, after) or None,
    }
    with transaction.atomic():
        _review, is_new = WeekReview.objects.get_or_create(owner=runner, key=key, defaults=row)
        if not is_new:
            return ()
        if after != before:
            set_up_plan(runner, after)
    return wish_differences(before, after)


def _after(before: Wishes, told: ReviewTold) -> Wishes:
    if told.confidence is not None and not 0 <= told.confidence <= MOST_SURE:
        words = _("Expected to be sure from 0 to 10, got %(came)s.")
        raise InvalidValueError(words % {"came": told.confidence})
    known = read_words("exercises", get_language() or "")
    unknown = [name for name in told.left_out if name not in known]
    if unknown:
        words = _("Unknown exercise: %(names)s.") % {"names": ", ".join(unknown)}
        raise InvalidValueError(words)
    sure = before.confidence if told.confidence is None else told.confidence
    return with_barrier(replace(before, confidence=sure), told.barrier, told.left_out)


def take_back_review(runner: Runner, key: str) -> tuple[str, ...]:
    """Take back what a review changed; what she changed since then stays.

    *Changes* the wishes, and the review, which then has nothing to take back.
    *Refuses* a review that is not hers or not there (NotFoundError), and one with nothing to take
    back (RefusedError).
    *Twice* refuses.
    *Privacy* the runner's own review only.
    """
    with transaction.atomic():
        rows = WeekReview.objects.owned_by(runner).select_for_update()
        review = rows.filter(key=key).first()
        if review is None:
            raise NotFoundError(f"Expected a review that there is, got {key}.")
        if review.wishes_before is None:
            raise RefusedError(_("There is nothing left to take back here."))
        before = read_wishes(runner) or DEFAULT_WISHES
        after = without_changes(before, review.wishes_before)
        review.wishes_before = None
        review.save(update_fields=["wishes_before"])
        if after != before:
            set_up_plan(runner, after)
    return wish_differences(before, after)


def _take_back(runner: Runner) -> tuple[TakeBack, ...]:
    since = timezone.now() - TAKE_BACK_FOR
    rows = WeekReview.objects.owned_by(runner).filter(recorded_at__gt=since)
    words = read_words("barriers", get_language() or "")
    changing = rows.exclude(wishes_before=None).exclude(barrier="").order_by("-recorded_at")
    return tuple(
        TakeBack(row.key, words[row.barrier].label, day_of(runner, row.recorded_at))
        for row in changing
        if row.barrier in words
    )
