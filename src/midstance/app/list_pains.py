"""The pains that she told."""

from datetime import date

from midstance.app.training.pain_words import moment_words
from midstance.app.training.records import PainLine
from midstance.store.models import PainEntry, Runner


def list_pains(runner: Runner, since: date | None = None) -> tuple[PainLine, ...]:
    """Give every pain that was told, the newest first.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own alone.
    """
    rows = PainEntry.objects.owned_by(runner).select_related("run")
    if since is not None:
        rows = rows.filter(day__gte=since)
    return tuple(_line(row) for row in rows.order_by("-day", "-told_at", "-pk"))


def _line(row: PainEntry) -> PainLine:
    return PainLine(
        key=row.key,
        day=row.day,
        moment=row.moment,
        moment_words=moment_words(row.moment),
        pain=row.pain,
        places=tuple(row.places),
        swelling=row.swelling,
        limp=row.limp,
        run="" if row.run is None else row.run.key,
        told_at=row.told_at,
    )
