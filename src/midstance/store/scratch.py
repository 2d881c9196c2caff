"""A second SQLite database beside the one in use, for as long as a restore needs it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from midstance.store.database import sqlite


@contextmanager
def scratch_database(path: Path) -> Iterator[str]:
    """The alias of an empty database in a new file; closed, and so all in one file, at the end."""
    alias = f"scratch_{secrets.token_hex(8)}"
    plain = {"default": {**sqlite(), "NAME": str(path)}}
    connections.databases[alias] = connections.configure_settings(plain)["default"]
    try:
        connections[alias].connect()
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
