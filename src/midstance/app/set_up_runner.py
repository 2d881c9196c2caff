"""Who runs: height, mass, sex, birth year, units. Each may be left out, and what that costs."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from midstance.store.models import Runner

LOST_BY_SKIPPING = {
    "height_m": "Without your height, knee load assumes 1.75 m. Levels can be off by about 10 %; "
    "comparing your own runs still works.",
    "mass_kg": "Without your mass, loads are in body weights only, not in newtons.",
    "sex": "Without your sex, nothing changes today; later pages compare you with both groups.",
    "birth_year": "Without your birth year, age plays no part in what is shown.",
}


@dataclass(frozen=True)
class Profile:
    """What a runner said; None is a fair answer everywhere."""

    name: str = ""
    height_m: float | None = None
    mass_kg: float | None = None
    sex: str | None = None  # "female", "male", "other"
    birth_year: int | None = None
    units: str = "metric"  # or "imperial"
    time_zone: str = ""
    watched_folder: str = ""


@dataclass(frozen=True)
class ProfileProblems:
    """What is wrong, by field, all at once; empty when the profile is fine."""

    problems: dict[str, str] = field(default_factory=dict)


def default_runner() -> "Runner":
    """The one local runner; made when there is none.

    *Changes* adds the runner the first time.
    *Refuses* nothing.
    *Twice* gives the same runner.
    *Privacy* holds nothing until the runner says it.
    """
    raise NotImplementedError


def read_profile(runner: "Runner") -> Profile:
    """What the runner said.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own profile only.
    """
    raise NotImplementedError


def check_profile(profile: Profile) -> ProfileProblems:
    """Every problem of a profile at once, in plain words.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* keeps nothing.
    """
    raise NotImplementedError


def set_up_runner(runner: "Runner", profile: Profile) -> "Runner":
    """Store a profile; when height or mass changed, all loads are estimated anew by a job.

    *Changes* the runner, and queues a rebuild of loads when they depend on what changed.
    *Refuses* a profile with problems (InvalidValueError).
    *Twice* gives the same.
    *Privacy* stays in the data folder.
    """
    raise NotImplementedError
