"""The epoch of a data folder: a name that changes when what is stored goes back in time.

A device that told something keeps it for a while after it was acknowledged. Where it meets another
epoch than the one in which it was acknowledged, it tells it again. No backup carries the epoch.
"""

import secrets

from midstance.store.durable import draft, publish
from midstance.store.home import home, open_home

EPOCH = "epoch"


def read_epoch() -> str:
    """The epoch of this data folder, made when there is none yet."""
    path = home() / EPOCH
    if not path.exists():
        renew_epoch()
    return path.read_text(encoding="ascii")


def renew_epoch() -> None:
    """Another epoch than any before."""
    path = open_home() / EPOCH
    drafted = path.with_name(f"{EPOCH}.{secrets.token_hex(8)}")
    with draft(drafted) as file:
        file.write(secrets.token_hex(16).encode("ascii"))
    publish(drafted, path)
