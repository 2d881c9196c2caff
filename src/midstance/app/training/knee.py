"""What the newest knee check means for a plan: the pattern, what stands beside it, what forbids."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from midstance.app.checking.days import day_of
from midstance.app.checking.locks import holds_plan, locking_checks
from midstance.app.checking.records import Answer, Document
from midstance.app.checking.snapshot import read_snapshot
from midstance.core.assess.result import Likely
from midstance.core.plan.book import Situation
from midstance.core.plan.problem import CANNOT_SAY
from midstance.core.plan.return_to_run import NO_PAIN
from midstance.store.models import KneeCheck, Runner

YES = "yes"
SITUATIONS: tuple[tuple[Situation, str, frozenset[str]], ...] = (
    (Situation.EFFUSION, "swelling", frozenset({"clear", "came_back"})),
    (Situation.EFFUSION, "swelling_compare", frozenset({"clearly_bigger"})),
    (Situation.LOCKING, "stuck", frozenset({"stuck_sometimes", "cannot_straighten_now"})),
    (Situation.KNEELING_PAIN, "provoked_by", frozenset({"kneeling"})),
    (Situation.STRAIGHTENING_PAIN, "provoked_by", frozenset({"full_straightening"})),
    (Situation.STRAIGHTENING_PAIN, "full_straightening", frozenset({"pain", "could_not_do"})),
)
"""Which answers of a check stand against exercises, until the next check."""


@dataclass(frozen=True)
class KneeState:
    """What the check of the knee says.

    Parameters
    ----------
    condition : id of the pattern, "cannot_say" or "no_pain".
    worst_pain : the worst of a day as it was told in the check, 0 to 10.
    checked_on : day of the check; None without one.
    has_red_flag : whether somebody is to be seen within days, or sooner, and has not said yet that
        she may load the knee.
    is_locked : whether plan and routines wait for a clinician.
    """

    condition: str
    contributors: frozenset[str]
    situations: frozenset[str]
    worst_pain: int | None
    checked_on: date | None
    check_key: str
    side: str
    has_red_flag: bool
    is_locked: bool


NEVER_CHECKED = KneeState(
    NO_PAIN, frozenset(), frozenset(), None, None, "", "", has_red_flag=False, is_locked=False
)


def read_knee(runner: Runner) -> KneeState:
    """The newest finished check; without one there is no pain that is known of."""
    is_locked = bool(locking_checks(runner))
    finished = KneeCheck.objects.owned_by(runner).exclude(finished_at=None)
    check = finished.order_by("started_at", "pk").last()
    if check is None:
        return NEVER_CHECKED if not is_locked else _locked_only()
    snapshot = read_snapshot(check.result)
    report = snapshot.report
    fits = [fit.condition for fit in report.fits]
    beside = [item.id for item in report.contributors if item.band == Likely.LIKELY]
    worst = snapshot.answers.get("worst_daily_pain")
    return KneeState(
        condition=fits[0] if fits and not report.cannot_say else CANNOT_SAY,
        contributors=frozenset(beside),
        situations=situations_of(snapshot.answers),
        worst_pain=round(worst) if isinstance(worst, int | float) else None,
        checked_on=day_of(runner, check.started_at),
        check_key=check.key,
        side=check.side,
        has_red_flag=is_locked or _waits_for_a_word(runner),
        is_locked=is_locked,
    )


def _locked_only() -> KneeState:
    return KneeState(
        CANNOT_SAY, frozenset(), frozenset(), None, None, "", "", has_red_flag=True, is_locked=True
    )


def _waits_for_a_word(runner: Runner) -> bool:
    """Whether a check asks to see somebody within days and nobody said yet that she may load it.

    A later check of the same knee that finds no red flag takes its place.
    """
    finished = KneeCheck.objects.owned_by(runner).exclude(finished_at=None)
    newest = {check.side: check for check in finished.order_by("started_at", "pk")}
    return any(holds_plan(check) for check in newest.values())


def situations_of(answers: Document) -> frozenset[str]:
    """What the answers of a check say against exercises; "not sure" counts toward caution."""
    return frozenset(
        str(situation)
        for situation, question, options in SITUATIONS
        if _says_one_of(answers.get(question), options)
    )


def _says_one_of(answer: Answer | None, options: frozenset[str]) -> bool:
    if isinstance(answer, Mapping):
        return any(answer.get(option) == YES for option in options)
    if isinstance(answer, list):
        return not options.isdisjoint(answer)
    return answer in options
