"""Numbers as sentences hold them, in the signs of the reader's language."""

from functools import lru_cache

from django.utils.formats import get_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MINUTE_S = 60
METRES_PER_MILE, METRES_PER_FOOT = 1609.344, 0.3048


def decimal_words(value: float, digits: int = 0) -> str:
    """Gives "2,400" or "1.5"; thousands apart, no minus zero."""
    plain = f"{round(value, digits) + 0.0:,.{digits}f}"
    return plain if plain.isdigit() else plain.translate(_signs(get_language()))


@lru_cache(maxsize=32)
def _signs(language: str | None) -> dict[int, str]:
    """Kept, because the table of ten years holds thousands of numbers."""
    return str.maketrans(
        {
            ",": get_format("THOUSAND_SEPARATOR", language),
            ".": get_format("DECIMAL_SEPARATOR", language),
        }
    )


def duration_words(duration_s: float) -> str:
    """Gives "20 s", "1 min 20 s" or "2 h 5 min"; never nothing."""
    minutes, seconds = divmod(max(1, round(duration_s)), MINUTE_S)
    if minutes >= MINUTE_S:
        hours, minutes = divmod(minutes, MINUTE_S)
        told = {"hours": decimal_words(hours), "minutes": minutes}
        return (_("%(hours)s h %(minutes)s min") if minutes else _("%(hours)s h")) % told
    if not minutes:
        return _("%(seconds)s s") % {"seconds": seconds}
    told = {"minutes": minutes, "seconds": seconds}
    return (_("%(minutes)s min %(seconds)s s") if seconds else _("%(minutes)s min")) % told
