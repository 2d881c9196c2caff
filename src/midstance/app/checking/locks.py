"""Which checks hold plan and routines back until a clinician has answered.

A check that asks for help today locks, even before it is finished. Only a clinician's answer ends
that: to this check or to a later one of the same knee; of several the latest counts.
"""

from midstance.app.checking.report import LOCKING
from midstance.core.assess.model import Action
from midstance.store.models import ClinicianAnswer, KneeCheck, Runner, Side


def locking_checks(runner: Runner) -> tuple[KneeCheck, ...]:
    """The runner's locking checks, the most urgent first, and of those the newest."""
    urgent = KneeCheck.objects.owned_by(runner).filter(action__gte=LOCKING)
    return tuple(
        check for check in urgent.order_by("-action", "-started_at", "-pk") if is_locking(check)
    )


def is_locking(check: KneeCheck) -> bool:
    """Whether this check holds plan and routines back."""
    if check.action is None or check.action < LOCKING:
        return False
    answer = latest_answer(check)
    return answer is None or not answer.may_load


def holds_plan(check: KneeCheck) -> bool:
    """Whether a plan waits for a clinician's word on this check, which asks to see one in days."""
    if check.action is None or check.action < Action.WITHIN_DAYS:
        return False
    answer = latest_answer(check)
    return answer is None or not answer.may_load


def latest_answer(check: KneeCheck) -> ClinicianAnswer | None:
    """What a clinician said last to this check or to a later one of the same knee."""
    answers = ClinicianAnswer.objects.owned_by(check.owner).filter(
        knee_check__side__in={check.side, Side.BOTH},
        knee_check__started_at__gte=check.started_at,
    )
    found: ClinicianAnswer | None = answers.order_by("answered_on", "pk").last()
    return found
