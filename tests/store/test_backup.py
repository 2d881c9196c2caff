import json
import stat
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from midstance.core.base.errors import DamagedFileError, NotFoundError, RefusedError
from midstance.store import backup
from midstance.store.archive import MANIFEST, check_members, read_manifest, reading
from midstance.store.backup import create_backup
from midstance.store.blobs import Blobs, blobs
from midstance.store.digest import digest_runner
from midstance.store.models import Original, Run, Runner
from midstance.store.restore import build_copy, restore, verify_backup
from midstance.store.scratch import scratch_database
from store.conftest import finish, race
from store.makers import add_history

pytestmark = pytest.mark.django_db(transaction=True)
FLIPS = 200
KILLS = 12


@pytest.fixture
def ada() -> Runner:
    user = get_user_model().objects.create_user("ada", password="correct horse battery")  # noqa: S106
    runner = Runner.objects.create(user=user, name="Ada", height_m=1.7, birth_year=1990)
    add_history(runner)
    return runner


@pytest.fixture(scope="module")
def written_once() -> dict[str, bytes]:
    return {}


@pytest.fixture
def archive(request, written_once, tmp_path) -> Path:
    """A backup of her rows, made once for all tests."""
    path = tmp_path / "backups" / "one.zip"
    if not written_once:
        request.getfixturevalue("ada")
        create_backup(path)
        written_once["archive"] = path.read_bytes()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(written_once["archive"])
    return path


@pytest.fixture
def empty_home(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "another home"
    monkeypatch.setenv("MIDSTANCE_HOME", str(folder))
    return folder


def digest_of_file(home: Path) -> str:
    """The digest of the only runner of a restored folder, whatever database is in use."""
    with scratch_database(home / "midstance.sqlite3") as alias:
        return digest_runner(Runner.objects.using(alias).get())


@pytest.fixture
def into_a_folder(monkeypatch) -> None:
    """Restores go into the data folder, whatever the rows came from."""
    monkeypatch.setattr("midstance.store.restore.restores_into_folder", lambda: True)


def test_a_backup_tells_what_it_holds(archive):
    report = verify_backup(archive)
    assert len(report.originals) == 3
    assert report.tables["store.run"].rows == 3
    assert report.tables["auth.user"].rows == 1
    assert "sessions.session" not in report.tables
    assert report.engine == connection.vendor


@pytest.mark.usefixtures("ada")
def test_backups_are_private_alone_and_of_the_same_rows_the_same(tmp_path):
    one, two = (create_backup(tmp_path / "b" / name) for name in ("one.zip", "two.zip"))
    assert one.digest == two.digest
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    assert {path.name for path in one.path.parent.iterdir()} == {"one.zip", "two.zip"}


def test_no_backup_is_overwritten(archive):
    before = archive.read_bytes()
    with pytest.raises(RefusedError, match="exists"):
        create_backup(archive)
    assert archive.read_bytes() == before


def test_a_backup_of_a_damaged_original_is_refused(ada, tmp_path):
    path = blobs().path(Original.objects.owned_by(ada).first().sha256)
    path.unlink()
    path.write_bytes(b"something else")
    with pytest.raises(DamagedFileError, match="no backup was made"):
        create_backup(tmp_path / "b.zip")
    assert not list(tmp_path.glob("b.zip*"))


@pytest.mark.usefixtures("ada")
def test_a_backup_that_comes_back_different_does_not_count(tmp_path, monkeypatch):
    truly = backup.write_table

    def forget_the_last(archive, name, lines):
        every = list(lines)
        table = truly(archive, name, every)
        return type(table)(table.rows + (name == "store.run"), table.sha256)

    monkeypatch.setattr(backup, "write_table", forget_the_last)
    with pytest.raises(DamagedFileError, match=r"store\.run came back different"):
        create_backup(tmp_path / "b.zip")
    assert not list(tmp_path.glob("*.zip*"))


@pytest.mark.usefixtures("ada")
def test_waiting_migrations_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr("django.db.migrations.recorder.MigrationRecorder.applied_migrations", dict)
    with pytest.raises(RefusedError, match="waits for"):
        create_backup(tmp_path / "b.zip")


def test_a_copy_holds_every_row_and_byte(tmp_path, ada):
    create_backup(tmp_path / "b.zip")
    build_copy(tmp_path / "b.zip", tmp_path / "copy")
    assert set(Blobs(tmp_path / "copy" / "blobs").walk()) == set(blobs().walk())
    with scratch_database(tmp_path / "copy" / "midstance.sqlite3") as alias:
        copied = Runner.objects.using(alias).get()
        assert copied == ada
        assert copied.created_at == ada.created_at
        assert copied.user.check_password("correct horse battery")
        times = Run.objects.using(alias).order_by("pk").values_list("start_at", "imported_at")
        assert list(times) == list(
            Run.objects.order_by("pk").values_list("start_at", "imported_at")
        )


def spoil(archive: Path, content: bytes) -> Path:
    spoilt = archive.with_name("spoilt.zip")
    spoilt.write_bytes(content)
    return spoilt


def test_a_truncated_archive_is_refused(archive):
    content = archive.read_bytes()
    for share in (0, 0.01, 0.5, 0.9, 0.999):
        with pytest.raises(DamagedFileError, match="Nothing was changed"):
            verify_backup(spoil(archive, content[: int(len(content) * share)]))


def test_one_flipped_bit_is_noticed_or_means_nothing(archive, tmp_path):
    content, rng = archive.read_bytes(), np.random.default_rng(5)
    refused, truth = 0, verify_backup(archive).digest
    for position in np.linspace(0, len(content) - 1, FLIPS).astype(int):
        flipped = bytearray(content)
        flipped[position] ^= 1 << int(rng.integers(8))
        try:
            with reading(spoil(archive, flipped)) as opened:
                assert check_all(opened) == truth  # a date or a flag that nobody reads
        except (DamagedFileError, RefusedError):
            refused += 1
    assert refused > FLIPS * 0.7
    assert not (tmp_path / "home" / "midstance.sqlite3").exists()


def check_all(opened: zipfile.ZipFile) -> str:
    manifest = read_manifest(opened)
    check_members(opened, manifest)
    return manifest.digest


def rewrite(archive: Path, member: str, change) -> Path:
    """The archive with one member changed, and every checksum of the zip right."""
    rewritten = archive.with_name("rewritten.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(rewritten, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return rewritten


def change_manifest(**changes):
    return lambda content: json.dumps({**json.loads(content), **changes}).encode()


@pytest.mark.usefixtures("into_a_folder")
@pytest.mark.parametrize(
    ("member", "change", "error"),
    [
        (
            "rows/store.run.jsonl",
            lambda content: content.replace(b"running", b"walking"),
            DamagedFileError,
        ),
        (MANIFEST, change_manifest(format=99), RefusedError),
        (MANIFEST, change_manifest(migrations={"store": "9999_later"}), RefusedError),
        (MANIFEST, change_manifest(originals={}), DamagedFileError),
        (MANIFEST, change_manifest(surprise=1), DamagedFileError),
        (MANIFEST, lambda _content: b"[]", DamagedFileError),
    ],
    ids=["rows", "format", "newer", "originals", "unknown key", "no manifest"],
)
def test_an_archive_that_nobody_wrote_is_refused(archive, empty_home, member, change, error):
    with pytest.raises(error):
        restore(rewrite(archive, member, change), replace=True)
    assert not (empty_home / "midstance.sqlite3").exists()


def test_a_backup_made_before_an_update_is_brought_up_to_date(archive, tmp_path):
    with reading(archive) as opened:
        migrations = read_manifest(opened).migrations
    older = {**migrations, "auth": "0010_alter_group_name_max_length"}
    copy = build_copy(rewrite(archive, MANIFEST, change_manifest(migrations=older)), tmp_path / "c")
    assert copy.migrations["auth"] != migrations["auth"]
    with scratch_database(tmp_path / "c" / "midstance.sqlite3") as alias:
        assert migrations.items() <= set(MigrationLoader(connections[alias]).applied_migrations)


def test_what_is_no_backup_is_refused(tmp_path):
    with pytest.raises(NotFoundError):
        verify_backup(tmp_path / "absent.zip")
    (tmp_path / "text.zip").write_text("hello", encoding="utf-8")
    with pytest.raises(DamagedFileError):
        verify_backup(tmp_path / "text.zip")


@pytest.mark.usefixtures("into_a_folder")
class TestIntoAFolder:
    def test_it_comes_back_whole(self, ada, archive, empty_home):
        expected = digest_runner(ada)
        report = restore(archive)
        assert report.originals == 3
        assert digest_of_file(empty_home) == expected
        assert {path.name for path in empty_home.iterdir()} == {
            "midstance.sqlite3",
            "blobs",
            "epoch",
        }

    @pytest.mark.usefixtures("ada")
    def test_it_never_mixes_with_what_is_there(self, archive, data_folder):
        before = sorted(path.name for path in data_folder.rglob("*"))
        with pytest.raises(RefusedError, match="There are runs already"):
            restore(archive)
        assert sorted(path.name for path in data_folder.rglob("*")) == before

    def test_what_was_there_is_moved_aside_and_kept(self, archive, empty_home):
        restore(archive)
        first = (empty_home / "midstance.sqlite3").read_bytes()
        with pytest.raises(RefusedError):
            restore(archive)
        restore(archive, replace=True)
        aside = next(empty_home.glob("replaced-*"))
        assert (aside / "midstance.sqlite3").read_bytes() == first
        assert len(list(Blobs(aside / "blobs").walk())) == 3

    def test_an_app_that_was_only_started_is_no_obstacle(self, archive, empty_home, new_store):
        new_store.environment["MIDSTANCE_HOME"] = str(empty_home)
        new_store.run("migrate")
        assert restore(archive).originals == 3
        assert list(empty_home.glob("replaced-*/midstance.sqlite3"))


def test_a_backup_while_runs_come_in_holds_one_moment(store, tmp_path):
    store.run("add_runs", "0", "0")
    writer = store.start("add_runs", "0", "25")
    assert writer.stdout.readline() == "ready\n"
    writer.stdin.write("go\n")
    writer.stdin.flush()
    store.run("back_up", str(tmp_path / "b.zip"))  # verified, or it would fail
    finish(writer)
    with reading(tmp_path / "b.zip") as archive:
        tables = read_manifest(archive).tables
    assert tables["store.runner"].rows == 1
    assert tables["store.tissueloadrow"].rows == 3 * tables["store.run"].rows
    assert tables["store.runstreams"].rows == tables["store.run"].rows


@pytest.mark.long
def test_killed_at_any_moment_a_restore_brings_all_or_can_be_done_again(
    sqlite_store, new_store, tmp_path
):
    sqlite_store.run("add_history")
    sqlite_store.run("back_up", str(tmp_path / "b.zip"))
    rng = np.random.default_rng(2)
    for _ in range(KILLS):
        process = new_store.start("restore", str(tmp_path / "b.zip"))
        time.sleep(rng.uniform(0.3, 3))
        process.kill()
        process.communicate()
        if (new_store.home / "midstance.sqlite3").exists():
            break
    else:
        new_store.run("restore", str(tmp_path / "b.zip"))
    assert new_store.run("digest") == sqlite_store.run("digest")


@pytest.mark.postgres
def test_from_one_engine_to_the_other_and_back_nothing_changes(
    sqlite_store, new_server_store, tmp_path, new_store
):
    from_sqlite, from_server = str(tmp_path / "from-sqlite.zip"), str(tmp_path / "from-server.zip")
    sqlite_store.run("add_history")
    expected = sqlite_store.run("digest")
    content = sqlite_store.run("back_up", from_sqlite)
    assert new_server_store.run("restore", from_sqlite) == content
    assert new_server_store.run("digest") == expected
    assert new_server_store.run("back_up", from_server) == content
    new_store.run("restore", from_server)
    assert new_store.run("digest") == expected
    refused = new_server_store.start("restore", from_sqlite)
    assert "There are runs already" in refused.communicate()[1]
    assert refused.returncode == 1
    race(new_server_store.start("add_runs", "100", "1"))  # the next keys are free
    assert new_server_store.run("digest") != expected
