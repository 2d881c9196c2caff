"""Write the sample runner's watch files into a folder, as a watch would leave them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from midstance.app.sample.fit_file import CYCLING, GENERIC, RUNNING, TREADMILL, write_fit
from midstance.app.sample.gpx_file import write_gpx
from midstance.app.sample.seconds import record_seconds
from midstance.app.sample.story import PlannedRun, Route, tell_story

RIDE_INDEX = 40
PHONE_INDEX = 120


def write_sample_files(folder: Path, today: date) -> list[Path]:
    """Write every file of the story; one ride and one phone recording stand among them."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        path
        for run in tell_story(today)
        for name, content in _files_of(run)
        for path in [_write(folder / name, content)]
    ]


def _files_of(run: PlannedRun) -> Iterator[tuple[str, bytes]]:
    seconds = record_seconds(run)
    stem = run.start_at.strftime("%Y-%m-%d-%H%M")
    is_ride = run.index == RIDE_INDEX
    indoors = run.route is Route.TREADMILL
    yield (
        f"{stem}.fit",
        write_fit(
            run.start_at,
            seconds,
            sport=CYCLING if is_ride else RUNNING,
            sub_sport=TREADMILL if indoors else GENERIC,
        ),
    )
    if run.index == PHONE_INDEX:
        yield f"{stem}-phone.gpx", write_gpx(run.start_at, seconds)


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
