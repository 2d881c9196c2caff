"""What kind of file some bytes are; the name of the file never counts."""

import re
from enum import StrEnum

from midstance.core.base.errors import UnknownFormatError
from midstance.importers.xml import as_utf8


class Format(StrEnum):
    """The kinds of file that a reader exists for."""

    FIT = "fit"
    GPX = "gpx"
    TCX = "tcx"
    ZIP = "zip"
    GZIP = "gzip"
    APPLE_HEALTH = "apple_health"


ROOTS = {
    "gpx": Format.GPX,
    "trainingcenterdatabase": Format.TCX,
    "healthdata": Format.APPLE_HEALTH,
}
LOOKS = (
    (b"%PDF", "a PDF document"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3", "a database"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it first"),
    (b"[Params]", "a Polar HRM file; export it as FIT, TCX or GPX"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
FIT_MARK = b".FIT"
FIT_MARK_AT = 8
FIT_HEADER_BYTES = (12, 14)
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
GZIP_MARK = b"\x1f\x8b"
FILE_TYPE_MARK = b"ftyp"
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
ROOT = re.compile(rb"<(?:!DOCTYPE\s+)?(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


def detect_format(head: bytes) -> Format:
    """The format of a file from its first HEAD_BYTES; raises UnknownFormatError naming its look."""
    if head.startswith(ZIP_MARKS):
        return Format.ZIP
    if head.startswith(GZIP_MARK):
        return Format.GZIP
    if head[FIT_MARK_AT:].startswith(FIT_MARK):
        return Format.FIT
    root = _root_name(head)
    if root in ROOTS:
        return ROOTS[root]
    if _has_fit_header(head):
        return Format.FIT
    raise UnknownFormatError(
        "A FIT, GPX or TCX file, a zip or an Apple Health export was expected; "
        f"this looks like {_describe(head, root)}."
    )


def _root_name(head: bytes) -> str:
    text = COMMENT.sub(b"", as_utf8(head))
    root = ROOT.search(text)
    return root.group(1).decode().lower() if root else ""


def _has_fit_header(head: bytes) -> bool:
    """Whether a FIT header stands behind some junk."""
    at = head.find(FIT_MARK)
    while at >= 0:
        if at >= FIT_MARK_AT and head[at - FIT_MARK_AT] in FIT_HEADER_BYTES:
            return True
        at = head.find(FIT_MARK, at + 1)
    return False


def _describe(head: bytes, root: str) -> str:
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not bare:
        return "an empty file"
    for mark, look in LOOKS:
        if bare.startswith(mark):
            return look
    if head[4:].startswith(FILE_TYPE_MARK):
        return "a video or a picture of a phone"
    if root == "html":
        return "a web page; perhaps the download needed a log-in"
    if root:
        return f"an XML file whose first element is <{root[:40]}>"
    return _describe_text(head)


def _describe_text(head: bytes) -> str:
    control = sum(byte < 0x20 and byte not in b"\t\r\n\f" for byte in head[:512])  # noqa: PLR2004 - space
    if control:
        return "a binary file of another kind"
    line = head.splitlines()[0]
    is_table = max(line.count(mark) for mark in (b",", b";", b"\t")) > 1
    return "a table (CSV)" if is_table else "plain text"
