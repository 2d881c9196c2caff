"""Whether the database can be trusted, and the note that stays in the data folder when it cannot.

SQLite finds pages that cannot be; a value that changed and still fits its page it cannot see. The
note outlives the process that found the damage: web, worker and commands all see it, and nobody
writes to a damaged file. It goes when the file is found sound again.
"""

from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from midstance.store.home import home

NOTE = "damage-found"
HEADING = "*** in database main ***"
CORRUPT, NO_DATABASE = 11, 26  # SQLite's result codes; extended ones keep the low byte


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file itself is not what it should be."""
    codes = (getattr(one, "sqlite_errorcode", None) for one in causes(error))
    return any(code is not None and code & 0xFF in {CORRUPT, NO_DATABASE} for code in codes)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def find_damage(alias: str = DEFAULT_DB_ALIAS, *, every_index: bool = False) -> str:
    """What is amiss in a SQLite file, in one line; nothing when it is sound.

    The quick look reads every page once; `every_index` also holds the indexes against their rows.
    """
    if connections[alias].vendor != "sqlite":
        return ""
    look = "integrity_check" if every_index else "quick_check"
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(f"PRAGMA {look}(1)")
            found = str(cursor.fetchone()[0])
    except DatabaseError as error:
        if not is_damage(error):
            raise
        found = str(error)
    return "" if found == "ok" else " ".join(found.removeprefix(HEADING).split())


def note_damage(found: str) -> None:
    (home() / NOTE).write_text(found, encoding="utf-8")


def read_damage() -> str:
    """What was found amiss before; nothing when there is no note."""
    try:
        return (home() / NOTE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def forget_damage() -> None:
    (home() / NOTE).unlink(missing_ok=True)
