"""Which questions of pain wait for an answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from midstance.app.training.pain_words import question_of
from midstance.app.training.records import Ask
from midstance.app.training.running_time import RunTime
from midstance.app.training.state import Situated
from midstance.store.models import Moment, PainEntry

HOUR_S = 3600
ASKED_FOR = timedelta(days=1)


def asks_of(found: Situated, now: datetime) -> tuple[Ask, ...]:
    """The open questions of a day: after a run its worst and an hour later, next morning one."""
    return (*_of_morning(found), *_of_runs(found, now))


def _of_morning(found: Situated) -> Iterator[Ask]:
    yesterday = found.today - timedelta(days=1)
    loaded = any(log.had_load and log.day == yesterday.toordinal() for log in found.diary.logs)
    if loaded and not _told(found, found.today.toordinal(), Moment.MORNING):
        yield _ask(found, found.today.toordinal(), Moment.MORNING, "")


def _of_runs(found: Situated, now: datetime) -> Iterator[Ask]:
    for run in found.diary.runs:
        if run.day < found.today - ASKED_FOR:
            continue
        if not _told_of(found, run, Moment.DURING):
            yield _ask(found, run.day.toordinal(), Moment.DURING, run.key)
        elif now.timestamp() >= run.end_s + HOUR_S and not _told_of(found, run, Moment.AFTER):
            yield _ask(found, run.day.toordinal(), Moment.AFTER, run.key)


def _told(found: Situated, day: int, moment: str) -> list[PainEntry]:
    return [
        entry
        for entry in found.diary.pains
        if entry.day.toordinal() == day and entry.moment == moment
    ]


def _told_of(found: Situated, run: RunTime, moment: str) -> list[PainEntry]:
    """Answers about this run, or about its day without naming a run."""
    told = _told(found, run.day.toordinal(), moment)
    return [entry for entry in told if entry.run is None or entry.run.key == run.key]


def _ask(found: Situated, day: int, moment: str, run: str) -> Ask:
    day_ = found.today.fromordinal(day)
    return Ask(day_, str(moment), run, question_of(moment, has_run=bool(run)), _hint(found, moment))


def _hint(found: Situated, moment: str) -> str:
    """What was told last at such a moment; shown, never filled in."""
    earlier = [
        entry for entry in found.diary.pains if entry.moment == moment and entry.day < found.today
    ]
    if not earlier:
        return ""
    return _("Last time you said %(pain)s.") % {"pain": earlier[-1].pain}
