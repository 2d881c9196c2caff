"""Numbers as people read them: her units, rounded to what is known. SI stays inside."""

import math
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from midstance.app.number_words import METRES_PER_FOOT, METRES_PER_MILE, decimal_words

EVERYDAY_FRAC = 0.05  # two like runs differ by this much from day to day
STEPS_WITHIN_RANGE = 4


class Units(StrEnum):
    """What the runner measures her runs in."""

    METRIC = "metric"
    IMPERIAL = "imperial"

    @property
    def distance_m(self) -> float:
        return METRES_PER_MILE if self is Units.IMPERIAL else 1000.0

    @property
    def distance_name(self) -> str:
        return _("mi") if self is Units.IMPERIAL else _("km")

    @property
    def height_m(self) -> float:
        return METRES_PER_FOOT if self is Units.IMPERIAL else 1.0

    @property
    def height_name(self) -> str:
        return _("ft") if self is Units.IMPERIAL else _("m")

    @property
    def pace_name(self) -> str:
        return _("min/mi") if self is Units.IMPERIAL else _("min/km")


def distance(distance_m: float | None, units: Units) -> str:
    """Gives "10.2 km"; a dash where nothing is known."""
    return with_unit(bare_distance(distance_m, units), units.distance_name)


def bare_distance(distance_m: float | None, units: Units) -> str:
    if distance_m is None or not math.isfinite(distance_m):
        return "–"
    return decimal_words(distance_m / units.distance_m, 1)


def with_unit(value: str, unit: str) -> str:
    return value if value == "–" else f"{value} {unit}"


def climb(climb_m: float | None, units: Units) -> str:
    """Gives "120 m" or "390 ft"."""
    return with_unit(bare_climb(climb_m, units), units.height_name)


def bare_climb(climb_m: float | None, units: Units) -> str:
    if climb_m is None or not math.isfinite(climb_m):
        return "–"
    return grouped(round(climb_m / units.height_m))


def duration(duration_s: float | None) -> str:
    """Gives "52:10" or "1:02:10"."""
    if duration_s is None or not math.isfinite(duration_s):
        return "–"
    minutes, seconds = divmod(round(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def pace_s(speed_mps: float, units: Units) -> float:
    """Seconds for one kilometre or mile; NaN when standing."""
    return units.distance_m / speed_mps if speed_mps > 0 else math.nan


def pace(distance_m: float | None, moving_s: float | None, units: Units) -> str:
    """Gives "5:24 min/km"; a dash where the distance or the time is unknown."""
    return with_unit(bare_pace(distance_m, moving_s, units), units.pace_name)


def bare_pace(distance_m: float | None, moving_s: float | None, units: Units) -> str:
    if not distance_m or not moving_s:
        return "–"
    return duration(pace_s(distance_m / moving_s, units))


def local_time(moment: datetime, utc_offset_s: float | None) -> datetime:
    """The wall clock where she ran, when the file tells it; else hers."""
    if utc_offset_s is None:
        return moment.astimezone(get_current_timezone())
    return moment.astimezone(timezone(timedelta(seconds=utc_offset_s)))


def day(moment: datetime, utc_offset_s: float | None = None) -> str:
    return date_format(local_time(moment, utc_offset_s), day_format())


def clock(moment: datetime, utc_offset_s: float | None = None) -> str:
    return date_format(local_time(moment, utc_offset_s), clock_format())


def day_format() -> str:
    """How a language writes "Mon 4 May 2026", in the letters of Django's date filter."""
    return pgettext("date format", "D j M Y")


def short_day_format() -> str:
    """How a language writes "Mon 4 May"."""
    return pgettext("date format", "D j M")


def long_day_format() -> str:
    """How a language writes "4 May 2026" in full."""
    return pgettext("date format", "j F Y")


def month_format() -> str:
    """How a language writes "May 2026" in full."""
    return pgettext("date format", "F Y")


def clock_format() -> str:
    """How a language writes "17:05"."""
    return pgettext("date format", "H:i")


def grouped(value: float) -> str:
    """Gives "2,400": thousands apart, no minus zero."""
    return decimal_words(value)


def known_step(low: float, high: float, steps: int = 1) -> float:
    """The largest of 1, 2 and 5 times a power of ten that half the range holds `steps` times."""
    room = (high - low) / 2 / steps
    if not room > 0 or not math.isfinite(room):
        return 1.0
    power = 10.0 ** math.floor(math.log10(room))
    return max(power * digit for digit in (1, 2, 5) if power * digit <= room * (1 + 1e-9))


def rounded(value: float, step: float) -> str:
    """The multiple of `step` nearest to the value, without digits that say nothing."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    nearest = round(value / step) * step
    while decimals and round(nearest, decimals) == round(nearest, decimals - 1):
        decimals -= 1
    return decimal_words(nearest, decimals)


def about(value: float, low: float, high: float) -> str:
    """Gives "about 5": the value no finer than its range allows."""
    return _("about %(value)s") % {"value": rounded(value, known_step(low, high))}


def between(low: float, high: float) -> str:
    """Gives "3.5 to 7"."""
    step = known_step(low, high, steps=2)
    return _("%(low)s to %(high)s") % {"low": rounded(low, step), "high": rounded(high, step)}


def compared(value: float, low: float, high: float) -> str:
    """A value for a table: finer than a sentence, so that neighbours can be told apart."""
    return rounded(value, known_step(low, high, steps=STEPS_WITHIN_RANGE))


def versus(ratio: float) -> str:
    """Gives "12 % more", "about the same", "8 % less"."""
    change = ratio - 1
    if abs(change) < EVERYDAY_FRAC:
        return _("about the same")
    if ratio >= 2:  # noqa: PLR2004 - "twice" reads easier than a percentage from here on
        return _("%(times)s times as much") % {"times": rounded(ratio, 0.1)}
    share = {"percent": decimal_words(abs(change) * 100)}
    return _("%(percent)s %% more") % share if change > 0 else _("%(percent)s %% less") % share
