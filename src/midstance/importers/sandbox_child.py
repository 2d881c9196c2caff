"""How the locked process reads members: "starting" before each, then "member"."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from midstance.importers.activity import Member
from midstance.importers.sandbox_frames import write_member
from midstance.sandbox.child import Answer, Talk, find
from midstance.sandbox.frames import Header

Reader = Callable[
    [BinaryIO, str, Callable[[str], bool], Callable[[str, str], None]], Iterator[Member]
]


def load_reader(path: str) -> Answer:
    """Give the answer that a reader of members makes."""
    reader: Reader = find(path)

    def answer(request: Header, stream: BinaryIO, talk: Talk) -> None:
        def start(path: str, sha256: str) -> None:
            talk.renew()
            talk.say({"kind": "starting", "path": path, "sha256": sha256})

        skipped = frozenset(request["skip"])
        for member in reader(stream, request["name"], skipped.__contains__, start):
            talk.say(*write_member(member))
            talk.renew()

    return answer
