"""XML as a stream of elements, with every way of blowing up cut off.

Names count by their local part in lower case: an exporter that forgot to declare a prefix loses
no run. Entities are refused, so text never grows; an inline DTD without them is fine.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from encodings.aliases import aliases
from pyexpat import ErrorString, ExpatError, ParserCreate, XMLParserType
from pyexpat.errors import XML_ERROR_JUNK_AFTER_DOC_ELEMENT, codes
from typing import NamedTuple, NoReturn

from midstance.core.base.errors import DamagedFileError, LimitExceededError
from midstance.importers.activity import Note
from midstance.importers.limits import (
    XML_MAX_ATTRIBUTE_CHARACTERS,
    XML_MAX_ATTRIBUTES,
    XML_MAX_BYTES,
    XML_MAX_DEPTH,
    XML_MAX_ELEMENT_NAMES,
    XML_MAX_TEXT_CHARACTERS,
    XML_MAX_TOKEN_BYTES,
)
from midstance.importers.plain import MARK_NAME, PointKind, take_plain_points
from midstance.importers.points import PointBlock, Points

CHUNK_BYTES = 64 * 1024
DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
WESTERN = ("latin_1", "iso8859_15", "cp1252", "iso8859_2", "cp1250", "iso8859_9", "cp1254")
EASTERN = ("iso8859_5", "cp1251", "koi8_r", "iso8859_7", "cp1253")
ASIAN = ("gb2312", "gbk", "gb18030", "big5", "shift_jis", "cp932", "euc_jp", "euc_kr")
DECODED_HERE = frozenset(WESTERN + EASTERN + ASIAN)
CODECS = {alias: name for alias, name in aliases.items() if name in DECODED_HERE} | {
    name: name for name in DECODED_HERE
}
for _name in DECODED_HERE:  # loaded now, because a sandboxed reader may not open files later
    codecs.lookup(_name)
FORBIDDEN = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
CUT_SHORT = "cut_short"
JUNK_AFTER_END = codes[XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


@dataclass
class Elements:
    """What to call for which element, by local name in lower case, and where the reader is.

    `opens` gets the attributes, `texts` the element's own text at its end, `ends` nothing. `path`
    names the open elements from the root down; in `texts` and `ends` the last one is the parent.
    Points of `point_kind` that are written plainly come in blocks through `add_block`.
    """

    opens: Mapping[str, Callable[[Mapping[str, str]], None]] = field(default_factory=dict)
    texts: Mapping[str, Callable[[str], None]] = field(default_factory=dict)
    ends: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    point_kind: PointKind | None = None
    add_block: Callable[[PointBlock], None] | None = None


class _Known(NamedTuple):
    local: str
    opens: Callable[[Mapping[str, str]], None] | None
    text: Callable[[str], None] | None
    ends: Callable[[], None] | None


class _Names(dict[str, _Known]):
    def __init__(self, elements: Elements) -> None:
        self.elements = elements

    def __missing__(self, name: str) -> _Known:
        if len(self) >= XML_MAX_ELEMENT_NAMES:
            raise LimitExceededError(
                f"An activity file has a few dozen kinds of elements; this one has more than "
                f"{XML_MAX_ELEMENT_NAMES}. Export it again from where it was recorded."
            )
        local = name.rpartition(":")[2].lower()
        elements = self.elements
        known = self[name] = _Known(
            local, elements.opens.get(local), elements.texts.get(local), elements.ends.get(local)
        )
        return known


def read_document(content: bytes, elements: Elements) -> tuple[Note, ...]:
    """Walk a whole document in memory; what could not be read as it stands comes back as notes."""
    if len(content) > XML_MAX_BYTES:
        raise LimitExceededError(
            f"A file of this kind may hold {XML_MAX_BYTES} bytes; this one holds {len(content)}. "
            "Split it or export the activities one by one."
        )
    text = as_utf8(content)
    start = max(text.find(b"<"), 0)
    notes: tuple[Note, ...] = ()
    if text[:start].strip():
        notes = (Note("junk_before_start", start),)
    text = text[start:]
    marked: list[list[PointBlock]] = []
    if elements.point_kind is not None:
        text, marked = take_plain_points(text, elements.point_kind)
    return notes + read_stream(in_chunks(text), elements, marked)


def read_points(content: bytes, elements: Elements, points: Points, kind: str) -> tuple[Note, ...]:
    """Walk a document that fills `points`; one that breaks off before the first is damaged."""
    notes = read_document(content, elements)
    cut = next((note.detail for note in notes if note.kind == CUT_SHORT), None)
    if cut is not None and not points.count:
        raise DamagedFileError(
            f"A {kind} file was expected; it breaks off before its first point: {cut}. "
            "Export it again from where it was recorded."
        )
    return notes


def read_stream(
    chunks: Iterable[bytes], elements: Elements, marked: Sequence[list[PointBlock]] = ()
) -> tuple[Note, ...]:
    """Walk a document of any length in bounded memory; `chunks` are UTF-8."""
    parser = ParserCreate("UTF-8")
    if marked:
        parser.ProcessingInstructionHandler = _block_adder(elements, iter(marked))
    repair = _Repair()
    pieces: list[str] = []
    _attach(parser, elements, pieces)
    try:
        _feed(parser, repair.apply(chunks), pieces)
    except ExpatError as error:
        return (*repair.notes(), _explain_end(error))
    return repair.notes()


def _block_adder(
    elements: Elements, marked: Iterator[list[PointBlock]]
) -> Callable[[str, str], None]:
    def add(target: str, _text: str) -> None:
        add_block = elements.add_block
        if target == MARK_NAME and add_block is not None:
            for block in next(marked):
                add_block(block)

    return add


def _feed(parser: XMLParserType, chunks: Iterable[bytes], pieces: list[str]) -> None:
    fed = 0
    for chunk in chunks:
        parser.Parse(chunk, False)
        fed += len(chunk)
        # Expat scans an unfinished tag again with every chunk, so a long one would take for ever.
        if fed - parser.CurrentByteIndex > XML_MAX_TOKEN_BYTES:
            raise LimitExceededError(
                f"A tag or comment may be {XML_MAX_TOKEN_BYTES} bytes long; the one at byte "
                f"{parser.CurrentByteIndex} is longer. Export the file again."
            )
        if len(pieces) > 1:
            _joined(pieces)
    parser.Parse(b"", True)


def _attach(parser: XMLParserType, elements: Elements, pieces: list[str]) -> None:
    names = _Names(elements)
    path = elements.path
    take = pieces.append

    def start(name: str, attributes: dict[str, str]) -> None:
        known = names[name]
        path.append(known.local)
        if len(path) > XML_MAX_DEPTH:
            _refuse_depth()
        if attributes:
            _check_attributes(attributes)
        if known.text is not None:
            pieces.clear()
            parser.CharacterDataHandler = take
        if known.opens is not None:
            known.opens(attributes)

    def end(name: str) -> None:
        path.pop()
        known = names[name]
        if known.text is not None:
            parser.CharacterDataHandler = None
            known.text(_joined(pieces))
            pieces.clear()
        if known.ends is not None:
            known.ends()

    parser.buffer_text = True
    parser.buffer_size = CHUNK_BYTES
    parser.specified_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = _refuse_entity
    parser.ExternalEntityRefHandler = _refuse_entity


def _joined(pieces: list[str]) -> str:
    text = "".join(pieces)
    if len(text) > XML_MAX_TEXT_CHARACTERS:
        raise LimitExceededError(
            f"The text of an element may have {XML_MAX_TEXT_CHARACTERS} characters; this file has "
            "a longer one. Export it again from where it was recorded."
        )
    return text


def _check_attributes(attributes: dict[str, str]) -> None:
    longest = max(map(len, attributes.values()))
    if len(attributes) > XML_MAX_ATTRIBUTES or longest > XML_MAX_ATTRIBUTE_CHARACTERS:
        raise LimitExceededError(
            f"An element may have {XML_MAX_ATTRIBUTES} attributes of "
            f"{XML_MAX_ATTRIBUTE_CHARACTERS} characters; this file has one with "
            f"{len(attributes)}, the longest of {longest} characters."
        )


def _refuse_depth() -> NoReturn:
    raise LimitExceededError(
        f"Elements may stand {XML_MAX_DEPTH} deep inside each other; this file goes deeper."
    )


def _refuse_entity(*_declaration: object) -> NoReturn:
    raise LimitExceededError(
        "This file declares entities, which activity files never need and which can be used to "
        "fill a computer's memory. Export it again from where it was recorded."
    )


def _explain_end(error: ExpatError) -> Note:
    if error.code == JUNK_AFTER_END:
        return Note("junk_after_end", 1)
    return Note(CUT_SHORT, 1, ErrorString(error.code))


def in_chunks(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), CHUNK_BYTES):
        yield content[at : at + CHUNK_BYTES]


def as_utf8(content: bytes) -> bytes:
    """The same text in UTF-8, by byte order mark, by look, or by what the declaration says."""
    if content.startswith(codecs.BOM_UTF8):
        return content[3:]
    if content[:2] in {codecs.BOM_UTF16_LE, b"<\0"}:
        return content.decode("utf-16-le", "replace").lstrip("\ufeff").encode()
    if content[:2] in {codecs.BOM_UTF16_BE, b"\0<"}:
        return content.decode("utf-16-be", "replace").lstrip("\ufeff").encode()
    declared = DECLARATION.search(content[:512])
    name = declared.group(1).decode().lower().replace("-", "_") if declared else ""
    codec = CODECS.get(name)
    return content if codec is None else content.decode(codec, "replace").encode()


class _Repair:
    """Drops the bytes that no XML may hold and replaces what is not UTF-8, and counts both."""

    def __init__(self) -> None:
        self.dropped = 0
        self.replaced = 0

    def apply(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        waiting = False
        for chunk in chunks:
            kept = chunk.translate(None, FORBIDDEN)
            self.dropped += len(chunk) - len(kept)
            if waiting or not kept.isascii():
                kept = self._encoded(decoder.decode(kept), kept)
                waiting = bool(decoder.getstate()[0])
            yield kept
        yield self._encoded(decoder.decode(b"", final=True), b"")

    def _encoded(self, text: str, original: bytes) -> bytes:
        found = text.count("\ufffd") - original.count(b"\xef\xbf\xbd")
        self.replaced += max(found, 0)
        return text.encode()

    def notes(self) -> tuple[Note, ...]:
        notes = (
            Note("control_bytes_dropped", self.dropped),
            Note("text_replaced", self.replaced),
        )
        return tuple(note for note in notes if note.count)
