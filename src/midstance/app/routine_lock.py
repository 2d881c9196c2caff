"""Whether plan and routines have to wait for a clinician."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from midstance.app.checking.days import day_of
from midstance.app.checking.locks import latest_answer, locking_checks
from midstance.app.checking.records import Lock
from midstance.app.checking.report import action_name, side_words
from midstance.app.checking.snapshot import read_snapshot
from midstance.core.assess.model import Action
from midstance.store.models import KneeCheck, Runner


def routine_lock(runner: Runner) -> Lock | None:
    """The most urgent check that holds plan and routines back, or None.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same; a later check that finds nothing does not end a lock.
    *Privacy* the runner's own checks only.
    """
    locking = locking_checks(runner)
    return _lock(locking[0]) if locking else None


def _lock(check: KneeCheck) -> Lock:
    said_no = latest_answer(check) is not None
    report = read_snapshot(check.result).report if check.result else None
    return Lock(
        key=check.key,
        action=action_name(Action(check.action or 0)),
        side=check.side,
        side_words=side_words(check.side),
        since=check.started_at,
        flags=tuple(flag.title for flag in report.red_flags) if report else (),
        sentence=_sentence(check, said_no=said_no),
        clinician_said_no=said_no,
    )


def _sentence(check: KneeCheck, *, said_no: bool) -> str:
    day = date_format(day_of(check.owner, check.started_at), "j F Y")
    words = {"day": day, "side": side_words(check.side)}
    if said_no:
        return (
            _(
                "After your check of %(day)s (%(side)s) a clinician said to keep load off for now. "
                "Plan and routines wait until a clinician says that you may load the knee."
            )
            % words
        )
    return (
        _(
            "Your check of %(day)s (%(side)s) asks you to get help. "
            "Plan and routines wait until you keep here what a clinician said."
        )
        % words
    )
