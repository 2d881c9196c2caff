"""Exercises rise along their chains only after green sessions, and never twice in a week."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.plan.book import DoseForm
from midstance.core.plan.pain_rules import Light
from midstance.core.plan.progression import (
    ExerciseLog,
    Move,
    Prescription,
    WeekChange,
    choose_move,
    dose_of,
    find_waiting,
    least_dose,
    plan_steps,
)
from midstance.knowledge.exercises import load_exercise_book
from midstance.knowledge.plan_constants import load_plan_constants

BOOK = load_exercise_book()
CONSTANTS = load_plan_constants()
EVERY = frozenset(BOOK.exercises)

LOGS = st.lists(
    st.builds(
        ExerciseLog, st.integers(0, 20), st.sampled_from(Light), st.floats(0, 1),
        st.none() | st.integers(0, 10),
    ),
    max_size=4,
)  # fmt: skip


@st.composite
def prescriptions(draw):
    exercise = BOOK.exercises[draw(st.sampled_from(sorted(EVERY)))]
    dose = draw(st.sampled_from(exercise.doses))
    hold_s = None if dose.hold_s is None else draw(st.integers(*dose.hold_s))
    reps = draw(st.integers(*dose.reps))
    return Prescription(exercise.id, dose.form, draw(st.integers(1, dose.sets[1])), reps, hold_s)


WEEKS = st.lists(st.tuples(prescriptions(), LOGS), max_size=4)


def good(day=0, effort=5):
    return ExerciseLog(day, Light.GREEN, 1.0, effort)


def only(name, logs, allowed=EVERY, **more):
    begun = least_dose(BOOK.exercises[name], BOOK.exercises[name].doses[0].form, 2)
    return plan_steps([(begun, logs)], allowed, BOOK, CONSTANTS, **more)


@given(WEEKS, st.booleans())
def test_amount_and_difficulty_never_rise_in_one_week(current, amount_taken):
    change, steps = plan_steps(current, EVERY, BOOK, CONSTANTS, amount_taken=amount_taken)
    risen = {step.move for step in steps} & {Move.MORE, Move.HARDER}
    assert len(risen) <= 1
    if Move.HARDER in risen:
        assert (change, amount_taken) == (WeekChange.DIFFICULTY, False)


@given(WEEKS)
def test_a_red_week_raises_nothing(current):
    _, steps = plan_steps(current, EVERY, BOOK, CONSTANTS)
    if any(logs and logs[-1].light is Light.RED for _, logs in current):
        assert not {step.move for step in steps} & {Move.MORE, Move.HARDER}


@given(prescriptions(), LOGS)
def test_nothing_rises_without_two_good_sessions(prescription, logs):
    move = choose_move(prescription, logs, BOOK, CONSTANTS)
    if move in {Move.MORE, Move.HARDER}:
        assert [log.light for log in logs[-2:]] == [Light.GREEN] * 2
        assert all(log.effort_rpe is not None and log.done_frac >= 0.8 for log in logs[-2:])


@given(WEEKS)
def test_each_dose_stays_within_its_form(current):
    for step in plan_steps(current, EVERY, BOOK, CONSTANTS)[1]:
        dose = dose_of(BOOK.exercises[step.after.exercise], step.after.form)
        assert step.after.form is dose.form
        assert 1 <= step.after.sets <= dose.sets[1]
        assert dose.reps[0] <= step.after.reps <= dose.reps[1]
        if dose.hold_s is not None:
            assert dose.hold_s[0] <= step.after.hold_s <= dose.hold_s[1]


@given(WEEKS)
def test_steps_go_along_the_chains(current):
    for step in plan_steps(current, EVERY, BOOK, CONSTANTS)[1]:
        before = BOOK.exercises[step.before.exercise]
        if step.move is Move.MORE:
            assert step.after.exercise == step.before.exercise
            assert step.after.amount > step.before.amount
        elif step.move is Move.HARDER:
            assert step.after.exercise in {before.id, *before.harder}
        elif step.move in {Move.LESS, Move.EASIER}:
            assert step.after.exercise in {before.id, *before.easier}


@given(WEEKS, st.sets(st.sampled_from(sorted(EVERY))))
def test_no_step_leads_to_what_is_not_allowed(current, allowed):
    for step in plan_steps(current, frozenset(allowed), BOOK, CONSTANTS)[1]:
        assert step.after.exercise == step.before.exercise or step.after.exercise in allowed


def test_two_good_sessions_bring_more_repetitions_and_then_a_harder_form():
    change, (step,) = only("mini_squat", [good(0), good(2)])
    assert (change, step.move, step.after.reps) == (WeekChange.AMOUNT, Move.MORE, 13)
    top = Prescription("box_squat", DoseForm.ENDURANCE, 2, 15, None)
    change, (step,) = plan_steps([(top, [good(0), good(2)])], EVERY, BOOK, CONSTANTS)
    assert (change, step.after.form, step.after.reps) == (
        WeekChange.DIFFICULTY, DoseForm.STRENGTH, 6,
    )  # fmt: skip


def test_the_last_form_leads_to_the_neighbour_that_is_allowed():
    top = Prescription("clam", DoseForm.ACTIVATION, 2, 15, None)
    for allowed, expected in (
        (EVERY, "side_lying_hip_abduction"),
        (frozenset({"band_walk"}), "band_walk"),
        (frozenset(), "clam"),
    ):
        _, (step,) = plan_steps([(top, [good(), good()])], allowed, BOOK, CONSTANTS)
        assert step.after.exercise == expected


def test_red_goes_to_the_easier_neighbour():
    _, (step,) = only("mini_squat", [ExerciseLog(0, Light.RED, 1.0, 6)])
    assert (step.move, step.after.exercise) == (Move.EASIER, "terminal_knee_extension")


@pytest.mark.parametrize("log", [ExerciseLog(0, Light.GREEN, 0.3, 5), good(effort=9)])
def test_half_done_or_too_hard_becomes_less(log):
    _, (step,) = only("mini_squat", [log])
    assert (step.move, step.after.sets) == (Move.LESS, 1)


def test_growing_runs_let_nothing_get_harder():
    top = Prescription("clam", DoseForm.ACTIVATION, 2, 15, None)
    change, (step,) = plan_steps(
        [(top, [good(), good()])], EVERY, BOOK, CONSTANTS, amount_taken=True
    )
    assert (change, step.move) == (WeekChange.AMOUNT, Move.KEEP)


def test_what_went_red_waits_two_weeks_or_until_it_was_green():
    def waiting(*done, today=20):
        return find_waiting(done, today, BOOK, CONSTANTS)

    red = (10, "wall_sit", Light.RED)
    assert waiting(red) == {"wall_sit"}
    assert waiting(red, (13, "wall_sit", Light.AMBER)) == {"wall_sit"}
    assert waiting(red, (13, "wall_sit", Light.GREEN)) == frozenset()
    assert waiting(red, today=10 + round(CONSTANTS.pause_days) + 1) == frozenset()
    assert waiting((10, "side_plank_knees", Light.RED), (10, "quad_set", Light.RED)) == frozenset()
