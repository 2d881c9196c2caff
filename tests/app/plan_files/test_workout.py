"""An outing on the watch is the outing of the plan, whoever reads the file."""

from datetime import UTC, datetime, timedelta, timezone
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plan_files.workout_readers import READERS, DamagedError, ReadStep, ReadTarget
from midstance.app.plan_files import workout
from midstance.app.plan_files.workout import write_workout
from midstance.core.base.errors import InvalidValueError, RefusedError
from midstance.core.plan.return_to_run import OutingKind, Stage, stages_of
from midstance.knowledge.knee_check import read_check_records
from midstance.knowledge.plan_constants import load_plan_constants

AT = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
HOPS = {OutingKind.HOPS_TWO_LEGS, OutingKind.HOPS_ONE_LEG}
WALK = Stage(0, OutingKind.WALK, 1, 1800.0, 0.0)
TURNS = Stage(3, OutingKind.WALK_RUN, 6, 120.0, 180.0)
RUN = Stage(8, OutingKind.RUN, 1, 0.0, 1800.0)
EASY, BRISK = "Run easily", "Walk briskly"


def conditions() -> list[str]:
    return [*read_check_records().conditions, "cannot_say", "no_pain"]


@st.composite
def stages(draw) -> Stage:
    kind = draw(st.sampled_from([OutingKind.WALK, OutingKind.WALK_RUN, OutingKind.RUN]))
    part_s = st.integers(1000, 2_000_000).map(lambda length_ms: length_ms / 1000)
    walk_s = 0.0 if kind is OutingKind.RUN else draw(part_s)
    run_s = 0.0 if kind is OutingKind.WALK else draw(part_s)
    return Stage(draw(st.integers(0, 9)), kind, draw(st.integers(1, 20)), walk_s, run_s)


def bands(least: float, most: float) -> st.SearchStrategy[tuple[float, float]]:
    ends = st.integers(round(1000 * least), round(1000 * most)).map(lambda end: end / 1000)
    return st.tuples(ends, ends).map(lambda pair: (min(pair), max(pair)))


def write(stage: Stage, name: str = "Walk and run", serial: int = 7, **bands: object) -> bytes:
    return write_workout(name, stage, created_at=AT, serial=serial, **bands)


def read(data: bytes):
    """What all readers agree on."""
    first, *others = (reader(data) for reader in READERS.values())
    assert all(other == first for other in others)
    return first


def timed(index, name, intensity, length_s, *targets, note=None):
    note = name if note is None else note
    return ReadStep(index, "time", name, note, intensity, length_s, None, None, targets)


def test_walks_and_runs_in_turn():
    found = read(write(TURNS))
    assert (found.kind, found.serial, found.created_at) == ("workout", 7, AT)
    assert (found.name, found.sport, found.count) == ("Walk and run", "running", 5)
    assert found.steps == (
        timed(0, "Walk", "warmup", 120),
        timed(1, EASY, "active", 180),
        timed(2, "Walk", "recovery", 120),
        timed(3, EASY, "active", 180),
        ReadStep(4, "repeat_until_steps_cmplt", "", "", None, None, 2, 5, ()),
    )


@pytest.mark.parametrize(("repeats", "count"), [(1, 2), (2, 4), (3, 5)])
def test_little_is_not_written_as_a_repeat(repeats, count):
    stage = Stage(1, OutingKind.WALK_RUN, repeats, 120.0, 60.0)
    found = read(write(stage))
    assert found.count == len(found.steps) == count
    assert found.total_s == stage.total_s


def test_a_walk_and_a_run_are_one_step_each():
    assert read(write(WALK)).steps == (timed(0, BRISK, "active", 1800),)
    assert read(write(WALK)).sport == "walking"
    assert read(write(RUN)).steps == (timed(0, EASY, "active", 1800),)
    assert read(write(RUN)).sport == "running"


@pytest.mark.parametrize("condition", conditions())
def test_every_stage_lasts_as_long_on_the_watch_as_in_the_plan(condition):
    table = stages_of(condition, load_plan_constants())
    for stage in (stage for stage in table if stage.kind not in HOPS):
        found = read(write(stage))
        assert found.total_s == stage.total_s
        assert found.count == len(found.steps)
        assert [step.index for step in found.steps] == list(range(found.count))


@given(stages())
def test_whatever_the_stage_its_time_is_kept_and_all_readers_agree(stage):
    found = read(write(stage))
    assert found.total_s == pytest.approx(stage.total_s, abs=1e-6)
    assert found.count == len(found.steps) <= 5
    running = [step.length_s for step in found.steps if step.name == EASY]
    assert bool(running) == (stage.run_s > 0)


@given(stages(), st.floats(1, 2000))
def test_the_watch_never_leads_further_than_the_plan(stage, part_s):
    stage = Stage(stage.number, OutingKind.RUN, stage.repeats, 0.0, part_s)
    assert -1e-6 < stage.total_s - read(write(stage)).total_s < 0.002


@given(stages(), st.none() | bands(0.5, 7), st.none() | bands(120, 220))
def test_only_running_has_a_target_and_only_a_wanted_one(stage, speed_mps, cadence_spm):
    if stage.run_s == 0 and (speed_mps or cadence_spm):
        with pytest.raises(InvalidValueError, match="walk"):
            write(stage, target_speed_mps=speed_mps, cadence_spm=cadence_spm)
        return
    found = read(write(stage, target_speed_mps=speed_mps, cadence_spm=cadence_spm))
    for step in found.steps:
        is_run = step.name == EASY
        told = {target.kind: target for target in step.targets}
        assert set(told) == {
            kind
            for kind, band in (("speed", speed_mps), ("cadence", cadence_spm))
            if is_run and band is not None
        }
        if "speed" in told:
            assert (told["speed"].low, told["speed"].high) == pytest.approx(speed_mps)
        if "cadence" in told:
            low, high = cadence_spm
            assert low - 2 < 2 * told["cadence"].low <= low
            assert high <= 2 * told["cadence"].high < high + 2


def test_a_cadence_counts_one_foot_in_the_file_and_both_in_words():
    step = read(write(RUN, cadence_spm=(170, 178))).steps[0]
    assert step.targets == (ReadTarget("cadence", 85, 89),)
    assert step.note == "Run easily, 170 to 178 steps a minute"


def test_speed_is_what_the_watch_warns_about_where_both_are_given():
    step = read(write(RUN, target_speed_mps=(2.4, 2.8), cadence_spm=(170, 178))).steps[0]
    assert step.targets == (ReadTarget("speed", 2.4, 2.8), ReadTarget("cadence", 85, 89))


@pytest.mark.parametrize("kind", sorted(HOPS))
def test_hops_are_no_workout_for_a_watch(kind):
    with pytest.raises(RefusedError, match="counted and not timed"):
        write(Stage(4, kind, 1, 0.0, 0.0))


@pytest.mark.parametrize(
    "stage",
    [
        Stage(1, OutingKind.RUN, 0, 0.0, 60.0),
        Stage(1, OutingKind.RUN, 1, 0.0, 0.0),
        Stage(1, OutingKind.RUN, 1, 0.0, 0.5),
        Stage(1, OutingKind.WALK_RUN, 2, -60.0, 120.0),
        Stage(1, OutingKind.RUN, 1, 0.0, nan),
        Stage(1, OutingKind.RUN, 1, 0.0, inf),
        Stage(1, OutingKind.RUN, 2, 0.0, 50_000.0),
    ],
)
def test_a_stage_that_cannot_be_is_refused(stage):
    with pytest.raises(InvalidValueError, match="parts of at least 1 s"):
        write(stage)


@pytest.mark.parametrize("band", [(0, 3), (-1, 3), (3, 2), (2, 301), (nan, 3), (2, nan)], ids=str)
def test_a_band_that_cannot_be_is_refused(band):
    for name in ("target_speed_mps", "cadence_spm"):
        with pytest.raises(InvalidValueError, match="Expected a band"):
            write(RUN, **{name: band})


@pytest.mark.parametrize("serial", [0, -1, 2**32])
def test_a_serial_that_means_none_is_refused(serial):
    with pytest.raises(InvalidValueError, match="serial"):
        write(RUN, serial=serial)


@pytest.mark.parametrize(
    "at", [AT.replace(tzinfo=None), AT.replace(year=1990), AT.replace(year=2200)], ids=str
)
def test_a_time_that_a_watch_cannot_place_is_refused(at):
    with pytest.raises(InvalidValueError, match="with a zone"):
        write_workout("Run", RUN, created_at=at, serial=1)


def test_the_zone_of_the_time_changes_nothing():
    elsewhere = AT.astimezone(timezone(timedelta(hours=9)))
    assert write_workout("Run", RUN, created_at=elsewhere, serial=1) == write_workout(
        "Run", RUN, created_at=AT, serial=1
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Walk and run", "Walk and run"),
        ("  Walk\n and\trun ", "Walk and run"),
        ("Walk and run, stage three of nine", "Walk and run, stage"),
        ("Walk, run; and again, easily", "Walk, run; and again"),
        ("Donaudampfschifffahrtsweg", "Donaudampfschifffahrtsw"),
        ("Lauf für dich und für mich", "Lauf für dich und für"),
        ("走走跑跑走走跑跑走走", "走走跑跑走走跑"),
        ("Run\0\x1b[0m", "Run[0m"),
    ],
)
def test_names_fit_on_a_watch(name, shown):
    assert read(write(RUN, name=name)).name == shown


@given(st.text())
def test_any_name_is_cut_or_refused(name):
    try:
        shown = read(write(RUN, name=name)).name
    except InvalidValueError:
        assert not any(sign.isprintable() for sign in name if not sign.isspace())
    else:
        assert 0 < len(shown.encode()) <= 23


def test_the_words_on_the_watch_are_those_of_the_readers_language(monkeypatch):
    monkeypatch.setattr(workout, "_", str.upper)
    assert {step.name for step in read(write(TURNS)).steps} == {"WALK", "RUN EASILY", ""}
    assert read(write(WALK)).steps[0].note == "WALK BRISKLY"


@given(stages())
def test_equal_inputs_give_equal_bytes(stage):
    assert write(stage) == write(stage)


@pytest.mark.parametrize("name", READERS)
def test_a_damaged_byte_is_noticed_wherever_it_is(name):
    whole = write(TURNS, cadence_spm=(170, 178))
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 1 << place % 8
        with pytest.raises(DamagedError):
            READERS[name](bytes(data))
