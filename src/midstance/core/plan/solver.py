"""Solve the week: the best choice of exercises, sets and days within the limits.

Constraint programming by OR-Tools CP-SAT with one worker, a fixed seed and deterministic time, so
that the same problem has the same answer on every machine of one kind. The library is loaded when
it is first used: that costs half a second.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from midstance.core.base.errors import MidstanceError
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.problem import (
    CROSS,
    DAYS,
    HOURS_A_DAY,
    RUN,
    SCALE,
    STRENGTH,
    Boldness,
    Candidate,
    PlanProblem,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ortools.sat.python import cp_model

Expression = Any
"""A sum of variables; the library types it as a union that Python's `sum` does not keep."""

SEED = 4
DETERMINISTIC_S = 2.0
MOST_MOBILITY = 3
OVER_TIES = 1_000_000
"""Wishes over ties: among equally good weeks the one with the lower exercise numbers is best."""


@dataclass(frozen=True)
class Choice:
    """What the solver chose, by places in the problem.

    Parameters
    ----------
    sets : sets of each candidate, 0 where it was left out.
    strength, mobility, cross, runs : days of each, 0 to 6.
    is_best : whether nothing better exists within the limits.
    """

    sets: tuple[int, ...]
    mobility_items: tuple[int, ...]
    strength: tuple[int, ...]
    mobility: tuple[int, ...]
    cross: tuple[int, ...]
    runs: tuple[int, ...]
    is_best: bool


NOTHING = Choice((), (), (), (), (), (), is_best=True)


@dataclass
class _Model:
    """The variables of one problem."""

    model: "cp_model.CpModel"
    sets: list[list["cp_model.IntVar"]]
    items: list["cp_model.IntVar"]
    strength: list["cp_model.IntVar"]
    mobility: list["cp_model.IntVar"]
    cross: list["cp_model.IntVar"]
    runs: list["cp_model.IntVar"]
    is_hard: "cp_model.IntVar"
    worths: list[Expression]
    ties: list[Expression]


def solve(problem: PlanProblem, constants: PlanConstants) -> Choice:
    """The best week within the limits.

    Parameters
    ----------
    problem : candidates, days, limits and what wishes are worth.
    constants : how sessions may follow each other.

    Returns
    -------
    Choice
        Empty for an empty problem. `is_best` is False where the deterministic time ran out.

    Raises
    ------
    MidstanceError
        The solver found no week at all; an empty week meets every limit, so this is a fault.
    """
    if problem.empty_because is not None:
        return NOTHING
    from ortools.sat.python import cp_model  # noqa: PLC0415 - loading it costs half a second

    built = _state(cp_model.CpModel(), problem, constants)
    built.model.maximize(OVER_TIES * sum(built.worths) - sum(built.ties))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = DETERMINISTIC_S
    solver.parameters.linearization_level = 2  # some twenty times faster here: the sums bind
    status = solver.solve(built.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise MidstanceError(f"Expected a week, an empty one at least; got {status!s}.")
    return _read(solver, built, is_best=status == cp_model.OPTIMAL)


def _read(solver: "cp_model.CpSolver", built: _Model, *, is_best: bool) -> Choice:
    def chosen(variables: "Sequence[cp_model.IntVar]") -> tuple[int, ...]:
        return tuple(place for place, each in enumerate(variables) if solver.value(each))

    return Choice(
        sets=tuple(sum(solver.value(each) for each in row) for row in built.sets),
        mobility_items=chosen(built.items),
        strength=chosen(built.strength),
        mobility=chosen(built.mobility),
        cross=chosen(built.cross),
        runs=chosen(built.runs),
        is_best=is_best,
    )


def _state(model: "cp_model.CpModel", problem: PlanProblem, constants: PlanConstants) -> _Model:
    def days(name: str) -> list["cp_model.IntVar"]:
        return [model.new_bool_var(f"{name}{day}") for day in range(DAYS)]

    built = _Model(
        model=model,
        sets=[
            [model.new_bool_var(f"{item.number}_{place}") for place, _ in enumerate(item.seconds)]
            for item in problem.candidates
        ],
        items=[model.new_bool_var(item.prescription.exercise) for item in problem.mobility],
        strength=days("strength"),
        mobility=days("mobility"),
        cross=days("cross"),
        runs=days("run"),
        is_hard=model.new_bool_var("is_hard"),
        worths=[],
        ties=[],
    )
    _limit_session(built, problem)
    _limit_chains(built, problem)
    _limit_hard(built, problem, constants)
    _limit_outings(built, problem, constants)
    _limit_seven_days(built, problem)
    _limit_mobility(built, problem, constants)
    _limit_rest(built, constants)
    _limit_boldness(built, problem)
    _wish_exercises(built, problem, constants)
    _wish_days(built, problem, constants)
    return built


def _limit_session(built: _Model, problem: PlanProblem) -> None:
    model = built.model
    total_s: Expression = 0
    for item, row in zip(problem.candidates, built.sets, strict=True):
        for earlier, later in pairwise(row):
            model.add_implication(later, earlier)
        total_s += _increments(item, row)
        model.add(row[0] <= sum(built.strength))
        for day in built.strength:
            model.add(sum(built.strength) <= item.most_per_week).only_enforce_if(row[0], day)
    model.add(sum(row[0] for row in built.sets) <= problem.most_exercises)
    model.add(total_s <= problem.most_session_s)
    model.add(sum(built.strength) <= problem.strength[1])
    for day, room in zip(built.strength, problem.rooms, strict=True):
        model.add(total_s <= int(room.exercise_s)).only_enforce_if(day)
        model.add(sum(row[0] for row in built.sets) >= 1).only_enforce_if(day)


def _increments(item: Candidate, row: "list[cp_model.IntVar]") -> Expression:
    steps = [item.seconds[0], *(later - one for one, later in pairwise(item.seconds))]
    return sum(step * each for step, each in zip(steps, row, strict=True))


def _limit_chains(built: _Model, problem: PlanProblem) -> None:
    """Two neighbours of a chain are one exercise at two steps; one of them is enough."""
    first_sets = {
        item.prescription.exercise: row[0]
        for item, row in zip(problem.candidates, built.sets, strict=True)
    }
    for item in problem.candidates:
        for name in item.harder:
            if name in first_sets:
                built.model.add_at_most_one(
                    first_sets[item.prescription.exercise], first_sets[name]
                )


def _limit_hard(built: _Model, problem: PlanProblem, constants: PlanConstants) -> None:
    """At least 48 hours from one hard session to the next, last week's among them."""
    gap = round(constants.hours_between_hard_h / HOURS_A_DAY)
    for item, row in zip(problem.candidates, built.sets, strict=True):
        if item.is_hard:
            built.model.add_implication(row[0], built.is_hard)
    for one in range(DAYS):
        for other in range(one + 1, min(one + gap, DAYS)):
            built.model.add(built.strength[one] + built.strength[other] + built.is_hard <= 2)
        if problem.hard_before + one < gap:
            built.model.add(built.strength[one] + built.is_hard <= 1)


def _limit_outings(built: _Model, problem: PlanProblem, constants: PlanConstants) -> None:
    model, outing = built.model, problem.outing
    least_s = constants.cross_s[0]
    for day, room in enumerate(problem.rooms):
        if outing is None or room.outing_s <= 0 or room.outing_s < outing.total_s:
            model.add(built.runs[day] == 0)
        if not problem.can_cross or room.outing_s < least_s:
            model.add(built.cross[day] == 0)
        model.add(built.runs[day] + built.cross[day] <= 1)
    if problem.rest_day_between:
        for one in range(DAYS - 1):
            model.add(built.runs[one] + built.runs[one + 1] <= 1)
        for day in range(2 - min(problem.run_before, 2)):
            model.add(built.runs[day] == 0)
    model.add(sum(built.runs) <= problem.most_outings)
    model.add(sum(built.cross) <= problem.most_cross)


def _limit_seven_days(built: _Model, problem: PlanProblem) -> None:
    """No seven days hold more of a kind than a week may, what was done before among them."""
    kinds = (
        (STRENGTH, built.strength, problem.strength[1]),
        (RUN, built.runs, problem.most_outings),
        (CROSS, built.cross, problem.most_cross),
    )
    for kind, days, most in kinds:
        before = [back for back, done in problem.done_before if done == kind]
        for last in range(DAYS - 1):
            there = sum(0 < back < DAYS - last for back in before)
            built.model.add(sum(days[: last + 1]) <= max(most - there, 0))


def _limit_mobility(built: _Model, problem: PlanProblem, constants: PlanConstants) -> None:
    model = built.model
    length_s = sum(
        item.seconds[-1] * each for item, each in zip(problem.mobility, built.items, strict=True)
    )
    model.add(length_s <= round(constants.mobility_s))
    model.add(sum(built.items) <= MOST_MOBILITY)
    model.add(sum(built.mobility) <= round(constants.mobility_sessions[1]))
    for each in built.items:
        model.add(each <= sum(built.mobility))
    for day, room in enumerate(problem.rooms):
        model.add(built.mobility[day] + built.strength[day] <= 1)
        model.add(length_s <= int(room.exercise_s)).only_enforce_if(built.mobility[day])
        model.add(sum(built.items) >= 1).only_enforce_if(built.mobility[day])


def _limit_rest(built: _Model, constants: PlanConstants) -> None:
    rests = [built.model.new_bool_var(f"rest{day}") for day in range(DAYS)]
    for day, rest in enumerate(rests):
        for busy in (built.strength[day], built.cross[day], built.runs[day]):
            built.model.add_implication(rest, busy.Not())
    built.model.add(sum(rests) >= round(constants.least_rest_days))


def _limit_boldness(built: _Model, problem: PlanProblem) -> None:
    """No bolder than the week that she would have without limits of her own."""
    caps = problem.caps
    if caps is None:
        return
    load: Expression = 0
    for item, row in zip(problem.candidates, built.sets, strict=True):
        too_bold = (
            item.patellofemoral_tier > caps.patellofemoral_tier
            or item.patellar_tendon_tier > caps.patellar_tendon_tier
        )
        if too_bold:
            built.model.add(row[0] == 0)
        load += (item.patellofemoral_tier + item.patellar_tendon_tier) * sum(row)
    built.model.add(load <= caps.session_load)
    built.model.add(sum(built.strength) <= caps.sessions)
    built.model.add(sum(built.strength) <= caps.hard_sessions).only_enforce_if(built.is_hard)


def _wish_exercises(built: _Model, problem: PlanProblem, constants: PlanConstants) -> None:
    for item, row in zip(problem.candidates, built.sets, strict=True):
        built.worths.append(item.worth * row[0])
        gains = [*constants.worth_set, *[0.0] * len(row)]
        built.worths += [round(SCALE * gain) * each for gain, each in zip(gains, row, strict=False)]
        built.ties += [item.number * (item.number + place) * each for place, each in enumerate(row)]
    for region, first_worth, second_worth in problem.emphasis:
        there = [
            row[0]
            for item, row in zip(problem.candidates, built.sets, strict=True)
            if item.region is region
        ]
        first = built.model.new_bool_var(f"first_{region}")
        second = built.model.new_bool_var(f"second_{region}")
        built.model.add(first + second <= sum(there))
        built.worths += [first_worth * first, second_worth * second]
    for item, each in zip(problem.mobility, built.items, strict=True):
        built.worths.append((SCALE + item.worth) * each)
        built.ties.append(item.number**2 * each)


def _wish_days(built: _Model, problem: PlanProblem, constants: PlanConstants) -> None:
    session = round(SCALE * constants.worth_session)
    kinds = (
        (built.strength, 1.0, 5),
        (built.runs, 0.9, 4),
        (built.cross, 0.5, 3),
        (built.mobility, 0.4, 2),
    )
    for days, share, haste in kinds:  # of equal weeks the earlier one, so that one is the best
        worth = round(share * session)
        built.worths += [(worth - haste * day**2) * each for day, each in enumerate(days)]
    next_day = round(SCALE * constants.cost_next_day)
    before_run = round(SCALE * constants.cost_before_run)
    if (1, STRENGTH) in problem.done_before:
        built.worths.append(-next_day * built.strength[0])
    for day in range(DAYS - 1):
        _cost(built, built.strength[day], built.strength[day + 1], next_day)
        _cost(built, built.strength[day], built.runs[day + 1], before_run)
        _cost(built, built.cross[day], built.cross[day + 1], before_run)


def _cost(built: _Model, one: "cp_model.IntVar", other: "cp_model.IntVar", cost: int) -> None:
    both = built.model.new_bool_var("")
    built.model.add(both >= one + other - 1)
    built.worths.append(-cost * both)


def boldness_of(problem: PlanProblem, choice: Choice) -> Boldness:
    """How much a week asks of the knee."""
    there = [
        (item, sets) for item, sets in zip(problem.candidates, choice.sets, strict=True) if sets
    ]
    sessions = len(choice.strength)
    return Boldness(
        patellofemoral_tier=max((item.patellofemoral_tier for item, _ in there), default=0),
        patellar_tendon_tier=max((item.patellar_tendon_tier for item, _ in there), default=0),
        sessions=sessions,
        hard_sessions=sessions if any(item.is_hard for item, _ in there) else 0,
        session_load=sum(
            sets * (item.patellofemoral_tier + item.patellar_tendon_tier) for item, sets in there
        ),
    )
