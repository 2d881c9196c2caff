"""The timeline in sentences."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from midstance.app.timeline.pains import ToldPain
from midstance.app.timeline.records import Event, EventKind


def day_words(day: date, year: int) -> str:
    """A day as "4 May", or as "4 May 2026" where that is not the year that is looked at."""
    if day.year == year:
        return date_format(day, pgettext("date format", "j F"))
    return date_format(day, pgettext("date format", "j F Y"))


def onset_event(year: int, day: date, pain: int) -> Event:
    told = {"day": day_words(day, year), "pain": pain}
    words = _("On %(day)s a pain began: %(pain)s of 10.") % told
    return Event(day, EventKind.PAIN, _("pain %(pain)s") % told, words)


def check_event(year: int, day: date, key: str) -> Event:
    words = _("On %(day)s you did a knee check.") % {"day": day_words(day, year)}
    return Event(day, EventKind.CHECK, _("knee check"), words, key)


def plan_event(year: int, day: date) -> Event:
    words = _("On %(day)s your plan began.") % {"day": day_words(day, year)}
    return Event(day, EventKind.PLAN, _("plan"), words)


def shoes_event(year: int, day: date, name: str) -> Event:
    told = {"day": day_words(day, year), "shoes": name}
    words = _("On %(day)s you first ran in %(shoes)s.") % told
    return Event(day, EventKind.SHOES, _("new shoes"), words)


def restart_event(year: int, day: date, days: int) -> Event:
    told = {"day": day_words(day, year), "days": days}
    words = _("On %(day)s you ran again after %(days)s days without a run.") % told
    return Event(day, EventKind.RESTART, _("back after %(days)s days") % told, words)


def pause_event(year: int, day: date, days: int) -> Event:
    told = {"day": day_words(day, year), "days": days}
    words = _("Your last run was on %(day)s, %(days)s days before.") % told
    return Event(day, EventKind.PAUSE, _("last run"), words)


def pain_sentence(pains: Sequence[ToldPain], first: date, last: date, *, is_now: bool) -> str:
    """The worst pain of the days that are shown, and the last one of them."""
    shown = [told for told in pains if first <= told.day <= last]
    told: dict[str, object] = {
        "first": day_words(first, last.year),
        "last": day_words(last, last.year),
    }
    if not shown:
        words = (
            _("You told no pain since %(first)s.")
            if is_now
            else _("You told no pain from %(first)s to %(last)s.")
        )
        return words % told
    worst = max(shown, key=lambda each: (each.pain, each.day))
    newest = max(each.pain for each in shown if each.day == shown[-1].day)
    told |= {"worst": worst.pain, "day": day_words(worst.day, last.year), "newest": newest}
    if not worst.pain:
        return _("Each pain that you told since %(first)s was 0 of 10.") % told
    if worst.day == shown[-1].day:
        return _("Your pain was %(worst)s of 10 on %(day)s, the last time that you told it.") % told
    return (
        _(
            "Your pain was %(worst)s of 10 at its worst, on %(day)s. The last you told was "
            "%(newest)s."
        )
        % told
    )


def note_words(
    *, future: int, is_one_run: bool, unknown: int, pains_before: bool, is_older: bool
) -> Iterator[str]:
    """What is missing or odd."""
    if future:
        yield ngettext(
            "%(count)s run is dated after today, so it is not shown. Look at the clock of your "
            "watch.",
            "%(count)s runs are dated after today, so they are not shown. Look at the clock of "
            "your watch.",
            future,
        ) % {"count": future}
    if is_one_run:
        yield _("There is one run so far. What is usual for you shows after a few weeks.")
    if unknown:
        yield ngettext(
            "Of %(count)s run no load is known. It counts as a run and adds nothing to the load.",
            "Of %(count)s runs no load is known. They count as runs and add nothing to the load.",
            unknown,
        ) % {"count": unknown}
    if pains_before:
        yield _(
            "You told pain before your first run here. What you ran before it is not known, so "
            "nothing can be said of it."
        )
    if is_older:
        yield _("What is older than ten years is not shown.")


def last_change(events: Sequence[Event]) -> str:
    """What happened last, pain left out: the first sentence tells that."""
    changes = [event for event in events if event.kind is not EventKind.PAIN]
    return changes[-1].words if changes else ""
