"""A session as a player gets it: every second in its place, never bolder than the week allows."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from app.knee_answers import HOT, KNEECAP
from core.plan.week_inputs import BOOK, CONSTANTS, WEEKS, week_inputs
from midstance.app.checking.days import today_of
from midstance.app.log_pain import log_pain
from midstance.app.plain import read_plain, to_plain
from midstance.app.play_session import read_play_sheet, ways_of
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.player import PlaySheet, StepKind
from midstance.app.training.player_outing import outing_item
from midstance.app.training.player_routine import KINDS
from midstance.app.training.player_swaps import Within, easier_way, harder_way
from midstance.app.training.player_words import pain_rule
from midstance.app.training.records import DayWish, PainTold
from midstance.app.training.weeks import week_of
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.core.plan.pain_rules import DayLog, Light, ceiling_of, light_of
from midstance.core.plan.problem import RUN, DayRoom, Irritability, build_problem, tiers_of
from midstance.core.plan.progression import Prescription
from midstance.core.plan.return_to_run import OutingKind, Stage
from midstance.core.plan.safety import problems_of
from midstance.core.plan.solution import PlanItem, Session
from midstance.core.plan.week import plan_week
from midstance.store.models import SessionKind

RESET = "routine-post_run_reset"


def keys_of(runner) -> dict[str, int]:
    """The planned sessions of the week with their seconds."""
    plan = week_of(runner, today_of(runner)).plan
    return {
        f"{date.fromordinal(session.day)}-{session.kind}": session.seconds
        for session in plan.sessions
    }


@pytest.mark.django_db
def test_the_reset_keeps_its_five_minutes(runner):
    sheet = read_play_sheet(runner, RESET)
    assert sum(step.seconds for step in sheet.steps) == sheet.seconds == 300
    assert sheet.kind == SessionKind.RESET
    assert sheet.keeps_time
    assert [step.side for step in sheet.steps][1:3] == ["right", "left"]


@pytest.mark.django_db
def test_the_reset_is_swapped_for_what_the_check_fits(runner):
    plain = {way.exercise for way in planned_ways(read_play_sheet(runner, RESET))}
    assert "standing_quad_stretch" in plain
    wishes = replace(DEFAULT_WISHES, situations=("kneeling_pain",))
    set_up_plan(runner, wishes)
    sheet = read_play_sheet(runner, RESET)
    assert "side_lying_quad_stretch" in {way.exercise for way in planned_ways(sheet)}
    assert sum(step.seconds for step in sheet.steps) == 300


def planned_ways(sheet):
    return [item.planned for item in sheet.items]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_routine_is_led_in_its_own_time_and_in_every_way(runner, name):
    sheet = read_play_sheet(runner, f"routine-{name}")
    assert sum(step.seconds for step in sheet.steps) == sheet.seconds
    for item in sheet.items:
        times = {tuple(step.seconds for step in way.steps) for way in ways_of(item).values()}
        assert len(times) == 1, f"{item.planned.name} would move the rest"
    sides = Counter()
    for step in sheet.steps:
        sides[step.side] += step.seconds
    assert sides["right"] == sides["left"]


@pytest.mark.django_db
def test_a_routine_needs_what_its_blocks_need(runner):
    sheet = read_play_sheet(runner, RESET)
    assert [thing.name for thing in sheet.things] == ["Wall", "Mat"]
    assert all(thing.household for thing in sheet.things)
    assert "kneeling" not in sheet.positions
    assert sheet.uses_floor
    assert sheet.is_quiet
    assert sheet.side_words == "The right side first, then the left."
    assert not read_play_sheet(runner, "routine-warm_up").uses_floor


@pytest.mark.django_db
def test_the_second_round_of_a_block_is_its_second_set(runner):
    sheet = read_play_sheet(runner, "routine-short_strength")
    squats = [step for step in sheet.steps if step.title == "Small squat"]
    assert [step.set_words for step in squats] == ["Set 1 of 2", "Set 2 of 2"]
    assert StepKind.REST in {step.kind for step in sheet.steps}


@pytest.mark.django_db
def test_each_planned_session_is_led_as_long_as_the_plan_says(runner):
    keys = keys_of(runner)
    assert len(keys) > 3
    for key, seconds in keys.items():
        sheet = read_play_sheet(runner, key)
        assert sum(step.seconds for step in sheet.steps) == sheet.seconds == seconds
        assert sheet.stop_if
        assert sheet.week_key == week_of(runner, today_of(runner)).key


@pytest.mark.django_db
def test_the_least_that_helps_is_led_whenever_there_is_time(runner):
    set_up_plan(runner, replace(DEFAULT_WISHES, days=(DayWish(0, 0, "any"),) * 7))
    sheet = read_play_sheet(runner, "least-strength")
    assert sheet.day is None
    assert len(sheet.items) == 1
    assert sum(step.seconds for step in sheet.steps) == sheet.seconds


@pytest.mark.django_db
def test_a_sheet_is_a_plain_document_and_reads_back(runner):
    for key in (RESET, next(iter(keys_of(runner)))):
        sheet = read_play_sheet(runner, key)
        assert read_plain(PlaySheet, json.loads(json.dumps(to_plain(sheet)))) == sheet


@pytest.mark.django_db
def test_twice_gives_the_same(runner):
    one, other = read_play_sheet(runner, RESET), read_play_sheet(runner, RESET)
    assert replace(one, read_at=other.read_at) == other


@pytest.mark.django_db
def test_nothing_is_led_while_a_clinician_is_due(runner):
    keys = keys_of(runner)
    save_check(runner, HOT)
    for key in (RESET, *keys):
        with pytest.raises(RefusedError, match="Plan and routines wait"):
            read_play_sheet(runner, key)


@pytest.mark.django_db
def test_nothing_is_led_on_a_red_day_nor_the_day_after(runner):
    save_check(runner, KNEECAP)
    keys = keys_of(runner)
    today = today_of(runner)
    log_pain(runner, PainTold(today, "during", 6))
    for key in (RESET, *keys):
        with pytest.raises(RefusedError):
            read_play_sheet(runner, key)
        with pytest.raises(RefusedError):
            read_play_sheet(runner, key, today=today + timedelta(days=1))


@pytest.mark.django_db
def test_what_there_is_not_is_not_found(runner):
    later = today_of(runner) + timedelta(days=30)
    for key in ("routine-marathon", "nonsense", "2026-99-99-strength", f"{later}-strength"):
        with pytest.raises(NotFoundError):
            read_play_sheet(runner, key)


@pytest.mark.django_db
def test_a_day_that_is_over_is_not_led(runner):
    yesterday = today_of(runner) - timedelta(days=1)
    with pytest.raises(RefusedError, match="over"):
        read_play_sheet(runner, f"{yesterday}-strength")


@pytest.mark.django_db
def test_on_an_amber_day_nothing_gets_harder(runner):
    def harder() -> list[str]:
        sheets = [read_play_sheet(runner, key) for key in keys_of(runner)]
        return [item.harder.name for sheet in sheets for item in sheet.items if item.harder]

    save_check(runner, KNEECAP)
    assert harder()
    log_pain(runner, PainTold(today_of(runner), "during", 3))
    assert not harder()


@pytest.mark.parametrize(
    ("condition", "ceiling", "stop_above"),
    [
        ("patellofemoral_pain", 2, 3),
        ("iliotibial_band_pain", 2, 3),
        ("patellar_tendinopathy", 5, 5),
        ("knee_osteoarthritis", 4, 5),
        ("bone_stress_injury", 0, 0),
        ("", 2, 3),
    ],
)
def test_the_pain_rule_is_that_of_the_traffic_light(condition, ceiling, stop_above):
    rule = pain_rule(condition, ceiling_of(condition, CONSTANTS), CONSTANTS)
    assert (rule.ceiling, rule.stop_above) == (ceiling, stop_above)
    for pain in range(11):
        light = light_of(DayLog(1, had_load=True, during=pain), rule.ceiling, CONSTANTS)
        assert (light is Light.RED) == (pain > rule.stop_above)
        assert (light >= Light.AMBER) == (pain > rule.ceiling)


def test_a_limit_names_its_source_or_says_that_it_is_judged():
    assert "Esculier" in pain_rule("patellofemoral_pain", 2, CONSTANTS).source
    assert "expert judgement" in pain_rule("cannot_say", 2, CONSTANTS).source


@settings(max_examples=15, deadline=None)
@given(inputs=WEEKS)
def test_no_way_of_any_week_passes_a_limit(inputs):
    plan = plan_week(inputs, BOOK, CONSTANTS)
    for session in (*plan.sessions, *((plan.least,) if plan.least else ())):
        within = Within(session, plan, inputs, BOOK, CONSTANTS, "en")
        for item in session.items:
            check_ways(item, within)


def check_ways(item, within):
    planned, easier, harder = within.way(item), easier_way(item, within), harder_way(item, within)
    assert sum(step.seconds for step in planned.steps) == item.seconds
    exercise = BOOK.exercises[item.prescription.exercise]
    gentle = BOOK.exercises[easier.exercise]
    assert gentle.patellofemoral.tier <= exercise.patellofemoral.tier
    assert gentle.patellar_tendon.tier <= exercise.patellar_tendon.tier
    assert easier.sets <= planned.sets or easier.form != planned.form
    for way in filter(None, (easier, harder)):
        assert not limits_passed_by(way, item, within)
    if harder is not None:
        problem = build_problem(within.inputs, BOOK, CONSTANTS)
        free = {each.prescription.exercise for each in (*problem.candidates, *problem.mobility)}
        most = tiers_of(within.inputs, CONSTANTS)
        assert harder.exercise in free
        assert harder.exercise not in within.inputs.contra
        assert BOOK.exercises[harder.exercise].patellofemoral.tier <= most.patellofemoral
        assert BOOK.exercises[harder.exercise].patellar_tendon.tier <= most.patellar_tendon


def limits_passed_by(way, item, within):
    """What the second look of the plan says when the session holds this way."""
    told = Prescription(way.exercise, way.form, way.sets, way.reps, way.hold_s)
    kept = replace(told, most_flexion_deg=item.prescription.most_flexion_deg)
    limits = [
        each.most_flexion_deg
        for each in BOOK.exercises[way.exercise].avoid
        if each.when in within.inputs.situations | {within.inputs.condition}
        and each.most_flexion_deg is not None
    ]
    if limits:
        kept = replace(kept, most_flexion_deg=min(limits))
    other = PlanItem(kept, item.seconds, (), item.because)
    items = tuple(other if each == item else each for each in within.session.items)
    session = replace(within.session, items=items)
    sessions = tuple(session if each == within.session else each for each in within.plan.sessions)
    plan = replace(within.plan, sessions=sessions)
    return list(problems_of(plan, within.inputs, BOOK, CONSTANTS))


def test_after_a_step_back_or_while_amounts_rise_nothing_gets_harder():
    calm = week_inputs("no_pain", Irritability.LOW)
    plan = plan_week(calm, BOOK, CONSTANTS)
    session = next(each for each in plan.sessions if each.items)

    def harder(inputs):
        within = Within(session, plan, inputs, BOOK, CONSTANTS, "en")
        return [way for item in session.items if (way := harder_way(item, within))]

    assert harder(calm)
    assert not harder(replace(calm, runs_grow=True))
    assert not harder(replace(calm, pain=replace(calm.pain, steps_back=1)))


def test_a_tempo_is_led_beat_by_beat():
    inputs = week_inputs("patellofemoral_pain", Irritability.MODERATE)
    plan = plan_week(inputs, BOOK, CONSTANTS)
    session = next(each for each in plan.sessions if each.items)
    within = Within(session, plan, inputs, BOOK, CONSTANTS, "en")
    counted = [step for item in session.items for step in within.way(item).steps if step.reps]
    assert counted
    for step in counted:
        assert step.reps * sum(beat.seconds for beat in step.beats) == pytest.approx(step.seconds)


@pytest.mark.parametrize(
    ("outing", "told"),
    [
        (Stage(2, OutingKind.WALK_RUN, 8, 120, 60), ["Walk", "Run"] * 8),
        (Stage(8, OutingKind.RUN, 1, 0, 1800), ["Run"]),
        (Stage(0, OutingKind.WALK, 1, 1800, 0), ["Walk"]),
    ],
)
def test_an_outing_is_led_stretch_by_stretch(outing, told):
    session = Session(1, RUN, DayRoom().time, round(outing.total_s), outing=outing)
    steps = outing_item(session).planned.steps
    assert [step.title for step in steps] == told
    assert sum(step.seconds for step in steps) == session.seconds
