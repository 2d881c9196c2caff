"""From what is known of a runner to her week: state the problem, solve it, look at it once more."""

from midstance.core.plan.book import ExerciseBook
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.problem import (
    PlanInputs,
    build_problem,
    without_findings,
    without_limits,
)
from midstance.core.plan.safety import check_plan
from midstance.core.plan.solution import Plan, assemble
from midstance.core.plan.solver import boldness_of, solve


def plan_week(inputs: PlanInputs, book: ExerciseBook, constants: PlanConstants) -> Plan:
    """Her week.

    Parameters
    ----------
    inputs : all that it depends on; equal inputs, book and constants, equal week.
    book : the exercises.
    constants : limits and what wishes are worth.

    Returns
    -------
    Plan
        Never bolder than the week of the same runner without limits of her own, which is solved
        first: no limit can turn the plan to heavier exercises. Nor is it bolder than the week
        without what movement screens found: a finding only chooses among what may stand.

    Raises
    ------
    UnsafePlanError
        The plan passes a hard limit all the same; it is a fault of ours and reaches nobody.
    """
    free = build_problem(without_limits(inputs, book), book, constants)
    caps = boldness_of(free, solve(free, constants))
    if inputs.wanted:
        plain = build_problem(without_findings(inputs), book, constants, caps)
        caps = boldness_of(plain, solve(plain, constants))
    problem = build_problem(inputs, book, constants, caps)
    plan = assemble(inputs, problem, solve(problem, constants), constants, book.version)
    check_plan(plan, inputs, book, constants)
    return plan
