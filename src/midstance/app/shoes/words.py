"""Shoes in words, with distances in her units."""

from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from midstance.app.number_words import decimal_words
from midstance.app.shoes.kinds import RunKind
from midstance.app.shoes.records import ShoeLine
from midstance.app.shoes.wear import BELOW, BEYOND
from midstance.store.models import Units

METRES_PER_UNIT = {Units.METRIC: 1000.0, Units.IMPERIAL: 1609.344}

KIND_WORDS: dict[str, str | Promise] = {
    RunKind.EVERY: gettext_lazy("all other runs"),
    RunKind.ROAD: gettext_lazy("runs on the road"),
    RunKind.TRAIL: gettext_lazy("runs on trails"),
    RunKind.TREADMILL: gettext_lazy("runs on the treadmill"),
    RunKind.TRACK: gettext_lazy("runs on the track"),
    RunKind.LONG: gettext_lazy("long runs"),
    RunKind.FAST: gettext_lazy("fast runs"),
}
CHANGE_WORDS: dict[str, str | Promise] = {
    "added": gettext_lazy("a pair was added"),
    "edited": gettext_lazy("a pair was changed"),
    "retired": gettext_lazy("a pair was put away"),
    "restored": gettext_lazy("a pair was taken back"),
    "assigned": gettext_lazy("a run got its shoes"),
    "ruled": gettext_lazy("runs got your usual shoes"),
    "joined": gettext_lazy("two pairs were joined"),
    "removed": gettext_lazy("a pair was removed"),
}


def distance_words(distance_m: float, units: str) -> str:
    """A whole number of her units, as "512 km"."""
    value = {"value": decimal_words(distance_m / METRES_PER_UNIT[Units(units)])}
    return (_("%(value)s mi") if units == Units.IMPERIAL else _("%(value)s km")) % value


def day_words(day: date) -> str:
    return date_format(day, pgettext("date format", "j F Y"))


def band_words(band_m: tuple[float, float], units: str) -> str:
    """Gives "500 to 800 km", or "600 km" where she set it herself."""
    low_m, high_m = band_m
    if low_m == high_m:
        return distance_words(high_m, units)
    told = {
        "low": decimal_words(low_m / METRES_PER_UNIT[Units(units)]),
        "high": distance_words(high_m, units),
    }
    return _("%(low)s to %(high)s") % told


def state_words(line: ShoeLine, units: str) -> str:
    """Where a pair stands, without alarm."""
    band = {"band": band_words(line.band_m, units)}
    if line.is_retired:
        return _("Put away")
    if line.state == BELOW:
        return _("Below your reminder of %(band)s") % band
    if line.state == BEYOND:
        return _("Past the reminder of %(band)s: look at sole and comfort") % band
    return _("At the reminder of %(band)s: look at sole and comfort") % band


def expected_words(line: ShoeLine) -> str:
    """When a pair may reach its reminder, or why that cannot be said; "" once it is there."""
    if line.is_retired or line.state != BELOW:
        return ""
    if line.expected is None:
        return _("When it gets there cannot be said from the last eight weeks.")
    soonest, latest = (date_format(day, pgettext("date format", "F Y")) for day in line.expected)
    if soonest == latest:
        return _("As you run in it now, it gets there about %(month)s.") % {"month": soonest}
    return _("As you run in it now, it gets there between %(soonest)s and %(latest)s.") % {
        "soonest": soonest,
        "latest": latest,
    }


def runs_words(runs: int) -> str:
    return ngettext("%(runs)s run", "%(runs)s runs", runs) % {"runs": decimal_words(runs)}
