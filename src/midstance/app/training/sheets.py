"""A week as it is shown: `core.plan` gives ids and numbers, this the sentences."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.number_words import MINUTE_S
from midstance.app.screens.words import found_words
from midstance.app.training.advice import programme_advice
from midstance.app.training.diary import Diary
from midstance.app.training.kept_weeks import KeptWeek
from midstance.app.training.plan_words import (
    BECAUSE_WORDS,
    EMPTY_WORDS,
    LIMIT_WORDS,
    MODE_CHANGE_WORDS,
    QUIET_LIMITS,
    SEE_WORDS,
    activity_words,
    change_words,
    kind_words,
    move_words,
    outing_words,
    prescription_words,
    time_words,
    title_words,
)
from midstance.app.training.records import (
    DayLine,
    ItemLine,
    OutingLine,
    PlanSheet,
    RunningLine,
    SessionLine,
)
from midstance.app.training.running_words import is_first_step, running_line
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.problem import CROSS, DAYS, MOBILITY, RUN, STRENGTH, Because, Limit
from midstance.core.plan.progression import Move, NextStep, Prescription
from midstance.core.plan.solution import Plan, PlanItem, Session
from midstance.knowledge.exercises import load_exercise_book
from midstance.knowledge.motions import read_motions
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.knowledge.words import read_words
from midstance.store.models import Runner, Units


def build_sheet(
    runner: Runner,
    week: KeptWeek,
    before: KeptWeek | None,
    diary: Diary,
    language: str,
) -> PlanSheet:
    """A week in one language; `before` is the one that it took the place of."""
    plan, constants = week.plan, load_plan_constants()
    imperial = runner.units == Units.IMPERIAL
    return PlanSheet(
        key=week.key,
        first_day=week.first_day,
        began_on=week.began_on,
        made_at=week.made_at,
        programme=str(plan.programme),
        programme_words=read_words("programmes", language)[plan.programme].name,
        condition=week.inputs.condition,
        days=tuple(_day(week, number, diary, language) for number in range(DAYS)),
        empty=str(EMPTY_WORDS[plan.empty_because]) if plan.empty_because else "",
        least=None if plan.least is None else session_line(plan.least, None, language),
        running=running_line(week, constants, imperial=imperial),
        limits=_limits(week, constants),
        differences=_differences(week, before, language),
        findings=_findings(plan, language),
        see_clinician=tuple(str(SEE_WORDS[reason]) for reason in plan.see_clinician),
        rescreen=plan.rescreen,
        review_day=date.fromordinal(plan.review_day),
        advice=programme_advice(
            plan.programme, week.inputs.pain.ceiling, language, condition=week.inputs.condition
        ),
        constants_version=plan.constants_version,
        book_version=plan.book_version,
    )


def _limits(week: KeptWeek, constants: PlanConstants) -> tuple[str, ...]:
    """What kept the week from being more, as far as it is not told elsewhere."""
    rooms = [day.exercise_s for day in week.inputs.days if day.exercise_s]
    untold = {
        Limit.EQUIPMENT: bool(week.inputs.equipment),
        Limit.SESSION_TIME: min(rooms, default=0.0) >= constants.most_session_s,
        Limit.RUN_LENGTH: is_first_step(week, constants),
        Limit.RUN_ROOM: week.plan.running.outing is None,
    }
    return tuple(
        str(LIMIT_WORDS[item])
        for item in week.plan.limits
        if item not in QUIET_LIMITS and not untold.get(item)
    )


def _findings(plan: Plan, language: str) -> tuple[str, ...]:
    """What stands in the week because of each movement screen, as "Heel raise: because …"."""
    texts = read_words("exercises", language)
    names: dict[str, dict[str, None]] = {}
    for session in plan.sessions:
        for item in session.items:
            for screen in item.found_by:
                names.setdefault(screen, {})[texts[item.prescription.exercise].name] = None
    return tuple(
        _("%(names)s: %(why)s.") % {"names": ", ".join(there), "why": why}
        for screen, there in names.items()
        for why in found_words((screen,), language)
    )


def _day(week: KeptWeek, number: int, diary: Diary, language: str) -> DayLine:
    day = week.first_day + timedelta(days=number)
    there = [item for item in week.plan.sessions if item.day == day.toordinal()]
    return DayLine(
        day=day,
        sessions=tuple(session_line(item, diary, language) for item in there),
        is_rest=day.toordinal() in week.plan.rest_days,
    )


def session_line(session: Session, diary: Diary | None, language: str) -> SessionLine:
    """One session; without a diary it is not done."""
    day = None if session.day is None else date.fromordinal(session.day)
    return SessionLine(
        key=f"least-{session.kind}" if day is None else session_key(day, session.kind),
        day=day,
        kind=session.kind,
        title=title_words(session.kind, session.outing),
        summary=_summary(session, language),
        time=str(session.time),
        time_words=time_words(session.time),
        seconds=session.seconds,
        items=tuple(item_line(item, language) for item in session.items),
        outing=None if session.outing is None else _outing(session),
        is_hard=session.is_hard,
        is_done=day is not None and diary is not None and diary.did_on(day, session.kind),
    )


def session_key(day: date, kind: str) -> str:
    return f"{day.isoformat()}-{kind}"


def _summary(session: Session, language: str) -> str:
    if session.kind == CROSS:
        return activity_words(session.activity, session.seconds)
    if session.kind == RUN and session.outing is not None:
        return outing_words(session.outing)
    texts = read_words("exercises", language)
    names = [texts[item.prescription.exercise].name for item in session.items]
    return ", ".join(names)


def item_line(item: PlanItem, language: str) -> ItemLine:
    """One exercise of a session."""
    told, book = item.prescription, load_exercise_book()
    motion = book.exercises[told.exercise].motion
    return ItemLine(
        exercise=told.exercise,
        name=read_words("exercises", language)[told.exercise].name,
        form=str(told.form),
        dose=prescription_words(told, book),
        sets=told.sets,
        reps=told.reps,
        hold_s=told.hold_s,
        seconds=item.seconds,
        motion=motion if motion in read_motions() else "",
        because=_because(item, language),
        changes=change_words(item, language),
    )


def _because(item: PlanItem, language: str) -> tuple[str, ...]:
    """Its region is a reason only where there is no nearer one; a finding is told by its screen."""
    nearer = set(item.because) - {Because.FOR_REGION, Because.KNOWN}
    told = [
        str(BECAUSE_WORDS[reason])
        for reason in item.because
        if (reason is not Because.FOR_REGION or not nearer)
        and (reason is not Because.FOR_FINDING or not item.found_by)
    ]
    return (*told, *found_words(item.found_by, language))


def _outing(session: Session) -> OutingLine | None:
    outing = session.outing
    if outing is None:
        return None
    return OutingLine(
        kind=str(outing.kind),
        repeats=outing.repeats,
        walk_s=round(outing.walk_s),
        run_s=round(outing.run_s),
        seconds=round(outing.total_s),
        words=outing_words(outing),
        most="",
        edits=(),
    )


def with_limits(line: SessionLine, running: RunningLine) -> SessionLine:
    """A run with its limit and its changes, where it is shown by itself."""
    if line.outing is None:
        return line
    return replace(line, outing=replace(line.outing, most=running.most, edits=running.edits))


def _differences(week: KeptWeek, before: KeptWeek | None, language: str) -> tuple[str, ...]:
    """What is other than in the week before, the steps of exercises first."""
    moves = [_step_words(step, language) for step in week.inputs.steps if step.move != Move.KEEP]
    if before is None:
        return tuple(moves)
    return (*moves, *_run_difference(week.plan, before.plan), *_count_difference(week, before))


def _step_words(step: NextStep, language: str) -> str:
    book = load_exercise_book()
    names = read_words("exercises", language)
    changes_kind = step.before.exercise != step.after.exercise

    def told(each: Prescription) -> str:
        dose = prescription_words(each, book)
        return f"{names[each.exercise].name} ({dose})" if changes_kind else dose

    if step.move in {Move.HARDER, Move.EASIER} and not changes_kind:
        words = {
            "name": names[step.before.exercise].name,
            "before": told(step.before),
            "after": told(step.after),
        }
        if step.before.form is step.after.form and step.before.reps != step.after.reps:
            return _weight_words(step.move) % words
        if step.move is Move.HARDER:
            return _("%(name)s: %(after)s, a step up from %(before)s.") % words
        return _("%(name)s: %(after)s, a step down from %(before)s.") % words
    return move_words(
        step.move, names[step.before.exercise].name, told(step.before), told(step.after)
    )


def _weight_words(move: Move) -> str:
    if move is Move.HARDER:
        return _("%(name)s: %(after)s with a little more weight, instead of %(before)s.")
    return _("%(name)s: %(after)s with less weight, instead of %(before)s.")


def _run_difference(plan: Plan, before: Plan) -> tuple[str, ...]:
    now, then = plan.running.outing, before.running.outing
    if plan.running.mode is not before.running.mode:
        return (str(MODE_CHANGE_WORDS[plan.running.mode]),)
    if now is None or then is None or now == then:
        return ()
    words = {"now": outing_words(now), "then": outing_words(then)}
    return (_("Outings: %(now)s. Before: %(then)s.") % words,)


def _count_difference(week: KeptWeek, before: KeptWeek) -> tuple[str, ...]:
    def count(plan: Plan, kind: str) -> int:
        return sum(session.kind == kind for session in plan.sessions)

    if before.began_on == week.began_on:
        return ()  # part of the week is over by then, so the counts cannot be held side by side
    found = []
    for kind in (STRENGTH, RUN, CROSS, MOBILITY):
        now, then = count(week.plan, kind), count(before.plan, kind)
        if now != then:
            words = {"kind": kind_words(kind), "now": now, "then": then}
            found.append(_("%(kind)s: %(now)s times this week, %(then)s before.") % words)
    return tuple(found)


def minutes_words(seconds: float) -> str:
    """Gives "12 minutes"; a session is told in whole minutes."""
    minutes = max(round(seconds / MINUTE_S), 1)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def previewed(week: KeptWeek, plan: Plan, first_day: date, made_at: datetime) -> KeptWeek:
    """A later week that is only shown."""
    return replace(
        week, key="", first_day=first_day, plan=plan, made_at=made_at, began_on=first_day
    )
