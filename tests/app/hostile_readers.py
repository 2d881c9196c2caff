"""Readers that end badly, for the child process of the sandbox."""

import hashlib
import os
import signal
from collections.abc import Callable, Iterator
from typing import BinaryIO

from midstance.importers.activity import Member
from midstance.importers.archive import read_source


def die_on_poison(
    stream: BinaryIO,
    name: str,
    skip: Callable[[str], bool],
    on_member: Callable[[str, str], None],
) -> Iterator[Member]:
    """Read like the real reader, but fall over a file that begins with POISON."""
    head = stream.read(6)
    stream.seek(0)
    if head == b"POISON":
        on_member(name, hashlib.sha256(stream.read()).hexdigest())
        os.kill(os.getpid(), signal.SIGSEGV)
    yield from read_source(stream, name, skip, on_member)
