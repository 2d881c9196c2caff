"""The backend that `ENGINE` names; Django's own with another library below it."""

import datetime as dt
import decimal
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db.backends.sqlite3 import base as stock
from django.db.backends.sqlite3._functions import (  # type: ignore[import-untyped] # not in the stubs
    register as register_functions,
)
from django.db.backends.sqlite3.features import DatabaseFeatures as StockFeatures
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from midstance.core.base.errors import RefusedError
from midstance.store.home import database_file, is_lost, open_folder
from midstance.store.sqlite.library import choose_journal, choose_library

Library: Any = choose_library()  # typed as any: the two libraries share an interface, not a type
JOURNAL = choose_journal(Library.sqlite_version_info)
PRAGMAS = ("foreign_keys=ON", "legacy_alter_table=OFF", "synchronous=FULL", "mmap_size=0")
JOURNAL_PATIENCE_S = 20.0


def parse_bytes(parse: Callable[[str], object], written: bytes) -> object:
    return parse(written.decode())


def teach_types(library: Any) -> None:  # noqa: ANN401 # see Library
    """Let the library read and write the types that Django's own backend reads and writes."""
    library.register_converter("bool", b"1".__eq__)
    library.register_converter("date", partial(parse_bytes, parse_date))
    library.register_converter("time", partial(parse_bytes, parse_time))
    library.register_converter("datetime", partial(parse_bytes, parse_datetime))
    library.register_converter("timestamp", partial(parse_bytes, parse_datetime))
    library.register_adapter(decimal.Decimal, str)
    library.register_adapter(dt.date, dt.date.isoformat)
    library.register_adapter(dt.datetime, lambda moment: moment.isoformat(" "))


teach_types(Library)


class PlaceholderCursor(Library.Cursor):  # type: ignore[misc] # see Library
    """A cursor that takes Django's placeholders."""

    convert_query = stock.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401 # Django's own signature
        if params is None:
            return super().execute(query)
        return super().execute(self.convert_query(query, param_names=names_of(params)), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:  # noqa: ANN401 # Django's own signature
        rows = list(param_list)
        names = names_of(rows[0]) if rows else None
        return super().executemany(self.convert_query(query, param_names=names), rows)


def names_of(params: object) -> list[str] | None:
    return list(params) if isinstance(params, Mapping) else None


class DatabaseFeatures(StockFeatures):
    """What the chosen library can do, where Django asks its own import or a method that is new."""

    can_alter_table_drop_column = Library.sqlite_version_info >= (3, 35, 5)
    max_query_params = 32_766  # SQLite's default from 3.32 on


class DatabaseWrapper(stock.DatabaseWrapper):
    """Connections of the chosen library, each set to lose nothing."""

    Database: ModuleType = Library
    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 # see Library
        if not self.is_in_memory_db():
            guard_against_a_lost_database(Path(conn_params["database"]))
        connection = Library.connect(**conn_params)
        register_functions(connection)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        set_journal(connection, JOURNAL)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ANN401, ARG002 # Django's own signature
        return self.connection.cursor(factory=PlaceholderCursor)


def guard_against_a_lost_database(path: Path) -> None:
    """Make the folder of a new database, unless originals show that there was one already."""
    if path.exists() and path.stat().st_size > 0:
        return
    open_folder(path.parent)
    if path == database_file() and is_lost():
        raise RefusedError(
            f"Expected the database {path}, but it is gone or empty while originals lie beside it. "
            "Put it back, or restore a backup into an empty data folder."
        )


def set_journal(connection: Any, journal: str) -> None:  # noqa: ANN401 # see Library
    """Choose the journal once per file; of two first starts the later one waits."""
    give_up_s = time.monotonic() + JOURNAL_PATIENCE_S
    while read_pragma(connection, "journal_mode") not in {journal.lower(), "memory"}:
        try:
            read_pragma(connection, f"journal_mode={journal}")
        except Library.OperationalError:
            if time.monotonic() > give_up_s:
                raise
            time.sleep(0.05)


def read_pragma(connection: Any, pragma: str) -> str:  # noqa: ANN401 # see Library
    return str(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
