"""The knee check's speed: one answer to the next question, and whole checks per CPU second.

Held against the same posterior by full recomputation: nothing kept, every likelihood looked up and
every sum made anew in plain Python, for each answer that each further question could bring.
"""

import time
from collections.abc import Callable, Mapping
from math import exp, log
from statistics import median

import numpy as np

from midstance.core.assess.answers import Answers, Known, read_answer, read_answers
from midstance.core.assess.explain import assess, assess_picture
from midstance.core.assess.model import CheckModel, Finding, Question, QuestionKind, Stage
from midstance.core.assess.picture import Picture
from midstance.core.assess.questions import choose_next, choose_question, forget_questions
from midstance.core.assess.red_flags import raise_flags
from midstance.knowledge.knee_check import load_check_model

CHECKS = 1500
SLOW_CHECKS = 8
ROUNDS = 5
AIM_CHECKS_PER_CPU_S = 1000
AIM_ANSWER_MS = 20
PREFILLED = ("age_y", "sex")

Given = list[tuple[str, object]]


def drawn_checks(model: CheckModel, count: int, seed: int) -> list[Given]:
    """For each simulated runner her answers in the order of asking."""
    rng = np.random.default_rng(seed)
    by_id = {item.id: item for item in model.questions}
    checks = []
    for _ in range(count):
        sheet = drawn_sheet(model, rng)
        given: Given = [(name, sheet[name]) for name in PREFILLED]
        picture = Picture.of(model, read_answers(model.questions, dict(given)))
        while (name := choose_next(picture)) is not None:
            picture = picture.also(name, read_answer(by_id[name], sheet[name]))
            given.append((name, sheet[name]))
        checks.append(given)
    return checks


def drawn_sheet(model: CheckModel, rng: np.random.Generator) -> dict[str, object]:
    """Every question answered by a runner with one pattern; one in ten answers is not sure."""
    pattern = int(rng.integers(len(model.patterns)))
    seen = [item for item in model.findings if rng.random() < item.present_frac[pattern]]
    sheet: dict[str, object] = {"age_y": int(rng.integers(18, 65)), "sex": "female"}
    true: dict[str, object] = {}
    for question in model.questions:
        unsure = rng.random() < 0.1
        drawn = drawn_answer(question, seen, rng)
        told = true.setdefault(question.asks_again or question.id, drawn)
        sheet.setdefault(question.id, "unknown" if unsure else told)
    return sheet


def drawn_answer(question: Question, seen: list[Finding], rng: np.random.Generator) -> object:
    if question.kind in (QuestionKind.NUMBER, QuestionKind.SCALE):
        return int(rng.integers(0, 4))
    clauses = [item for finding in seen for item in finding.seen_when]
    shown = {str(rng.choice(item.options)) for item in clauses if item.question == question.id}
    if question.kind is QuestionKind.MANY:
        return sorted(shown) or [question.none_of_these or question.options[-1]]
    return min(shown, default=question.options[0])


def whole_check(model: CheckModel, by_id: Mapping[str, Question], given: Given) -> None:
    """Read each answer, choose the question after it, and say at the end what it is."""
    picture = Picture.blank(model)
    for name, answer in given:
        picture = picture.also(name, read_answer(by_id[name], answer))
        choose_next(picture)
    assess_picture(picture)


def recomputed_check(model: CheckModel, given: Given) -> None:
    """The same with nothing kept; the screen goes by its order and needs no posterior."""
    screen = {item.id for item in model.questions if item.stage in (Stage.ABOUT, Stage.SCREEN)}
    for place in range(1, len(given) + 1):
        answers = read_answers(model.questions, dict(given[:place]))
        raise_flags(model.red_flags, answers)
        if place < len(given) and given[place][0] in screen:
            continue
        for question in model.questions:
            if question.id not in screen and not answers.is_answered(question.id):
                foresee(model, answers, question)
    plain_posterior(model, answers)


def foresee(model: CheckModel, answers: Answers, question: Question) -> None:
    """The posterior after each single answer to a question."""
    for option in question.options:
        told = [option] if question.kind is QuestionKind.MANY else option
        plain_posterior(model, answers.also(question.id, read_answer(question, told)))


def plain_posterior(model: CheckModel, answers: Answers) -> list[float]:
    """Shrunk, clipped and grouped, one finding and one pattern at a time."""
    shares = [item.adult_frac for item in model.patterns]
    low, high = (log(value) for value in model.constants.group_ratio_range)
    states = [answers.any_clause(item.seen_when) for item in model.findings]
    odds = []
    for number, share in enumerate(shares):
        groups: dict[str, float] = {}
        for item, state in zip(model.findings, states, strict=True):
            told = plain_weight(model, item, shares, number, state)
            groups[item.group] = groups.get(item.group, 0.0) + told
        odds.append(share * exp(sum(min(max(joint, low), high) for joint in groups.values())))
    return [value / sum(odds) for value in odds]


def plain_weight(
    model: CheckModel, item: Finding, shares: list[float], number: int, state: Known
) -> float:
    if state in (Known.NOT_ASKED, Known.UNSURE):
        return 0.0
    low, high = (log(value) for value in model.constants.finding_ratio_range)
    base = sum(map(float.__mul__, shares, item.present_frac)) / sum(shares)
    frac = min(max(item.present_frac[number], 0.01), 0.99)
    ratio = frac / base if state is Known.YES else (1 - frac) / (1 - base)
    return min(max(item.exponent * log(ratio), low), high)


def cpu_s(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def first_time_s(model: CheckModel, seed: int) -> float:
    """CPU seconds of checks whose answers were not seen before in this process."""
    checks = drawn_checks(model, CHECKS, seed)
    forget_questions()
    by_id = {item.id: item for item in model.questions}

    def take_all() -> None:
        for given in checks:
            whole_check(model, by_id, given)

    return cpu_s(take_all)


def waits_ms(model: CheckModel, checks: list[Given]) -> list[float]:
    """From all answers so far to the next question, answers never seen before."""
    waits = []
    for given in checks:
        for place in range(1, len(given)):
            answers = read_answers(model.questions, dict(given[:place]))
            start = time.process_time()
            choose_question(model, answers)
            waits.append(1000 * (time.process_time() - start))
    return waits


def main() -> None:
    model = load_check_model()
    choose_question(model, Answers({}))
    waits = waits_ms(model, drawn_checks_blind(model))
    checks = drawn_checks(model, CHECKS, seed=3)
    asked = sum(len(given) - len(PREFILLED) for given in checks) / len(checks)
    print(f"{CHECKS} simulated checks of {asked:.1f} questions, {len(model.red_flags)} red flags")
    per_s = CHECKS / median(first_time_s(model, seed) for seed in range(10, 10 + ROUNDS))
    slow = checks[:SLOW_CHECKS]
    slow_per_s = SLOW_CHECKS / cpu_s(lambda: [recomputed_check(model, given) for given in slow])
    told = [read_answers(model.questions, dict(given)) for given in checks]
    judged_per_s = CHECKS / cpu_s(lambda: judge_all(model, told))
    print(f"whole checks per CPU second:           {per_s:,.0f}")
    print(f"  by full recomputation, plain Python: {slow_per_s:,.1f}")
    print(f"  ratio:                               {per_s / slow_per_s:,.0f}")
    print(f"answer files judged per CPU second:    {judged_per_s:,.0f}")
    print(
        f"one answer to the next question: median {median(waits):.2f} ms, "
        f"worst of {len(waits)} {max(waits):.1f} ms"
    )
    met = per_s >= AIM_CHECKS_PER_CPU_S and max(waits) <= AIM_ANSWER_MS
    aims = f"{AIM_CHECKS_PER_CPU_S:,} checks per CPU second and {AIM_ANSWER_MS} ms"
    print(f"aims {aims}: {'met' if met else 'MISSED'}")


def judge_all(model: CheckModel, told: list[Answers]) -> None:
    for answers in told:
        assess(model, answers)


def drawn_checks_blind(model: CheckModel) -> list[Given]:
    """Answers in the order of the questions, so that no next question was worked out before."""
    rng = np.random.default_rng(8)
    return [list(drawn_sheet(model, rng).items())[:24] for _ in range(150)]


if __name__ == "__main__":
    main()
