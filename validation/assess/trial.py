"""The check taken by simulated runners, question by question, and what came out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from midstance.core.assess.answers import Answers, read_answer, read_answers
from midstance.core.assess.model import Action, CheckModel, Question
from midstance.core.assess.picture import Picture
from midstance.core.assess.questions import choose_next
from midstance.core.assess.red_flags import action_of_flags, raise_flags
from midstance.core.assess.result import Assessment
from validation.assess.personas import Persona, personas
from validation.assess.runners import (
    Answer,
    Runner,
    World,
    away_runner,
    flagged_runner,
    reached,
)

Judge = Callable[[Picture], Assessment]

PREFILLED = ("age_y", "sex", "side")
WORLD_CASES = 250

AWAY = (
    "front_thigh",
    "inner_thigh",
    "outer_thigh",
    "back_thigh",
    "back_hamstring_inner",
    "back_hamstring_outer",
    "outer_hamstring",
    "inner_hamstring",
    "back_calf",
    "back_calf_inner",
    "back_calf_outer",
    "outer_shin",
    "front_shin",
)


@dataclass(frozen=True)
class Case:
    """One runner, what is true of her, and what the check said."""

    kind: str
    persona: str
    runner: Runner
    truth: Action
    flag_truth: Action
    asked: tuple[str, ...]
    answers: Answers
    result: Assessment


def runners_of(
    model: CheckModel, count: int, rng: np.random.Generator
) -> Iterable[tuple[str, Runner]]:
    """Runners of each kind: six in ten with a knee pattern, the others flagged or out of scope."""
    world = World(model, rng)
    zones = tuple(zone for zone in AWAY if zone in _options(model, "where"))
    for number in range(count):
        if number % WORLD_CASES == 0:
            world = World(model, rng)
        turn = number % 20
        if turn < 10:
            yield "knee", world.draw()
        elif turn < 13:
            yield "even", world.draw(int(rng.integers(len(model.patterns) - 1)))
        elif turn < 17:
            rule = model.red_flags[int(rng.integers(len(model.red_flags)))]
            flagged = flagged_runner(world, rule)
            if flagged:
                yield "flagged", flagged
        elif turn < 19:
            yield "away", away_runner(world, zones)
        else:
            yield "else", world.draw(len(model.patterns) - 1)


def _options(model: CheckModel, question: str) -> tuple[str, ...]:
    return next((item.options for item in model.questions if item.id == question), ())


def take_check(
    model: CheckModel, runner: Runner, persona: Persona, rng: np.random.Generator
) -> tuple[tuple[str, ...], Picture]:
    """Ask until the check stops; age and sex are known from the profile."""
    by_id: Mapping[str, Question] = {item.id: item for item in model.questions}
    picture, asked = Picture.blank(model, len(PREFILLED)), []
    for name in PREFILLED:
        picture = picture.also(name, read_answer(by_id[name], runner.sheet[name]))
    while (name := choose_next(picture)) is not None:
        answer = persona(by_id[name], runner.sheet[by_id[name].asks_again or name], rng)
        picture = picture.also(name, read_answer(by_id[name], _plain(answer)))
        asked.append(name)
    return tuple(asked), picture


def _plain(answer: Answer) -> object:
    return list(answer) if isinstance(answer, tuple) else answer


def truth_of(model: CheckModel, runner: Runner) -> tuple[Action, Action]:
    """The right action, and that of the red flags alone, were every answer true and known."""
    document = {name: _plain(answer) for name, answer in reached(model, runner.sheet).items()}
    flags = action_of_flags(raise_flags(model.red_flags, read_answers(model.questions, document)))
    own = model.patterns[runner.pattern].action if runner.pattern >= 0 else Action.CARRY_ON
    return max(flags, own), flags


def run_trial(
    model: CheckModel,
    count: int,
    seed: int,
    judges: Mapping[str, Judge],
    ways: Mapping[str, Persona] | None = None,
) -> dict[str, tuple[Case, ...]]:
    """The check taken by `count` runners, each by the next way of answering, and judged."""
    rng = np.random.default_rng(seed)
    ways = ways or personas(model)
    names = tuple(ways)
    cases: dict[str, list[Case]] = {judge: [] for judge in judges}
    for number, (kind, runner) in enumerate(runners_of(model, count, rng)):
        name = names[number % len(names)]
        asked, picture = take_check(model, runner, ways[name], rng)
        truth, flag_truth = truth_of(model, runner)
        for judge, say in judges.items():
            case = Case(kind, name, runner, truth, flag_truth, asked, picture.answers, say(picture))
            cases[judge].append(case)
    return {judge: tuple(each) for judge, each in cases.items()}
