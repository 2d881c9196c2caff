"""The tables in a Strava bulk export: what each file was called and which shoes it was run in.

activities.csv came in three generations, in the language of the account, and repeats column
names. In all of them the first four columns are id, date, name and type, and the gear stands
right before the file name; so structure decides, and known headers only where they are found.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from midstance.core.base.errors import DamagedFileError, LimitExceededError
from midstance.importers.activity import ShoeRecord, Sport
from midstance.importers.limits import TABLE_MAX_BYTES
from midstance.importers.sports import detect_sport
from midstance.importers.xml import as_utf8

FILE = re.compile(r"(?:^|/)activities/[^/]+$")
NAME_HEADERS = {"activity name", "name", "aktivitätsname", "nom de l'activité"}
TYPE_HEADERS = {"activity type", "type", "aktivitätsart", "type d'activité"}
GEAR_HEADERS = {"activity gear", "gear", "aktivitätsausrüstung", "matériel de l'activité"}
NAME_AT, TYPE_AT = 2, 3
SHOE_WORDS = re.compile(
    r"shoe|schuh|chaussure|zapat|scarp|schoen|t[êe]nis|cal[çc]ado|\bsko|シューズ|鞋|buty|обув|신발",
    re.IGNORECASE,
)
LONGEST_CELL = 1024 * 1024


class GearRow(NamedTuple):
    """What the table says of one file: its name, the gear, and the sport."""

    name: str
    gear: str
    sport: Sport


def read_gear_table(table: bytes) -> Mapping[str, GearRow]:
    """File name without folders ("7.fit.gz") to name, gear and sport, from activities.csv.

    Empty where the table is not one of Strava's.
    """
    rows = list(_read_rows(table))
    at = _find_file_column(rows[1:])
    if at is None:
        return {}
    header = [cell.strip().lower() for cell in rows[0]]
    name_at = _find(header, NAME_HEADERS, NAME_AT)
    type_at = _find(header, TYPE_HEADERS, TYPE_AT)
    gear_at = _find(header, GEAR_HEADERS, at - 1)
    return {
        row[at].strip().rpartition("/")[2]: GearRow(
            _cell(row, name_at), _cell(row, gear_at), detect_sport(_cell(row, type_at))
        )
        for row in rows[1:]
        if FILE.search(_cell(row, at))
    }


def read_shoes(table: bytes) -> tuple[ShoeRecord, ...]:
    """The shoes of shoes.csv; none where the table is another one."""
    rows = list(_read_rows(table))
    if not rows or not SHOE_WORDS.search(rows[0][0]):
        return ()
    return tuple(
        ShoeRecord(_cell(row, 0), _cell(row, 1), _cell(row, 2))
        for row in rows[1:]
        if any(cell.strip() for cell in row[:3])
    )


def _read_rows(table: bytes) -> Iterable[list[str]]:
    if len(table) > TABLE_MAX_BYTES:
        raise LimitExceededError(
            f"A table may hold {TABLE_MAX_BYTES} bytes; this one holds {len(table)}."
        )
    text = as_utf8(table).decode("utf-8", "replace").replace("\0", "")
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from (row for row in csv.reader(text.splitlines(keepends=True)) if row)
    except csv.Error as error:
        raise DamagedFileError(f"A table (CSV) was expected; {error}.") from error


def _find_file_column(rows: Sequence[Sequence[str]]) -> int | None:
    counts: dict[int, int] = {}
    for row in rows:
        for at, cell in enumerate(row):
            if FILE.search(cell.strip()):
                counts[at] = counts.get(at, 0) + 1
    return max(counts, key=lambda at: (counts[at], -at)) if counts else None


def _find(header: Sequence[str], names: set[str], otherwise: int) -> int:
    return next((at for at, name in enumerate(header) if name in names), otherwise)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if 0 <= at < len(row) else ""
