"""Shoes told, changed, ruled and joined: a hand wins, a rule never overrules, all can be undone."""

import random
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.makers import MORNING, add_run
from midstance.app.add_shoe import add_shoe
from midstance.app.apply_shoe_rules import apply_shoe_rules, preview_shoe_rules
from midstance.app.assign_shoe import assign_shoe, release_shoe
from midstance.app.edit_shoe import edit_shoe, read_shoe
from midstance.app.import_runs import import_paths
from midstance.app.join_shoes import join_shoes
from midstance.app.read_shoes import read_shoes
from midstance.app.rebuild import rebuild
from midstance.app.remove_shoe import remove_shoe
from midstance.app.retire_shoe import restore_shoe, retire_shoe
from midstance.app.shoes.facts import ShoeProblemsError
from midstance.app.shoes.kinds import RunKind, read_shoe_book
from midstance.app.shoes.records import ShoeFacts
from midstance.app.undo_shoes import undo_shoes
from midstance.app.watch_shoes import list_shoes
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.store.digest import digest_parts, digest_runner
from midstance.store.models import Original, Run, Runner, Shoe, ShoeChange

TODAY = datetime.now(UTC).date()
LONG_AGO = date(2020, 1, 1)
EVERY = ShoeFacts("Blue pair", first_day=LONG_AGO, kinds=("every",))


def told(run: Run) -> tuple[str | None, str]:
    run.refresh_from_db()
    return (run.shoe.name if run.shoe else None), run.shoe_told


def name_of(pk: int) -> str:
    return Shoe.objects.get(pk=pk).name


CHANGES = {
    "a pair is added": lambda runner, _shoe, _run: add_shoe(runner, replace(EVERY, name="Another")),
    "a pair is edited": lambda runner, shoe, _run: edit_shoe(
        runner, shoe, ShoeFacts("Other name", before_m=9.0, first_day=LONG_AGO)
    ),
    "a pair is put away": lambda runner, shoe, _run: retire_shoe(runner, shoe),
    "a run gets shoes": lambda runner, shoe, run: assign_shoe(runner, run.key, shoe),
    "a run gets none": lambda runner, _shoe, run: assign_shoe(runner, run.key, None),
    "rules are applied": lambda runner, _shoe, _run: apply_shoe_rules(runner),
    "a pair is removed": lambda runner, _shoe, _run: remove_shoe(
        runner, Shoe.objects.get(name="Mistake").pk
    ),
    "two pairs are joined": lambda runner, shoe, _run: join_shoes(
        runner, shoe, Shoe.objects.get(name="Gear").pk
    ),
    "they are joined the other way": lambda runner, shoe, _run: join_shoes(
        runner, Shoe.objects.get(name="Gear").pk, shoe
    ),
}


@pytest.fixture
def shoe(runner):
    return add_shoe(runner, EVERY)


@pytest.fixture
def run(runner, shoe):
    """A run without shoes, beside one that a file and one that a hand told."""
    gear = Shoe.objects.create(owner=runner, name="Gear", first_day=LONG_AGO, before_m=5000.0)
    Shoe.objects.create(owner=runner, name="Mistake")
    add_run(runner, MORNING - timedelta(days=1), gear="Gear", shoe=gear, shoe_told="file")
    add_run(runner, MORNING - timedelta(days=2), shoe_id=shoe, shoe_told="hand")
    return add_run(runner)


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_can_be_taken_back(runner, shoe, run, change):
    before = digest_parts(runner)
    CHANGES[change](runner, shoe, run)
    assert digest_parts(runner) != before
    undo_shoes(runner)
    assert digest_parts(runner) == before
    with pytest.raises(NotFoundError):
        undo_shoes(runner)


def test_what_changes_nothing_leaves_the_last_change(runner, shoe, run):
    retire_shoe(runner, shoe)
    assign_shoe(runner, run.key, None)
    assign_shoe(runner, run.key, None)
    assert read_shoes(runner, TODAY).last_change.kind == "assigned"
    undo_shoes(runner)
    assert told(run) == (None, "")


def test_a_rule_never_overrules_a_hand_or_a_file(runner, run):
    others = {one.key: told(one) for one in Run.objects.exclude(pk=run.pk)}
    assert sum(preview_shoe_rules(runner).values()) == 1
    assert apply_shoe_rules(runner) == 1
    assert told(run) == ("Blue pair", "rule")
    assert {one.key: told(one) for one in Run.objects.exclude(pk=run.pk)} == others
    assert apply_shoe_rules(runner) == 0


def test_a_hand_that_says_none_is_kept(runner, run):
    assign_shoe(runner, run.key, None)
    apply_shoe_rules(runner)
    assert told(run) == (None, "hand")
    release_shoe(runner, run.key)
    assert told(run) == ("Blue pair", "rule")


def test_no_run_before_the_first_day_gets_a_pair_by_rule(runner):
    first = MORNING.date()
    add_shoe(runner, replace(EVERY, first_day=first))
    early, on_the_day = add_run(runner, MORNING - timedelta(days=1)), add_run(runner)
    apply_shoe_rules(runner)
    assert told(early) == (None, "")
    assert told(on_the_day) == ("Blue pair", "rule")


def test_the_ground_counts_before_pace_and_pace_before_length(runner):
    for name, kinds in (("T", ("trail",)), ("F", ("fast",)), ("L", ("long",)), ("E", ("every",))):
        facts = ShoeFacts(name, first_day=LONG_AGO, kinds=kinds, long_m=15_000.0, fast_mps=4.0)
        add_shoe(runner, facts)
    book = read_shoe_book(runner)

    def worn(sport="running", distance_m=8000.0, moving_s=2700.0):
        made = Run(sport=sport, distance_m=distance_m, moving_s=moving_s, local_day=TODAY)
        return book.by_rule(made).name

    assert worn() == "E"
    assert worn(distance_m=15_000.0, moving_s=5400.0) == "L"
    assert worn(distance_m=16_000.0, moving_s=4000.0) == "F"
    assert worn("trail_running", distance_m=16_000.0, moving_s=4000.0) == "T"
    assert worn("treadmill_running", distance_m=None) == "E"


def test_a_kind_has_one_usual_pair(runner, shoe):
    newer = add_shoe(runner, ShoeFacts("Newer", kinds=("every", "trail")))
    assert read_shoe(runner, shoe).kinds == ()
    assert read_shoe(runner, newer).kinds == (RunKind.TRAIL, RunKind.EVERY)
    assert read_shoe(runner, newer).first_day == TODAY


def test_a_pair_that_is_put_away_is_the_usual_one_for_nothing(runner, shoe, run):
    retire_shoe(runner, shoe)
    assert preview_shoe_rules(runner) == {}
    with pytest.raises(ShoeProblemsError, match="Take it back"):
        edit_shoe(runner, shoe, EVERY)
    Shoe.objects.filter(pk=shoe).update(kinds=["every"])
    assert apply_shoe_rules(runner) == 0
    restore_shoe(runner, shoe)
    assert apply_shoe_rules(runner) == 1
    assert told(run)[0] == "Blue pair"


def test_a_pair_that_was_added_and_worn_since_stays(runner):
    add_shoe(runner, EVERY)
    add_run(runner, shoe=Shoe.objects.get(), shoe_told="rule")
    with pytest.raises(RefusedError, match="stays"):
        undo_shoes(runner)
    assert Shoe.objects.get().name == "Blue pair"


def test_what_was_told_again_since_then_stays(runner, shoe, run):
    apply_shoe_rules(runner)
    Run.objects.filter(pk=run.pk).update(shoe_told="hand")
    undo_shoes(runner)
    assert told(run) == ("Blue pair", "hand")
    assert shoe == run.shoe_id


def test_a_joined_pair_has_the_runs_and_the_earlier_distance_of_both(runner, shoe, run):
    apply_shoe_rules(runner)
    both_m = sum(line.distance_m for line in list_shoes(runner, TODAY))
    join_shoes(runner, shoe, Shoe.objects.get(name="Gear").pk)
    joined = next(line for line in list_shoes(runner, TODAY) if line.pk == shoe)
    assert joined.distance_m == both_m
    assert joined.also_named == ("Gear",)
    with pytest.raises(NotFoundError):
        join_shoes(runner, shoe, 987_654)
    with pytest.raises(ShoeProblemsError):
        join_shoes(runner, shoe, shoe)
    assert told(run)[0] == "Blue pair"


def test_a_pair_with_runs_is_not_removed(runner, shoe, run):
    assign_shoe(runner, run.key, shoe)
    with pytest.raises(RefusedError, match="runs in this pair"):
        remove_shoe(runner, shoe)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ShoeFacts(""), "name"),
        (ShoeFacts("  \n "), "name"),
        (ShoeFacts("x" * 61), "name"),
        (ShoeFacts("bell \a"), "name"),
        (ShoeFacts("BLUE pair"), "name"),
        (ShoeFacts("A", brand="x" * 61), "brand"),
        (ShoeFacts("A", first_day=TODAY + timedelta(days=3)), "first_day"),
        (ShoeFacts("A", first_day=date(1066, 1, 1)), "first_day"),
        (ShoeFacts("A", before_m=-1.0), "before_m"),
        (ShoeFacts("A", before_m=10_000_000.0), "before_m"),
        (ShoeFacts("A", before_m=float("nan")), "before_m"),
        (ShoeFacts("A", most_m=0.0), "most_m"),
        (ShoeFacts("A", most_m=10_000_000.0), "most_m"),
        (ShoeFacts("A", kinds=("moon",)), "kinds"),
        (ShoeFacts("A", kinds=("trail", "trail")), "kinds"),
        (ShoeFacts("A", kinds=("long",)), "long_m"),
        (ShoeFacts("A", kinds=("fast",), fast_mps=90.0), "fast_mps"),
    ],
)
@pytest.mark.usefixtures("shoe")
def test_what_cannot_be_is_refused_in_plain_words(runner, facts, field):
    before = digest_runner(runner)
    with pytest.raises(ShoeProblemsError) as caught:
        add_shoe(runner, facts)
    assert list(caught.value.by_field) == [field]
    assert digest_runner(runner) == before


def test_all_problems_are_told_at_once(runner):
    with pytest.raises(ShoeProblemsError) as caught:
        add_shoe(runner, ShoeFacts("", before_m=-1.0, kinds=("moon",)))
    assert set(caught.value.by_field) == {"name", "before_m", "kinds"}


def test_a_name_may_hold_any_sign_that_can_be_seen(runner):
    pk = add_shoe(runner, ShoeFacts("  🏃‍♀️ Läufer   靴 "))
    assert name_of(pk) == "🏃‍♀️ Läufer 靴"


def test_days_that_contradict_the_runs_are_refused(runner, shoe, run):
    assign_shoe(runner, run.key, shoe)
    day = run.local_day
    for retired_on in (day - timedelta(days=1), TODAY + timedelta(days=3)):
        with pytest.raises(ShoeProblemsError):
            retire_shoe(runner, shoe, retired_on)
    with pytest.raises(ShoeProblemsError, match="already"):
        edit_shoe(runner, shoe, replace(EVERY, first_day=day + timedelta(days=1)))
    retire_shoe(runner, shoe, day)
    assert next(x for x in list_shoes(runner, TODAY) if x.pk == shoe).retired_on == day
    later = add_run(runner, MORNING + timedelta(days=2))
    with pytest.raises(ShoeProblemsError, match="put this pair away"):
        assign_shoe(runner, later.key, shoe)
    fresh = add_shoe(runner, ShoeFacts("Fresh", first_day=TODAY))
    with pytest.raises(ShoeProblemsError, match="first worn"):
        assign_shoe(runner, run.key, fresh)


def test_a_run_of_a_wrong_clock_keeps_no_pair_in_use(runner, shoe):
    add_run(runner, MORNING.replace(year=TODAY.year + 3), shoe_id=shoe, shoe_told="hand")
    retire_shoe(runner, shoe)
    (line,) = list_shoes(runner, TODAY)
    assert line.is_retired
    assert (line.lately_m, line.week_m, line.expected) == (0, 0, None)


def test_nobody_changes_the_shoes_of_another(shoe, run):
    other = Runner.objects.create(name="Eve")
    for change in (
        lambda: edit_shoe(other, shoe, ShoeFacts("Mine")),
        lambda: retire_shoe(other, shoe),
        lambda: restore_shoe(other, shoe),
        lambda: remove_shoe(other, shoe),
        lambda: assign_shoe(other, run.key, None),
        lambda: undo_shoes(other),
    ):
        with pytest.raises(NotFoundError):
            change()
    assert apply_shoe_rules(other) == 0
    assert told(run) == (None, "")


@pytest.fixture
def files(recordings, tmp_path):
    """What a watch and a phone left, and an export that tells the gear of the phone's record."""
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as export:
        export.writestr("activities/7.gpx", (recordings / "phone.gpx").read_bytes())
        export.writestr(
            "activities.csv",
            "Activity ID,Activity Date,Activity Name,Activity Type,Filename,Activity Gear\n"
            '7,"Nov 1, 2026, 6:00:00 AM",Hills,Run,activities/7.gpx,Race pair\n',
        )
        export.writestr("shoes.csv", "Shoe Name,Shoe Brand,Shoe Model\nRace pair,Any,Fast 3\n")
    return [*sorted(recordings.iterdir()), tmp_path / "export.zip"]


def forget_runs(runner):
    Run.objects.owned_by(runner).update(duplicate_of=None)
    Run.objects.owned_by(runner).delete()
    Original.objects.owned_by(runner).delete()
    Shoe.objects.owned_by(runner).filter(name="Race pair").delete()


def import_in_portions(runner, files, seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    files = list(files)
    chance.shuffle(files)
    cut = chance.randrange(1, len(files))
    import_paths(runner, files[:cut])
    import_paths(runner, files[cut:])


def test_rules_and_gear_do_not_depend_on_the_order_of_files(runner, files):
    add_shoe(runner, replace(EVERY, kinds=("every", "long"), long_m=1100.0))
    add_shoe(runner, ShoeFacts("Trail pair", first_day=LONG_AGO, kinds=("trail",)))
    import_paths(runner, files)
    wanted = digest_parts(runner)
    gear = Run.objects.owned_by(runner).filter(shoe__name="Race pair")
    assert {(run.source, run.shoe_told) for run in gear} == {("fit", "file"), ("gpx", "file")}
    assert not Run.objects.owned_by(runner).filter(shoe=None).exists()
    for seed in range(2):
        forget_runs(runner)
        import_in_portions(runner, files, seed)
        assert digest_parts(runner) == wanted
    import_paths(runner, files)
    assert digest_parts(runner) == wanted


def test_what_a_hand_told_survives_imports_and_a_rebuild(runner, files):
    phone = [file for file in files if file.name == "phone.gpx"]
    import_paths(runner, phone)
    pair = add_shoe(runner, ShoeFacts("Told pair", first_day=LONG_AGO))
    run = Run.objects.owned_by(runner).get()
    assign_shoe(runner, run.key, pair)
    import_paths(runner, files)
    shown = Run.objects.owned_by(runner).get(pk=run.pk).duplicate_of
    assert told(shown) == ("Told pair", "hand")
    before = digest_runner(runner)
    report = rebuild(runner)
    assert (report.digest_before, report.digest_after) == (before, before)
    import_paths(runner, files)
    assert digest_runner(runner) == before


def test_gear_with_an_older_name_finds_its_pair(runner, files):
    import_paths(runner, files)
    pk = Shoe.objects.get(name="Race pair").pk
    edit_shoe(runner, pk, replace(read_shoe(runner, pk), name="Race pair 2026"))
    Run.objects.update(duplicate_of=None)
    Run.objects.all().delete()
    Original.objects.all().delete()
    import_paths(runner, files)
    assert Shoe.objects.count() == 1
    assert {line.runs for line in list_shoes(runner, TODAY)} == {1}


def test_a_run_that_is_taken_out_of_rules_by_undo_stays_out_in_a_rebuild(runner, files):
    import_paths(runner, files)
    add_shoe(runner, EVERY)
    before = digest_runner(runner)
    apply_shoe_rules(runner)
    undo_shoes(runner)
    rebuild(runner)
    assert digest_runner(runner) == before
    assert not ShoeChange.objects.exists()
