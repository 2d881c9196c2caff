"""Faults planted in the rules, one at a time: does a scenario notice each?"""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.red_flag_scenarios import Scenario
from midstance.core.assess.answers import Answers
from midstance.core.assess.model import Action, Clause, Lines, RedFlag
from midstance.core.assess.red_flags import RaisedFlag, raise_flags

Read = tuple[tuple[Scenario, Answers], ...]
Mutant = tuple[str, RedFlag]


def mutants_of(rule: RedFlag) -> Iterator[Mutant]:
    """Every rule that differs from this one by one plausible slip, with its kind."""
    yield from _with_other_levels(rule)
    for number, line in enumerate(rule.when):
        if len(rule.when) > 1:
            yield "line dropped", replace(rule, when=_without(rule.when, number))
        for place, clause in enumerate(line):
            for kind, changed in _changed(clause):
                put = (*line[:place], *changed, *line[place + 1 :])
                if put:
                    yield kind, replace(rule, when=_with(rule.when, number, put))


def _with_other_levels(rule: RedFlag) -> Iterator[Mutant]:
    for step in (-1, 1):
        level, unsure = rule.level + step, rule.level_if_unsure + step
        if max(rule.level_if_unsure, Action.WITHIN_WEEKS) <= level <= Action.EMERGENCY:
            yield "another level", replace(rule, level=Action(level))
        if Action.CARRY_ON <= unsure <= rule.level:
            yield "another level if unsure", replace(rule, level_if_unsure=Action(unsure))


def _changed(clause: Clause) -> Iterator[tuple[str, tuple[Clause, ...]]]:
    yield "clause dropped", ()
    for option in clause.options if len(clause.options) > 1 else ():
        kept = tuple(each for each in clause.options if each != option)
        yield "option dropped", (replace(clause, options=kept),)
    for step in (-1.0, 1.0):
        if clause.at_least is not None:
            yield "bound moved", (replace(clause, at_least=clause.at_least + step),)
        if clause.below is not None:
            yield "bound moved", (replace(clause, below=clause.below + step),)


def _without(lines: Lines, number: int) -> Lines:
    return (*lines[:number], *lines[number + 1 :])


def _with(lines: Lines, number: int, line: tuple[Clause, ...]) -> Lines:
    return (*lines[:number], line, *lines[number + 1 :])


def is_noticed(mutant: RedFlag, read: Read, raised: tuple[tuple[RaisedFlag, ...], ...]) -> bool:
    """Whether another action or other flags come out of any scenario."""
    for (scenario, answers), flags in zip(read, raised, strict=True):
        now = raise_flags((mutant,), answers)
        if bool(now) != (mutant.id in scenario.flags):
            return True
        levels = [flag.level for flag in (*now, *flags) if flag in now or flag.id != mutant.id]
        if max(levels, default=Action.CARRY_ON) is not scenario.action:
            return True
    return False


def judge_mutants(rules: tuple[RedFlag, ...], read: Read) -> Iterator[tuple[str, RedFlag, bool]]:
    """Each mutant of each rule, what was done to it, and whether a scenario noticed."""
    raised = tuple(raise_flags(rules, answers) for _, answers in read)
    for rule in rules:
        for kind, mutant in mutants_of(rule):
            yield kind, mutant, is_noticed(mutant, read, raised)
