"""Knee load of one file or of one steady step, without storing anything."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from midstance.core.base.body import Body

if TYPE_CHECKING:
    from midstance.core.load.session import SessionLoad
    from midstance.core.load.step import StepLoad


@dataclass(frozen=True)
class FileLoad:
    """The load of one run of a file."""

    name: str
    start_s: float
    sport: str
    load: "SessionLoad"


def estimate_load_of_file(path: Path, body: Body) -> tuple[FileLoad, ...]:
    """Estimate the load of every run in a file.

    *Changes* nothing.
    *Refuses* a file that cannot be read (UnreadableFileError) or holds no run.
    *Twice* gives the same.
    *Privacy* reads the file, keeps nothing.
    """
    raise NotImplementedError


def estimate_steady_load(
    speed_mps: float,
    *,
    cadence_spm: float | None = None,
    slope_frac: float = 0.0,
    contact_time_s: float | None = None,
    body: Body | None = None,
) -> "StepLoad":
    """Estimate the load of one steady step.

    *Changes* nothing.
    *Refuses* values outside what is possible (InvalidValueError).
    *Twice* gives the same.
    *Privacy* reads nothing.
    """
    raise NotImplementedError
