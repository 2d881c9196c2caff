"""A progress bar on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from midstance.app.import_runs import ImportProgress


@contextmanager
def show_progress(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """A bar that is told (done, total, remark)."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[remark]}", style="dim"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, remark="")
        yield lambda done, total, remark: bar.update(
            task, completed=done, total=total, remark=remark
        )


@contextmanager
def show_import_progress(what: str) -> Iterator[Callable[["ImportProgress"], None]]:
    with show_progress(what) as tell:
        yield lambda progress: tell(
            progress.done,
            progress.total,
            f"{progress.imported} new, {progress.duplicates} known, "
            f"{progress.skipped} not runs, {progress.failed} unreadable",
        )
