"""Which SQLite library to use, and which journal is safe with it."""

import importlib
import sqlite3
from types import ModuleType

Version = tuple[int, ...]

WAL_FAULT_FIRST: Version = (3, 7, 0)
WAL_FAULT_FIXED: Version = (3, 51, 3)


def has_wal_fault(version: Version) -> bool:
    return WAL_FAULT_FIRST <= version < WAL_FAULT_FIXED


def choose_library() -> ModuleType:
    """The bundled library where it is installed and safe, else Python's own."""
    try:
        bundled = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3.dbapi2
    return sqlite3.dbapi2 if has_wal_fault(bundled.sqlite_version_info) else bundled


def choose_journal(version: Version) -> str:
    return "TRUNCATE" if has_wal_fault(version) else "WAL"
