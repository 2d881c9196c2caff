"""Which database is used, how it is opened, and how safe it is.

SQLite in the data folder, unless `MIDSTANCE_DATABASE_URL` names a PostgreSQL database.
"""

import importlib.util
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import connection

from midstance.core.base.errors import InvalidValueError, MissingPartError
from midstance.store.home import database_file, home, is_on_network
from midstance.store.sqlite.library import has_wal_fault

BUSY_TIMEOUT_S = 30
URL_VARIABLE = "MIDSTANCE_DATABASE_URL"


def databases() -> dict[str, dict[str, Any]]:
    """The value of Django's DATABASES; makes no file and no connection.

    Transactions take the write lock as they begin, so ATOMIC_REQUESTS stays off: a page that only
    reads must not wait for a writer.
    """
    url = os.environ.get(URL_VARIABLE, "")
    return {"default": postgresql(url) if url else sqlite()}


def sqlite() -> dict[str, Any]:
    return {
        "ENGINE": "midstance.store.sqlite",
        "NAME": str(database_file()),
        "OPTIONS": {"timeout": BUSY_TIMEOUT_S, "transaction_mode": "IMMEDIATE"},
        "CONN_MAX_AGE": None,
    }


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise InvalidValueError(
            f"{URL_VARIABLE} must read postgresql://user:password@host:port/name; "
            f"the scheme is {parts.scheme!r}. Leave it out to use SQLite."
        )
    if importlib.util.find_spec("psycopg") is None:
        raise MissingPartError(
            "PostgreSQL needs the part [postgres]: install it with "
            "`uv pip install 'midstance[postgres]'` or `pip install 'midstance[postgres]'`."
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


@dataclass(frozen=True)
class DatabaseReport:
    """What `midstance doctor` says of the database; `why` gives the reason of `safe`."""

    engine: str
    version: str
    journal: str
    safe: bool
    why: str
    place: str


def describe_database() -> DatabaseReport:
    """Ask the open connection itself, not the settings."""
    connection.ensure_connection()
    return describe_sqlite() if connection.vendor == "sqlite" else describe_postgresql()


def ask(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def describe_sqlite() -> DatabaseReport:
    version = ask("SELECT sqlite_version()")
    journal = ask("PRAGMA journal_mode")
    safe, why = judge_sqlite(tuple(map(int, version.split("."))), journal)
    return DatabaseReport("SQLite", version, journal, safe, why, connection.settings_dict["NAME"])


def judge_sqlite(version: tuple[int, ...], journal: str) -> tuple[bool, str]:
    if is_on_network(home()):
        return False, "The data folder lies on a network drive, where SQLite's locks may not hold."
    if not has_wal_fault(version):
        return True, "This version of SQLite is free of the WAL-reset fault."
    if journal != "wal":
        return True, "This version has the WAL-reset fault, so the rollback journal is used."
    return False, "This version has the WAL-reset fault and the file is in WAL mode."


def describe_postgresql() -> DatabaseReport:
    version = ask("SHOW server_version")
    durable = ask("SHOW fsync") == "on" and ask("SHOW full_page_writes") == "on"
    why = "The server writes through to disk." if durable else "The server's fsync is off."
    place = f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    return DatabaseReport("PostgreSQL", version, "wal", durable, why, place)
