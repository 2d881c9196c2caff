import datetime as dt
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.base.errors import InvalidValueError
from midstance.store.models import (
    ClinicianAnswer,
    CueTrial,
    Film,
    FilmPicture,
    ImportedFile,
    Job,
    KneeCheck,
    Run,
    Runner,
    ScreenReading,
    Shoe,
    TissueLoadRow,
)
from midstance.store.models.fields import SHORT_CHARACTERS, storable_short_words, storable_words
from store.makers import add_check, add_history, add_run

MODELS = sorted(apps.get_app_config("store").get_models(), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_has_an_owner_and_is_asked_for_by_it(model, runner):
    add_history(runner)
    other = Runner.objects.create(name="Grace")
    add_history(other, runs=2)
    hers, theirs = model.objects.owned_by(runner), model.objects.owned_by(other)
    assert set(hers).isdisjoint(theirs)
    assert hers.exists()
    assert theirs.exists()
    assert hers.count() + theirs.count() == model.objects.count()
    assert model._default_manager is model.objects


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_way_to_the_owner_can_never_be_empty(model):
    here = model
    for step in model.OWNER_PATH.split("__"):
        if step == "pk":
            break
        column = here._meta.get_field(step)
        assert not column.null
        here = column.related_model
    assert here is Runner


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", "store", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_that_is_none_reaches_the_database(runner, value):
    with pytest.raises(InvalidValueError, match="distance_m must be finite"):
        add_run(runner, 1, distance_m=value)


REFUSED = {
    "the same run twice": lambda run: Run(
        owner=run.owner,
        key=run.key,
        original=run.original,
        start_at=run.start_at,
        end_at=run.end_at,
        local_day=run.local_day,
        elapsed_s=1,
    ),
    "the same pair of shoes twice": lambda run: Shoe(owner=run.owner, name=run.shoe.name),
    "a running job without a lease": lambda run: Job(owner=run.owner, kind="x", state="running"),
    "a queued job with a lease": lambda run: Job(
        owner=run.owner, kind="x", lease_until=dt.datetime.now(dt.UTC)
    ),
    "an unknown outcome": lambda run: ImportedFile(
        owner=run.owner, job=Job.objects.get(), path="x", outcome="lost"
    ),
    "a file twice in one import": lambda run: ImportedFile(
        owner=run.owner, job=Job.objects.get(), path="a.zip/1.fit", outcome="failed"
    ),
    "a height in centimetres": lambda _run: Runner(height_m=170),
    "a mass of nothing": lambda _run: Runner(mass_kg=0),
    "a birth in the future": lambda _run: Runner(birth_year=9999),
    "a finished check without a result": lambda run: KneeCheck(
        owner=run.owner, key="0", finished_at=dt.datetime.now(dt.UTC), action=0
    ),
    "the same check twice": lambda run: KneeCheck(owner=run.owner, key=KneeCheck.objects.get().key),
    "a third knee": lambda run: KneeCheck(owner=run.owner, key="0", side="mid"),
    "an action beyond an emergency": lambda run: KneeCheck(owner=run.owner, key="0", action=5),
    "an answer of nobody": lambda run: ClinicianAnswer(
        owner=run.owner,
        knee_check=KneeCheck.objects.get(),
        kind="neighbour",
        may_load=True,
        answered_on=dt.datetime.now(dt.UTC).date(),
    ),
    "a second test of a day": lambda run: ScreenReading(
        owner=run.owner, screen="calf_raises", day=ScreenReading.objects.get().day, left=1
    ),
    "a test without a value": lambda run: ScreenReading(
        owner=run.owner, screen="y_reach", day=dt.datetime.now(dt.UTC).date()
    ),
    "a test below nothing": lambda run: ScreenReading(
        owner=run.owner, screen="y_reach", day=dt.datetime.now(dt.UTC).date(), left=-1
    ),
    "a film from above": lambda run: Film(owner=run.owner, view="top", day=run.local_day),
    "a film that is over and still there": lambda run: Film(
        owner=run.owner, view="side", day=run.local_day, state="failed", file_name="left"
    ),
    "a film of running from the front": lambda run: Film(
        owner=run.owner, view="front", day=run.local_day
    ),
    "a film of a screen without a leg": lambda run: Film(
        owner=run.owner, view="front", day=run.local_day, screen="single_leg_squat"
    ),
    "a film of running of one leg": lambda run: Film(
        owner=run.owner, view="side", day=run.local_day, leg="left"
    ),
    "a film that asks for ever": lambda run: Film(
        owner=run.owner, view="side", day=run.local_day, state="asking"
    ),
    "a picture of a moment twice": lambda run: FilmPicture(
        film=run.owner.films.get(), moment="contact", jpeg=b""
    ),
    "two trials at a time": lambda run: CueTrial(
        owner=run.owner, cue="softer_steps", began_on=run.local_day
    ),
    "a trial that is over without an end": lambda run: CueTrial(
        owner=run.owner, cue="softer_steps", began_on=run.local_day, state="kept"
    ),
    "unknown units": lambda _run: Runner(units="furlongs"),
}
CHANGED = {
    "a run that ends before it starts": {"end_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
    "a negative distance": {"distance_m": -1},
    "an offset of a day": {"utc_offset_s": 86_400},
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_itself_refuses(what, runner):
    run = add_history(runner, runs=1)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[what](run).save()


@pytest.mark.parametrize("what", CHANGED)
def test_the_database_itself_refuses_a_run_with(what, runner):
    run = add_run(runner, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(**CHANGED[what])


def test_a_run_is_no_duplicate_of_itself(runner):
    run = add_run(runner, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(duplicate_of=run)


def test_a_load_lies_in_its_own_range(runner):
    run = add_run(runner, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TissueLoadRow.objects.filter(run=run).update(impulse_low_bw_s=1e9)


def test_what_is_shown_leaves_duplicates_out(runner):
    runs = add_history(runner)
    assert set(Run.objects.owned_by(runner).shown()) == {runs[0], runs[2]}


def test_touching_runs_do_not_overlap(runner):
    run = add_run(runner, 1)
    later = run.end_at + dt.timedelta(hours=1)
    assert not Run.objects.overlapping(run.end_at, later).exists()
    assert Run.objects.overlapping(run.end_at - dt.timedelta(seconds=1), later).get() == run


def test_a_runner_has_one_open_check_at_a_time(runner):
    add_check(runner, 1, finished_at=None)
    add_check(Runner.objects.create(), 1, finished_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_check(runner, 2, finished_at=None)
    add_check(runner, 2)


def test_a_check_goes_with_its_runner_and_takes_what_was_said_along(runner):
    add_check(runner)
    runner.delete()
    assert not KneeCheck.objects.exists()
    assert not ClinicianAnswer.objects.exists()


def test_the_result_of_a_check_comes_back_in_the_same_bytes(runner):
    result = '{"b": 1.0, "a": "Zürich", "b2": 1e-7}'
    add_check(runner, result=result)
    assert KneeCheck.objects.get().result == result


def test_a_missing_number_is_none_and_zero_is_zero(runner):
    run = add_run(runner, 1, ascent_m=0.0, descent_m=None)
    run.refresh_from_db()
    assert run.ascent_m == 0.0
    assert run.descent_m is None


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_stored(text):
    storable_words(text).encode()
    assert "\0" not in storable_words(text)
    assert storable_words(storable_words(text)) == storable_words(text)


@given(st.text(min_size=SHORT_CHARACTERS // 2), st.text(min_size=1))
def test_two_long_paths_stay_two(path, more):
    long = path * 4
    short = storable_short_words(long)
    assert len(short) <= SHORT_CHARACTERS
    assert short != storable_short_words(long + more)


@pytest.mark.parametrize("name", ["a\0b", "\udcff.fit", "x" * 70_000, "Zürich 🏃"])
def test_the_database_takes_any_name(runner, name):
    Shoe.objects.create(owner=runner, name=name, brand=name)
    assert Shoe.objects.filter(name=name).count() == 1


def test_the_newest_runs_come_from_an_index(runner):
    plan = Run.objects.owned_by(runner).shown().order_by("-start_at").explain()
    assert "run_shown_start" in plan or connection.vendor != "sqlite"
    assert "TEMP B-TREE" not in plan
