"""What an older version stored is carried over."""

from importlib import import_module

import numpy as np
import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from midstance.store.models import Film, FilmGait, PlanWishes, Runner, RunStreams
from midstance.store.scratch import scratch_database
from midstance.store.streams import (
    PackedStreams,
    pack_streams,
    split_packed,
    unpack_streams,
    zstd,
)
from store.makers import EPOCH, make_streams

pytestmark = pytest.mark.sqlite
streams_together = import_module("midstance.store.migrations.0004_streams_together")
A_ROW_A_CHANNEL = [("store", "0003_knee_check")]


@pytest.fixture
def old_store(tmp_path):
    """The alias of a database in which each channel of a run has its row."""
    with scratch_database(tmp_path / "old.sqlite3") as alias:
        MigrationExecutor(connections[alias]).migrate(A_ROW_A_CHANNEL)
        yield alias


@pytest.fixture
def old_models(old_store):
    return MigrationExecutor(connections[old_store]).loader.project_state(A_ROW_A_CHANNEL).apps


def migrate_to_newest(alias):
    executor = MigrationExecutor(connections[alias])
    executor.migrate(executor.loader.graph.leaf_nodes("store"))


def add_old_run(apps, alias, seed):
    def add(model, **columns):
        return apps.get_model("store", model).objects.using(alias).create(**columns)

    owner = add("Runner", name=f"{seed}")
    original = add("Original", owner=owner, sha256=f"{seed:064}", content_sha256="", size=1)
    run = add(
        "Run",
        owner=owner,
        original=original,
        key=f"{seed:016}",
        start_at=EPOCH,
        end_at=EPOCH,
        local_day=EPOCH.date(),
        elapsed_s=60,
    )
    for name, part in split_packed(pack_streams(make_streams(seed))).items():
        blob = zstd.compress(part.body)
        columns = {"codec": part.codec, "scale": part.scale, "n": part.n, "blob": blob}
        add("StreamBlob", run=run, channel=name, **columns)
    return run


def read_carried(alias, run):
    row = RunStreams.objects.using(alias).get(run_id=run.pk)
    return unpack_streams(PackedStreams(row.codec, bytes(row.blob)))


def same(one, other):
    return (
        np.array_equal(one.time_s, other.time_s)
        and np.array_equal(one.breaks_s, other.breaks_s)
        and one.channels.keys() == other.channels.keys()
        and all(
            np.array_equal(one.channels[name], other.channels[name], equal_nan=True)
            for name in one.channels
        )
    )


@pytest.mark.django_db
class TestStreamsOfARunTogether:
    def test_every_value_of_every_run_is_carried_over(self, old_store, old_models, monkeypatch):
        monkeypatch.setattr(streams_together, "RUNS_AT_ONCE", 2)
        runs = [add_old_run(old_models, old_store, seed) for seed in range(5)]
        migrate_to_newest(old_store)
        for seed, run in enumerate(runs):
            assert same(read_carried(old_store, run), make_streams(seed))

    def test_going_back_and_on_again_changes_no_value(self, old_store, old_models):
        runs = [add_old_run(old_models, old_store, seed) for seed in range(2)]
        migrate_to_newest(old_store)
        MigrationExecutor(connections[old_store]).migrate(A_ROW_A_CHANNEL)
        channels = old_models.get_model("store", "StreamBlob").objects.using(old_store)
        assert channels.filter(run=runs[0]).count() == 2 + len(make_streams(0).channels)
        migrate_to_newest(old_store)
        for seed, run in enumerate(runs):
            assert same(read_carried(old_store, run), make_streams(seed))

    def test_a_run_with_a_damaged_channel_waits_for_a_rebuild(self, old_store, old_models):
        whole, damaged = (add_old_run(old_models, old_store, seed) for seed in range(2))
        channels = old_models.get_model("store", "StreamBlob").objects.using(old_store)
        channels.filter(run=damaged, channel="speed_mps").update(blob=b"\0" * 40)
        migrate_to_newest(old_store)
        carried = RunStreams.objects.using(old_store).values_list("run_id", flat=True)
        assert list(carried) == [whole.pk]

    def test_a_store_without_runs_is_brought_up_to_date(self, old_store):
        migrate_to_newest(old_store)
        assert not RunStreams.objects.using(old_store).exists()


@pytest.mark.django_db
def test_films_come_and_go_with_their_migration(tmp_path):
    """Going back takes the tables of films along and nothing else."""
    before = [("store", "0009_screen_readings")]
    with scratch_database(tmp_path / "films.sqlite3") as alias:
        MigrationExecutor(connections[alias]).migrate(before)
        apps = MigrationExecutor(connections[alias]).loader.project_state(before).apps
        apps.get_model("store", "Runner").objects.using(alias).create(name="Ada")
        tables = connections[alias].introspection.table_names()
        migrate_to_newest(alias)
        owner = Runner.objects.using(alias).get(name="Ada")
        Film.objects.using(alias).create(owner=owner, view="side", day=EPOCH.date())
        MigrationExecutor(connections[alias]).migrate(before)
        assert connections[alias].introspection.table_names() == tables
        migrate_to_newest(alias)
        assert not Film.objects.using(alias).exists()
        assert Runner.objects.using(alias).count() == 1


@pytest.mark.django_db
def test_going_back_takes_films_of_screens_along_and_leaves_those_of_running(tmp_path):
    before = [("store", "0011_onset_day")]
    with scratch_database(tmp_path / "screens.sqlite3") as alias:
        migrate_to_newest(alias)
        owner = Runner.objects.using(alias).create(name="Ada")
        films = Film.objects.using(alias)
        squat = films.create(
            owner=owner, view="front", day=EPOCH.date(), screen="single_leg_squat", leg="left"
        )
        FilmGait.objects.using(alias).create(film=squat, codec=5, blob=b"", version="1")
        run = films.create(owner=owner, view="rear", day=EPOCH.date())
        MigrationExecutor(connections[alias]).migrate(before)
        migrate_to_newest(alias)
        assert list(films.all()) == [run]
        assert not FilmGait.objects.using(alias).exists()


@pytest.mark.django_db
def test_an_onset_of_before_counts_from_the_last_change(tmp_path):
    before = [("store", "0010_films")]
    with scratch_database(tmp_path / "onsets.sqlite3") as alias:
        executor = MigrationExecutor(connections[alias])
        executor.migrate(before)
        apps = executor.loader.project_state(before).apps
        for name, onset_s in (("Ada", 600), ("Bea", None)):
            owner = apps.get_model("store", "Runner").objects.using(alias).create(name=name)
            apps.get_model("store", "PlanWishes").objects.using(alias).create(
                owner=owner, onset_s=onset_s, changed_at=EPOCH
            )
        migrate_to_newest(alias)
        told = PlanWishes.objects.using(alias).values_list("owner__name", "onset_on")
        assert dict(told) == {"Ada": EPOCH.date(), "Bea": None}
