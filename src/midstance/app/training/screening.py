"""When the warning signs come first: after strong pain, a limp or swelling with no check since."""

from collections.abc import Iterable
from datetime import date, timedelta

from midstance.core.plan.constants import PlanConstants
from midstance.store.models import KneeCheck, PainEntry, Runner


def needs_screen(
    runner: Runner, pains: Iterable[PainEntry], today: date, constants: PlanConstants
) -> bool:
    """Whether a pain of the last week asks for the warning signs and no check answered since.

    Saying nothing more is no answer, so it asks as long as the plan is a step back for that day.
    """
    first = today - timedelta(days=round(constants.step_back_days))
    alarming = [entry for entry in pains if entry.day > first and is_alarming(entry, constants)]
    return bool(alarming) and not was_screened_since(runner, alarming)


def is_alarming(entry: PainEntry, constants: PlanConstants) -> bool:
    """Whether a pain by itself asks for the warning signs."""
    return bool(entry.limp or entry.swelling) or entry.pain >= constants.rescreen_pain


def was_screened_since(runner: Runner, pains: Iterable[PainEntry]) -> bool:
    """Whether a check was finished after the last of these was told."""
    told = [entry.recorded_at for entry in pains]
    finished = KneeCheck.objects.owned_by(runner)
    return bool(told) and finished.filter(finished_at__gt=max(told)).exists()
