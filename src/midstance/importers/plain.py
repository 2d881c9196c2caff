"""Runs of points that all look alike, read as a table instead of element by element.

A watch writes every point in the same words, with other numbers. The first point of a kind gives
a pattern; while points match it whole, the numbers are all there is to read. What does not match
stays in the document and goes through the XML reader, so a pattern may refuse but never guess.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from midstance.importers.points import BLOCK_POINTS, PointBlock, read_block

MAX_SHAPES = 16
MAX_FAILURES = 64
MAX_POINT_BYTES = 4096
MAX_DEPTH = 16
NAME = rb"(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*"
TAG = rb"(?P<tag><(?P<name>" + NAME + rb")(?:\s+" + NAME + rb"=\"[^\"<>&]*\")*\s*>)"
OPENING = re.compile(TAG)
LEAF = re.compile(TAG + rb"[^<>&]*</(?P=name)>")
CLOSING = re.compile(rb"</(?P<name>" + NAME + rb")>")
BLANK = re.compile(rb"[ \t\r\n]+")
ATTRIBUTE = re.compile(rb"(" + NAME + rb")=\"([^\"<>&]*)\"")
SPACE = rb"[ \t\r\n]*"
VALUE = rb"[^<>&\x00-\x1f\x7f-\xff]{0,64}"
ATTRIBUTE_VALUE = rb"[^\"<>&\x00-\x1f\x7f-\xff]{0,64}"
MARK_NAME = "plain-points"
MARK = f"<?{MARK_NAME}?>".encode()
NOT_PLAIN = (b"<!", b"-->", b"]]>", b"<?", b"?>")


@dataclass(frozen=True)
class PointKind:
    """How a format writes points: the element around them, their own, and what becomes a column.

    Names are in lower case. `attributes` maps those of the point's element; `column_of` says what
    the element at a path inside a point holds: a column, TIME, or None.
    """

    around: str
    point: str
    attributes: Mapping[str, str]
    column_of: Callable[[Sequence[str]], str | None]


@dataclass(frozen=True)
class _Shape:
    pattern: re.Pattern[bytes]
    columns: tuple[str, ...]


class _NotPlainError(Exception):
    pass


def take_plain_points(text: bytes, kind: PointKind) -> tuple[bytes, list[list[PointBlock]]]:
    """Cut the plain points out: the rest, with a MARK where they stood, and the blocks of each."""
    around = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?" + kind.around.encode() + rb">", re.IGNORECASE)
    first = around.search(text)
    if first is None or not _is_plain(text, first.start()):
        return text, []
    rest: list[bytes] = []
    marked: list[list[PointBlock]] = []
    shapes = _Shapes(kind)
    kept = 0
    opening: re.Match[bytes] | None = first
    while opening is not None:
        end, blocks = _take_blocks(text, opening.end(), shapes)
        if blocks:
            rest += [text[kept : opening.end()], MARK]
            marked.append(blocks)
            kept = end
        opening = around.search(text, end)
    return b"".join([*rest, text[kept:]]), marked


def _is_plain(text: bytes, start: int) -> bool:
    head = text[:start]
    instructions = head.count(b"<?") - head.startswith(b"<?xml")
    return not instructions and all(text.find(mark, start) < 0 for mark in NOT_PLAIN)


@dataclass
class _Gathered:
    """Points of any shapes on their way into a block."""

    count: int = 0
    columns: dict[str, tuple[list[int], list[bytes]]] = field(default_factory=dict)

    def add(self, names: Sequence[str], points: list[tuple[bytes, ...]]) -> None:
        rows = range(self.count, self.count + len(points))
        for name, texts in zip(names, zip(*points, strict=True), strict=True):
            column_rows, column_texts = self.columns.setdefault(name, ([], []))
            column_rows += rows
            column_texts += texts
        self.count += len(points)


def _take_blocks(text: bytes, at: int, shapes: "_Shapes") -> tuple[int, list[PointBlock]]:
    blocks: list[PointBlock] = []
    gathered = _Gathered()
    while (shape := shapes.at(text, at)) is not None:
        at, points = _take_alike(text, at, shape.pattern, BLOCK_POINTS - gathered.count)
        gathered.add(shape.columns, points)
        if gathered.count >= BLOCK_POINTS:
            blocks.append(read_block(gathered.count, gathered.columns))
            gathered = _Gathered()
    if gathered.count:
        blocks.append(read_block(gathered.count, gathered.columns))
    return at, blocks


def _take_alike(
    text: bytes, at: int, pattern: re.Pattern[bytes], most: int
) -> tuple[int, list[tuple[bytes, ...]]]:
    points: list[tuple[bytes, ...]] = []
    match_at, add = pattern.match, points.append
    while len(points) < most and (match := match_at(text, at)) is not None:
        at = match.end()
        add(match.groups())
    return at, points


@dataclass
class _Shapes:
    """The shapes met so far; new ones are learnt as long as that pays."""

    kind: PointKind
    known: list[_Shape] = field(default_factory=list)
    failures: int = 0

    def at(self, text: bytes, at: int) -> _Shape | None:
        """The shape of the point at a place; None where none stands there or it is not plain."""
        for shape in self.known:
            if shape.pattern.match(text, at) is not None:
                return shape
        if len(self.known) >= MAX_SHAPES or self.failures >= MAX_FAILURES:
            return None
        try:
            shape = _Learner(self.kind).learn(_point_at(text, at, self.kind))
        except _NotPlainError:
            self.failures += 1
            return None
        if shape.pattern.match(text, at) is None:
            self.failures += 1
            return None
        self.known.append(shape)
        return shape


def _point_at(text: bytes, at: int, kind: PointKind) -> bytes:
    sample = text[at : at + MAX_POINT_BYTES]
    name = kind.point.encode()
    point = re.match(
        SPACE + rb"(<(?:[\w.-]+:)?" + name + rb"[\s>].*?</(?:[\w.-]+:)?" + name + rb">)",
        sample,
        re.DOTALL | re.IGNORECASE,
    )
    if point is None:
        raise _NotPlainError
    return point.group(1)


@dataclass
class _Learner:
    """Turns one point into the pattern of all points that are written like it."""

    kind: PointKind
    parts: list[bytes] = field(default_factory=lambda: [SPACE])
    columns: list[str] = field(default_factory=list)
    tags: list[bytes] = field(default_factory=list)

    def learn(self, point: bytes) -> _Shape:
        at = 0
        while at < len(point):
            at = self._take_token(point, at)
        if self.tags or len(set(self.columns)) != len(self.columns):
            raise _NotPlainError
        return _Shape(re.compile(b"".join(self.parts)), tuple(self.columns))

    def _take_token(self, point: bytes, at: int) -> int:
        for pattern, take in (
            (LEAF, self._take_leaf),
            (OPENING, self._take_opening),
            (CLOSING, self._take_closing),
            (BLANK, self._take_blank),
        ):
            token = pattern.match(point, at)
            if token is not None:
                take(token)
                return token.end()
        raise _NotPlainError

    def _take_leaf(self, token: re.Match[bytes]) -> None:
        if not self.tags:
            raise _NotPlainError
        column = self._column_of(token)
        self.parts += [re.escape(token.group("tag")), self._value(VALUE, column)]
        self.parts.append(b"</" + re.escape(token.group("name")) + b">")

    def _take_opening(self, token: re.Match[bytes]) -> None:
        if self.tags and self._column_of(token) is not None:
            raise _NotPlainError
        if not self.tags:
            self._take_own_tag(token.group("tag"))
        else:
            self.parts.append(re.escape(token.group("tag")))
        self.tags.append(token.group("name"))
        if len(self.tags) > MAX_DEPTH:
            raise _NotPlainError

    def _take_own_tag(self, tag: bytes) -> None:
        at = 0
        for attribute in ATTRIBUTE.finditer(tag):
            column = self.kind.attributes.get(attribute.group(1).decode())
            self.parts.append(re.escape(tag[at : attribute.start(2)]))
            self.parts.append(self._value(ATTRIBUTE_VALUE, column))
            at = attribute.end(2)
        self.parts.append(re.escape(tag[at:]))

    def _take_closing(self, token: re.Match[bytes]) -> None:
        if not self.tags or self.tags.pop() != token.group("name"):
            raise _NotPlainError
        self.parts.append(re.escape(token.group()))

    def _take_blank(self, _token: re.Match[bytes]) -> None:
        self.parts.append(SPACE)

    def _column_of(self, token: re.Match[bytes]) -> str | None:
        names = [attribute[0] for attribute in ATTRIBUTE.findall(token.group("tag"))]
        if len(set(names)) != len(names):
            raise _NotPlainError
        path = [local_name(tag) for tag in (*self.tags, token.group("name"))]
        return self.kind.column_of(path)

    def _value(self, value: bytes, column: str | None) -> bytes:
        if column is None:
            return value
        self.columns.append(column)
        return b"(" + value + b")"


def local_name(tag: bytes) -> str:
    return tag.rpartition(b":")[2].decode().lower()
