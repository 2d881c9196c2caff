"""What to do today: one sentence, one button, and why."""

from datetime import date, datetime, timedelta
from itertools import chain

from django.utils import timezone
from django.utils.translation import get_language

from midstance.app.checking.days import day_of
from midstance.app.films.trials import with_trial
from midstance.app.habits.notes import choose_note
from midstance.app.keep_well_line import line_of
from midstance.app.make_plan import plan_sheets
from midstance.app.review_week import is_review_due
from midstance.app.routine_lock import routine_lock
from midstance.app.run_room import told_within
from midstance.app.training.asks import asks_of
from midstance.app.training.day_sentence import Day, advice_for, say_day, stop_sentence
from midstance.app.training.diary import pains_that_count
from midstance.app.training.records import Left, PlanSheet, SessionLine, TodaySheet
from midstance.app.training.sheets import with_limits
from midstance.app.training.state import Situated, situate
from midstance.app.training.today_words import left_words, light_of_day, note_of
from midstance.app.why.onsets import find_onsets, worst_by_day
from midstance.core.plan.pain_rules import Light
from midstance.core.plan.problem import DAYS
from midstance.knowledge.why_constants import load_why_constants
from midstance.store.models import Runner, SessionKind

RESET_MOST_PAIN = 3
"""What ends the reset keeps it from being offered."""


def read_today(runner: Runner, now: datetime | None = None) -> TodaySheet:
    """Say what to do today.

    *Changes* stores the week when there is none yet or something changed since.
    *Refuses* nothing: a lock, a red flag and a red day are answers, and come before everything.
    *Twice* gives the same.
    *Privacy* stays in the data folder.
    """
    moment = now or timezone.now()
    found = situate(runner, day_of(runner, moment))
    sheet = plan_sheets(found)[0]
    lock = routine_lock(runner)
    sessions = tuple(told_within(item, found) for item in sessions_today(found.today, sheet))
    day = Day(
        found=found,
        sheet=sheet,
        lock=lock,
        light=light_of_day(found, sheet),
        sessions=with_trial(sessions, found, stop_sentence(found, lock)),
        reset_after=_reset_after(found, sheet),
    )
    said = say_day(day)
    kept = choose_note(found, stops=day.light == "stop" or day.lock is not None)
    note = note_of(found, sheet, get_language() or "", line_of(kept))
    return TodaySheet(
        day=found.today,
        light=day.light,
        light_words=said.light_words,
        sentence=said.sentence,
        action=said.action,
        advice=advice_for(day),
        sessions=day.sessions,
        asks=asks_of(found, moment),
        left=_left(found, sheet) if day.light != "stop" else (),
        reset_after=day.reset_after,
        lock=day.lock,
        see_clinician=sheet.see_clinician,
        note=note,
        is_review_due=day.light != "stop" and is_review_due(runner, found.today),
        is_set_up=found.is_set_up,
        plan_key=sheet.key,
        note_key=kept.id if kept is not None and note == line_of(kept) else "",
        new_pain=None if day.lock else _new_pain(found),
    )


def sessions_today(today: date, sheet: PlanSheet) -> tuple[SessionLine, ...]:
    """The sessions of a day of the week that holds, each run with its limit."""
    there = [item for day in sheet.days if day.day == today for item in day.sessions]
    return tuple(with_limits(item, sheet.running) for item in there)


def _reset_after(found: Situated, sheet: PlanSheet) -> str:
    """The run of today after which the reset is offered, "" where it is not."""
    runs = [run for run in found.diary.runs if run.day == found.today]
    if not runs or found.diary.did_on(found.today, SessionKind.RESET):
        return ""
    if light_of_day(found, sheet) == "stop":
        return ""
    told = [entry.pain for entry in found.diary.pains if entry.day == found.today]
    is_calm = all(pain <= RESET_MOST_PAIN for pain in told)
    is_red = found.lights.get(found.today.toordinal()) is Light.RED
    return runs[-1].key if is_calm and not is_red else ""


def _new_pain(found: Situated) -> date | None:
    """The day on which a pain began within the last week."""
    kept = chain.from_iterable(pains_that_count(found.diary.pains).values())
    told = ((entry.day, entry.moment, entry.pain) for entry in kept)
    onsets = find_onsets(worst_by_day(told), load_why_constants())
    return next((day for day in onsets[:1] if (found.today - day).days < DAYS), None)


def _left(found: Situated, sheet: PlanSheet) -> tuple[Left, ...]:
    """What was done and what is left of the week of training, by kind."""
    last = sheet.began_on + timedelta(days=DAYS)
    left = []
    for kind in (SessionKind.STRENGTH, SessionKind.RUN, SessionKind.CROSS, SessionKind.MOBILITY):
        done = sum(
            found.diary.did_on(sheet.began_on + timedelta(days=number), kind)
            for number in range((found.today - sheet.began_on).days + 1)
        )
        to_come = [
            item
            for day in sheet.days
            if found.today <= day.day < last
            for item in day.sessions
            if item.kind == kind and not item.is_done
        ]
        most = done + len(to_come)
        least = min(round(_least_of(found, kind)), most)
        if most:
            words = left_words(kind, done, least, most)
            left.append(Left(str(kind), words, done, least, most))
    return tuple(left)


def _least_of(found: Situated, kind: str) -> float:
    """The least that helps; only strength has one."""
    return found.constants.strength_sessions[0] if kind == SessionKind.STRENGTH else 0.0
