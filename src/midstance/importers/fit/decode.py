"""FIT bytes to columns: every kind of message that matters here, and an account of the damage."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from midstance.core.base.errors import DamagedFileError, LimitExceededError
from midstance.importers.activity import Note
from midstance.importers.fit.columns import Messages, gather, read_columns
from midstance.importers.fit.compressed import CompressedClock
from midstance.importers.fit.developer import Described, read_descriptions, read_developer
from midstance.importers.fit.expansion import expand
from midstance.importers.fit.header import Span, find_spans
from midstance.importers.fit.profile import (
    FIELD_DESCRIPTION,
    FILE_KINDS,
    MESSAGES,
)
from midstance.importers.fit.salvage import walk_through
from midstance.importers.fit.walk import Group
from midstance.importers.limits import FIT_MAX_BYTES


@dataclass(frozen=True, eq=False)
class FitPart:
    """One FIT file; a chained one has several.

    Parameters
    ----------
    messages : name of the kind ("record", "session") to its messages.
    unread : the numbers of the kinds that were walked over.
    notes : what had to be left out or guessed.
    """

    messages: Mapping[str, Messages]
    unread: frozenset[int]
    notes: tuple[Note, ...]

    @property
    def kind(self) -> str:
        """What the file says it is: "activity", "course", "settings" and so on, else ""."""
        file_id = self.messages.get("file_id")
        types = None if file_id is None else file_id.numbers("type")
        if types is None or np.isnan(types[0]):
            return ""
        return FILE_KINDS.get(int(types[0]), f"kind {int(types[0])}")


@dataclass(frozen=True, eq=False)
class FitFile:
    """All FIT files that some bytes hold, in their order."""

    parts: tuple[FitPart, ...]

    @property
    def kind(self) -> str:
        """The kind of the first part that is an activity, else of the first part."""
        kinds = [part.kind for part in self.parts]
        return "activity" if "activity" in kinds else kinds[0]

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(note for part in self.parts for note in part.notes)


@dataclass(frozen=True, eq=False)
class Kinds(Mapping[str, Messages]):
    """The kinds of messages of a part by name, each read when it is first asked for."""

    data: bytes
    kinds: Mapping[int, Sequence[Group]]
    described: Described
    clock: CompressedClock
    unknown: bool

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {groups[0].layout.profile().name: kind for kind, groups in self.kinds.items()}

    @cached_property
    def _read(self) -> dict[str, Messages]:
        return {}

    def __getitem__(self, name: str) -> Messages:
        if name not in self._read:
            groups = self.kinds[self._numbers[name]]
            self._read[name] = _read_kind(
                self.data, groups, self.described, self.clock, unknown=self.unknown
            )
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self.kinds)


def decode_fit(data: bytes, *, unknown: bool = False, at_once: bool = True) -> FitFile:
    """Read FIT bytes into columns, through whatever damage lets some of it be read.

    Parameters
    ----------
    data : one FIT file or several chained ones.
    unknown : also read the kinds of messages and the fields that have no name here, as
        "message_140" and "field_7", without scale.
    at_once : False reads each kind of message when it is first asked for, and raises then.

    Raises
    ------
    UnknownFormatError
        There is no FIT header in the bytes.
    DamagedFileError
        No message can be read.
    LimitExceededError
        The file is larger or holds more than the stated limits.

    Source: field numbers, scales and sub-fields are facts of the FIT format, checked against
    fitdecode 0.11 (MIT).
    """
    if len(data) > FIT_MAX_BYTES:
        raise LimitExceededError(
            f"Expected a FIT file of at most {FIT_MAX_BYTES} bytes, got {len(data)}. "
            "Export the activities one by one."
        )
    with np.errstate(all="ignore"):
        parts = [
            _read_part(data, span, unknown=unknown, at_once=at_once) for span in find_spans(data)
        ]
    if not any(part.messages or part.unread for part in parts):
        raise DamagedFileError(
            "Expected messages after the FIT header, found none that can be read. "
            "Copy the file from the watch again."
        )
    return FitFile(tuple(parts))


def _read_part(data: bytes, span: Span, *, unknown: bool, at_once: bool) -> FitPart:
    groups, notes = walk_through(data, span, None if unknown else MESSAGES)
    kinds: dict[int, list[Group]] = defaultdict(list)
    for group in groups:
        if group.singles or group.runs:
            kinds[group.layout.message].append(group)
    clock = CompressedClock(data, span)
    described: Described = {}
    if FIELD_DESCRIPTION in kinds:
        found = _read_kind(data, kinds[FIELD_DESCRIPTION], {}, clock, unknown=unknown)
        described = read_descriptions(found)
    messages: Mapping[str, Messages] = Kinds(data, kinds, described, clock, unknown)
    if at_once:
        messages = MappingProxyType(dict(messages))
    unread = frozenset(group.layout.message for group in groups) - kinds.keys()
    return FitPart(messages, unread, span.notes + notes)


def _read_kind(
    data: bytes,
    groups: Sequence[Group],
    described: Described,
    clock: CompressedClock,
    *,
    unknown: bool,
) -> Messages:
    profile = groups[0].layout.profile()
    offsets, parts = gather(data, groups)
    columns = read_columns(offsets.size, parts, unknown=unknown)
    clock.fill(offsets, columns)
    expand(profile.number, columns)
    developer = read_developer(offsets, parts, described)
    return Messages(
        profile.number,
        profile.name,
        offsets,
        MappingProxyType(columns),
        MappingProxyType(developer),
    )
