"""What she wants of a plan, as people say it."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.number_words import duration_words
from midstance.core.plan.problem import TimeOfDay

TIME_WORDS: Mapping[str, str | Promise] = MappingProxyType(
    {
        TimeOfDay.ANY.value: gettext_lazy("at any time"),
        TimeOfDay.MORNING.value: gettext_lazy("in the morning"),
        TimeOfDay.MIDDAY.value: gettext_lazy("at midday"),
        TimeOfDay.EVENING.value: gettext_lazy("in the evening"),
        TimeOfDay.AFTER_RUN.value: gettext_lazy("after the run"),
    }
)
"""When on a day, as a phrase after "exercises"."""


def minutes_words(seconds: float) -> str:
    """Gives "8 min", "1 h 5 min" or "none"."""
    return duration_words(seconds) if seconds else _("none")
