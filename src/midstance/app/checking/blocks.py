"""What a printed page is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a block of text is; the names are those of PDF."""

    TITLE = "H1"
    HEADING = "H2"
    PARAGRAPH = "P"
    ITEM = "LI"


@dataclass(frozen=True)
class Block:
    """A title, a heading, a paragraph or an item of a list."""

    role: Role
    text: str
    is_bold: bool = False
