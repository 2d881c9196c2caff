"""Where the FIT files inside some bytes begin and end: one as a rule, several when chained."""

import re
from dataclasses import dataclass

from midstance.core.base.errors import LimitExceededError, UnknownFormatError
from midstance.importers.activity import Note
from midstance.importers.fit.crc import compute_crc
from midstance.importers.limits import FIT_MAX_CHAINED_FILES

HEADER = re.compile(rb"[\x0c\x0e].{7}\.FIT", re.DOTALL)
CRC_BYTES = 2


@dataclass(frozen=True)
class Span:
    """The messages of one file: [start, end) in the bytes; whole when its check sum is right."""

    start: int
    end: int
    is_whole: bool
    notes: tuple[Note, ...] = ()


def find_spans(data: bytes) -> tuple[Span, ...]:
    """Find each file's messages, through junk, wrong lengths and missing check sums.

    Raises
    ------
    UnknownFormatError
        There is no FIT header.
    LimitExceededError
        More files are chained than any watch writes.
    """
    spans: list[Span] = []
    at = 0
    while (header := _find_header(data, at)) is not None:
        if len(spans) == FIT_MAX_CHAINED_FILES:
            raise LimitExceededError(
                f"Expected at most {FIT_MAX_CHAINED_FILES} FIT files chained in one, found more. "
                "Import them one by one."
            )
        junk = _note_junk(header - at, "before" if not spans else "between")
        span, at = _measure(data, header)
        spans.append(Span(span.start, span.end, span.is_whole, junk + span.notes))
    if not spans:
        raise UnknownFormatError(
            "Expected a FIT file, which holds the letters .FIT in its first bytes; found none. "
            "Choose the file that the watch itself recorded."
        )
    if at < len(data):
        spans[-1] = _with_rest(spans[-1], data, at)
    return tuple(spans)


def _find_header(data: bytes, start: int) -> int | None:
    found = HEADER.search(data, start)
    return None if found is None else found.start()


def _measure(data: bytes, header: int) -> tuple[Span, int]:
    start = header + data[header]
    size = int.from_bytes(data[header + 4 : header + 8], "little")
    end = start + size
    if size and end + CRC_BYTES <= len(data):
        stored = int.from_bytes(data[end : end + CRC_BYTES], "little")
        if compute_crc(memoryview(data)[header:end]) == stored:
            return Span(start, end, is_whole=True), end + CRC_BYTES
        return _measure_damaged(data, start, end)
    following = _find_header(data, start)
    stop = len(data) if following is None else following
    if end in (stop, stop - 1) and size:
        note = Note("check_sum_missing", 1)
    elif size:
        note = Note("cut_short", 1, amounts={"lost_bytes": end - stop})
    else:
        note = Note("length_missing", 1)
    last = min(end, stop) if size else stop
    return Span(min(start, last), last, is_whole=False, notes=(note,)), stop


def _measure_damaged(data: bytes, start: int, end: int) -> tuple[Span, int]:
    note = Note("check_sum_wrong", 1)
    rest = end + CRC_BYTES
    following = _find_header(data, start)
    if following is not None and following < rest:
        return Span(start, following, is_whole=False, notes=(note,)), following
    return Span(start, end, is_whole=False, notes=(note,)), rest


def _with_rest(span: Span, data: bytes, at: int) -> Span:
    rest = len(data) - at
    if span.is_whole or not data[at:].strip(b"\0"):
        return Span(span.start, span.end, span.is_whole, (*span.notes, *_note_junk(rest, "after")))
    note = Note("length_wrong", 1, amounts={"more_bytes": rest})
    return Span(span.start, len(data), is_whole=False, notes=(*span.notes, note))


def _note_junk(count: int, where: str) -> tuple[Note, ...]:
    if count <= 0:
        return ()
    return (Note(f"junk_{where}", count),)
