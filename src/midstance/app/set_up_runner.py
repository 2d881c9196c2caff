"""Who runs: height, mass, sex, birth year, units. Each may be left out, and what that costs."""

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone

from midstance.core.base.errors import InvalidValueError
from midstance.store.models import Job, Runner, Sex, Units

LOST_BY_SKIPPING = {
    "height_m": "Without your height, knee load assumes 1.75 m. Levels can be off by about 10 %; "
    "comparing your own runs still works.",
    "mass_kg": "Without your mass, loads are in body weights only, not in newtons.",
    "sex": "Without your sex, nothing changes today; later pages compare you with both groups.",
    "birth_year": "Without your birth year, age plays no part in what is shown.",
}
HEIGHT_M = (1.0, 2.5)
MASS_KG = (25.0, 300.0)
YOUNGEST_YEARS, OLDEST_YEARS = 10, 110


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


def default_runner() -> Runner:
    """The one local runner; made when there is none.

    *Changes* adds the runner the first time.
    *Refuses* nothing.
    *Twice* gives the same runner.
    *Privacy* holds nothing until the runner says it.
    """
    found = Runner.objects.order_by("created_at", "pk").first()
    if found is not None:
        return found
    with transaction.atomic():
        return Runner.objects.order_by("created_at", "pk").first() or Runner.objects.create()


def read_profile(runner: Runner) -> Profile:
    """What the runner said.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own profile only.
    """
    return Profile(
        name=runner.name,
        height_m=runner.height_m,
        mass_kg=runner.mass_kg,
        sex=runner.sex or None,
        birth_year=runner.birth_year,
        units=runner.units,
        time_zone=runner.time_zone,
        watched_folder=runner.watched_folder,
    )


def check_profile(profile: Profile) -> ProfileProblems:
    """Every problem of a profile at once, in plain words.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* keeps nothing.
    """
    this_year = timezone.now().year
    years = (this_year - OLDEST_YEARS, this_year - YOUNGEST_YEARS)
    found = {
        "height_m": _outside(profile.height_m, HEIGHT_M, "height", "m"),
        "mass_kg": _outside(profile.mass_kg, MASS_KG, "weight", "kg"),
        "birth_year": _outside(profile.birth_year, years, "birth year", ""),
        "sex": _unknown(profile.sex or "", Sex.values, "sex"),
        "units": _unknown(profile.units, Units.values, "units"),
        "time_zone": _unknown_zone(profile.time_zone),
        "watched_folder": _no_folder(profile.watched_folder),
    }
    return ProfileProblems({name: words for name, words in found.items() if words})


def set_up_runner(runner: Runner, profile: Profile) -> Runner:
    """Store a profile; when height or mass changed, all loads are estimated anew by a job.

    *Changes* the runner, and queues new loads when what they depend on changed.
    *Refuses* a profile with problems (InvalidValueError).
    *Twice* gives the same.
    *Privacy* stays in the data folder.
    """
    problems = check_profile(profile).problems
    if problems:
        raise InvalidValueError(" ".join(problems.values()))
    before = runner.body
    with transaction.atomic():
        for name in Profile.__dataclass_fields__:
            setattr(runner, name, getattr(profile, name))
        runner.sex = profile.sex or Sex.UNSAID
        runner.set_up_at = runner.set_up_at or timezone.now()
        runner.save()
        if runner.body != before and runner.runs.exists():
            Job.objects.create(owner=runner, kind="loads", message="Loads are worked out anew")
    return runner


def _outside(value: float | None, limits: tuple[float, float], what: str, unit: str) -> str:
    if value is None or limits[0] <= value <= limits[1]:
        return ""
    between = f"between {limits[0]:g} and {limits[1]:g} {unit}".rstrip()
    return f"Your {what} is expected {between}, not {value:g}."


def _unknown(value: str, known: list[str], what: str) -> str:
    if value in known:
        return ""
    return f"The {what} can be {', '.join(word for word in known if word)}, not “{value}”."


def _unknown_zone(name: str) -> str:
    if not name or name in available_timezones():
        return ""
    return f"“{name}” is no time zone; one looks like Europe/Berlin."


def _no_folder(folder: str) -> str:
    if not folder or Path(folder).expanduser().is_dir():
        return ""
    return f"There is no folder “{folder}”."
