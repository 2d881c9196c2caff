"""Laws of the exercise library and its routines, and that the check finds each planted fault."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.plan.book import (
    Change,
    Period,
    Region,
    RoutineSide,
    Sides,
    Situation,
    avoided,
    suits,
    variant_of,
)
from midstance.knowledge.check import KnowledgeBase, problems, read_knowledge_base
from midstance.knowledge.exercises import build_exercise_book, load_exercise_book
from midstance.knowledge.records import Certainty
from midstance.knowledge.records_plan import AvoidRecord

TODAY = datetime.now(UTC).date()
BASE = cache(read_knowledge_base)
BOOK = load_exercise_book()
EXERCISES = tuple(BOOK.exercises.values())
CONDITIONS = tuple(BASE().check.conditions)
WHENS = (*CONDITIONS, *map(str, Situation))

CHAINS = {
    "thigh": "quad_set terminal_knee_extension mini_squat box_squat split_squat "
    "single_leg_squat_to_box single_leg_squat_full single_leg_decline_squat",
    "hip": "clam side_lying_hip_abduction side_plank_knees side_plank side_plank_leg_lift",
    "hip, standing": "standing_hip_abduction pelvic_drop lateral_step_down lateral_step_up",
    "back of the body": "glute_bridge single_leg_bridge single_leg_deadlift sliding_leg_curl",
    "calf": "heel_raise single_leg_heel_raise bent_knee_heel_raise seated_heel_raise",
    "jumps": "pogo_hops single_leg_hop",
}
ALONE = {
    "tibialis_raise",  # nothing else works the front of the shin
    "foam_roll",  # comfort, not a step of anything
    "stationary_bike",  # dosed by minutes
    "cadence_drill",  # a skill of running
}
LEFT_OUT = {
    "bone_stress_injury": {12, 13, 14, 21, 22, 23, 24, 25, 26, 27, 28, 80, 81, 82},
    "effusion": {66},
    "locking": {66},
    "growth_plate_pain": {25, 26, 71, 81},
}
LEFT_OUT_EARLY = {
    "patellar_tendinopathy": {14, 26, 81},
    "patellofemoral_pain": {8, 9, 13, 14, 22, 25},
}
PUBLISHED_INDEX = {
    "single_leg_decline_squat": 0.747,
    "single_leg_hop": 0.666,
    "single_leg_squat_full": 0.580,
    "spanish_squat": 0.563,
    "single_leg_squat_to_box": 0.411,
    "rear_foot_raised_split_squat": 0.406,
    "step_up_30": 0.321,
    "step_down": 0.288,
    "step_up_20": 0.187,
}


def left_out(exercise, when, period=Period.ANY):
    found = avoided(exercise, frozenset({when}), period)
    return any(item.change is Change.LEAVE_OUT for item in found)


def neighbours(name):
    exercise = BOOK.exercises[name]
    return {*exercise.easier, *exercise.harder}


def test_the_library_holds_the_82_exercises_in_their_order():
    assert [exercise.number for exercise in EXERCISES] == list(range(1, 83))


def test_every_exercise_stands_in_a_chain_or_is_known_to_stand_alone():
    assert {exercise.id for exercise in EXERCISES if not neighbours(exercise.id)} == ALONE


@pytest.mark.parametrize("name", CHAINS)
def test_each_step_of_a_chain_is_harder_than_the_one_before(name):
    for easier, harder in pairwise(CHAINS[name].split()):
        assert can_climb(easier, harder), (easier, harder)
        assert not can_climb(harder, easier)


def can_climb(start, goal):
    seen, ahead = set(), [start]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += BOOK.exercises[name].harder
    return goal in seen - {start}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_a_step_back_never_loads_more(exercise):
    for name in exercise.easier:
        easier = BOOK.exercises[name]
        assert easier.patellofemoral.low_tier <= exercise.patellofemoral.tier
        assert easier.patellar_tendon.low_tier <= exercise.patellar_tendon.tier


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_no_exercise_suits_what_leaves_it_out_at_the_same_time(exercise):
    for condition in CONDITIONS:
        for period in (Period.EARLY, Period.LATE):
            assert not (
                left_out(exercise, condition, period) and suits(exercise, condition, period)
            )


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_what_comes_instead_is_allowed_and_never_leads_back(exercise):
    for item in exercise.avoid:
        name, seen = item.instead, {exercise.id}
        while name is not None:
            assert name not in seen
            seen.add(name)
            assert not left_out(BOOK.exercises[name], item.when, item.period)
            others = [each.instead for each in BOOK.exercises[name].avoid if each.when == item.when]
            name = next(iter(others), None)


@pytest.mark.parametrize("when", LEFT_OUT)
def test_the_list_of_what_to_leave_out_is_in_the_records(when):
    numbers = {each.number for each in EXERCISES if left_out(each, when)}
    assert numbers >= LEFT_OUT[when]


@pytest.mark.parametrize("when", LEFT_OUT_EARLY)
def test_the_list_of_what_to_leave_out_early_is_in_the_records(when):
    early = {each.number for each in EXERCISES if left_out(each, when, Period.EARLY)}
    late = {each.number for each in EXERCISES if left_out(each, when, Period.LATE)}
    assert early >= LEFT_OUT_EARLY[when]
    assert not late & LEFT_OUT_EARLY[when]


@pytest.mark.parametrize("when", ["effusion", "locking"])
def test_a_swollen_or_locking_knee_bends_little_under_load(when):
    for exercise in EXERCISES:
        if exercise.is_loaded and exercise.knee_flexion_deg[1] > 45:
            assert left_out(exercise, when), exercise.id
    assert any(not left_out(each, when) and each.region is Region.KNEE for each in EXERCISES)


@pytest.mark.parametrize("name", PUBLISHED_INDEX)
def test_the_published_index_of_the_tendon_stands_in_the_record(name):
    load = BOOK.exercises[name].patellar_tendon
    assert (load.index, load.same_move, load.judged) == (PUBLISHED_INDEX[name], True, False)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_a_tier_without_a_measurement_of_this_move_is_judgement(exercise):
    for load in (exercise.patellofemoral, exercise.patellar_tendon):
        measured = load.index is not None or load.peak_bw is not None
        assert load.judged or (measured and load.same_move)


def test_early_and_without_equipment_there_is_something_for_every_pattern():
    for condition in CONDITIONS:
        fitting = {
            each.region
            for each in EXERCISES
            if not each.needs and suits(each, condition, Period.EARLY)
        }
        assert {Region.KNEE, Region.HIP, Region.CALF} <= fitting, condition


def test_strength_waits_two_days_and_is_slow():
    for exercise in EXERCISES:
        for dose in exercise.doses:
            if dose.form == "strength":
                assert dose.least_hours_between >= 48
                assert dose.tempo_s == (3, 1, 3)


# routines


@pytest.mark.parametrize("routine", BOOK.routines.values(), ids=lambda each: each.id)
@given(whens=st.frozensets(st.sampled_from(WHENS), max_size=4))
def test_whatever_is_swapped_a_routine_keeps_its_length_and_its_balance(routine, whens):
    blocks = variant_of(routine, whens)
    ends_s = [block.start_s + block.seconds for block in blocks]
    assert [block.start_s for block in blocks] == [0, *ends_s[:-1]]
    assert sum(block.seconds for block in blocks) == routine.seconds
    sides = {
        side: sum(block.seconds for block in blocks if block.side is side) for side in RoutineSide
    }
    assert sides[RoutineSide.RIGHT] == sides[RoutineSide.LEFT]


@pytest.mark.parametrize("routine", BOOK.routines.values(), ids=lambda each: each.id)
def test_no_routine_asks_for_what_one_or_two_reasons_leave_out(routine):
    whens = [when for when in WHENS if when != "bone_stress_injury"]
    for pair in combinations(whens, 2):
        for block in variant_of(routine, frozenset(pair)):
            if block.exercise is not None:
                exercise = BOOK.exercises[block.exercise]
                assert not any(left_out(exercise, when) for when in pair), (pair, block)


def test_the_reset_is_the_one_of_the_review():
    reset = BOOK.routines["post_run_reset"]
    assert reset.seconds == 300
    starts = {block.id: block.start_s for block in reversed(reset.blocks)}
    assert starts == {
        "walk": 0,
        "knee_swing": 30,
        "thigh_stretch": 70,
        "hip_stretch": 120,
        "scoops": 170,
        "bridge": 210,
        "squat": 240,
        "straighten": 270,
    }


@pytest.mark.parametrize(
    ("when", "gone", "comes"),
    [
        ("patellar_tendinopathy", "thigh_stretch", "lying_stretch"),
        ("quadriceps_tendinopathy", "thigh_stretch", "lying_stretch"),
        ("growth_plate_pain", "thigh_stretch", "lying_stretch"),
        ("kneeling_pain", "thigh_stretch", "lying_stretch"),
        ("iliotibial_band_pain", "thigh_stretch", "side_lift"),
        ("fat_pad_irritation", "straighten", "heel_slide"),
    ],
)
def test_the_reset_swaps_what_the_review_swaps(when, gone, comes):
    names = {block.id for block in variant_of(BOOK.routines["post_run_reset"], frozenset({when}))}
    assert gone not in names
    assert comes in names


# the version


def test_equal_records_have_equal_versions_and_a_change_another():
    plan = BASE().plan
    assert build_exercise_book(plan).version == BOOK.version
    clam = replace(plan.exercises["clam"], sides=Sides.BOTH)
    changed = replace(plan, exercises={**plan.exercises, "clam": clam})
    assert build_exercise_book(changed).version != BOOK.version


# what the check finds


def with_exercise(id_: str, /, **changes: object) -> KnowledgeBase:
    return planted("exercises", id_, **changes)


def planted(kind: str, id_: str, /, **changes: object) -> KnowledgeBase:
    records = getattr(BASE().plan, kind)
    changed = {**records, id_: replace(records[id_], **changes)}
    return replace(BASE(), plan=replace(BASE().plan, **{kind: changed}))


def with_load(id_: str, tissue: str, **changes: object) -> KnowledgeBase:
    load = BASE().plan.exercises[id_].load
    return with_exercise(
        id_, load=replace(load, **{tissue: replace(getattr(load, tissue), **changes)})
    )


def with_avoid(id_: str, **changes: object) -> KnowledgeBase:
    item = AvoidRecord("nerve_pain", Period.ANY, Change.LEAVE_OUT, None, None)
    kept = BASE().plan.exercises[id_].avoid
    return with_exercise(id_, avoid=(*kept, replace(item, **changes)))


def with_words(kind: str, id_: str, **changes: object) -> KnowledgeBase:
    texts = BASE().words["en"][kind]
    changed = {**texts, id_: replace(texts[id_], **changes)}
    return replace(BASE(), words={**BASE().words, "en": {**BASE().words["en"], kind: changed}})


def with_dose_use(**changes: object) -> KnowledgeBase:
    use = BASE().plan.exercises["clam"].doses[0]
    return with_exercise("clam", doses=(replace(use, **changes),))


def with_block(index: int, **changes: object) -> KnowledgeBase:
    blocks = list(BASE().plan.routines["post_run_reset"].blocks)
    blocks[index] = replace(blocks[index], **changes)
    return planted("routines", "post_run_reset", blocks=tuple(blocks))


def with_swap(index: int, **changes: object) -> KnowledgeBase:
    swaps = list(BASE().plan.routines["post_run_reset"].swaps)
    swaps[index] = replace(swaps[index], **changes)
    return planted("routines", "post_run_reset", swaps=tuple(swaps))


FAULTS = {
    "not numbered": lambda: with_exercise("clam", number=7),
    "range that does not rise from": lambda: planted("doses", "hold", sets=(3, 1)),
    "tempo of three": lambda: planted("doses", "strength", tempo_s=(3.0, 3.0)),
    "dose whose range": lambda: with_dose_use(reps=(0, 3)),
    "suits the unknown": lambda: with_exercise(
        "clam", suits=(replace(BASE().plan.exercises["clam"].suits[0], who="cold"),)
    ),
    "a dose, a position": lambda: with_exercise("clam", positions=()),
    "needs the unknown": lambda: with_exercise("clam", needs=("horse",)),
    "says something twice": lambda: with_exercise("wall_sit", needs=("wall", "wall")),
    "in order from 1 to 3": lambda: with_load("clam", "patellofemoral", low_tier=2),
    "tendon index 0.7 in tier 2": lambda: with_load("spanish_squat", "patellar_tendon", index=0.7),
    "tendon index 0.35 in tier 1": lambda: with_load("step_down", "patellar_tendon", index=0.35),
    "lacks what to do with kneeling_pain": lambda: with_exercise("fire_hydrant", avoid=()),
    "lacks what to do with locking": lambda: with_exercise("step_up_20", avoid=()),
    "lacks what to do with pregnancy": lambda: with_exercise("dead_bug", avoid=()),
    "avoids the same twice": lambda: with_avoid("supine_hamstring_stretch"),
    "avoids the unknown": lambda: with_avoid("clam", when="rain"),
    "both suits and leaves out": lambda: with_avoid("wall_sit", when="patellar_tendinopathy"),
    "without shortening": lambda: with_avoid("clam", most_flexion_deg=30),
    "although it stays": lambda: with_avoid("clam", change=Change.OTHER_FORM, instead="heel_raise"),
    "unknown exercise nothing instead": lambda: with_avoid("clam", instead="nothing"),
    "leaves out as well": lambda: with_avoid("clam", instead="supine_hamstring_stretch"),
    "unknown neighbour": lambda: with_exercise("clam", harder=("nothing",)),
    "not among the easier": lambda: with_exercise("clam", harder=("wall_sit",)),
    "not among the harder": lambda: with_exercise("clam", easier=("wall_sit",)),
    "which is called harder": lambda: with_load(
        "terminal_knee_extension", "patellar_tendon", low_tier=3, tier=3
    ),
    "lead in a circle": lambda: with_exercise("clam", easier=("side_plank",)),
    "needed by nothing": lambda: with_exercise("foam_roll", needs=()),
    "whether it is at home": lambda: planted("equipment", "bike", at_home=True),
    "three to five steps": lambda: with_words("exercises", "clam", steps=("Lie down.",)),
    "its words or its reason": lambda: with_words("exercises", "clam", changes={"locking": "No."}),
    "unknown source": lambda: with_load("clam", "patellofemoral", sources=("nobody",)),
    "cites nothing": lambda: with_exercise("clam", certainty=Certainty.PUBLISHED),
    "without gap or overlap": lambda: with_block(0, seconds=31),
    "none of its exercises": lambda: planted(
        "routines", "post_run_reset", motions={"walk": "mini_squat"}
    ),
    "the unknown motion": lambda: planted(
        "routines", "post_run_reset", motions={"squat": "somersault"}
    ),
    "places walk": lambda: planted("routines", "post_run_reset", needs={"walk": ()}),
    "needs the unknown horse": lambda: planted(
        "routines", "post_run_reset", needs={"squat": ("horse",)}
    ),
    "from its start": lambda: planted("routines", "post_run_reset", seconds=299),
    "takes no time": lambda: with_block(0, seconds=0),
    "unequally": lambda: with_block(2, side=RoutineSide.RIGHT),
    "has the unknown exercise": lambda: with_block(1, exercise="nothing"),
    "on a side on which": lambda: with_block(1, side=RoutineSide.BOTH),
    "swaps for the unknown": lambda: with_swap(0, when=("rain",)),
    "that is not there": lambda: with_swap(0, replaces=("nothing",)),
    "over other seconds": lambda: with_swap(0, replaces=("hip_stretch",)),
    "swaps a block twice": lambda: with_swap(1, when=("growth_plate_pain",)),
    "asks for standing_quad_stretch": lambda: planted("routines", "post_run_reset", swaps=()),
    "its words or its block": lambda: with_words("routines", "post_run_reset", blocks={}),
}


@pytest.mark.parametrize("wrong", FAULTS)
def test_the_check_finds(wrong):
    assert any(wrong in line for line in problems(FAULTS[wrong](), TODAY)), wrong
