"""One printed page: A4, two columns, in the largest type that fits, with tags for screen readers.

Tags, language and title are what PDF/UA asks of a page of text; headings, paragraphs and list items
stand in the order of reading.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from midstance.app.checking.blocks import Block, Role

MARGIN_PT = 14 * mm
GUTTER_PT = 7 * mm
RULE_PT = 5 * mm
COLUMNS = 2
LEADING = 1.22
SIZES_PT = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
FACES = files("midstance") / "web" / "static" / "built" / "print"
UNKNOWN_SIGN = "?"


@dataclass(frozen=True)
class Style:
    """How a role is set, in parts of the page's type size."""

    scale: float
    is_bold: bool
    before: float
    indent: float


STYLES = {
    Role.TITLE: Style(1.6, is_bold=True, before=0.0, indent=0.0),
    Role.HEADING: Style(1.1, is_bold=True, before=0.6, indent=0.0),
    Role.PARAGRAPH: Style(1.0, is_bold=False, before=0.2, indent=0.0),
    Role.ITEM: Style(1.0, is_bold=False, before=0.08, indent=0.9),
}


@dataclass(frozen=True)
class Line:
    """One line of a block, and what it takes of a column."""

    block: int
    role: Role
    text: str
    size_pt: float
    is_bold: bool
    before_pt: float
    indent_pt: float
    is_first: bool

    @property
    def height_pt(self) -> float:
        return self.before_pt + self.size_pt * LEADING


@dataclass(frozen=True)
class Layout:
    """Lines over the whole width, then in columns."""

    head: tuple[Line, ...]
    columns: tuple[tuple[Line, ...], ...]


def print_page(
    title: str, language: str, versions: Iterable[tuple[Sequence[Block], Sequence[Block]]]
) -> bytes:
    """A page of the first version (head over the whole width, body in columns) that fits on it.

    Each version is tried in every size; the last has to fit in the smallest.
    """
    for head, body in versions:
        for size_pt in SIZES_PT:
            layout = lay_out(head, body, size_pt)
            if layout is not None:
                return _draw(layout, title, language)
    raise AssertionError("the shortest version of a page has to fit")


def lay_out(head: Sequence[Block], body: Sequence[Block], size_pt: float) -> Layout | None:
    """The lines in their places, or None when they do not fit."""
    width_pt, height_pt = A4[0] - 2 * MARGIN_PT, A4[1] - 2 * MARGIN_PT
    column_pt = (width_pt - (COLUMNS - 1) * GUTTER_PT) / COLUMNS
    wide = tuple(_lines(head, size_pt, width_pt, 0))
    room_pt = height_pt - sum(line.height_pt for line in wide) - RULE_PT
    lines = list(_lines(body, size_pt, column_pt, len(head)))
    even_pt = sum(line.height_pt for line in lines) / COLUMNS
    while even_pt < room_pt:  # columns of about equal length, else the second stays empty
        columns = _fill_columns(lines, even_pt)
        if len(columns) <= COLUMNS:
            return Layout(wide, columns)
        even_pt += size_pt
    columns = _fill_columns(lines, room_pt)
    return None if len(columns) > COLUMNS else Layout(wide, columns)


def _fill_columns(lines: list[Line], room_pt: float) -> tuple[tuple[Line, ...], ...]:
    columns: list[list[Line]] = [[]]
    used_pt = 0.0
    for place, line in enumerate(lines):
        needed_pt = line.height_pt
        if line.role is Role.HEADING and place + 1 < len(lines):
            needed_pt += lines[place + 1].height_pt  # a heading never stands alone
        if used_pt + needed_pt > room_pt:
            columns.append([])
            used_pt = 0.0
        placed = line if columns[-1] else replace(line, before_pt=0.0)
        columns[-1].append(placed)
        used_pt += placed.height_pt
    return tuple(map(tuple, columns))


def _lines(blocks: Sequence[Block], size_pt: float, width_pt: float, first: int) -> Iterator[Line]:
    for number, block in enumerate(blocks, first):
        style = STYLES[block.role]
        own_pt = style.scale * size_pt
        is_bold = style.is_bold or block.is_bold
        indent_pt = style.indent * size_pt
        texts = wrap(block.text, own_pt, width_pt - indent_pt, is_bold=is_bold)
        for place, text in enumerate(texts):
            before_pt = 0.0 if place else style.before * size_pt
            yield Line(number, block.role, text, own_pt, is_bold, before_pt, indent_pt, place == 0)


def wrap(text: str, size_pt: float, width_pt: float, *, is_bold: bool) -> list[str]:
    """The text in lines no wider than that; a word that is wider is cut."""
    room_em = width_pt / size_pt
    space_em = width_em(" ", is_bold=is_bold)
    lines: list[list[str]] = [[]]
    used_em = 0.0
    for word in _words(text, room_em, is_bold=is_bold):
        word_em = width_em(word, is_bold=is_bold)
        if lines[-1] and used_em + space_em + word_em > room_em:
            lines.append([])
        used_em = used_em + space_em + word_em if lines[-1] else word_em
        lines[-1].append(word)
    return [" ".join(words) for words in lines]


def _words(text: str, room_em: float, *, is_bold: bool) -> Iterator[str]:
    for word in "".join(sign if sign.isprintable() else " " for sign in text).split():
        rest = word
        while len(rest) > 1 and width_em(rest, is_bold=is_bold) > room_em:
            end = max(1, int(len(rest) * room_em / width_em(rest, is_bold=is_bold)) - 1)
            yield rest[:end]
            rest = rest[end:]
        yield rest


@lru_cache(maxsize=1 << 14)
def width_em(text: str, *, is_bold: bool) -> float:
    """Its width on paper, in parts of the type size."""
    width: float = sum(face.stringWidth(part, 1.0) for face, part in _runs(text, is_bold=is_bold))
    return width


def _runs(text: str, *, is_bold: bool) -> Iterator[tuple[TTFont, str]]:
    """The text in pieces, each in a face that has all its signs."""
    faces = read_faces(is_bold=is_bold)

    def face_of(sign: str) -> int | None:
        return next((n for n, face in enumerate(faces) if ord(sign) in face.face.charToGlyph), None)

    for number, signs in groupby(text, face_of):
        part = "".join(signs)
        yield (faces[0], UNKNOWN_SIGN * len(part)) if number is None else (faces[number], part)


@cache
def read_faces(*, is_bold: bool) -> tuple[TTFont, ...]:
    """The product's typeface, or where it is not built the one that the PDF writer brings."""
    weight = "700" if is_bold else "400"
    built = [Path(str(FACES / f"{part}-{weight}.ttf")) for part in ("latin", "latin-ext")]
    if all(path.is_file() for path in built):
        faces = tuple(TTFont(f"Atkinson-{path.stem}", str(path)) for path in built)
    else:
        faces = (TTFont(f"Vera-{weight}", "VeraBd.ttf" if is_bold else "Vera.ttf"),)
    for face in faces:
        face.face.name = face.fontName.encode()  # else two parts of one typeface count as one
        registerFont(face)
    return faces


def _draw(layout: Layout, title: str, language: str) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=True, pageCompression=True)
    canvas.setTitle(title)
    canvas.setCreator("Midstance")
    tags = _Tags(canvas)
    top_pt = A4[1] - MARGIN_PT
    bottom_pt = _draw_lines(canvas, tags, layout.head, MARGIN_PT, top_pt)
    tags.rule(MARGIN_PT, A4[0] - MARGIN_PT, bottom_pt - 0.4 * RULE_PT)
    width_pt = (A4[0] - 2 * MARGIN_PT - (COLUMNS - 1) * GUTTER_PT) / COLUMNS
    for place, lines in enumerate(layout.columns):
        left_pt = MARGIN_PT + place * (width_pt + GUTTER_PT)
        _draw_lines(canvas, tags, lines, left_pt, bottom_pt - RULE_PT)
    canvas.showPage()
    tags.write(language)
    canvas.save()
    return target.getvalue()


def _draw_lines(
    canvas: Canvas, tags: "_Tags", lines: Sequence[Line], left_pt: float, top_pt: float
) -> float:
    """Draw from the top down; gives where the next line would stand."""
    for line in lines:
        top_pt -= line.height_pt
        with_bullet = line.role is Role.ITEM and line.is_first
        tags.begin(line)
        if with_bullet:
            _draw_text(canvas, "•", left_pt, top_pt, line)
        _draw_text(canvas, line.text, left_pt + line.indent_pt, top_pt, line)
        tags.end()
    return top_pt


def _draw_text(canvas: Canvas, text: str, left_pt: float, top_pt: float, line: Line) -> None:
    for face, part in _runs(text, is_bold=line.is_bold):
        canvas.setFont(face.fontName, line.size_pt)
        canvas.drawString(left_pt, top_pt, part)
        left_pt += face.stringWidth(part, line.size_pt)


class _Tags:
    """Which stretches of the page belong to which block, and the tree that names them."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401 # its types leave out what tags need
        self.canvas = canvas
        self.owners: list[tuple[int, Role]] = []

    def begin(self, line: Line) -> None:
        self._write(f"/{line.role} <</MCID {len(self.owners)}>> BDC")
        self.owners.append((line.block, line.role))

    def end(self) -> None:
        self._write("EMC")

    def rule(self, left_pt: float, right_pt: float, top_pt: float) -> None:
        """A line that says nothing, and is marked so."""
        self._write("/Artifact BMC")
        self.canvas.setLineWidth(0.6)
        self.canvas.line(left_pt, top_pt, right_pt, top_pt)
        self._write("EMC")

    def _write(self, code: str) -> None:
        self.canvas._code.append(code)  # noqa: SLF001 - no public way to mark content

    def write(self, language: str) -> None:
        """Hang the tree into the document, after its page was shown."""
        document = self.canvas._doc  # noqa: SLF001 - no public way to the catalogue
        page, catalog = document.Pages.pages[-1], document.Catalog
        root, whole = PDFDictionary({}), PDFDictionary({})
        root_at, whole_at = document.Reference(root), document.Reference(whole)
        page_at = document.Reference(page)
        parts, parents = [], []
        for (_block, role), marks in groupby(enumerate(self.owners), lambda pair: pair[1]):
            numbers = [number for number, _owner in marks]
            part = PDFDictionary(
                {"Type": PDFName("StructElem"), "S": PDFName(role), "P": whole_at, "Pg": page_at}
            )
            part.dict["K"] = PDFArray(numbers)
            parts.append(document.Reference(part))
            parents += [parts[-1]] * len(numbers)
        whole.dict.update(
            Type=PDFName("StructElem"), S=PDFName("Document"), P=root_at, K=PDFArray(parts)
        )
        nested = document.Reference(PDFDictionary({"Nums": PDFArray([0, PDFArray(parents)])}))
        root.dict.update(Type=PDFName("StructTreeRoot"), K=whole_at, ParentTree=nested)
        catalog.StructTreeRoot = root
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        catalog.Lang = PDFString(language)
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
        page.StructParents = 0
