"""No week passes a hard limit, whatever came before it, and no limit makes it bolder."""

from dataclasses import astuple, fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.plan.week_inputs import BOOK, CONSTANTS, HOME, ROOM, TODAY, WEEKS, week_inputs
from laws import cases
from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.book import DoseForm, Situation
from midstance.core.plan.pain_rules import TENDONS, DayLog, Light, light_of
from midstance.core.plan.problem import (
    RUN,
    STRENGTH,
    Because,
    DayRoom,
    EmptyBecause,
    Irritability,
    Limit,
    PlanInputs,
    TierLimits,
    build_problem,
    without_limits,
)
from midstance.core.plan.progression import Move, NextStep, Prescription, WeekChange
from midstance.core.plan.return_to_run import OutingLog
from midstance.core.plan.safety import UnsafePlanError, check_plan, problems_of
from midstance.core.plan.week import plan_week

FEWER = settings(max_examples=cases(40), deadline=None)
RED = DayLog(TODAY, True, 0, 8, 0)


def week(inputs):
    return plan_week(inputs, BOOK, CONSTANTS)


def no_bolder(one, other):
    return all(a <= b for a, b in zip(astuple(one.boldness), astuple(other.boldness), strict=True))


@FEWER
@given(WEEKS)
def test_no_week_passes_a_hard_limit(inputs):
    assert list(problems_of(week(inputs), inputs, BOOK, CONSTANTS)) == []


@FEWER
@given(WEEKS)
def test_no_session_stands_on_a_red_day_or_the_day_after(inputs):
    assert light_of(RED, inputs.pain.ceiling, CONSTANTS) is Light.RED
    red = week_inputs(inputs.condition, inputs.irritability, logs=[RED], days=inputs.days)
    assert all(session.day >= TODAY + 2 for session in week(red).sessions)


@FEWER
@given(WEEKS, st.sampled_from(["has_red_flag", "is_locked"]))
def test_red_flags_and_locks_empty_the_week(inputs, field):
    plan = week(replace(inputs, **{field: True}))
    assert (plan.sessions, plan.least, plan.running.outing) == ((), None, None)
    assert plan.empty_because is not None


LIMITS = st.sampled_from(
    [
        {"equipment": frozenset()},
        {"tier_limits": TierLimits(1, 1)},
        {"tier_limits": TierLimits(1, 3)},
        {"contra": frozenset({"mini_squat", "clam", "side_plank_knees", "wall_sit"})},
        *({"situations": frozenset({item.value})} for item in Situation),
    ]
)


@FEWER
@given(WEEKS, LIMITS)
def test_a_limit_never_makes_the_week_bolder(inputs, limit):
    free = without_limits(inputs, BOOK)
    assert no_bolder(week(replace(free, **limit)), week(free))


@FEWER
@given(WEEKS, LIMITS)
def test_a_week_under_more_limits_would_stand_under_fewer(inputs, limit):
    free = without_limits(inputs, BOOK)
    check_plan(week(replace(free, **limit)), free, BOOK, CONSTANTS)


@settings(max_examples=20, deadline=None)
@given(WEEKS)
def test_equal_inputs_give_equal_weeks(inputs):
    assert week(inputs) == week(inputs)


def test_nothing_like_a_streak_or_a_calendar_can_press_on_a_dose():
    names = " ".join(field.name for field in fields(PlanInputs))
    assert not {"streak", "race", "date", "deadline", "adherence", "now"} & set(names.split())
    later = replace(week_inputs(), first_day=TODAY)
    assert week(later) == week(week_inputs())


def test_a_week_moves_with_its_first_day_and_nothing_else():
    base = week_inputs()
    moved = replace(base, first_day=TODAY + 7)
    doses = [
        [(session.day - plan.first_day, session.items) for session in plan.sessions]
        for plan in (week(base), week(moved))
    ]
    assert doses[0] == doses[1]


def test_no_room_at_all_gives_the_least_that_helps():
    plan = week(week_inputs(days=(DayRoom(),) * 7))
    assert plan.sessions == ()
    assert plan.least.day is None
    assert plan.least.seconds <= 300
    assert Limit.DAYS in plan.limits


def test_equipment_that_fits_nothing_gives_a_week_without_any():
    plan = week(week_inputs(equipment=frozenset({"anchor"})))
    told = [item.prescription.exercise for session in plan.sessions for item in session.items]
    assert told
    assert all(not BOOK.exercises[name].needs for name in told)
    assert Limit.EQUIPMENT in plan.limits


def test_low_confidence_shrinks_the_week():
    plan = week(week_inputs(confidence=4))
    strength = [session for session in plan.sessions if session.kind == STRENGTH]
    assert len(strength) == 2
    assert all(len(session.items) <= 2 and session.seconds <= 480 for session in strength)
    assert Limit.CONFIDENCE in plan.limits


def test_a_bone_stress_injury_gets_no_plan():
    plan = week(week_inputs("bone_stress_injury"))
    assert (plan.empty_because, plan.sessions) == (EmptyBecause.BONE_STRESS, ())


def test_two_reds_ask_the_red_flag_questions_before_anything_else():
    reds = [replace(RED, day=TODAY - 4), RED]
    plan = week(week_inputs(logs=reds))
    assert (plan.empty_because, plan.rescreen) == (EmptyBecause.LOCKED, True)


@pytest.mark.parametrize("irritability", Irritability)
def test_a_red_day_makes_the_week_no_bolder_than_before(irritability):
    for condition in ("patellofemoral_pain", "patellar_tendinopathy", "no_pain"):
        calm = week_inputs(condition, irritability)
        red = week_inputs(condition, irritability, logs=[RED])
        after_red, before = (week(each).boldness for each in (red, calm))
        assert after_red.patellar_tendon_tier <= before.patellar_tendon_tier
        if condition not in TENDONS:  # holding still, its first step, loads the kneecap
            assert after_red.patellofemoral_tier <= before.patellofemoral_tier
        assert after_red.hard_sessions <= before.hard_sessions


def test_every_exercise_says_why():
    for condition in ("patellofemoral_pain", "cannot_say", "no_pain"):
        for session in week(week_inputs(condition)).sessions:
            assert all(item.because or session.kind == "mobility" for item in session.items)
    tendon = week(week_inputs("patellar_tendinopathy")).sessions
    assert Because.TENDON_STAGE in {why for s in tendon for item in s.items for why in item.because}


def test_cannot_say_is_looked_over_earlier():
    assert week(week_inputs("cannot_say")).review_day < week(week_inputs()).review_day


def planted(plan, **changes):
    first = next(session for session in plan.sessions if session.kind == STRENGTH)
    rest = tuple(session for session in plan.sessions if session is not first)
    return replace(plan, sessions=(replace(first, **changes), *rest))


def swapped(plan, **changes):
    first = next(session for session in plan.sessions if session.kind == STRENGTH)
    item = first.items[0]
    told = replace(item, prescription=replace(item.prescription, **changes))
    return planted(plan, items=(told, *first.items[1:]))


@pytest.mark.parametrize(
    ("spoil", "more"),
    [
        (lambda plan: planted(plan, day=TODAY + 9), {}),
        (lambda plan: planted(plan, seconds=5000), {}),
        (lambda plan: planted(plan, seconds=10), {}),
        (lambda plan: swapped(plan, exercise="wall_sit"), {}),
        (lambda plan: swapped(plan, exercise="bar_squat"), {}),
        (lambda plan: swapped(plan, exercise="nothing"), {}),
        (lambda plan: swapped(plan, sets=9), {}),
        (lambda plan: swapped(plan, reps=99), {}),
        (lambda plan: replace(plan, sessions=plan.sessions * 2), {}),
        (lambda plan: plan, {"has_red_flag": True}),
        (lambda plan: plan, {"is_locked": True}),
        (lambda plan: plan, {"equipment": frozenset()}),
        (lambda plan: plan, {"days": (DayRoom(),) * 7}),
        (lambda plan: plan, {"tier_limits": TierLimits(1, 1)}),
        (lambda plan: plan, {"contra": frozenset({"mini_squat"})}),
        (lambda plan: plan, {"runs_a_week": 0}),
        (lambda plan: plan, {"condition": "bone_stress_injury"}),
        (lambda plan: plan, {"situations": frozenset({"effusion"})}),
        (lambda plan: plan, {"last_run_day": TODAY - 1, "first_day": TODAY}),
        (lambda plan: plan, {"done": tuple((TODAY - back, "strength") for back in (1, 2, 3))}),
        (lambda plan: plan, {"done": tuple((TODAY - back, "run") for back in (2, 4, 6))}),
    ],
)
def test_the_second_look_finds_what_is_planted(spoil, more):
    inputs = week_inputs()
    plan = week(inputs)
    runs = [session for session in plan.sessions if session.outing is not None]
    if "last_run_day" in more:
        later = tuple(s for s in plan.sessions if s is not runs[0])
        plan = replace(plan, sessions=(replace(runs[0], day=TODAY), *later))
    with pytest.raises(UnsafePlanError):
        check_plan(spoil(plan), replace(inputs, **more), BOOK, CONSTANTS)


def test_the_second_look_finds_hard_sessions_too_close():
    plan = week(week_inputs())
    every = tuple(
        replace(session, day=TODAY + place, is_hard=True)
        for place, session in enumerate(s for s in plan.sessions if s.kind == STRENGTH)
    )
    with pytest.raises(UnsafePlanError, match="48 hours"):
        check_plan(replace(plan, sessions=every), week_inputs(), BOOK, CONSTANTS)


def test_the_second_look_finds_a_week_that_gets_longer_and_harder():
    top = Prescription("fire_hydrant", DoseForm.ACTIVATION, 2, 15, None)
    harder = Prescription("quadruped_hip_extension", DoseForm.ACTIVATION, 2, 10, None)
    steps = (NextStep(Move.HARDER, top, harder),)
    inputs = replace(week_inputs(), steps=steps, change=WeekChange.DIFFICULTY)
    plan = week(inputs)
    told = {item.prescription.exercise for session in plan.sessions for item in session.items}
    assert "quadruped_hip_extension" in told
    with pytest.raises(UnsafePlanError, match="rise in one week"):
        check_plan(plan, replace(inputs, runs_grow=True), BOOK, CONSTANTS)


STRETCH = Prescription("hip_flexor_stretch", DoseForm.MOBILITY, 1, 1, 30)


def test_an_exercise_that_she_moves_on_from_keeps_the_dose_that_she_knows():
    harder = replace(STRETCH, exercise="standing_quad_stretch", hold_s=25)
    steps = (NextStep(Move.HARDER, STRETCH, harder),)
    inputs = replace(week_inputs(), steps=steps, change=WeekChange.DIFFICULTY)
    mobility = build_problem(inputs, BOOK, CONSTANTS).mobility
    built = {item.prescription.exercise: item for item in mobility}
    assert built["hip_flexor_stretch"].prescription == STRETCH
    assert built["standing_quad_stretch"].prescription == harder
    week(inputs)


BACK = NextStep(
    Move.EASIER,
    Prescription("mini_squat", DoseForm.ENDURANCE, 2, 12, None),
    Prescription("terminal_knee_extension", DoseForm.ENDURANCE, 2, 12, None),
)


def test_what_red_stepped_back_from_waits():
    problem = build_problem(replace(week_inputs(), steps=(BACK,)), BOOK, CONSTANTS)
    assert BACK.before.exercise not in {item.prescription.exercise for item in problem.candidates}
    assert BACK.before.exercise in dict(problem.left_out)[Limit.NOT_YET]


@FEWER
@given(WEEKS)
def test_nothing_new_comes_in_a_week_that_steps_back(inputs):
    stepped = replace(inputs, steps=(*inputs.steps, BACK))
    known = {name for s in stepped.steps for name in (s.before.exercise, s.after.exercise)}
    plan = week(stepped)
    told = {i.prescription.exercise for s in plan.sessions if s.kind == STRENGTH for i in s.items}
    assert told <= known - {BACK.before.exercise}


def test_a_week_that_steps_back_does_no_more_than_its_steps():
    inputs = replace(week_inputs(), steps=(BACK,))
    strength = next(session for session in week(inputs).sessions if session.kind == STRENGTH)
    assert [item.prescription.exercise for item in strength.items] == [BACK.after.exercise]
    assert strength.items[0].prescription.sets <= BACK.after.sets


def test_the_second_look_finds_what_red_stepped_back_from():
    inputs = week_inputs()
    plan = swapped(week(inputs), exercise=BACK.before.exercise)
    with pytest.raises(UnsafePlanError, match="stepped back"):
        check_plan(plan, replace(inputs, steps=(BACK,)), BOOK, CONSTANTS)


def test_a_week_of_impossible_inputs_is_refused():
    for change in ({"days": (ROOM,) * 6}, {"days": (DayRoom(-1),) * 7}, {"confidence": 11}):
        with pytest.raises(InvalidValueError):
            replace(week_inputs(), **change)


@pytest.mark.parametrize("irritability", Irritability)
def test_home_equipment_is_enough_for_every_irritability(irritability):
    plan = week(week_inputs(irritability=irritability, equipment=HOME))
    assert sum(session.kind == STRENGTH for session in plan.sessions) == 3


def test_one_day_with_more_room_leaves_the_runs_of_the_others_standing():
    longest = [OutingLog(TODAY - day, Light.GREEN, None, 4200, 4200, 11_000) for day in (3, 6, 9)]
    days = (DayRoom(900, 7200), *(DayRoom(900, 3600),) * 6)
    plan = week(week_inputs("no_pain", outings=longest, days=days))
    runs = [session for session in plan.sessions if session.kind == RUN]
    assert len(runs) == 3
    assert {session.outing.total_s for session in runs} == {3600}


WANTED = st.lists(
    st.tuples(st.sampled_from(sorted(BOOK.exercises)), st.sampled_from(["calf_raises", "y_reach"])),
    min_size=1,
    max_size=6,
).map(tuple)


@settings(max_examples=20, deadline=None)
@given(WEEKS, WANTED)
def test_a_finding_passes_no_limit_and_makes_no_week_bolder(inputs, wanted):
    found, plain = week(replace(inputs, wanted=wanted)), week(inputs)
    assert list(problems_of(found, inputs, BOOK, CONSTANTS)) == []
    assert no_bolder(found, plain)


def exercises_of(plan):
    return {item.prescription.exercise: item for session in plan.sessions for item in session.items}


def test_a_finding_brings_in_what_trains_it_and_says_why():
    base = week_inputs(condition="no_pain")
    wanted = (("knee_to_wall_rock", "knee_to_wall"), ("heel_raise", "calf_raises"))
    before, after = exercises_of(week(base)), exercises_of(week(replace(base, wanted=wanted)))
    assert "knee_to_wall_rock" not in before
    assert after["knee_to_wall_rock"].found_by == ("knee_to_wall",)
    assert Because.FOR_FINDING in after["knee_to_wall_rock"].because
    assert all(item.found_by == () for item in before.values())


def test_what_was_struck_out_stays_out_whatever_a_screen_found():
    wanted = (("knee_to_wall_rock", "knee_to_wall"),)
    inputs = week_inputs(
        condition="no_pain", wanted=wanted, contra=frozenset({"knee_to_wall_rock"})
    )
    assert "knee_to_wall_rock" not in exercises_of(week(inputs))
