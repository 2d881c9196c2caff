"""The hand-written scenarios of red flags: answers, the action that must come out, the flags."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from midstance.core.assess.answers import Answers, read_answers
from midstance.core.assess.model import Action, Question, QuestionKind, RedFlag
from midstance.core.assess.red_flags import action_of_flags, raise_flags
from midstance.knowledge.load import RecordLoader

FOLDER = Path(__file__).parent / "red_flag_cases"
WHOLE_CASES = "whole_cases.yaml"


@dataclass(frozen=True)
class Scenario:
    """Answers of one runner and what must come of them."""

    name: str
    rule: str
    kind: str
    document: Mapping[str, object]
    action: Action
    flags: frozenset[str]


def read_scenarios(questions: Mapping[str, Question]) -> tuple[Scenario, ...]:
    """Every scenario of every table; one row with `each` is one scenario an option."""
    return tuple(
        scenario
        for path in sorted(FOLDER.glob("*.yaml"))
        if path.name != WHOLE_CASES
        for number, row in enumerate(read_rows(path))
        for scenario in _of_row(row, f"{path.stem}-{number}", questions)
    )


def read_rows(path: Path) -> list[dict]:
    return yaml.load(path.read_text("utf-8"), Loader=RecordLoader)  # noqa: S506 - a safe loader


def _of_row(row: dict, name: str, questions: Mapping[str, Question]) -> Iterator[Scenario]:
    each = row.get("each", {"": [None]})
    ((question, values),) = each.items()
    for value in values:
        document = dict(row["answers"])
        if question:
            is_list = questions[question].kind is QuestionKind.MANY and isinstance(value, str)
            document[question] = [value] if is_list else value
        yield Scenario(
            name=f"{row['rule']}-{row['is']}-{name}-{value if question else ''}",
            rule=row["rule"],
            kind=row["is"],
            document=document,
            action=Action[row["action"].upper()],
            flags=frozenset(row["flags"]),
        )


def read_each(
    scenarios: tuple[Scenario, ...], questions: tuple[Question, ...]
) -> tuple[tuple[Scenario, Answers], ...]:
    """The scenarios with their answers as the engine takes them."""
    return tuple((each, read_answers(questions, each.document)) for each in scenarios)


def misjudged(
    rules: tuple[RedFlag, ...], read: tuple[tuple[Scenario, Answers], ...]
) -> Iterator[str]:
    """The scenarios of which the rules make something else, with what came."""
    for scenario, answers in read:
        flags = raise_flags(rules, answers)
        action, ids = action_of_flags(flags), frozenset(flag.id for flag in flags)
        if (action, ids) != (scenario.action, scenario.flags):
            odd = ", ".join(sorted(ids ^ scenario.flags))
            yield f"{scenario.name}: {action.name}, not {scenario.action.name}; differs in: {odd}"
