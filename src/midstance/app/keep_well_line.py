"""At most one calm sentence of the day about shoes and habits."""

from datetime import date

from django.utils.translation import gettext as _

from midstance.app.habits.notes import choose_note
from midstance.app.habits.records import NoteLine
from midstance.app.read_habits import stop_words
from midstance.app.routine_lock import routine_lock
from midstance.app.training.state import situate
from midstance.store.models import Runner


def keep_well_line(runner: Runner, today: date) -> str:
    """Say what matters of shoes and habits today, "" on most days.

    *Changes* nothing.
    *Refuses* nothing; while something forbids to train it says nothing.
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    found = situate(runner, today)
    stops = bool(stop_words(found, routine_lock(runner)))
    return line_of(choose_note(found, stops=stops))


def line_of(note: NoteLine | None) -> str:
    """A note with its source, as it stands among other sentences."""
    if note is None:
        return ""
    return _("%(note)s (%(source)s)") % {"note": note.text, "source": note.source}
