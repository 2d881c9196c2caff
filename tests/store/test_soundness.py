"""A damaged database is noticed before anything is read from it or written to it."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from django.db import OperationalError, connections

from midstance.core.base.errors import DamagedFileError, NotFoundError, RefusedError
from midstance.store.file_copy import is_sound, take_file_copy
from midstance.store.scratch import scratch_database
from midstance.store.soundness import (
    causes,
    find_damage,
    forget_damage,
    is_damage,
    note_damage,
    read_damage,
)
from midstance.store.sqlite.base import Library

pytestmark = pytest.mark.django_db
PAGE_BYTES = 4096
PAGES_SPOILT = 300


@pytest.fixture(scope="module")
def written_once() -> dict[str, bytes]:
    return {}


@pytest.fixture
def file(request, written_once, tmp_path) -> Path:
    """A sound database with rows in every table, made once for all tests."""
    path = tmp_path / "one.sqlite3"
    if not written_once:
        store = request.getfixturevalue("sqlite_store")
        store.run("add_history")
        written_once["file"] = (store.home / "midstance.sqlite3").read_bytes()
    path.write_bytes(written_once["file"])
    return path


def damage_in(path: Path, **how: bool) -> str:
    with scratch_database(path) as alias:
        return find_damage(alias, **how)


def content_of(path: Path) -> list[object] | None:
    """Every row of every table, or nothing where they cannot be read."""
    try:
        with closing(Library.connect(path)) as database:
            database.text_factory = bytes
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = sorted(name.decode() for (name,) in names)
            return [database.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables]  # noqa: S608 # the file's own names
    except Library.Error:
        return None


def test_a_sound_file_has_nothing_amiss(file):
    assert damage_in(file) == ""
    assert damage_in(file, every_index=True) == ""
    assert is_sound(file)


def test_a_page_of_nonsense_is_noticed_wherever_it_changes_anything(file):
    rng, whole, truth = np.random.default_rng(3), file.read_bytes(), content_of(file)
    changed = noticed = 0
    for _ in range(PAGES_SPOILT):
        first = PAGE_BYTES * int(rng.integers(len(whole) // PAGE_BYTES))
        file.write_bytes(whole[:first] + rng.bytes(PAGE_BYTES) + whole[first + PAGE_BYTES :])
        is_changed = content_of(file) != truth
        changed += is_changed
        noticed += is_changed and not is_sound(file)
    assert changed > PAGES_SPOILT / 5
    assert noticed >= 0.99 * changed


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: bytes(PAGE_BYTES) + whole[PAGE_BYTES:],
        lambda whole: whole[:PAGE_BYTES] + bytes(len(whole) - PAGE_BYTES),
        lambda _whole: b"what is this? " * 999,
    ],
    ids=["half of it", "no first page", "the first page alone", "nonsense"],
)
def test_what_is_no_database_any_more_is_refused(file, spoil):
    file.write_bytes(spoil(file.read_bytes()))
    assert not is_sound(file)
    with pytest.raises(DamagedFileError, match="Nothing was changed"):
        take_file_copy(file, file.with_name("taken.sqlite3"))


def test_other_faults_of_a_database_are_no_damage(file):
    with (
        scratch_database(file) as alias,
        connections[alias].cursor() as cursor,
        pytest.raises(OperationalError, match="no such table") as fault,
    ):
        cursor.execute("SELECT * FROM absent_table")
    assert len(list(causes(fault.value))) == 2
    assert not is_damage(fault.value)
    assert not is_damage(ValueError("malformed"))


def test_the_note_stays_until_it_is_taken_away(data_folder):
    data_folder.mkdir()
    assert read_damage() == ""
    note_damage("page 7")
    assert read_damage() == "page 7"
    forget_damage()
    forget_damage()
    assert read_damage() == ""


def test_a_copy_of_a_newer_midstance_is_refused(file, tmp_path):
    with closing(Library.connect(file)) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999', '2099')"
        )
    with pytest.raises(RefusedError, match="newer"):
        take_file_copy(file, tmp_path / "taken.sqlite3")
    with pytest.raises(NotFoundError):
        take_file_copy(tmp_path / "absent.sqlite3", tmp_path / "taken.sqlite3")
