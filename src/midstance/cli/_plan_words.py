"""Days and sessions on a terminal: plain, wrapped, with each dose and each limit."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from midstance.app.checking.records import Lock
from midstance.app.show_check import show_check
from midstance.app.training.records import (
    Advice,
    DayLine,
    ItemLine,
    PlanSheet,
    RunningLine,
    SessionLine,
)
from midstance.app.training.sheets import minutes_words
from midstance.cli._answer import write_line
from midstance.cli._check_words import tell_card, tell_flags, wrapped
from midstance.store.models import Runner

STEP = "  "
Items = tuple[ItemLine, ...]


def tell_paragraph(words: str, start: str = "", after: str = "") -> None:
    for line in wrapped(words, start, after):
        write_line(line)


def tell_list(heading: str, lines: Iterable[str]) -> None:
    """A heading with what stands below it; nothing at all where nothing does."""
    told = list(lines)
    if told:
        write_line()
        write_line(heading)
        for line in told:
            tell_paragraph(line, f"{STEP}- ", STEP * 2)


def tell_advice(advice: Advice, start: str = "") -> None:
    """Why, what to expect, when to stop, and what that rests on."""
    if not advice.because:
        return
    tell_paragraph(_("Why: %(because)s %(expect)s") % vars(advice), start, start)
    tell_paragraph(advice.stop_if, start, start)
    tell_paragraph(_("Rests on: %(source)s.") % vars(advice), start, start)


def _tell_day(line: DayLine, told: dict[Items, date]) -> None:
    """A day with its sessions; exercises that were told on an earlier day are not told again."""
    write_line()
    words = {"day": date_format(line.day, "l, j F")}
    if not line.sessions:
        free = _("%(day)s: rest") if line.is_rest else _("%(day)s: free")
        write_line(free % words)
        return
    write_line(words["day"])
    for session in line.sessions:
        same = told.setdefault(session.items, line.day)
        if session.items and same != line.day:
            _tell_same(session, same)
        else:
            tell_session(session)


def _tell_same(session: SessionLine, day: date) -> None:
    tell_paragraph(_headline(session), STEP, STEP * 2)
    words = _("the same as on %(day)s") % {"day": date_format(day, "l")}
    tell_paragraph(words, f"{STEP * 2}- ", STEP * 3)


def tell_session(session: SessionLine) -> None:
    """What it is and how long it takes, then each exercise with its dose."""
    tell_paragraph(_headline(session), STEP, STEP * 2)
    for item in session.items:
        _tell_item(item)
    if session.items:
        return
    tell_paragraph(session.summary, f"{STEP * 2}- ", STEP * 3)
    if session.outing is not None:
        for words in filter(None, (session.outing.most, *session.outing.edits)):
            tell_paragraph(words, f"{STEP * 2}- ", STEP * 3)


def _headline(session: SessionLine) -> str:
    told = {
        "title": session.title,
        "length": minutes_words(session.seconds),
        "time": session.time_words,
    }
    words = (
        _("%(title)s, %(length)s, %(time)s") if session.time_words else _("%(title)s, %(length)s")
    )
    return (_("%(session)s (done)") if session.is_done else "%(session)s") % {
        "session": words % told
    }


def _tell_item(item: ItemLine) -> None:
    words = _("%(name)s: %(dose)s") % {"name": item.name, "dose": item.dose}
    tell_paragraph(words, f"{STEP * 2}- ", STEP * 3)
    for change in item.changes:
        tell_paragraph(change, STEP * 3, STEP * 3)


def tell_care(runner: Runner, check: str) -> None:
    """What a check says to do, complete in itself, and because of which answers."""
    report = show_check(runner, check).report
    if report is not None:
        write_line()
        tell_card(report)
        tell_flags(report)


def tell_plan(sheets: Sequence[PlanSheet]) -> None:
    """Each week by its days, then why it is as it is."""
    first, later = sheets[0], sheets[1:]
    _tell_week(first)
    _tell_running(first.running)
    tell_list(_("What is different"), first.differences)
    tell_list(_("What shaped the week"), first.limits)
    tell_list(_("From your movement tests"), first.findings)
    write_line()
    write_line(_("The exercises"))
    tell_advice(first.advice, STEP)
    for sheet in later:
        write_line()
        write_line("·" * 40)
        _tell_week(sheet)
        if sheet.running != first.running:
            _tell_running(sheet.running)
    if later:
        write_line()
        tell_paragraph(_("Later weeks are a look ahead. They change with how it goes."))


def tell_empty(sheet: PlanSheet, lock: Lock | None) -> None:
    """Why there is no plan."""
    tell_paragraph(sheet.empty if lock is None else lock.sentence)
    for words in sheet.see_clinician:
        tell_paragraph(words)


def _tell_week(sheet: PlanSheet) -> None:
    told = {"day": date_format(sheet.first_day, "j F"), "programme": sheet.programme_words}
    tell_paragraph(_("Your week from %(day)s. It leans on %(programme)s.") % told)
    for words in sheet.see_clinician:
        tell_paragraph(words)
    if sheet.rescreen:
        tell_paragraph(_("Your knee was much worse. Look at the warning signs first."))
    if sheet.least is not None:
        write_line()
        write_line(_("The least that helps, whenever it suits"))
        tell_session(sheet.least)
    shown: dict[Items, date] = {}
    for day in sheet.days if any(day.sessions for day in sheet.days) else ():
        _tell_day(day, shown)
    write_line()
    review = {"day": date_format(sheet.review_day, "l, j F")}
    tell_paragraph(_("Look back at your week on %(day)s.") % review)


def _tell_running(running: RunningLine) -> None:
    write_line()
    write_line(_("Running"))
    for words in filter(None, (running.words, running.most)):
        tell_paragraph(words, STEP, STEP)
    for words in running.edits:
        tell_paragraph(words, f"{STEP}- ", STEP * 2)
    tell_advice(running.advice, STEP)
    tell_list(_("What stands before running"), running.missing)
