"""Knee load of the runs of a file, without storing anything."""

from dataclasses import dataclass
from pathlib import Path

from midstance.core.base.body import Body
from midstance.core.base.errors import (
    DamagedFileError,
    MidstanceError,
    ParserKilledError,
    RefusedError,
    UnreadableFileError,
)
from midstance.core.load.session import SessionLoad, estimate_session_load
from midstance.importers.activity import Activity, Failed, Member
from midstance.importers.clean import clean_activity, view_run
from midstance.importers.sandbox import SandboxedReader
from midstance.knowledge.parameters import load_parameters


@dataclass(frozen=True)
class FileLoad:
    """The load of one run of a file."""

    name: str
    start_s: float
    sport: str
    load: SessionLoad


def estimate_load_of_file(path: Path, body: Body) -> tuple[FileLoad, ...]:
    """Estimate the load of every run in a file.

    *Changes* nothing.
    *Refuses* a file that cannot be read (UnreadableFileError) or holds no run (RefusedError).
    *Twice* gives the same.
    *Privacy* reads the file, keeps nothing.
    """
    loads, reasons = [], []
    with SandboxedReader() as reader:
        try:
            for member in reader.read_source(path, path.name, ()):
                loads += _loads_of(member, body)
                reasons += [_why_not(member)]
        except ParserKilledError as error:
            raise DamagedFileError(
                f"Reading {path.name} had to be stopped: {error.reason}"
            ) from error
    if not loads:
        raise RefusedError(f"No run was found in {path.name}. {' '.join(filter(None, reasons))}")
    return tuple(loads)


def _loads_of(member: Member, body: Body) -> list[FileLoad]:
    if isinstance(member.outcome, Failed):
        return []
    runs = [one for one in member.outcome.activities if one.sport.is_run]
    return [_load_of(member, activity, body) for activity in runs]


def _load_of(member: Member, activity: Activity, body: Body) -> FileLoad:
    try:
        run = clean_activity(activity)
        load = estimate_session_load(view_run(run), body, load_parameters())
    except UnreadableFileError:
        raise
    except MidstanceError as error:
        raise DamagedFileError(f"{member.path} cannot be worked with: {error}") from error
    return FileLoad(member.path, run.start_s, run.sport, load)


def _why_not(member: Member) -> str:
    if isinstance(member.outcome, Failed):
        return member.outcome.reason
    if member.outcome.why_empty:
        return member.outcome.why_empty
    sports = {str(activity.sport).replace("_", " ") for activity in member.outcome.activities}
    return f"It holds: {', '.join(sorted(sports))}."
