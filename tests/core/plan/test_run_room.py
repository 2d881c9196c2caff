"""How much she may run: the smallest of all limits, safety first, never bolder than the plan."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.plan.test_return_to_run import CALM, CONDITIONS, KNEECAP, RUN, STATES, WELL
from midstance.core.plan.pain_rules import BONE_STRESS, Light, PainState
from midstance.core.plan.return_to_run import (
    OutingKind,
    OutingLog,
    RunMode,
    RunPlan,
    RunState,
    Stage,
    plan_running,
)
from midstance.core.plan.run_room import (
    LEAST_RUN_S,
    RUNNING,
    AskedRun,
    Bound,
    RoomCode,
    RoomState,
    bounds_of,
    find_room,
    fit_outing,
    in_both,
    shares_of,
    smallest,
)
from midstance.knowledge.plan_constants import load_plan_constants

CONSTANTS = load_plan_constants()
TODAY = 40
NEAR = 1 + 1e-9
SECONDS = st.none() | st.floats(0, 20_000)
BOUNDS = st.builds(Bound, st.sampled_from(RoomCode), SECONDS, SECONDS)
BLOCKS = st.builds(
    Stage, st.integers(0, 9), st.sampled_from(sorted(set(OutingKind) - {OutingKind.RUN})),
    st.integers(1, 10), st.floats(0, 600), st.floats(1, 4000),
)  # fmt: skip
IN_ONE_GO = st.builds(
    lambda length_s: Stage(9, OutingKind.RUN, 1, 0.0, length_s), st.floats(1, 9000)
)
STAGES = BLOCKS | IN_ONE_GO
LATE = st.builds(
    lambda day, light, total_s, frac: OutingLog(
        day, light, None, total_s, total_s * frac, distance_m=total_s * 2.5
    ),
    st.integers(28, 40), st.sampled_from(Light), st.floats(600, 7200), st.floats(0.3, 1),
)  # fmt: skip
RUNNERS = st.builds(
    lambda state, late: replace(
        state, outings=(*state.outings, *late), entry=WELL, is_returning=False
    ),
    STATES, st.lists(LATE, min_size=1, max_size=5),
)  # fmt: skip
FREE = RunPlan(
    RunMode.FREE, Stage(9, OutingKind.RUN, 1, 0.0, 3000.0), None, 3300.0, 9000.0,
    rest_day_between=False, may_change="none", edits=(), missing=(),
)  # fmt: skip
USUAL = RoomState(
    TODAY, CALM, FREE, outings=(RUN,), longest_m=8000.0, most_by_load_s=4000.0,
    most_by_state_s=3500.0, usual_mps=2.5,
)  # fmt: skip


def room(state=USUAL, **changed):
    return find_room(replace(state, **changed), CONSTANTS)


def codes(state=USUAL, **changed):
    return {each.code for each in bounds_of(replace(state, **changed), CONSTANTS)}


@st.composite
def planned(draw, states=STATES | RUNNERS):
    """A runner as the plan takes her, and the same day as the room takes it."""
    state: RunState = draw(states)
    return state, RoomState(
        today=state.today,
        pain=state.pain,
        running=plan_running(state, CONSTANTS),
        condition=state.condition,
        outings=state.outings,
        yesterday=draw(st.sampled_from(Light)),
        now=draw(st.sampled_from(Light)),
        runs_a_week=draw(st.integers(1, 7)),
        longest_m=draw(st.none() | st.floats(100, 30_000)),
        most_by_load_s=draw(SECONDS),
        most_by_state_s=draw(SECONDS),
        usual_mps=draw(st.none() | st.floats(1.5, 5)),
        walk_mps=draw(st.none() | st.floats(1, 2)),
    )


def at_most(value, limit):
    return limit is None or (value is not None and value <= limit * NEAR)


@given(planned())
def test_the_room_is_never_bolder_than_the_plan(both):
    _, state = both
    found, plan = find_room(state, CONSTANTS), state.running
    if plan.outing is None or plan.outing.kind not in RUNNING:
        assert (found.most_s, found.most_m) == (0, 0)
        return
    assert at_most(found.most_s, plan.most_s)
    assert at_most(found.most_m, plan.most_m)
    if plan.mode is not RunMode.FREE:
        assert found.most_s <= plan.outing.total_s * NEAR
    assert found.most_s <= CONSTANTS.longest_times * plan.outing.total_s * NEAR


@given(planned(RUNNERS))
def test_the_run_of_the_plan_is_never_bolder_than_the_room(both):
    _, state = both
    outing = state.running.outing
    assume(outing is not None and outing.kind in RUNNING)
    found = find_room(state, CONSTANTS)
    fitted = fit_outing(outing, found.most_s)
    if fitted is not None:
        assert fitted.total_s <= found.most_s
        assert fitted.running_s <= outing.running_s


@given(planned(RUNNERS))
def test_a_quiet_day_leaves_the_run_of_the_plan_as_it_is(both):
    state, _ = both
    plan = plan_running(state, CONSTANTS)
    assume(plan.outing is not None and plan.outing.kind in RUNNING)
    quiet = RoomState(state.today, replace(state.pain, first_day=0), plan)
    found = find_room(quiet, CONSTANTS)
    assert fit_outing(plan.outing, found.most_s * NEAR) == plan.outing


@given(st.lists(BOUNDS, max_size=7), BOUNDS)
def test_a_bound_more_never_gives_more_room(bounds, more):
    before, after = smallest(bounds), smallest([*bounds, more])
    assert before.most_s is None or after.most_s <= before.most_s
    assert before.most_m is None or after.most_m <= before.most_m


@given(st.lists(BOUNDS, min_size=1, max_size=7), st.randoms())
def test_the_order_of_the_bounds_changes_no_amount(bounds, random):
    mixed = list(bounds)
    random.shuffle(mixed)
    one, other = smallest(bounds), smallest(mixed)
    assert (one.most_s, one.most_m) == (other.most_s, other.most_m)


@given(st.lists(BOUNDS, min_size=1, max_size=7))
def test_the_one_that_binds_is_the_smallest_and_the_next_comes_after_it(bounds):
    found = smallest(bounds)
    assert found.bounds[0].code is found.binding
    assert len(found.bounds) == len(bounds)
    sizes = [each.most_s for each in found.bounds if each.most_s is not None]
    assert sizes == sorted(sizes)
    if len(bounds) > 1:
        assert found.next is found.bounds[1]
    if sizes:
        assert found.most_s == sizes[0]


def test_of_equal_bounds_the_first_binds():
    rest, care = Bound(RoomCode.REST, 0.0, 0.0), Bound(RoomCode.CARE, 0.0, 0.0)
    assert smallest([care, rest]).binding is RoomCode.CARE
    assert smallest([rest, care]).binding is RoomCode.REST


def test_nothing_known_bounds_nothing():
    found = smallest([])
    assert (found.most_s, found.most_m, found.binding, found.next) == (None, None, None, None)
    alone = smallest([Bound(RoomCode.PLAN, 9.0)])
    assert (alone.most_s, alone.most_m, alone.next) == (9.0, None, None)


@given(planned(), st.floats(0, 1))
def test_a_smaller_longest_run_never_gives_more_room(both, share):
    _, state = both
    assume(state.longest_m is not None)
    less = replace(state, longest_m=state.longest_m * share)
    before, after = find_room(state, CONSTANTS), find_room(less, CONSTANTS)
    assert at_most(after.most_s, before.most_s)
    assert at_most(after.most_m, before.most_m)


@given(planned(), st.sampled_from(["most_by_load_s", "most_by_state_s"]), st.floats(0, 20_000))
def test_a_limit_more_never_gives_more_room(both, name, value):
    _, state = both
    without = find_room(replace(state, **{name: None}), CONSTANTS)
    with_it = find_room(replace(state, **{name: value}), CONSTANTS)
    assert at_most(with_it.most_s, without.most_s)
    assert with_it.most_s <= value


@given(planned(), st.sampled_from(["needs_care", "must_not_run"]))
def test_what_asks_for_care_leaves_nothing_whatever_else_holds(both, name):
    _, state = both
    found = find_room(replace(state, **{name: True}), CONSTANTS)
    assert (found.most_s, found.most_m) == (0, 0)
    if name == "needs_care":
        assert found.binding is RoomCode.CARE


@pytest.mark.parametrize(
    "changed",
    [
        {"needs_care": True},
        {"condition": BONE_STRESS},
        {"pain": replace(CALM, rescreen=True)},
    ],
)
def test_care_comes_first(changed):
    found = room(**changed, now=Light.RED, must_not_run=True)
    assert (found.binding, found.most_s, found.most_m) == (RoomCode.CARE, 0, 0)


def test_a_red_day_and_the_rest_after_it_leave_nothing():
    rested = PainState(2, 1, TODAY + 1, rescreen=False, see_clinician=())
    for found in (room(pain=rested), room(now=Light.RED), room(yesterday=Light.RED)):
        assert (found.binding, found.most_s, found.most_m) == (RoomCode.REST, 0, 0)
    assert room(pain=replace(rested, first_day=TODAY)).most_s > 0


def test_who_ran_today_has_run():
    today = OutingLog(TODAY, Light.GREEN, None, 1200, 1200, 3000)
    found = room(outings=(RUN, today))
    assert (found.binding, found.most_s) == (RoomCode.RAN, 0)


@pytest.mark.parametrize("where", ["now", "yesterday"])
def test_an_amber_day_repeats_the_last_run(where):
    found = room(
        **{where: Light.AMBER},
        outings=(replace(RUN, total_s=2400, continuous_s=2400, distance_m=6000),),
    )
    assert found.binding is RoomCode.SAME_AGAIN
    assert (found.most_s, found.most_m) == (2400, 6000)
    assert RoomCode.SAME_AGAIN not in codes(**{where: Light.UNKNOWN})


def test_an_amber_run_is_repeated_and_not_an_older_one():
    older = OutingLog(30, Light.AMBER, None, 600, 600, 1500)
    last = OutingLog(35, Light.AMBER, None, 1800, 1800, 4500)
    assert room(outings=(last, older)).most_s == 1800
    assert RoomCode.SAME_AGAIN not in codes(outings=(older, replace(last, light=Light.GREEN)))
    assert RoomCode.SAME_AGAIN not in codes(outings=(), now=Light.AMBER)


def test_the_longest_run_of_thirty_days_and_a_tenth_bound_the_distance():
    found = room(longest_m=5000.0)
    assert found.binding is RoomCode.DISTANCE
    assert found.most_m == pytest.approx(5500)
    assert found.most_s == pytest.approx(5500 / 2.5)
    assert RoomCode.DISTANCE not in codes(longest_m=None)


@pytest.mark.parametrize(
    ("name", "code"),
    [("most_by_load_s", RoomCode.LOAD), ("most_by_state_s", RoomCode.STATE)],
)
def test_load_and_state_bound_the_length(name, code):
    found = room(**{name: 1000.0})
    assert (found.binding, found.most_s, found.most_m) == (code, 1000, 2500)
    assert found.next.code is not code
    for unknown in (None, float("nan")):
        assert code not in codes(**{name: unknown})


def test_a_free_run_may_be_a_tenth_longer_than_the_plan_has_it_and_no_other():
    wide = {"longest_m": None, "most_by_load_s": None, "most_by_state_s": None}
    assert room(**wide, running=replace(FREE, most_s=None)).most_s == pytest.approx(3300)
    assert room(**wide, running=replace(FREE, most_s=3100.0)).most_s == 3100
    assert room(**wide, running=replace(FREE, mode=RunMode.EDITED)).most_s == 3000
    assert room(**wide).most_m == 3300 * 2.5 or room(**wide).most_m == 9000
    assert room(**wide).binding is RoomCode.PLAN


def test_the_way_of_an_outing_with_walks_is_shorter_than_that_of_a_run():
    """8 minutes of running at 2.5 m/s and 2 of walking at 1.5 m/s."""
    walks = Stage(9, OutingKind.WALK_RUN, 2, 60.0, 240.0)
    led = replace(FREE, mode=RunMode.EDITED, outing=walks, most_m=9000.0)
    wide = {"longest_m": None, "most_by_load_s": None, "most_by_state_s": None}
    way_m = 480 * 2.5 + 120 * 1.5
    assert room(**wide, running=led, walk_mps=1.5).most_m == pytest.approx(way_m)
    assert room(**wide, running=led).most_m == 9000
    assert room(**wide, running=replace(led, most_m=700.0), walk_mps=1.5).most_m == 700
    unknown = replace(led, most_m=None)
    assert room(**wide, running=unknown, walk_mps=1.5).most_m == pytest.approx(way_m)
    assert room(**wide, running=unknown, walk_mps=9.0).most_m == pytest.approx(600 * 2.5)
    alone = room(**wide, running=led, walk_mps=1.5, usual_mps=None)
    assert (alone.most_s, alone.most_m) == (600, 9000)


@pytest.mark.parametrize(
    "outing",
    [None, Stage(0, OutingKind.WALK, 1, 1800.0, 0.0), Stage(1, OutingKind.HOPS_ONE_LEG, 1, 0, 0)],
)
def test_a_plan_that_does_not_run_leaves_no_running(outing):
    found = room(running=replace(FREE, mode=RunMode.RETURN, outing=outing))
    assert (found.binding, found.most_s, found.most_m) == (RoomCode.PLAN_WAITS, 0, 0)
    assert fit_outing(outing, 0.0) == outing if outing else True


def test_the_plan_keeps_a_day_between_runs():
    ran = (OutingLog(TODAY - 1, Light.GREEN, None, 1800, 1800, 4500),)
    between = replace(FREE, rest_day_between=True)
    assert room(outings=ran, running=between).binding is RoomCode.PLAN_RESTS
    assert room(outings=ran).most_s > 0
    earlier = (replace(ran[0], day=TODAY - 2),)
    assert room(outings=earlier, running=between).most_s > 0
    walked = (replace(ran[0], continuous_s=0),)
    assert room(outings=walked, running=between).most_s > 0


def test_a_plan_that_leads_her_holds_no_more_runs_in_seven_days_than_she_wants():
    days = (TODAY - 7, TODAY - 6, TODAY - 4, TODAY - 2)
    ran = tuple(OutingLog(day, Light.GREEN, None, 1800, 1800, 4500) for day in days)
    led = replace(FREE, mode=RunMode.EDITED)
    assert room(outings=ran, running=led, runs_a_week=3).binding is RoomCode.PLAN_RESTS
    assert room(outings=ran, running=led, runs_a_week=4).most_s > 0
    assert room(outings=ran, runs_a_week=3).most_s > 0


@given(BOUNDS, st.floats(0.5, 6))
def test_metres_and_seconds_are_told_in_each_other(bound, speed):
    told = in_both(bound, speed)
    assert in_both(bound, None) == bound
    assert bound.most_s is None or told.most_s == bound.most_s
    assert bound.most_m is None or told.most_m == bound.most_m
    if (bound.most_s is None) != (bound.most_m is None):
        assert told.most_m == pytest.approx(told.most_s * speed)


@given(STAGES, st.none() | st.floats(0, 30_000))
def test_an_outing_within_the_room_is_never_longer(outing, most_s):
    fitted = fit_outing(outing, most_s)
    if outing.kind not in RUNNING or most_s is None:
        assert fitted == outing
    elif fitted is not None:
        assert fitted.total_s <= min(outing.total_s, most_s)
        assert fitted.run_s <= outing.run_s
        assert (fitted.kind, fitted.walk_s) == (outing.kind, outing.walk_s)
        assert fitted.total_s > 0


def test_a_run_is_cut_to_whole_minutes_and_walks_to_whole_blocks():
    run = Stage(9, OutingKind.RUN, 1, 0.0, 3000.0)
    assert fit_outing(run, 1859.0) == replace(run, run_s=1800.0)
    assert fit_outing(run, 3000.0) is run
    assert fit_outing(run, LEAST_RUN_S) == replace(run, run_s=LEAST_RUN_S)
    assert fit_outing(run, LEAST_RUN_S - 1.0) is None
    blocks = Stage(2, OutingKind.WALK_RUN, 8, 120.0, 120.0)
    assert fit_outing(blocks, 1000.0) == replace(blocks, repeats=4)
    assert fit_outing(replace(blocks, run_s=600.0), 700.0) is None


def asked(**changed):
    return replace(AskedRun(1500.0, 1500.0, 3750.0, 0.4, 0.3), **changed)


def shares(state=USUAL, *, run=None, **changed):
    found = shares_of(run or asked(), replace(state, **changed), CONSTANTS)
    return {bound.code: share for bound, share in found}


@given(planned(), st.floats(60, 9000), st.floats(0, 1), st.floats(1, 3))
def test_a_longer_run_of_one_kind_takes_more_of_each_bound(both, total_s, frac, times):
    _, state = both
    run = AskedRun(total_s, frac * total_s, 2.5 * total_s, total_s / 4000, total_s / 3000)
    longer = AskedRun(
        run.total_s * times, run.running_s * times, run.distance_m * times,
        run.load_share * times, run.state_share * times,
    )  # fmt: skip
    one, other = (
        {bound.code: share for bound, share in shares_of(each, state, CONSTANTS)}
        for each in (run, longer)
    )
    assert one.keys() == other.keys()
    for code, share in one.items():
        assert other[code] == pytest.approx(share * times)


@given(planned(), st.floats(60, 9000))
def test_a_run_in_one_go_within_all_shares_is_within_the_room(both, total_s):
    _, state = both
    assume(state.usual_mps)
    run = AskedRun(
        total_s, total_s, total_s * state.usual_mps,
        None if state.most_by_load_s is None else total_s / max(state.most_by_load_s, 1e-9),
        None if state.most_by_state_s is None else total_s / max(state.most_by_state_s, 1e-9),
    )  # fmt: skip
    told = shares_of(run, state, CONSTANTS)
    if all(share <= 1 for _, share in told):
        assert total_s <= find_room(state, CONSTANTS).most_s * NEAR


def test_the_largest_share_comes_first():
    found = shares_of(asked(load_share=2.0), USUAL, CONSTANTS)
    assert [share for _, share in found] == sorted((share for _, share in found), reverse=True)
    assert found[0][0].code is RoomCode.LOAD
    assert found[0][1] == 2.0


def test_each_bound_is_held_against_what_it_is_about():
    told = shares()
    assert told[RoomCode.LOAD] == 0.4
    assert told[RoomCode.STATE] == 0.3
    assert told[RoomCode.DISTANCE] == pytest.approx(3750 / 8800)
    assert told[RoomCode.PLAN] == pytest.approx(1500 / 3300)
    assert shares(run=asked(distance_m=9900.0))[RoomCode.PLAN] == pytest.approx(1.1)
    assert shares(run=asked(distance_m=9900.0))[RoomCode.DISTANCE] == pytest.approx(1.125)
    unknown = shares(run=asked(load_share=None, state_share=None))
    assert not {RoomCode.LOAD, RoomCode.STATE} & set(unknown)


def test_the_running_of_the_plan_is_a_bound_of_its_own():
    walks = Stage(9, OutingKind.WALK_RUN, 5, 180.0, 120.0)
    led = replace(FREE, mode=RunMode.RETURN, outing=walks, most_s=2000.0)
    assert shares(running=led)[RoomCode.PLAN] == pytest.approx(1500 / 600)
    slow = asked(running_s=600.0)
    assert shares(running=led, run=slow)[RoomCode.PLAN] == pytest.approx(1.0)
    free = replace(led, mode=RunMode.FREE)
    assert shares(running=free)[RoomCode.PLAN] == pytest.approx(1500 / 600)
    assert shares(run=asked(running_s=3300.0))[RoomCode.PLAN] == pytest.approx(1.0)
    edited = replace(FREE, mode=RunMode.EDITED)
    assert shares(running=edited, run=asked(running_s=3000.0))[RoomCode.PLAN] == pytest.approx(1)


def test_the_last_run_is_a_bound_by_time_and_by_distance():
    last = replace(RUN, total_s=2000, continuous_s=2000, distance_m=3000, light=Light.AMBER)
    older = replace(last, day=20, distance_m=9000)
    told = {"outings": (last, older)}
    assert shares(**told)[RoomCode.SAME_AGAIN] == pytest.approx(3750 / 3000)
    assert shares(**told, run=asked(total_s=4000.0))[RoomCode.SAME_AGAIN] == pytest.approx(2.0)
    untold = {"outings": (replace(last, distance_m=None),)}
    assert shares(**untold)[RoomCode.SAME_AGAIN] == pytest.approx(1500 / 2000)


def test_where_nothing_may_be_run_every_run_is_too_much():
    for changed in ({"needs_care": True}, {"now": Light.RED}, {"must_not_run": True}):
        found = shares(**changed)
        assert max(found.values()) == float("inf")
    nothing = shares(most_by_load_s=0.0, run=asked(load_share=float("inf")))
    assert nothing[RoomCode.LOAD] == float("inf")
    assert shares(longest_m=0.0)[RoomCode.DISTANCE] == float("inf")


def test_the_entry_tests_are_those_of_the_plan():
    """A runner who comes back and may not run yet has no room, however long her runs were."""
    back = RunState(TODAY, KNEECAP, True, CALM, (RUN,))
    plan = plan_running(back, CONSTANTS)
    assert room(running=plan).most_s == 0
    ready = plan_running(replace(back, entry=WELL), CONSTANTS)
    assert room(running=ready).most_s <= plan_running(back, CONSTANTS).most_s if plan.most_s else 1
    assert set(CONDITIONS) >= {KNEECAP}
