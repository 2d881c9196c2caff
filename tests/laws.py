"""With how many cases a law is tried."""

import os

IS_SECOND_RUN = "MIDSTANCE_DATABASE_URL" in os.environ and "MIDSTANCE_ALL_CASES" not in os.environ


def cases(count: int) -> int:
    """All on SQLite; a third on the server, where only what the database makes of them is new."""
    return -(-count // 3) if IS_SECOND_RUN else count
