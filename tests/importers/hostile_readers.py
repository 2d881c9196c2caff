"""Readers for the sandbox's tests: an honest one, and those that try what none should."""

import ctypes
import hashlib
import mmap
import os
import socket
import stat
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.random import default_rng

from midstance.core.base.errors import DamagedFileError
from midstance.importers.activity import (
    Activity,
    Device,
    Failed,
    Lap,
    Member,
    Note,
    Parsed,
    ShoeRecord,
    Source,
    Sport,
    Totals,
)


def make_activity(seed: int, n: int = 1000) -> Activity:
    random = default_rng(seed)
    values = random.normal(size=n)
    values[::7] = np.nan
    return Activity(
        source=Source.FIT,
        member=f"session-{seed}",
        sport=Sport.TRAIL,
        start_s=1.7e9 + 0.1,
        time_s=1.7e9 + np.arange(float(n)),
        columns=MappingProxyType({"distance_m": values.cumsum(), "cadence_rpm": values}),
        pauses_s=random.normal(size=(seed % 3, 2)),
        laps=(Lap(1.7e9, None, 12.5), Lap(1.7e9 + 60, 0.1, None)),
        totals=Totals(elapsed_s=float(n), steps=0.0),
        device=Device("garmin", "fenix", "123", 1.6e9, has_barometer=bool(seed % 2)),
        utc_offset_s=-34_200.0,
        name="Früh • 朝",
        gear="Shoe",
        notes=(Note("damaged", 3, "two places"),),
    )


def read_made_up(stream, name, skip, on_member):
    """Three members whose bytes are the source's, one that failed, one shoe list."""
    content = stream.read()
    digest = hashlib.sha256(content).hexdigest()
    for k in range(3):
        if not skip(f"{name}/{k}"):
            on_member(f"{name}/{k}", digest)
            activities = tuple(make_activity(seed, n) for seed, n in ((k, 1000), (k + 1, 0)))
            yield Member(f"{name}/{k}", content if k else None, digest, Parsed(activities))
    on_member(f"{name}/bad", digest)
    yield Member(f"{name}/bad", b"", digest, Failed("DamagedFileError", "no records"))
    shoes = (ShoeRecord("Old", "A", ""),)
    yield Member(f"{name}/shoes", content, digest, Parsed((), shoes, "a list of shoes"))


def read_or_attack(stream, name, skip, on_member):
    """Do what the file's first line names, or read it honestly."""
    order = stream.read(64).split(b"\n")[0].decode()
    attack = ATTACKS.get(order)
    on_member(f"{name}/first", hashlib.sha256(order.encode()).hexdigest())
    if attack is not None:
        attack()
    stream.seek(0)
    yield from read_made_up(stream, name, skip, on_member)


def _line() -> int:
    """The socket to the parent, as a reader that took over the process would find it."""
    return next(fd for fd in range(3, 32) if _is_socket(fd))


def _is_socket(fd: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False


def _say(content: bytes) -> None:
    line = _line()
    while content:
        content = content[os.write(line, content) :]


def _fork_bomb():
    while True:
        os.fork()


def _allocate():
    return [np.empty(8 << 20) for _ in range(64)]  # 64 MiB each, 4 GiB in all


def _allocate_in_c():
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.memset(ctypes.c_void_p(libc.malloc(ctypes.c_size_t(4 << 30))), 1, ctypes.c_size_t(4 << 30))


def _loop():
    while True:
        pass


def _write_much():
    with Path("/tmp/midstance-hostile").open("wb") as file:  # noqa: S108 - where anyone may write
        file.writelines(bytes(1 << 20) for _ in range(5 << 10))


def _sleep():
    time.sleep(3600)


def _call_prlimit_of_parent():
    libc = ctypes.CDLL(None, use_errno=True)
    limit = struct.pack("QQ", 1, 1)
    if libc.prlimit(os.getppid(), 7, limit, None) != 0:
        raise OSError(ctypes.get_errno(), "prlimit")


def _map_code():
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


def _refuse():
    raise DamagedFileError("Expected records, found none.")


def _header(text: bytes, payload: int = 0) -> bytes:
    return struct.pack("<IQ", len(text), payload) + text


ATTACKS = {
    "read a secret": lambda: Path("/etc/passwd").read_text(),
    "list a folder": lambda: list(Path("/").iterdir()),
    "connect": lambda: socket.socket().connect(("127.0.0.1", 9)),
    "listen": lambda: socket.create_server(("127.0.0.1", 0)),
    "start a program": lambda: subprocess.run(["/bin/true"], check=True),
    "fork": os.fork,
    "fork bomb": _fork_bomb,
    "kill the parent": lambda: os.kill(os.getppid(), 9),
    "starve the parent": _call_prlimit_of_parent,
    "map code": _map_code,
    "write much": _write_much,
    "remove": Path("/tmp/midstance-hostile").unlink,  # noqa: S108 - it is not there
    "allocate": _allocate,
    "allocate in C": _allocate_in_c,
    "loop": _loop,
    "sleep": _sleep,
    "crash": lambda: ctypes.string_at(0),
    "print": lambda: os.write(1, b"noise") and sys.stderr.write("noise"),
    "exit": lambda: os._exit(3),
    "leave": lambda: sys.exit(0),
    "recurse": lambda: _recurse(0),
    "raise": lambda: 1 / 0,
    "refuse": _refuse,
    "talk garbage": lambda: _say(b"\xff" * 4096),
    "promise much": lambda: _say(struct.pack("<IQ", 2, 1 << 60)),
    "promise what never comes": lambda: (_say(_header(b"{}", 300 << 20)), os._exit(0)),
    "talk no JSON": lambda: _say(_header(b"{nonsense")),
    "talk deep JSON": lambda: _say(_header(b"[" * 100_000)),
    "talk a list": lambda: _say(_header(b"[1]")),
    "talk of nothing": lambda: _say(_header(b'{"kind":"surprise"}')),
    "name our own error": lambda: _say(
        _header(b'{"kind":"unreadable","error":"ParserKilledError","text":""}')
    ),
    "name another error": lambda: _say(
        _header(b'{"kind":"unreadable","error":"MidstanceError","text":""}')
    ),
    "start nowhere": lambda: _say(_header(b'{"kind":"starting","path":7,"sha256":""}')),
    "give half a member": lambda: _say(_header(b'{"kind":"member","path":"a"}')),
    "give too much": lambda: _say(
        _header(
            b'{"kind":"member","path":"a","sha256":"' + b"0" * 64 + b'","size":1,"failed":["",""]}',
            2,
        )
        + b"ab"
    ),
}


def _recurse(depth: int) -> int:
    return _recurse(depth + 1) + 1


def read_slowly(stream, name, skip, on_member):  # noqa: ARG001 - every reader looks like this
    """Spend most of the time that a member may take on each of four."""
    for k in range(4):
        on_member(f"{name}/{k}", "0" * 64)
        until_s = time.process_time() + 0.6
        while time.process_time() < until_s:
            pass
        yield Member(f"{name}/{k}", None, "0" * 64, Parsed(()))
