"""The easier and the harder way of an exercise: complete, and within what the week allows.

An easier way never loads the knee more. A harder one must be free of every limit of the week, and
the second look of `core.plan.safety` must find nothing in the plan that would hold it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from midstance.app.training.player import PlayWay
from midstance.app.training.player_ways import planned_way
from midstance.core.plan.book import Exercise, ExerciseBook, Period, Sides, avoided
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.problem import PlanInputs, build_problem, period_of
from midstance.core.plan.progression import WeekChange, least_dose
from midstance.core.plan.safety import problems_of
from midstance.core.plan.solution import Plan, PlanItem, Session
from midstance.knowledge.words import read_words


@dataclass(frozen=True)
class Within:
    """The session, the plan that holds it, and what the plan was made for."""

    session: Session
    plan: Plan
    inputs: PlanInputs
    book: ExerciseBook
    constants: PlanConstants
    language: str

    def way(self, item: PlanItem) -> PlayWay:
        return planned_way(item, self.book, self.constants, self.language)


def easier_way(item: PlanItem, within: Within) -> PlayWay:
    """The first easier neighbour that is safe and loads no more; else the same done more gently."""
    exercises = within.book.exercises
    exercise = exercises[item.prescription.exercise]
    names = [name for name in exercise.easier if loads_no_more(exercises[name], exercise)]
    found = _first_safe(names, item, within)
    return gentler(within.way(item), within.language) if found is None else within.way(found)


def harder_way(item: PlanItem, within: Within) -> PlayWay | None:
    """The first harder neighbour that no limit rules out; none in a week in which it may not rise.

    Amount and difficulty never rise in one week, and nothing rises after a step back.
    """
    inputs, book = within.inputs, within.book
    if inputs.change is WeekChange.AMOUNT or inputs.runs_grow or inputs.pain.steps_back > 0:
        return None
    problem = build_problem(inputs, book, within.constants)
    free = {each.prescription.exercise for each in (*problem.candidates, *problem.mobility)}
    names = [name for name in book.exercises[item.prescription.exercise].harder if name in free]
    found = _first_safe(names, item, within)
    return None if found is None else within.way(found)


def loads_no_more(easier: Exercise, exercise: Exercise) -> bool:
    return (
        easier.patellofemoral.tier <= exercise.patellofemoral.tier
        and easier.patellar_tendon.tier <= exercise.patellar_tendon.tier
    )


def gentler(way: PlayWay, language: str) -> PlayWay:
    """The same exercise as its words make it easier at once."""
    easier = read_words("exercises", language)[way.exercise].easier
    steps = tuple(
        replace(step, told=f"{easier} {step.told}") if step.told else step for step in way.steps
    )
    return replace(way, cue=easier, how=(easier, *way.how), steps=steps)


def easier_in_time(
    exercise: Exercise, side: str, whens: frozenset[str], book: ExerciseBook
) -> Exercise | None:
    """An easier neighbour that fits the same seconds of a routine, with nothing more to fetch."""
    for name in exercise.easier:
        other = book.exercises[name]
        suits_side = (other.sides is Sides.ONE) == (side in {"right", "left"})
        has_all = set(other.needs) <= set(exercise.needs)
        stays = set(other.positions) <= set(exercise.positions)
        is_free = not avoided(other, whens, Period.ANY)
        if suits_side and has_all and stays and is_free and loads_no_more(other, exercise):
            return other
    return None


def _first_safe(names: Sequence[str], item: PlanItem, within: Within) -> PlanItem | None:
    """The first of these whose plan passes no hard limit and that the session does not hold yet."""
    held = {each.prescription.exercise for each in within.session.items}
    for name in names:
        if name not in held:
            other = _instead(name, item, within)
            if not _new_problems(item, other, within):
                return other
    return None


def _instead(name: str, item: PlanItem, within: Within) -> PlanItem:
    """An item with another exercise, from the least of its dose."""
    inputs, told = within.inputs, item.prescription
    exercise = within.book.exercises[name]
    whens = frozenset(inputs.situations | {inputs.condition})
    against = avoided(exercise, whens, period_of(inputs))
    limits = [each.most_flexion_deg for each in against if each.most_flexion_deg is not None]
    least = least_dose(exercise, told.form, told.sets)
    limited = replace(least, most_flexion_deg=min(limits, default=None))
    return PlanItem(limited, item.seconds, against, item.because)


def _new_problems(item: PlanItem, other: PlanItem, within: Within) -> set[str]:
    """Which hard limits the plan passes with the other exercise in it."""
    session, plan = within.session, within.plan
    items = tuple(other if each == item else each for each in session.items)
    swapped = replace(session, items=items)
    sessions = tuple(swapped if each == session else each for each in plan.sessions)
    least = swapped if plan.least == session else plan.least
    changed = replace(plan, sessions=sessions, least=least)
    given = (within.inputs, within.book, within.constants)
    return set(problems_of(changed, *given)) - set(problems_of(plan, *given))
