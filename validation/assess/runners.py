"""Simulated runners: a pattern, the findings that it brings, and the answers that show them.

Each world draws every likelihood anew between its low and high bound, and within a runner the
findings of one group come and go together, so that the engine is never told the truth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from midstance.core.assess.model import (
    CheckModel,
    Clause,
    Question,
    QuestionKind,
    RedFlag,
    Stage,
)
from midstance.core.base.arrays import BoolArray, FloatArray, IntArray

Answer = str | float | tuple[str, ...]
Sheet = dict[str, Answer]

GROUP_SD = 0.7
"""Spread of what the findings of one group share within a runner, in log odds."""

ADOLESCENT_FRAC = 0.08
STRAY_FRAC = 0.03
"""How often an option is ticked that no finding asks for."""


@dataclass(frozen=True)
class Runner:
    """One simulated runner and the whole truth about her.

    Parameters
    ----------
    pattern : number of the true pattern, or -1 when the pain is not the knee's.
    sheet : every question answered truly.
    rule : the red flag that she was made from, or "".
    """

    pattern: int
    sheet: Mapping[str, Answer]
    rule: str


class World:
    """One believable setting of all likelihoods, and runners drawn from it."""

    def __init__(self, model: CheckModel, rng: np.random.Generator) -> None:
        self.model, self.rng = model, rng
        low, mode, high = (
            np.array([getattr(item, name) for item in model.findings])
            for name in ("low_frac", "present_frac", "high_frac")
        )
        wide = np.maximum(high, low + 1e-6)
        self.present_frac = np.clip(rng.triangular(low, np.clip(mode, low, wide), wide), 0.01, 0.99)

    @cached_property
    def groups(self) -> IntArray:
        names = sorted({item.group for item in self.model.findings})
        return np.array([names.index(item.group) for item in self.model.findings])

    @cached_property
    def signs_of(self) -> Mapping[str, tuple[tuple[int, Clause], ...]]:
        """Questions to the findings that they show, by which clause."""
        signs: dict[str, list[tuple[int, Clause]]] = {}
        for number, finding in enumerate(self.model.findings):
            for clause in finding.seen_when:
                signs.setdefault(clause.question, []).append((number, clause))
        return {question: tuple(pairs) for question, pairs in signs.items()}

    def draw(self, pattern: int | None = None) -> Runner:
        """A runner with this pattern, or with one as often as it is among runners of her age."""
        rng = self.rng
        age = self._age()
        sheet: Sheet = {"age_y": age, "sex": str(rng.choice(("female", "male")))}
        chosen = self._pattern(age, sheet) if pattern is None else pattern
        present = self._present(chosen)
        for question in self.model.questions:
            if question.id not in sheet and not question.asks_again:
                sheet[question.id] = self.answer(question, present)
        return Runner(chosen, sheet, rule="")

    def _age(self) -> float:
        if self.rng.random() < ADOLESCENT_FRAC:
            return float(self.rng.integers(10, 18))
        return float(np.clip(round(self.rng.gamma(9.0, 2.6) + 16), 18, 80))

    def _pattern(self, age: float, sheet: Sheet) -> int:
        young = age < 18
        prior = [
            (item.adolescent_frac if young else item.adult_frac)
            * float(np.prod([m.times for m in item.multipliers if applies(m.when, sheet)]))
            for item in self.model.patterns
        ]
        shares = np.array(prior)
        return int(self.rng.choice(len(shares), p=shares / shares.sum()))

    def _present(self, pattern: int) -> BoolArray:
        """Findings drawn with a shared tendency in each group."""
        logit = np.log(self.present_frac / (1 - self.present_frac))[:, pattern]
        shared = self.rng.normal(0.0, GROUP_SD, self.groups.max() + 1)[self.groups]
        frac: FloatArray = 1 / (1 + np.exp(-(logit + shared)))
        return self.rng.random(len(frac)) < frac

    def answer(self, question: Question, present: BoolArray) -> Answer:
        """An answer that shows the findings which are there and no other, as well as it can."""
        signs = self.signs_of.get(question.id, ())
        if question.kind in (QuestionKind.NUMBER, QuestionKind.SCALE):
            return self._number(question, signs, present)
        shown, hidden = self._options(signs, present)
        if question.kind is QuestionKind.MANY:
            return self._many(question, signs, present, shown, hidden)
        return self._choice(question, signs, present, hidden)

    def _number(
        self, question: Question, signs: tuple[tuple[int, Clause], ...], present: BoolArray
    ) -> float:
        if question.id == "duration_w":
            return float(np.clip(round(self.rng.gamma(1.2, 3.0)), 0, 200))
        low = question.low or 0.0
        for number, clause in signs:
            if present[number] and clause.at_least is not None:
                return float(clause.at_least + self.rng.integers(0, 3))
        return float(low + self.rng.integers(0, 3))

    def _options(
        self, signs: tuple[tuple[int, Clause], ...], present: BoolArray
    ) -> tuple[set[str], set[str]]:
        shown = {option for number, item in signs if present[number] for option in item.options}
        hidden = {
            option for number, item in signs if not present[number] for option in item.options
        }
        return shown, hidden

    def _many(
        self,
        question: Question,
        signs: tuple[tuple[int, Clause], ...],
        present: BoolArray,
        shown: set[str],
        hidden: set[str],
    ) -> Answer:
        ticked: set[str] = set()
        by_size = sorted(signs, key=lambda pair: len(pair[1].options))
        for number, clause in by_size:
            if present[number] and not ticked & set(clause.options):
                free = [option for option in clause.options if option not in hidden]
                ticked.add(str(self.rng.choice(free or list(clause.options))))
        flagged = flag_options(self.model)
        for option in question.options:
            loose = option not in shown | hidden and option != question.none_of_these
            if loose and (question.id, option) not in flagged:
                ticked |= {option} if self.rng.random() < STRAY_FRAC else set()
        if not ticked and question.none_of_these:
            ticked = {question.none_of_these}
        return tuple(option for option in question.options if option in ticked)

    def _choice(
        self,
        question: Question,
        signs: tuple[tuple[int, Clause], ...],
        present: BoolArray,
        hidden: set[str],
    ) -> str:
        there = [clause for number, clause in signs if present[number]]
        if there:
            clause = there[int(self.rng.integers(len(there)))]
            return str(self.rng.choice(self._mild(question, clause.options)))
        rest = [option for option in question.options if option not in hidden]
        return str(self.rng.choice(self._mild(question, tuple(rest or question.options))))

    def _mild(self, question: Question, options: tuple[str, ...]) -> list[str]:
        """Those that raise no red flag by themselves, where there are such."""
        flagged = flag_options(self.model)
        mild = [option for option in options if (question.id, option) not in flagged]
        return mild or list(options)


_FLAGGED: dict[int, frozenset[tuple[str, str]]] = {}


def flag_options(model: CheckModel) -> frozenset[tuple[str, str]]:
    """Answers that raise a red flag all by themselves."""
    if id(model) not in _FLAGGED:
        _FLAGGED[id(model)] = frozenset(
            (clause.question, option)
            for rule in model.red_flags
            if len(rule.when) == 1
            for clause in rule.when[0]
            for option in clause.options
        )
    return _FLAGGED[id(model)]


def applies(clauses: tuple[Clause, ...], sheet: Mapping[str, Answer]) -> bool:
    """Whether any clause holds on a sheet that is answered truly."""
    return any(holds(clause, sheet) for clause in clauses)


def holds(clause: Clause, sheet: Mapping[str, Answer]) -> bool:
    """Whether a clause holds on a sheet that is answered truly."""
    answer = sheet.get(clause.question)
    if answer is None:
        return False
    if isinstance(answer, float):
        low = clause.at_least is None or answer >= clause.at_least
        return low and (clause.below is None or answer < clause.below)
    given = (answer,) if isinstance(answer, str) else answer
    return bool(set(given) & set(clause.options))


def reached(model: CheckModel, sheet: Mapping[str, Answer]) -> Sheet:
    """The part of a sheet that a runner can be asked for, self-tests left out."""
    known: Sheet = {}
    for _ in range(3):
        for question in model.questions:
            leads = all(applies(line, known) for line in question.asked_when)
            if leads and question.stage is not Stage.SELF_TEST and not question.asks_again:
                known[question.id] = sheet[question.id]
    return known


def lead_to(model: CheckModel, question: str, sheet: Sheet, rng: np.random.Generator) -> None:
    """Make a sheet such that a question comes up: what leads to it holds too."""
    by_id = {item.id: item for item in model.questions}
    for line in by_id[question].asked_when:
        if not applies(line, sheet):
            clause = line[int(rng.integers(len(line)))]
            show(model, clause, sheet, rng)
            lead_to(model, clause.question, sheet, rng)


def show(model: CheckModel, clause: Clause, sheet: Sheet, rng: np.random.Generator) -> None:
    """Change a sheet so that a clause holds."""
    question = next(item for item in model.questions if item.id == clause.question)
    if not clause.options:
        low = clause.at_least if clause.at_least is not None else question.low or 0.0
        top = clause.below if clause.below is not None else (question.high or low) + 1
        sheet[clause.question] = float(min(low + rng.integers(0, 4), np.ceil(top) - 1))
        return
    option = str(rng.choice(clause.options))
    if question.kind is not QuestionKind.MANY:
        sheet[clause.question] = option
        return
    given = sheet[clause.question]
    kept = given if isinstance(given, tuple) else ()
    sheet[clause.question] = tuple(
        item
        for item in question.options
        if item != question.none_of_these and (item in kept or item == option)
    )


def flagged_runner(world: World, rule: RedFlag) -> Runner | None:
    """A runner for whom a red flag holds; None where only a self-test could show it."""
    model, rng = world.model, world.rng
    stages = {item.id: item.stage for item in model.questions}
    for _ in range(20):
        sheet = dict(world.draw().sheet)
        for line in rule.when:
            asked = [item for item in line if stages[item.question] is not Stage.SELF_TEST]
            if not asked:
                return None
            if not applies(tuple(asked), sheet):
                clause = asked[int(rng.integers(len(asked)))]
                show(model, clause, sheet, rng)
                lead_to(model, clause.question, sheet, rng)
        if all(applies(line, sheet) for line in rule.when):
            return Runner(-1, sheet, rule=rule.id)
    return None


def away_runner(world: World, zones: tuple[str, ...]) -> Runner:
    """A runner whose pain is not at the knee: zones of thigh, shin or calf alone."""
    runner = world.draw(len(world.model.patterns) - 1)
    sheet = dict(runner.sheet)
    count = int(world.rng.integers(1, 3))
    sheet["where"] = tuple(str(zone) for zone in world.rng.choice(zones, count, replace=False))
    return Runner(-1, sheet, rule="")
