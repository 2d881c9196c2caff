"""A day as it is typed."""

import argparse
from datetime import date


def day_from(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected a day as 2026-11-30, got {typed!r}") from error
