"""The finished checks and what changed from one to the next."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from midstance.app.checking.locks import is_locking
from midstance.app.checking.records import CheckRow, Document
from midstance.app.checking.report import side_words
from midstance.app.checking.snapshot import Snapshot, read_snapshot
from midstance.app.checking.stored import clinician_lines
from midstance.core.assess.model import CheckModel, QuestionKind
from midstance.knowledge.knee_check import load_check_model
from midstance.knowledge.words import read_words
from midstance.store.models import KneeCheck, Runner, Side

WORST_PAIN = "worst_daily_pain"


def list_checks(runner: Runner) -> tuple[CheckRow, ...]:
    """The finished checks, the newest first, each with what is other than in the one before.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own checks only.
    """
    finished = KneeCheck.objects.owned_by(runner).exclude(finished_at=None)
    checks = list(finished.order_by("started_at", "pk"))
    rows = [_row(check, _before(checks[:place], check)) for place, check in enumerate(checks)]
    return tuple(reversed(rows))


def _before(earlier: list[KneeCheck], check: KneeCheck) -> KneeCheck | None:
    """The last check of the same knee."""
    same = {check.side, Side.BOTH}
    return next((other for other in reversed(earlier) if other.side in same), None)


def _row(check: KneeCheck, before: KneeCheck | None) -> CheckRow:
    snapshot = read_snapshot(check.result)
    report = snapshot.report
    changes = () if before is None else tuple(_changes(read_snapshot(before.result), snapshot))
    return CheckRow(
        key=check.key,
        side=check.side,
        side_words=side_words(check.side),
        started_at=check.started_at,
        finished_at=check.finished_at,
        action=report.action,
        action_words=report.action_words,
        patterns=tuple(fit.name for fit in report.fits),
        worst_pain=_score(snapshot.answers, WORST_PAIN),
        changes=changes,
        clinician=clinician_lines(check),
        is_locking=is_locking(check),
    )


def _changes(before: Snapshot, after: Snapshot) -> Iterator[str]:
    old, new = before.report, after.report
    if old.action != new.action:
        words = {"before": old.action_words, "now": new.action_words}
        yield _("What to do: “%(now)s”; it was “%(before)s”.") % words
    had = {fit.condition: fit.name for fit in old.fits}
    has = {fit.condition: fit.name for fit in new.fits}
    for condition, name in has.items():
        if condition not in had:
            yield _("New: the answers fit “%(name)s”.") % {"name": name}
    for condition, name in had.items():
        if condition not in has:
            yield _("Gone: the answers no longer fit “%(name)s”.") % {"name": name}
    yield from _pain_changes(load_check_model(), before.answers, after.answers, new.language)


def _pain_changes(
    model: CheckModel, before: Document, after: Document, language: str
) -> Iterator[str]:
    texts = read_words("questions", language)
    for question in model.questions:
        old, new = _score(before, question.id), _score(after, question.id)
        if question.kind is QuestionKind.SCALE and old is not None and new not in {None, old}:
            words = {"question": texts[question.id].text, "before": f"{old:g}", "now": f"{new:g}"}
            yield _("%(question)s %(now)s; it was %(before)s.") % words


def _score(answers: Document, question: str) -> float | None:
    answer = answers.get(question)
    return answer if isinstance(answer, int | float) else None
