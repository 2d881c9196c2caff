"""`midstance runs`: the list of runs."""

import argparse
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from midstance.app.start import start_django
from midstance.cli import words
from midstance.cli._answer import iso_utc, write_json, write_line

if TYPE_CHECKING:
    from midstance.app.list_runs import RunRow

EVERY = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--search", default="", help="words or dates to find")
    parser.add_argument(
        "--sort", default="-start", help="start, distance, moving, load, ascent, name; - turns it"
    )
    parser.add_argument("--last", type=int, default=None, help="only so many")
    parser.add_argument("--all", action="store_true", help="duplicates as well")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.list_runs import list_runs
    from midstance.app.open_store import open_store

    runner = open_store()
    found = list_runs(
        runner,
        search=arguments.search,
        sort=arguments.sort,
        per_page=arguments.last or EVERY,
        include_duplicates=arguments.all,
    )
    if arguments.json:
        write_json([as_json(row) for row in found.runs])
    else:
        show_table(found.runs, runner.units)
        write_line(f"{found.total} runs. Load: on the kneecap joint, in body weight seconds.")
    return 0


def as_json(row: "RunRow") -> dict[str, object]:
    return {
        "id": row.key,
        "start": iso_utc(row.start_at),
        "sport": row.sport,
        "distance_m": row.distance_m,
        "moving_s": row.moving_s,
        "ascent_m": row.ascent_m,
        "descent_m": row.descent_m,
        "cadence_spm": row.cadence_spm,
        "source": row.source,
        "impulse_bw_s": row.impulse_bw_s,
        "duplicate_of": row.duplicate_of,
    }


def show_table(rows: "tuple[RunRow, ...]", units: str) -> None:
    """Eight columns that stand side by side on a terminal of 80 characters."""
    table = Table(box=None, pad_edge=False)
    for name in ("Run", "Day", "What"):
        table.add_column(name, no_wrap=True)
    for name in ("Distance", "Moving", words.PACE_UNIT[units], "Down", "Load"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            row.key,
            local(row).strftime("%Y-%m-%d"),
            row.sport.removesuffix("_running"),
            words.distance(row.distance_m, units),
            words.duration(row.moving_s),
            words.pace(row.distance_m, row.moving_s, units),
            words.climb(row.descent_m, units),
            words.UNKNOWN if row.impulse_bw_s is None else f"{row.impulse_bw_s:,.0f}",
        )
    Console().print(table)


def local(row: "RunRow") -> datetime:
    return row.start_at + timedelta(seconds=row.utc_offset_s)
