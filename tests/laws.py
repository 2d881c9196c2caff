"""With how many cases a law is tried."""

import os

ALL_CASES = "MIDSTANCE_ALL_CASES" in os.environ
ON_SERVER = "MIDSTANCE_DATABASE_URL" in os.environ
ENOUGH, ENOUGH_ON_SERVER = 20, 4


def cases(count: int) -> int:
    """All in the long tests, half in the gate; on the server a sixth, for the second time."""
    if ALL_CASES:
        return count
    enough = ENOUGH_ON_SERVER if ON_SERVER else ENOUGH
    return max(min(count, enough), -(-count // (6 if ON_SERVER else 2)))
