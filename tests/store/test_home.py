import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from midstance.store import home


def test_the_data_folder_is_where_the_setting_says(data_folder):
    assert home.home() == data_folder
    assert home.database_file().parent == home.blobs_folder().parent == data_folder


def test_without_a_setting_it_is_the_platform_s(monkeypatch):
    monkeypatch.delenv("MIDSTANCE_HOME")
    assert home.home().name == "midstance"
    monkeypatch.setenv("MIDSTANCE_HOME", "~/runs")
    assert home.home() == Path.home() / "runs"


def test_asking_where_it_is_makes_nothing(data_folder):
    home.home()
    assert not data_folder.exists()


def test_nobody_else_can_look_in(data_folder):
    home.open_home()
    assert stat.S_IMODE(data_folder.stat().st_mode) == 0o700


def test_the_secret_key_is_made_once_and_private(data_folder):
    key = home.read_secret_key()
    assert len(key) >= 64
    assert home.read_secret_key() == key
    assert stat.S_IMODE((data_folder / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in data_folder.iterdir()] == ["secret_key"]


def test_two_first_starts_share_one_key():
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: home.read_secret_key(), range(8)))
    assert len(keys) == 1


@pytest.mark.parametrize(("kind", "network"), [("nfs4", True), ("cifs", True), ("ext4", False)])
def test_a_network_drive_is_told_from_a_disk(tmp_path, monkeypatch, kind, network):
    monkeypatch.setattr(home, "file_system_of", lambda _folder: kind)
    assert home.is_on_network(tmp_path) is network


def test_the_nearest_mount_tells_the_file_system(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text("disk / ext4 rw 0 0\nserver:/x /mnt/ada nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(home, "MOUNTS", mounts)
    assert home.file_system_of(Path("/mnt/ada/runs")) == "nfs4"
    assert home.file_system_of(Path("/var")) == "ext4"
    monkeypatch.setattr(home, "MOUNTS", tmp_path / "absent")
    assert home.file_system_of(Path("/var")) == ""
