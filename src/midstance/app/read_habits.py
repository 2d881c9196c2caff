"""The five habits as they were these weeks, and one gentle next step."""

from datetime import date

from django.utils.translation import gettext as _

from midstance.app.checking.days import today_of
from midstance.app.checking.records import Lock
from midstance.app.habits.notes import choose_note
from midstance.app.habits.records import HabitLine, HabitsSheet
from midstance.app.habits.words import first_step, read_habit_lines
from midstance.app.routine_lock import routine_lock
from midstance.app.training.pain_words import SEE_SOMEONE
from midstance.app.training.state import Situated, situate
from midstance.app.watch_shoes import list_shoes
from midstance.store.models import Runner


def read_habits(runner: Runner, today: date | None = None) -> HabitsSheet:
    """Say of each habit how it went, where that comes from, and what may come next.

    *Changes* nothing.
    *Refuses* nothing: what forbids to train comes first, and no step then loads the knee.
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    found = situate(runner, today or today_of(runner))
    lock = routine_lock(runner)
    stop = stop_words(found, lock)
    habits = read_habit_lines(found, list_shoes(runner, found.today), waits=bool(stop))
    first = first_step(habits)
    return HabitsSheet(
        day=found.today,
        sentence=stop or _sentence(habits, first),
        first="" if first is None else first.id,
        stop=stop,
        lock=lock,
        habits=habits,
        note=choose_note(found, stops=bool(stop)),
    )


def stop_words(found: Situated, lock: Lock | None) -> str:
    """What forbids to train now, "" where nothing does."""
    if lock is not None:
        return lock.sentence
    if found.knee.has_red_flag:
        return str(SEE_SOMEONE)
    if found.needs_screen or found.pain.rescreen:
        return _("Your knee was much worse. Look at the warning signs first.")
    if found.pain.first_day > found.today.toordinal():
        return _("Your knee rests now. What loads it waits until then.")
    return ""


def _sentence(habits: tuple[HabitLine, ...], first: HabitLine | None) -> str:
    if first is not None:
        return first.step
    if any(habit.is_known for habit in habits):
        return _("Carry on as you do.")
    return _("Nothing is known yet of these habits.")
