"""The sample runner's check, plan, sessions, pains and check-ins, as she would have told them.

Rows are written as `log_pain` and `log_session` write them, which would look at the whole plan once
more after each; a test holds them to the same rules.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from midstance.app.check_in import save_check_in
from midstance.app.own_activities import add_own_activity
from midstance.app.sample import knee
from midstance.app.sample.story import SEED
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.diary import WITH_SESSION
from midstance.app.training.records import DayWish, Wishes
from midstance.app.training.state import situate
from midstance.app.training.weeks import week_for
from midstance.core.plan.problem import CROSS, DAYS, MOBILITY, STRENGTH
from midstance.core.plan.progression import Prescription
from midstance.core.plan.solution import Session
from midstance.store.models import (
    KneeCheck,
    Moment,
    PainEntry,
    PlannedWeek,
    PlanWishes,
    Run,
    Runner,
    SessionLog,
)

EVENING, MORNING = time(18, 30), time(7, 0)
EXERCISE_S, OUTING_S, LONG_S = 900, 3600, 7200
KINDS = frozenset({STRENGTH, MOBILITY, CROSS})
WEEKLY, FORTNIGHTLY = 7, 14
TOLD = uuid.UUID(int=SEED)

WISHES = Wishes(
    days=tuple(
        DayWish(EXERCISE_S, LONG_S if day == DAYS - 1 else OUTING_S, "evening")
        for day in range(DAYS)
    ),
    equipment=("mat", "wall", "chair", "towel", "step", "band"),
    runs_a_week=3,
    is_returning=False,
    confidence=8,
    place="In the living room, after work",
)


def tell_sample_diary(runner: Runner, today: date) -> None:
    """Fill in what the sample runner told over the last ten weeks.

    *Changes* adds a finished knee check, wishes, nine planned weeks, and sessions, pains,
    activities and check-ins.
    *Refuses* nothing.
    *Twice* does nothing when she has a check already.
    *Privacy* all of it is made up.
    """
    if KneeCheck.objects.owned_by(runner).exists():
        return
    with transaction.atomic():
        _check_the_knee(runner, today)
        _tell_runs(runner, today)
        _plan_and_train(runner, today)
        _check_in(runner, today)


def _check_the_knee(runner: Runner, today: date) -> None:
    age_y = today.year - runner.birth_year if runner.birth_year else None
    answers = {**knee.CHECK, **({"age_y": age_y} if age_y else {})}
    key = save_check(runner, answers)
    moment = _at(today, knee.CHECKED_DAYS_AGO, EVENING)
    KneeCheck.objects.owned_by(runner).filter(key=key).update(started_at=moment, finished_at=moment)


def _at(today: date, days_ago: int, clock: time) -> datetime:
    return datetime.combine(today - timedelta(days=days_ago), clock, UTC)


def _key(*parts: object) -> str:
    """The same key for the same thing told, so that a broken-off filling goes on."""
    return uuid.uuid5(TOLD, " ".join(map(str, parts))).hex


def _tell_runs(runner: Runner, today: date) -> None:
    first = today - timedelta(days=knee.BEGAN_DAYS_AGO)
    runs = Run.objects.owned_by(runner).shown().filter(local_day__gte=first)
    PainEntry.objects.bulk_create(
        entry for run in runs.order_by("start_at") for entry in _pains_of(run, today)
    )


def _pains_of(run: Run, today: date) -> Iterator[PainEntry]:
    told = knee.tell_run_pain((today - run.local_day).days)
    if told is None:
        return
    hour, next_day = timedelta(hours=1), timedelta(days=1)
    places = [*knee.PLACES] if told.during >= knee.SORE else []
    rows: tuple[tuple[Moment, date, int, datetime, list[str]], ...] = (
        (Moment.BEFORE, run.local_day, told.before, run.start_at - hour / 4, []),
        (Moment.DURING, run.local_day, told.during, run.end_at + hour / 6, places),
        (Moment.AFTER, run.local_day, told.after, run.end_at + hour, []),
        (Moment.MORNING, run.local_day + next_day, told.next_morning, run.start_at + next_day, []),
    )
    for moment, day, pain, told_at, where in rows:
        yield PainEntry(
            owner=run.owner,
            key=_key(run.key, moment),
            day=day,
            moment=moment,
            pain=pain,
            places=where,
            run=run if moment != Moment.MORNING else None,
            told_at=told_at,
            recorded_at=told_at,
        )


def _plan_and_train(runner: Runner, today: date) -> None:
    set_up_plan(runner, WISHES)
    wished_at = _at(today, knee.PLANNED_DAYS_AGO, MORNING)
    PlanWishes.objects.owned_by(runner).update(changed_at=wished_at)
    for days_ago in (*range(knee.PLANNED_DAYS_AGO, 0, -DAYS), knee.LAST_RUN_DAYS_AGO - 1):
        week = week_for(situate(runner, today - timedelta(days=days_ago)))
        made_at = _at(today, days_ago, MORNING) + timedelta(minutes=1)
        PlannedWeek.objects.owned_by(runner).filter(key=week.key).update(made_at=made_at)
        for session in week.plan.sessions:
            _train(runner, session, today)


def _train(runner: Runner, session: Session, today: date) -> None:
    if session.day is None or session.kind not in KINDS:
        return
    day = date.fromordinal(session.day)
    days_ago = (today - day).days
    if not knee.does_session(days_ago):
        return
    key, started_at = _key(day, session.kind), _at(today, days_ago, EVENING)
    pain = max(0, knee.usual_pain(days_ago) - knee.SORE)
    SessionLog.objects.create(
        owner=runner,
        key=key,
        day=day,
        kind=session.kind,
        started_at=started_at,
        seconds=session.seconds,
        effort_rpe=6 if session.kind == STRENGTH else 3,
        items=[_done(item.prescription, pain) for item in session.items],
        recorded_at=started_at,
    )
    if session.kind == STRENGTH:
        _tell_session_pain(runner, f"{key}{WITH_SESSION}", pain, started_at)


def _tell_session_pain(runner: Runner, key: str, pain: int, told_at: datetime) -> None:
    PainEntry.objects.create(
        owner=runner,
        key=key,
        day=told_at.date(),
        moment=Moment.DURING,
        pain=pain,
        told_at=told_at,
        recorded_at=told_at,
    )


def _done(told: Prescription, pain: int) -> dict[str, object]:
    return {
        "exercise": told.exercise,
        "form": told.form.value,
        "sets": told.sets,
        "reps": told.reps,
        "hold_s": told.hold_s,
        "sets_done": told.sets,
        "pain": pain,
        "instead_of": "",
    }


def _check_in(runner: Runner, today: date) -> None:
    own = [add_own_activity(runner, name).key for name in knee.ACTIVITIES]

    def scores_of(days_ago: int) -> dict[str, int]:
        return dict(zip(own, knee.activity_scores(days_ago), strict=True))

    asked = (
        ("pain_numbers", WEEKLY, knee.pain_numbers),
        ("overuse_week", WEEKLY, knee.overuse),
        ("running_recovery", FORTNIGHTLY, knee.recovery),
        ("own_activities", FORTNIGHTLY, scores_of),
    )
    for kind, every, answers_of in asked:
        for days_ago in knee.check_in_days(every):
            day = today - timedelta(days=days_ago)
            save_check_in(runner, kind, answers_of(days_ago), day, _key(kind, day))
