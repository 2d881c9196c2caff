"""The process that reads strangers' files: faithful to honest readers, unmoved by hostile ones."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from importers import hostile_readers
from importers.same import fingerprint
from midstance.core.base.errors import (
    DamagedFileError,
    MissingPartError,
    ParserKilledError,
    UnreadableFileError,
)
from midstance.importers.sandbox import LOCKS, Limits, SandboxedReader

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the attacks speak to Linux"
)

READER = "importers.hostile_readers:read_or_attack"
KERNEL_LOCKS = ("namespaces", "landlock", "seccomp")
QUICK = Limits(
    memory_bytes=640 << 20, cpu_s=1, cpu_s_per_mebibyte=0.5, wall_factor=1, wall_extra_s=30
)
IMPATIENT = replace(QUICK, wall_extra_s=1)
FOR_EVERY_PROCESS = {
    "allocate": ("memory", "signal 11"),
    "allocate in C": ("signal 11",),
    "loop": ("time",),
    "crash": ("signal 11",),
    "write much": ("crash: OSError",),
}


@pytest.fixture(scope="module")
def reader():
    with SandboxedReader(QUICK, reader=READER) as reader:
        yield reader


@pytest.fixture(scope="module")
def bare_reader():
    with SandboxedReader(QUICK, reader=READER, without=KERNEL_LOCKS) as reader:
        yield reader


@pytest.fixture
def say(tmp_path):
    def write(order: str, more: bytes = b"") -> Path:
        path = tmp_path / "source"
        path.write_bytes(order.encode() + b"\n" + more)
        return path

    return write


def in_process(path: Path, skip: frozenset[str] = frozenset()):
    with path.open("rb") as stream:
        members = hostile_readers.read_made_up(stream, "a", skip.__contains__, lambda *_: None)
        return [fingerprint(member) for member in members]


def through(reader: SandboxedReader, path: Path, skip: frozenset[str] = frozenset()):
    return [fingerprint(member) for member in reader.read_source(path, "a", skip)]


@pytest.mark.parametrize("extra_bytes", [0, 1, 5_000_000])
def test_what_comes_through_is_what_the_reader_gave_to_the_last_bit(reader, say, extra_bytes):
    path = say("honest", os.urandom(extra_bytes))
    assert through(reader, path) == in_process(path)


def test_members_to_skip_are_left_out(reader, say):
    path, skip = say("honest"), frozenset({"a/0", "a/2"})
    members = through(reader, path, skip)
    assert members == in_process(path, skip)
    assert len(members) == 3


def test_a_long_list_to_skip_arrives_whole(reader, say):
    skip = frozenset(f"a/{'long' * 20}/{k}" for k in range(30_000)) | {"a/1"}
    assert len(through(reader, say("honest"), skip)) == 4


def test_the_readers_own_refusal_arrives_with_its_words(reader, say):
    with pytest.raises(DamagedFileError, match="Expected records, found none"):
        through(reader, say("refuse"))
    assert len(through(reader, say("honest"))) == 5


def test_a_missing_file_is_the_callers_mistake_and_costs_nothing(reader, tmp_path, say):
    with pytest.raises(FileNotFoundError):
        through(reader, tmp_path / "absent")
    assert len(through(reader, say("honest"))) == 5


def test_stopping_half_way_leaves_a_reader_that_can_be_used_again(reader, say):
    path = say("honest", bytes(20_000_000))
    first = next(iter(reader.read_source(path, "a")))
    assert first.path == "a/0"
    assert through(reader, path) == in_process(path)


HARMLESS = {"print", "refuse"}
PATIENT = {"sleep"}


@pytest.mark.parametrize("attack", sorted(set(hostile_readers.ATTACKS) - HARMLESS - PATIENT))
def test_an_attack_is_stopped_and_the_next_file_is_read(reader, say, attack):
    with pytest.raises(ParserKilledError) as caught:
        through(reader, say(attack))
    assert caught.value.member_path == "a/first"
    assert caught.value.member_sha256
    assert caught.value.reason
    assert isinstance(caught.value, UnreadableFileError)
    assert len(through(reader, say("honest"))) == 5


@pytest.mark.parametrize(
    "attack",
    [
        *("read a secret", "list a folder", "connect", "listen", "start a program", "fork"),
        *("kill the parent", "starve the parent", "write much", "remove", "map code"),
    ],
)
def test_what_no_parser_needs_is_refused_by_the_kernel(reader, say, attack):
    if "seccomp" not in reader.report().active:
        pytest.skip("no seccomp here")
    with pytest.raises(ParserKilledError, match="PermissionError"):
        through(reader, say(attack))


@pytest.mark.parametrize("attack", FOR_EVERY_PROCESS)
def test_limits_hold_where_the_kernel_offers_no_more(bare_reader, say, attack):
    assert not set(KERNEL_LOCKS) & set(bare_reader.report().active)
    with pytest.raises(ParserKilledError) as caught:
        through(bare_reader, say(attack))
    assert caught.value.reason.startswith(FOR_EVERY_PROCESS[attack])
    assert len(through(bare_reader, say("honest"))) == 5


@pytest.mark.parametrize("without", [(), KERNEL_LOCKS])
def test_who_only_waits_is_stopped_by_our_own_clock(say, without):
    with SandboxedReader(IMPATIENT, reader=READER, without=without) as reader:
        with pytest.raises(ParserKilledError) as caught:
            through(reader, say("sleep"))
        assert caught.value.reason == "time"


@pytest.mark.parametrize("lock", sorted(set(LOCKS) - {"wall_clock", "own_process"}))
def test_any_lock_may_be_missing(say, lock):
    with SandboxedReader(QUICK, reader=READER, without=(lock,)) as reader:
        assert lock in reader.report().missing
        assert len(through(reader, say("honest"))) == 5


def test_the_report_names_every_lock_once_in_words(reader):
    report = reader.report()
    assert sorted(report.active + report.missing) == sorted(LOCKS)
    assert all(LOCKS[name] in report.sentence for name in report.missing)


def test_what_the_child_prints_is_not_shown(reader, say, capfd):
    assert len(through(reader, say("print"))) == 5
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_whole_group_is_not_the_files_fault(reader, say, number):
    reader.report()
    os.kill(reader._child._process.pid, number)
    assert len(through(reader, say("honest"))) == 5


def test_time_starts_anew_with_each_member(say):
    with SandboxedReader(QUICK, reader="importers.hostile_readers:read_slowly") as reader:
        assert len(list(reader.read_source(say("slow"), "a"))) == 4


def test_a_child_that_cannot_start_says_so_and_does_not_blame_the_file(say):
    reader = SandboxedReader(QUICK, reader="no.such.module:read")
    with reader, pytest.raises(MissingPartError, match="to start"):
        through(reader, say("honest"))


PARENT = """
import sys, time
from pathlib import Path
from midstance.importers.sandbox import Limits, SandboxedReader
reader = SandboxedReader(reader=sys.argv[1])
reader.report()
print(reader._child._process.pid, flush=True)
list(reader.read_source(Path(sys.argv[2]), "a"))
"""


@pytest.mark.parametrize("order", ["loop", "honest"])
def test_the_child_does_not_outlive_its_parent(say, order):
    path = say(order, bytes(1000))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PARENT, READER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as parent:
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    for _ in range(200):
        if not _lives(child):
            return
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    pytest.fail("the child went on alone")


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
