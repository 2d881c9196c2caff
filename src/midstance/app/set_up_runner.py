"""Who runs: height, mass, sex, birth year, units. Each may be left out, and what that costs."""

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.core.base.errors import InvalidValueError
from midstance.store.models import Job, Runner, Sex, Units

LOST_BY_SKIPPING = {
    "height_m": gettext_lazy(
        "Without your height, knee load assumes 1.75 m. Levels can be off by about 10 %; "
        "comparing your own runs still works."
    ),
    "mass_kg": gettext_lazy("Without your mass, loads are in body weights only, not in newtons."),
    "sex": gettext_lazy(
        "Without your sex, nothing changes today; later pages compare you with both groups."
    ),
    "birth_year": gettext_lazy("Without your birth year, age plays no part in what is shown."),
}
OUTSIDE = {
    "height_m": gettext_lazy(
        "Your height is expected between %(low)s and %(high)s m, not %(value)s."
    ),
    "mass_kg": gettext_lazy(
        "Your weight is expected between %(low)s and %(high)s kg, not %(value)s."
    ),
    "birth_year": gettext_lazy(
        "Your birth year is expected between %(low)s and %(high)s, not %(value)s."
    ),
}
UNKNOWN = {
    "sex": gettext_lazy("The sex can be %(known)s, not “%(value)s”."),
    "units": gettext_lazy("The units can be %(known)s, not “%(value)s”."),
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
        "height_m": _outside("height_m", profile.height_m, HEIGHT_M),
        "mass_kg": _outside("mass_kg", profile.mass_kg, MASS_KG),
        "birth_year": _outside("birth_year", profile.birth_year, years),
        "sex": _unknown("sex", profile.sex or "", Sex.values),
        "units": _unknown("units", profile.units, Units.values),
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


def _outside(name: str, value: float | None, limits: tuple[float, float]) -> str:
    if value is None or limits[0] <= value <= limits[1]:
        return ""
    low, high = limits
    return str(OUTSIDE[name] % {"low": f"{low:g}", "high": f"{high:g}", "value": f"{value:g}"})


def _unknown(name: str, value: str, known: list[str]) -> str:
    if value in known:
        return ""
    return str(UNKNOWN[name] % {"known": ", ".join(filter(None, known)), "value": value})


def _unknown_zone(name: str) -> str:
    if not name or name in available_timezones():
        return ""
    return _("“%(zone)s” is no time zone; one looks like Europe/Berlin.") % {"zone": name}


def _no_folder(folder: str) -> str:
    if not folder or Path(folder).expanduser().is_dir():
        return ""
    return _("There is no folder “%(folder)s”.") % {"folder": folder}
