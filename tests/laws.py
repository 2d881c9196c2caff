"""With how many cases a law is tried."""

import os

ALL_CASES = "MIDSTANCE_ALL_CASES" in os.environ
ENOUGH = 12


def cases(count: int) -> int:
    """All in the long tests; in the gate a third of them, or as many as are enough."""
    return count if ALL_CASES else max(min(count, ENOUGH), -(-count // 3))
