"""With how many cases a law is tried."""

import os

ALL_CASES = "MIDSTANCE_ALL_CASES" in os.environ
ENOUGH = 20


def cases(count: int) -> int:
    """All in the long tests; in the gate half of them, or as many as are enough."""
    return count if ALL_CASES else max(min(count, ENOUGH), -(-count // 2))
