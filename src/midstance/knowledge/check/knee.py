"""The records of the knee check are whole, used and possible."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import pairwise

from midstance.core.assess.model import CheckConstants, QuestionKind, Stage
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.check.clauses import NUMERIC, all_clauses, problems_of_clauses
from midstance.knowledge.clauses import CLAUSE
from midstance.knowledge.knee_check import KNEE_CHECK, exponent_name
from midstance.knowledge.records_check import (
    ConditionRecord,
    ContributorRecord,
    FindingRecord,
    Level,
    Likelihood,
    Quality,
    QuestionRecord,
    RedFlagRecord,
)

LEVELS = tuple(Level)

LAST_TRIGGER = 24

FEWEST_OPTIONS = 2

MULTIPLIERS = (0.05, 20.0)
"""What a prior may be multiplied by; beyond that it is not believed."""

RATIOS = (0.1, 10.0)
"""What one sign of a contributor may count; beyond that it is not believed."""

SUM_TOLERANCE_FRAC = 1e-6


def problems_of_knee_check(base: KnowledgeBase) -> Iterator[str]:
    """Everything about the knee check but its words and its citing."""
    yield from problems_of_clauses(base)
    yield from _of_parameters(base)
    for question in base.check.questions.values():
        yield from _of_question(question)
        yield from _of_asking_again(question, base)
    yield from _of_use(base)
    for flag in base.check.red_flags.values():
        yield from _of_red_flag(flag)
    for finding in base.check.findings.values():
        yield from _of_finding(finding, base)
    yield from _of_conditions(base)
    for contributor in base.check.contributors.values():
        yield from _of_contributor(contributor)
    yield from _of_tests(base)


def _of_parameters(base: KnowledgeBase) -> Iterator[str]:
    wanted = {field.name for field in fields(CheckConstants)}
    wanted |= {exponent_name(quality) for quality in Quality}
    there = {item.id for item in base.parameters.values() if item.model == KNEE_CHECK}
    for id_ in sorted(wanted - there):
        yield f"parameters/{id_} is missing"
    for id_ in sorted(there - wanted):
        yield f"parameters/{id_} is used by nothing"


def _of_question(question: QuestionRecord) -> Iterator[str]:
    where = f"questions/{question.id}"
    if question.kind in NUMERIC:
        if question.low is None or question.high is None or not question.low < question.high:
            yield f"{where} has no range"
        if question.options or question.none_of_these:
            yield f"{where} is a number with options"
    else:
        yield from _of_options(question, where)
    if question.seconds <= 0:
        yield f"{where} takes no time"


def _of_options(question: QuestionRecord, where: str) -> Iterator[str]:
    if len(set(question.options)) < len(question.options) or len(question.options) < FEWEST_OPTIONS:
        yield f"{where} needs two different options at least"
    if question.kind is QuestionKind.YES_NO and question.options != ("yes", "no"):
        yield f"{where} is a yes_no question whose options are not yes and no"
    if "unknown" in question.options:
        yield f"{where} lists unknown, which is always allowed"
    if question.none_of_these is None:
        return
    if question.kind is not QuestionKind.MANY or question.none_of_these not in question.options:
        yield f"{where} has a none_of_these that is no option of a list"


def _of_asking_again(question: QuestionRecord, base: KnowledgeBase) -> Iterator[str]:
    """What is asked twice is the same question, right after it, and only its words differ."""
    if question.asks_again is None:
        return
    where, first = f"questions/{question.id}", base.check.questions.get(question.asks_again)
    if first is None or first.asks_again is not None or first.kind in NUMERIC:
        yield f"{where} asks again what is no question with options"
        return
    same = ("kind", "options", "none_of_these", "stage")
    if any(getattr(question, name) != getattr(first, name) for name in same):
        yield f"{where} asks for something else than {first.id}"
    if question.order != first.order + 1 or question.asked_when or question.unsafe_when:
        yield f"{where} does not come right after {first.id} and whenever that was not sure"


def _of_use(base: KnowledgeBase) -> Iterator[str]:
    """Each question and each option of the screen and the pattern changes something."""
    used: set[tuple[str, str]] = set()
    for where, text in all_clauses(base):
        found = CLAUSE.fullmatch(text)
        if found and where != f"questions/{found['question']}":
            used |= {(found["question"], option) for option in (found["options"] or "").split("|")}
    for question in base.check.questions.values():
        if question.asks_again is not None:
            continue
        if question.id not in {name for name, _ in used}:
            yield f"questions/{question.id} changes nothing"
        yield from _of_options_used(question, used)


def _of_options_used(question: QuestionRecord, used: set[tuple[str, str]]) -> Iterator[str]:
    if question.kind is not QuestionKind.MANY:
        return
    for option in question.options:
        if option != question.none_of_these and (question.id, option) not in used:
            yield f"questions/{question.id}: the option {option} changes nothing"


def _of_red_flag(flag: RedFlagRecord) -> Iterator[str]:
    where = f"red_flags/{flag.id}"
    if not flag.when or not all(flag.when):
        yield f"{where} has an empty line and can never hold, or always does"
    if not 0 <= flag.trigger <= LAST_TRIGGER:
        yield f"{where} names the unknown trigger {flag.trigger}"
    if LEVELS.index(flag.level_if_unsure) > LEVELS.index(flag.level):
        yield f"{where} is more urgent when unsure than when sure"


def _of_finding(finding: FindingRecord, base: KnowledgeBase) -> Iterator[str]:
    where = f"findings/{finding.id}"
    patterns = [item.pattern for item in finding.likelihoods]
    if sorted(patterns) != sorted(base.check.conditions):
        odd = set(patterns) ^ base.check.conditions.keys()
        yield f"{where} needs exactly one likelihood of each pattern: {', '.join(sorted(odd))}"
    if not finding.seen_when:
        yield f"{where} can never be seen"
    for item in finding.likelihoods:
        yield from _of_likelihood(item, where)


def _of_likelihood(item: Likelihood, where: str) -> Iterator[str]:
    if not 0 < item.low_frac <= item.present_frac <= item.high_frac < 1:
        yield f"{where}: the likelihood of {item.pattern} is not in order between 0 and 1"


def _of_conditions(base: KnowledgeBase) -> Iterator[str]:
    conditions = base.check.conditions.values()
    for name in ("adult_frac", "adolescent_frac"):
        total = sum(getattr(condition, name) for condition in conditions)
        if abs(total - 1) > SUM_TOLERANCE_FRAC:
            yield f"conditions: {name} sums to {total:g}, not 1"
    for condition in conditions:
        yield from _of_condition(condition)
    if sum(not condition.named for condition in conditions) != 1:
        yield "conditions: exactly one is without a name"


def _of_condition(condition: ConditionRecord) -> Iterator[str]:
    where = f"conditions/{condition.id}"
    if not (0 < condition.adult_frac < 1 and 0 < condition.adolescent_frac < 1):
        yield f"{where} is impossible or certain before any answer"
    if len(condition.harm) != len(LEVELS) or min(condition.harm) != 0:
        yield f"{where} needs a harm for each level, and none for one of them"
    elif not _falls_then_rises(condition.harm):
        yield f"{where} has a harm that neither falls to the right level nor rises after it"
    elif condition.harm[LEVELS.index(condition.action)] != 0:
        yield f"{where} has another action than the one without harm"
    for item in condition.multipliers:
        if not item.when or not MULTIPLIERS[0] <= item.times <= MULTIPLIERS[1]:
            yield f"{where} has a multiplier that is empty or beyond belief"


def _falls_then_rises(harm: Iterable[float]) -> bool:
    rises = [later > earlier for earlier, later in pairwise(harm) if later != earlier]
    return rises == sorted(rises)


def _of_contributor(contributor: ContributorRecord) -> Iterator[str]:
    where = f"contributors/{contributor.id}"
    if not 0 < contributor.prior_frac < 1:
        yield f"{where} is impossible or certain before any answer"
    for sign in contributor.signs:
        least, most = RATIOS
        believed = least <= sign.ratio_absent <= 1 <= sign.ratio_present <= most
        if not (sign.seen_when and believed):
            yield f"{where} has a sign that is empty, turned round or beyond belief"


def _of_tests(base: KnowledgeBase) -> Iterator[str]:
    asked = {item.id for item in base.check.questions.values() if item.stage is Stage.SELF_TEST}
    for id_ in sorted(base.check.tests.keys() ^ asked):
        yield f"tests/{id_} is a self-test without its question or a question without its self-test"
