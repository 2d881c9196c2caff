"""Runners for the tests of the week."""

from dataclasses import replace

from hypothesis import strategies as st

from midstance.core.plan.book import Situation
from midstance.core.plan.pain_rules import DayLog, Light, read_days
from midstance.core.plan.problem import DayRoom, Irritability, PlanInputs, TierLimits, TimeOfDay
from midstance.core.plan.progression import ExerciseLog, least_dose, plan_steps
from midstance.core.plan.return_to_run import (
    EntryAnswers,
    OutingLog,
    RunState,
    plan_running,
    runs_grow,
)
from midstance.knowledge.exercises import load_exercise_book
from midstance.knowledge.plan_constants import load_plan_constants

BOOK = load_exercise_book()
CONSTANTS = load_plan_constants()
HOME = frozenset({"mat", "wall", "chair", "step", "band", "towel"})
WELL = EntryAnswers(0, False, 0, 0, 0, 25, 1.0, 0, False, True)
TODAY = 100
ROOM = DayRoom(900, 2700)
CONDITIONS = (
    "patellofemoral_pain", "iliotibial_band_pain", "patellar_tendinopathy",
    "quadriceps_tendinopathy", "knee_osteoarthritis", "bone_stress_injury", "meniscal_tear",
    "cannot_say", "no_pain",
)  # fmt: skip


def week_inputs(
    condition="patellofemoral_pain", irritability=Irritability.MODERATE, *, logs=(), outings=(),
    is_returning=None, entry=WELL, onset_s=None, goal_s=None, current=(), days=(ROOM,) * 7,
    equipment=HOME, **more,
):  # fmt: skip
    """What the app would pass on: pain, running and steps worked out of logs."""
    pain = read_days(logs, condition, TODAY, CONSTANTS)
    returns = condition != "no_pain" if is_returning is None else is_returning
    state = RunState(
        TODAY, condition, returns, pain, tuple(outings), entry, onset_s=onset_s, goal_s=goal_s
    )
    running = plan_running(state, CONSTANTS)
    grow = runs_grow(state, running)
    change, steps = plan_steps(
        current, frozenset(BOOK.exercises), BOOK, CONSTANTS, amount_taken=grow
    )
    return PlanInputs(
        TODAY, condition, irritability, pain, running, days, equipment=equipment, steps=steps,
        change=change, runs_grow=grow, **more,
    )  # fmt: skip


PAIN = st.none() | st.integers(0, 10)
DAY_LOGS = st.lists(
    st.builds(
        DayLog, day=st.integers(TODAY - 45, TODAY), had_load=st.booleans(),
        before=st.integers(0, 3), during=PAIN, after_60_min=PAIN, next_morning=PAIN,
        limp=st.sampled_from([False] * 9 + [True]), swelling=st.sampled_from([False] * 9 + [True]),
    ),
    max_size=8, unique_by=lambda log: log.day,
)  # fmt: skip
OUTINGS = st.lists(
    st.builds(
        lambda day, light, place, total_s, frac: OutingLog(
            day, light, place, total_s, total_s * frac
        ),
        st.integers(TODAY - 35, TODAY), st.sampled_from(Light), st.none() | st.integers(0, 9),
        st.floats(300, 5400), st.floats(0, 1),
    ),
    max_size=6,
)  # fmt: skip
ROOMS = st.builds(
    DayRoom,
    st.sampled_from([0, 180, 300, 600, 900, 1800]),
    st.sampled_from([0, 900, 1800, 2700]),
    st.sampled_from(TimeOfDay),
)
CURRENT = st.lists(
    st.tuples(
        st.sampled_from(sorted(BOOK.exercises)).map(
            lambda name: least_dose(BOOK.exercises[name], BOOK.exercises[name].doses[0].form, 2)
        ),
        st.lists(
            st.builds(
                ExerciseLog, st.integers(0, 9), st.sampled_from(Light), st.floats(0.4, 1),
                st.none() | st.integers(2, 8),
            ),
            max_size=2,
        ),
    ),
    max_size=4, unique_by=lambda each: each[0].exercise,
)  # fmt: skip
ENTRIES = st.sampled_from([WELL, WELL, EntryAnswers(), replace(WELL, is_swollen=True)])
WEEKS = st.builds(
    week_inputs, st.sampled_from(CONDITIONS), st.sampled_from(Irritability), logs=DAY_LOGS,
    outings=OUTINGS, is_returning=st.booleans(), entry=ENTRIES, current=CURRENT,
    days=st.lists(ROOMS, min_size=7, max_size=7).map(tuple),
    equipment=st.frozensets(st.sampled_from(BOOK.equipment)),
    situations=st.frozensets(st.sampled_from([item.value for item in Situation]), max_size=4),
    contra=st.frozensets(st.sampled_from(sorted(BOOK.exercises)), max_size=8),
    tier_limits=st.builds(TierLimits, st.integers(1, 3), st.integers(1, 3)),
    confidence=st.none() | st.integers(0, 10), runs_a_week=st.integers(0, 5),
    has_red_flag=st.sampled_from([False] * 9 + [True]),
    last_hard_day=st.none() | st.integers(TODAY - 3, TODAY - 1),
    last_run_day=st.none() | st.integers(TODAY - 3, TODAY - 1),
    done=st.lists(
        st.tuples(st.integers(TODAY - 6, TODAY - 1), st.sampled_from(["strength", "run", "cross"])),
        max_size=8, unique=True,
    ).map(tuple),
)  # fmt: skip
