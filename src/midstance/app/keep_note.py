"""A note that was shown, or put away."""

from datetime import date

from midstance.app.checking.days import today_of
from midstance.core.base.errors import NotFoundError
from midstance.knowledge.habits import read_note_records
from midstance.store.models import NoteShown, Runner


def mark_note_shown(runner: Runner, note: str, day: date) -> None:
    """Remember that a note was shown, so that it does not come again soon.

    *Changes* keeps the note with its day.
    *Refuses* an unknown note (NotFoundError).
    *Twice* keeps it once.
    *Privacy* stays in the data folder.
    """
    _known(note)
    NoteShown.objects.get_or_create(owner=runner, note=note, day=day)


def put_note_away(runner: Runner, note: str, day: date | None = None) -> None:
    """Put a note away for good of this day.

    *Changes* keeps that it was put away.
    *Refuses* an unknown note (NotFoundError).
    *Twice* keeps it once.
    *Privacy* stays in the data folder.
    """
    _known(note)
    told = day or today_of(runner)
    NoteShown.objects.update_or_create(
        owner=runner, note=note, day=told, defaults={"is_put_away": True}
    )


def _known(note: str) -> None:
    if note not in read_note_records():
        raise NotFoundError(f"There is no note “{note}”.")
