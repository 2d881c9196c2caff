"""Whether a screen may be done now: as careful as the self-tests of the knee check."""

from django.utils.translation import gettext as _

from midstance.app.checking.engine import readable_part
from midstance.app.checking.snapshot import Snapshot, read_snapshot
from midstance.app.training.state import Situated, situations_of
from midstance.core.assess.answers import Known, read_answers
from midstance.core.plan.pain_rules import BONE_STRESS
from midstance.core.plan.return_to_run import NO_PAIN
from midstance.knowledge.knee_check import load_check_model
from midstance.knowledge.records_screens import ScreenRecord
from midstance.knowledge.words import read_words
from midstance.store.models import KneeCheck, Runner


def newest_check(runner: Runner) -> Snapshot | None:
    """The newest finished check of a runner."""
    finished = KneeCheck.objects.owned_by(runner).exclude(finished_at=None)
    check = finished.order_by("started_at", "pk").last()
    return None if check is None else read_snapshot(check.result)


def why_not_at_all(found: Situated) -> str:
    """Why no screen may be done now, "" where some may."""
    if found.knee.is_locked or found.knee.has_red_flag:
        return _("Your knee check asks you to see somebody first, so no movement screen for now.")
    if found.needs_screen or found.pain.rescreen:
        return _("Answer the knee check first: it asks for warning signs after a strong pain.")
    return ""


def why_not(record: ScreenRecord, found: Situated, check: Snapshot | None, language: str) -> str:
    """Why a screen is not done now, "" where it may be; "not sure" counts toward caution."""
    stop = why_not_at_all(found)
    if stop:
        return stop
    if record.loads_knee and found.pain.first_day > found.today.toordinal():
        return _("Your knee rests today. Do this one on another day.")
    against = _against(record, found, check)
    if against:
        words = read_words("situations", language)
        told = [words[name].words for name in against if name in words]
        if told:
            return _("Not now: %(why)s.") % {"why": told[0]}
        return _("Not now: your knee check does not rule out what this test could make worse.")
    is_sore = found.condition != NO_PAIN
    if is_sore and record.safe_as is not None and _forbids(record.safe_as, check):
        return _("Not now: an answer of your last knee check stands against it.")
    return ""


def _against(record: ScreenRecord, found: Situated, check: Snapshot | None) -> tuple[str, ...]:
    there = {*situations_of(found), found.condition}
    if found.condition != NO_PAIN and check is not None:
        there |= {fit.condition for fit in check.report.fits} & {BONE_STRESS}
    return tuple(name for name in record.not_with if name in there)


def _forbids(self_test: str, check: Snapshot | None) -> bool:
    """Whether what forbids a self-test of the check was answered, or may hold."""
    if check is None:
        return False
    model = load_check_model()
    question = next(item for item in model.questions if item.id == self_test)
    answers = read_answers(model.questions, readable_part(model, check.answers))
    return answers.any_clause(question.unsafe_when) in {Known.YES, Known.UNSURE}
