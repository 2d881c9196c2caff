"""Running comes back in stages, each done twice, and never far past the longest run."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.pain_rules import Light, PainState
from midstance.core.plan.return_to_run import (
    LEAST_RUN_S,
    Criterion,
    Edit,
    EntryAnswers,
    OutingKind,
    OutingLog,
    RunChange,
    RunMode,
    RunState,
    edited_since,
    is_work_ok,
    longest_s,
    missing_criteria,
    place_reached,
    plan_running,
    runs_grow,
    stages_of,
)
from midstance.knowledge.plan_constants import load_plan_constants

CONSTANTS = load_plan_constants()
KNEECAP, BAND, TENDON = "patellofemoral_pain", "iliotibial_band_pain", "patellar_tendinopathy"
CONDITIONS = [KNEECAP, BAND, TENDON, "quadriceps_tendinopathy", "cannot_say", "no_pain"]
WELL = EntryAnswers(0, False, 0, 0, 0, 25, 1.0, 0, False, True)
CALM = PainState(2, 0, 40, rescreen=False, see_clinician=())
STAGES = stages_of(KNEECAP, CONSTANTS)

LOGS = st.builds(
    lambda day, light, place, total_s, frac: OutingLog(
        day, light, place, total_s, total_s * frac, distance_m=total_s * 2.5
    ),
    st.integers(0, 40), st.sampled_from(Light), st.none() | st.integers(0, 9),
    st.floats(60, 7200), st.floats(0, 1),
)  # fmt: skip
ENTRIES = st.sampled_from([WELL, EntryAnswers(), replace(WELL, hop_pain=6)])
STATES = st.builds(
    RunState, today=st.just(40), condition=st.sampled_from(CONDITIONS), is_returning=st.booleans(),
    pain=st.builds(replace, st.just(CALM), steps_back=st.integers(0, 2)),
    outings=st.lists(LOGS, max_size=14).map(tuple), entry=ENTRIES,
    onset_s=st.none() | st.floats(30, 3600), goal_s=st.none() | st.floats(600, 9000),
    hills_back=st.booleans(), cadence_spm=st.none() | st.floats(150, 190),
)  # fmt: skip


def did(day, place, light=Light.GREEN, stages=STAGES):
    stage = stages[place]
    return OutingLog(day, light, place, max(stage.total_s, 60), stage.run_s)


def returning(*outings, condition=KNEECAP, today=40, **more):
    return RunState(today, condition, True, CALM, tuple(outings), WELL, **more)


def running(*outings, condition=KNEECAP, today=40, **more):
    return RunState(today, condition, False, CALM, tuple(outings), WELL, **more)


RUN = OutingLog(38, Light.GREEN, None, 3000, 3000, 8000)


@given(STATES)
def test_no_outing_passes_the_longest_run(state):
    plan = plan_running(state, CONSTANTS)
    if plan.outing is not None and plan.outing.total_s > 0:
        longest = longest_s(state, CONSTANTS, comfortable=plan.place is not None)
        limit = STAGES[0].total_s if longest is None else 1.1 * longest
        assert plan.outing.total_s <= limit * (1 + 1e-9)


@given(STATES)
def test_no_outing_runs_past_the_onset_of_band_pain(state):
    plan = plan_running(replace(state, condition=BAND), CONSTANTS)
    if plan.outing is not None and state.onset_s is not None:
        assert plan.outing.running_s <= state.onset_s


@given(STATES, st.integers(0, 40))
def test_what_went_well_since_the_onset_leads_on_by_steps_and_never_leaps(state, told_on):
    state = replace(state, condition=BAND, onset_s=state.onset_s or 600.0, onset_on=told_on)
    plan = plan_running(state, CONSTANTS)
    if plan.outing is not None:
        since = [log.total_s for log in state.outings if log.day > told_on]
        most = max(0.8 * state.onset_s, LEAST_RUN_S, 1.6 * max(since, default=0))
        assert plan.outing.running_s <= most * (1 + 1e-9)


@given(STATES)
def test_nobody_runs_with_a_bone_stress_injury_or_a_swollen_knee(state):
    for change in (
        {"condition": "bone_stress_injury"},
        {"entry": replace(state.entry, is_swollen=True)},
    ):
        assert plan_running(replace(state, **change), CONSTANTS).outing is None


@given(STATES)
def test_a_red_outing_never_leads_further_than_a_green_one(state):
    last = [
        OutingLog(40, light, place_reached(state, CONSTANTS), 600, 60)
        for light in (Light.RED, Light.GREEN)
    ]
    red, green = (replace(state, outings=(*state.outings, each), pain=CALM) for each in last)
    assert place_reached(red, CONSTANTS) <= place_reached(green, CONSTANTS)


@given(STATES, st.integers(1, 2))
def test_steps_back_never_lead_further(state, steps):
    back = replace(state, pain=replace(CALM, steps_back=steps))
    calm = replace(state, pain=CALM)
    assert place_reached(back, CONSTANTS) <= place_reached(calm, CONSTANTS)


@given(STATES, st.floats(60, 7200), st.floats(0.1, 1))
def test_less_load_allowed_never_makes_a_run_longer(state, most_s, share):
    free = plan_running(state, CONSTANTS)
    bound = plan_running(replace(state, most_by_load_s=most_s), CONSTANTS)
    tighter = plan_running(replace(state, most_by_load_s=share * most_s), CONSTANTS)
    lengths = [
        0.0 if plan.outing is None else plan.outing.total_s for plan in (tighter, bound, free)
    ]
    assert lengths == sorted(lengths)
    if bound.mode in {RunMode.EDITED, RunMode.FREE}:
        assert bound.outing.total_s <= most_s * (1 + 1e-9)


@given(STATES)
def test_at_most_one_thing_rises_and_only_after_half_an_hour_of_running(state):
    plan = plan_running(state, CONSTANTS)
    if plan.may_change is not RunChange.NONE:
        assert any(log.continuous_s >= 1800 for log in state.outings)
        assert plan.mode is RunMode.FREE


@pytest.mark.parametrize("field", [field.name for field in fields(EntryAnswers)])
def test_what_was_not_tried_stands_before_running(field):
    if field == "heel_raise_frac":
        untried = replace(WELL, heel_raises=None, heel_raise_frac=None)
    else:
        untried = replace(WELL, **{field: None})
    missing = {
        item
        for condition in (KNEECAP, TENDON)
        for item in missing_criteria(untried, condition, CONSTANTS)
    }
    assert len(missing) == (0 if field == "heel_raises" else 1)
    assert missing_criteria(WELL, KNEECAP, CONSTANTS) == ()


def test_a_well_knee_is_not_asked_to_prove_it_but_what_went_badly_counts():
    limping = EntryAnswers(limps=True)
    assert missing_criteria(EntryAnswers(), "no_pain", CONSTANTS, asks_proof=False) == ()
    assert missing_criteria(limping, "no_pain", CONSTANTS, asks_proof=False) == (Criterion.NO_LIMP,)
    assert plan_running(RunState(40, "no_pain", True, CALM), CONSTANTS).missing
    plan = plan_running(RunState(40, "no_pain", False, CALM), CONSTANTS)
    assert plan.outing.kind is OutingKind.WALK


def test_heel_raises_count_by_number_or_by_the_other_side():
    weak = replace(WELL, heel_raises=12, heel_raise_frac=0.6)
    assert missing_criteria(weak, KNEECAP, CONSTANTS) == (Criterion.HEEL_RAISE,)
    assert missing_criteria(replace(weak, heel_raise_frac=0.85), KNEECAP, CONSTANTS) == ()


def test_the_stages_are_those_of_the_review():
    minutes = [(stage.repeats, stage.walk_s / 60, stage.run_s / 60) for stage in STAGES]
    assert minutes == [
        (1, 30, 0), (10, 2, 1), (8, 2, 2), (6, 2, 3), (6, 1, 4), (5, 1, 5), (3, 1, 9), (2, 1, 14),
        (1, 0, 30),
    ]  # fmt: skip
    assert STAGES[0].kind is OutingKind.WALK
    assert STAGES[-1].kind is OutingKind.RUN


def test_each_stage_is_done_twice():
    assert place_reached(returning(), CONSTANTS) == 0
    assert place_reached(returning(did(36, 0)), CONSTANTS) == 0
    assert place_reached(returning(did(36, 0), did(38, 0)), CONSTANTS) == 1
    amber = (did(34, 0), did(36, 0, Light.AMBER), did(38, 0))
    assert place_reached(returning(*amber), CONSTANTS) == 0


def test_red_goes_one_back_and_a_second_red_two():
    up = [did(20 + 2 * number, number // 2) for number in range(8)]
    assert place_reached(returning(*up), CONSTANTS) == 4
    assert place_reached(returning(*up, did(36, 4, Light.RED)), CONSTANTS) == 3
    twice = (*up, did(36, 4, Light.RED), did(39, 3, Light.RED))
    assert place_reached(returning(*twice), CONSTANTS) == 1


def test_all_stages_done_lead_to_free_running():
    done = [did(20 + number, number // 2) for number in range(18)]
    plan = plan_running(replace(returning(*done), goal_s=3600.0), CONSTANTS)
    assert (plan.mode, plan.may_change) == (RunMode.FREE, RunChange.DISTANCE)
    assert plan.outing.total_s == 1.1 * 1920 - (1.1 * 1920) % 60


def test_tendons_hop_before_they_run_longer():
    kinds = [stage.kind for stage in stages_of(TENDON, CONSTANTS)]
    assert kinds[4:6] == [OutingKind.HOPS_TWO_LEGS, OutingKind.HOPS_ONE_LEG]
    assert kinds[:4] + kinds[6:] == [stage.kind for stage in STAGES]


def test_running_waits_for_tendon_work_of_tier_two():
    state = running(RUN, condition=TENDON)
    assert plan_running(state, CONSTANTS).mode is RunMode.EDITED
    untried = replace(state, entry=replace(WELL, tier_2_work_ok=None))
    assert plan_running(untried, CONSTANTS).missing == (Criterion.TIER_2_WORK,)


def test_two_weeks_of_pause_halve_the_running_and_four_begin_with_walking():
    up = [did(day, number // 2) for number, day in enumerate(range(20, 36, 2))]
    assert place_reached(returning(*up, today=37), CONSTANTS) == 4
    halved = place_reached(returning(*up, today=49), CONSTANTS)
    assert STAGES[halved].running_s <= 0.5 * STAGES[4].running_s
    assert place_reached(returning(*up, today=63), CONSTANTS) == 0
    old = RunState(70, "no_pain", False, CALM, (RUN,), WELL)
    assert plan_running(old, CONSTANTS).outing.kind is OutingKind.WALK


def test_who_does_not_meet_the_criteria_walks():
    state = replace(returning(did(36, 0), did(38, 0)), entry=replace(WELL, hop_pain=5))
    plan = plan_running(state, CONSTANTS)
    assert (plan.mode, plan.outing.kind) == (RunMode.WALK_FIRST, OutingKind.WALK)
    assert plan.missing == (Criterion.HOP,)


def test_a_sore_kneecap_that_runs_gets_edits():
    plan = plan_running(running(RUN, cadence_spm=164.0), CONSTANTS)
    assert plan.mode is RunMode.EDITED
    assert plan.outing.total_s == 1800
    assert (plan.outing.run_s, plan.outing.walk_s) == (240, 60)
    assert set(plan.edits) >= {Edit.SHORTER_MORE_OFTEN, Edit.SLOWER, Edit.FLAT, Edit.CADENCE_TRIAL}
    assert plan.most_m == pytest.approx(8800)
    quick = plan_running(running(RUN, cadence_spm=178.0), CONSTANTS)
    assert Edit.CADENCE_TRIAL not in quick.edits


def test_a_sore_knee_that_takes_it_well_runs_longer_week_by_week_and_never_shrinks_away():
    logs, lengths = [OutingLog(-5, Light.UNKNOWN, None, 2700, 2700, 7500)], []
    for day in range(0, 90, 2):
        recent = tuple(log for log in logs if log.day > day - 70)
        outing = plan_running(running(*recent, today=day, edited_since=0), CONSTANTS).outing
        lengths.append(outing.total_s)
        logs.append(OutingLog(day, Light.GREEN, None, outing.total_s, outing.run_s))
    assert lengths[0] == pytest.approx(0.6 * 2700, abs=60)
    assert lengths == sorted(lengths)
    assert lengths[-1] > 0.9 * 2700


def test_a_sore_knee_never_runs_longer_after_amber():
    first = OutingLog(10, Light.UNKNOWN, None, 2700, 2700)
    for light in (Light.AMBER, Light.UNKNOWN, Light.RED):
        logs = [
            first,
            OutingLog(37, Light.GREEN, None, 1500, 240),
            OutingLog(39, light, None, 1500, 240),
        ]
        state = RunState(40, KNEECAP, False, CALM, tuple(logs), WELL, edited_since=30)
        plan = plan_running(state, CONSTANTS)
        assert plan.may_change is RunChange.NONE
        assert plan.outing.total_s <= 0.6 * 2700


def edited_month(**more):
    """A usual run of 45 minutes, and then four weeks of edited runs that went well."""
    usual = OutingLog(-5, Light.UNKNOWN, None, 2700, 2700)
    edited = [OutingLog(day, Light.GREEN, None, 1800, 240) for day in range(0, 28, 2)]
    return RunState(28, "no_pain", False, CALM, (usual, *edited), WELL, edited_since=0, **more)


def test_a_knee_that_is_well_again_grows_back_step_by_step_to_its_run_from_before():
    state, lengths = replace(edited_month(), today=24), []
    for day in range(28, 100, 2):
        outing = plan_running(replace(state, today=day), CONSTANTS).outing
        longest = max(log.total_s for log in state.outings if log.day >= max(0, day - 29))
        assert outing.total_s <= CONSTANTS.longest_times * longest
        lengths.append(outing.total_s)
        made = OutingLog(day, Light.GREEN, None, outing.total_s, outing.run_s)
        state = replace(state, outings=(*state.outings, made))
    assert lengths[-1] == pytest.approx(2700, abs=60)
    there = plan_running(replace(state, today=100), CONSTANTS)
    assert there.mode is RunMode.FREE
    assert there.may_change is RunChange.HILLS  # one thing at a time, and only now


def test_a_well_knee_of_which_nothing_is_told_keeps_its_runs():
    state = edited_month()
    silent = [replace(log, light=Light.UNKNOWN) for log in state.outings]
    plan = plan_running(replace(state, outings=tuple(silent)), CONSTANTS)
    assert plan.outing.total_s == 1800
    assert plan.may_change is RunChange.NONE


def test_a_long_stretch_from_before_the_edits_is_no_reason_to_leave_out_the_walks():
    outing = plan_running(edited_month(), CONSTANTS).outing
    assert (outing.kind, outing.run_s) == (OutingKind.WALK_RUN, 300)


def test_silence_neither_helps_nor_hinders_a_sore_knee():
    first = OutingLog(20, Light.UNKNOWN, None, 2700, 2700)
    lights = (Light.GREEN, Light.UNKNOWN, Light.GREEN)
    week = [OutingLog(34 + 2 * n, light, None, 1500, 240) for n, light in enumerate(lights)]
    asked = plan_running(running(first, *week, edited_since=30), CONSTANTS)
    assert asked.may_change is RunChange.DISTANCE
    silent = [replace(log, light=Light.UNKNOWN) for log in week]
    kept = plan_running(running(first, *silent, edited_since=30), CONSTANTS)
    assert kept.may_change is RunChange.NONE


def test_a_knee_that_flares_again_is_not_cut_short_anew():
    weeks = [
        (1, RunMode.EDITED, KNEECAP),
        (8, RunMode.EDITED, KNEECAP),
        (15, RunMode.FREE, "no_pain"),
    ]
    assert edited_since(weeks, KNEECAP) == 1
    assert edited_since(weeks, "no_pain") == 1
    assert edited_since(weeks, BAND) is None
    assert edited_since([*weeks, (22, RunMode.RETURN, KNEECAP)], KNEECAP) is None


def test_runs_with_walks_do_not_become_one_long_run_at_once():
    logs = [OutingLog(day, Light.GREEN, None, 1500, 240) for day in (33, 35, 37, 39)]
    state = running(*logs, condition="no_pain", edited_since=5)
    outing = plan_running(state, CONSTANTS).outing
    assert (outing.kind, outing.run_s) == (OutingKind.WALK_RUN, 300)
    assert plan_running(replace(state, edited_since=None), CONSTANTS).mode is not RunMode.EDITED


def test_a_shortened_stage_leads_to_a_short_one():
    before = [did(24 + 2 * number, number // 2) for number in range(4)]
    short = [*before[:2], *(OutingLog(28 + day, Light.GREEN, 1, 180, 60) for day in range(0, 4, 2))]
    whole = before
    assert plan_running(returning(*short), CONSTANTS).outing.running_s <= 2 * 60
    assert plan_running(returning(*whole), CONSTANTS).outing.running_s == STAGES[2].running_s


def test_without_pain_distance_rises_first_then_hills_then_pace():
    state = running(RUN, condition="no_pain", goal_s=3600.0)
    assert plan_running(state, CONSTANTS).may_change is RunChange.DISTANCE
    assert plan_running(state, CONSTANTS).outing.total_s == pytest.approx(3300)
    there = replace(state, goal_s=3000.0)
    assert plan_running(there, CONSTANTS).may_change is RunChange.HILLS
    assert plan_running(replace(there, hills_back=True), CONSTANTS).may_change is RunChange.PACE
    changed = replace(there, outings=(replace(RUN, change=RunChange.DISTANCE),))
    assert plan_running(changed, CONSTANTS).may_change is RunChange.NONE


def test_a_rest_day_stands_between_runs_until_half_an_hour_in_one_go():
    assert plan_running(returning(did(38, 3)), CONSTANTS).rest_day_between
    assert not plan_running(running(RUN, condition="no_pain"), CONSTANTS).rest_day_between


def test_runs_grow_with_distance_and_with_a_further_stage():
    first = returning(did(36, 0), did(38, 0))
    assert runs_grow(first, plan_running(first, CONSTANTS))
    same = returning(did(36, 0), did(38, 0), did(39, 1))
    assert not runs_grow(same, plan_running(same, CONSTANTS))
    longer = running(RUN, condition="no_pain", goal_s=3600.0)
    assert runs_grow(longer, plan_running(longer, CONSTANTS))


def test_impossible_outings_are_refused():
    with pytest.raises(InvalidValueError, match="longer than its running"):
        OutingLog(1, Light.GREEN, None, 600, 700)
    with pytest.raises(InvalidValueError, match="no outing after"):
        plan_running(running(replace(RUN, day=41)), CONSTANTS)


def test_a_knee_that_is_well_before_she_ran_goes_on_with_the_stages():
    walks = [did(day, 0) for day in (30, 32)]
    first = [did(day, 1) for day in (34, 36)]
    plan = plan_running(running(*walks, *first, condition="no_pain"), CONSTANTS)
    assert (plan.mode, plan.place) == (RunMode.RETURN, 2)
    assert plan.outing.running_s == 8 * 120


def test_runs_before_she_came_back_do_not_make_a_walk_a_run():
    before = OutingLog(12, Light.RED, None, 3000, 3000)
    plan = plan_running(running(before, did(36, 0), condition="no_pain"), CONSTANTS)
    assert plan.outing.running_s == 0


def test_half_an_hour_in_one_go_ends_the_stages():
    done = [did(day, 8) for day in (34, 36)]
    plan = plan_running(running(*done, condition="no_pain", goal_s=3600.0), CONSTANTS)
    assert (plan.mode, plan.may_change) == (RunMode.FREE, RunChange.DISTANCE)


@given(STATES)
def test_who_began_the_stages_never_runs_more_because_she_counts_as_well(state):
    staged = [log.place is not None for log in state.outings if log.day > 10]
    half_an_hour = [log.continuous_s >= 1800 for log in state.outings]
    if any(staged) and not any(half_an_hour):
        told = replace(state, condition="no_pain", is_returning=False)
        back = plan_running(replace(told, is_returning=True), CONSTANTS)
        plan = plan_running(told, CONSTANTS)
        most = 0 if back.outing is None else back.outing.running_s
        assert (0 if plan.outing is None else plan.outing.running_s) <= most


def of_band(onset_s, *outings, told_on=10, today=40, **more):
    usual = [
        OutingLog(day, Light.GREEN, None, 2400, 2400) for day in range(told_on - 8, told_on, 2)
    ]
    return running(
        *usual, *outings, condition=BAND, onset_s=onset_s, onset_on=told_on,
        edited_since=told_on, today=today, **more,
    )  # fmt: skip


def run_of(minutes, day, light=Light.GREEN):
    return OutingLog(day, light, None, 60 * minutes, 60 * minutes)


def test_a_band_that_hurts_within_minutes_takes_the_stages_and_is_asked_no_proof():
    plan = plan_running(replace(of_band(120, today=12), entry=EntryAnswers()), CONSTANTS)
    assert (plan.mode, plan.place, plan.outing.kind) == (RunMode.EDITED, 0, OutingKind.WALK)
    walks = [OutingLog(day, Light.GREEN, 0, 1800, 0) for day in (12, 14)]
    plan = plan_running(of_band(120, *walks, today=16), CONSTANTS)
    assert (plan.mode, plan.place, plan.outing.running_s) == (RunMode.EDITED, 1, LEAST_RUN_S)
    assert plan.outing.walk_s > 0


def test_a_longer_onset_is_kept_below_and_grows_with_what_went_well():
    assert plan_running(of_band(600, today=12), CONSTANTS).outing.running_s == 480
    two = of_band(600, run_of(8, 12), run_of(8, 14), today=16)
    assert plan_running(two, CONSTANTS).outing.running_s == 720
    assert plan_running(replace(two, outings=two.outings[:-1]), CONSTANTS).outing.running_s == 480
    red = replace(two, outings=(*two.outings, run_of(12, 18, Light.RED)), today=30)
    assert plan_running(red, CONSTANTS).outing.running_s == 480


def test_a_red_that_stood_alone_is_forgotten_once_two_runs_went_well_and_a_second_is_not():
    weeks = [run_of(36, day) for day in (14, 16, 18)]
    after = [run_of(20, day) for day in (24, 26)]
    usual = run_of(45, -5)
    reds = [run_of(36, 20, Light.RED), run_of(36, 12, Light.RED)]
    lone = replace(edited_month(), outings=(usual, *weeks, reds[0], *after), today=27)
    twice = replace(lone, outings=(*lone.outings, reds[1]))
    lone_s, twice_s = (plan_running(each, CONSTANTS).outing.total_s for each in (lone, twice))
    assert lone_s > twice_s


def test_one_red_day_does_not_end_the_running_of_a_sore_tendon_and_bad_work_does():
    runs = [run_of(20, day) for day in (34, 36, 38)]
    untold = replace(WELL, tier_2_work_ok=None)
    first = running(*runs, condition=TENDON)
    first = replace(first, entry=untold)
    assert plan_running(first, CONSTANTS).outing is None
    assert plan_running(replace(first, edited_since=30), CONSTANTS).outing is not None
    bad = replace(first, edited_since=30, entry=replace(WELL, tier_2_work_ok=False))
    assert plan_running(bad, CONSTANTS).outing is None


def test_work_goes_by_the_last_two_sessions_that_were_told():
    green, red, unknown = Light.GREEN, Light.RED, Light.UNKNOWN
    assert is_work_ok([red, green, unknown, green]) is True
    assert is_work_ok([green, red, red]) is False
    assert is_work_ok([green, red]) is None
    assert is_work_ok([unknown]) is None
