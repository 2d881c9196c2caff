"""Every red flag, and how invented runners fare, for `docs/science/red_flags.md`."""

from collections import Counter
from pathlib import Path
from random import Random

import yaml

from midstance.core.assess.answers import read_answers
from midstance.core.assess.model import Action, Stage
from midstance.core.assess.red_flags import action_of_flags, raise_flags
from midstance.knowledge.knee_check import load_check_model, read_check_records
from midstance.knowledge.load import RecordLoader, read_sources
from midstance.knowledge.records_check import QuestionRecord, RedFlagRecord
from validation.tables import Table

CHECKOUT = Path(__file__).parents[1]
PAGE = CHECKOUT / "docs/science/red_flags.md"
CASES = CHECKOUT / "tests/knowledge/red_flag_cases/whole_cases.yaml"

UNSURE_SHARES = (0.0, 0.1, 0.2, 0.3)
DRAWS = 120
SCREEN = (Stage.ABOUT, Stage.SCREEN)


def tables() -> tuple[Table, ...]:
    return (unsure_table(), questions_table(), rules_table(), sources_table())


def unsure_table() -> Table:
    cases = yaml.load(CASES.read_text("utf-8"), Loader=RecordLoader)  # noqa: S506 - a safe loader
    head = (
        'answers turned into "not sure"',
        "red-flag cases sent to a clinician within days or sooner",
        "at most one level below the safe one",
        "plain cases left to carry on",
    )
    return Table("unsure", "Not sure", head, tuple(_unsure_row(cases, x) for x in UNSURE_SHARES))


def _unsure_row(cases: list[dict], share: float) -> tuple[str, ...]:
    seen, near, calm = Counter[bool](), Counter[bool](), Counter[bool]()
    for case in cases:
        random = Random(case["name"])  # noqa: S311 - the same draws each time
        least = Action[case["least"].upper()]
        for _ in range(DRAWS):
            action = _action_when_unsure(case["answers"], share, random)
            if least is Action.CARRY_ON:
                calm[action is Action.CARRY_ON] += 1
                continue
            near[action >= least - 1] += 1
            if least >= Action.WITHIN_DAYS:
                seen[action >= Action.WITHIN_DAYS] += 1
    return (
        f"{share:.0%}",
        *(f"{100 * each[True] / each.total():.1f} %" for each in (seen, near, calm)),
    )


def _action_when_unsure(document: dict, share: float, random: Random) -> Action:
    said = {
        name: "unknown" if random.random() < share else given for name, given in document.items()
    }
    model = load_check_model()
    return action_of_flags(raise_flags(model.red_flags, read_answers(model.questions, said)))


def questions_table() -> Table:
    asked = [item for item in read_check_records().questions.values() if item.stage in SCREEN]
    rows = tuple(map(_question_row, sorted(asked, key=lambda item: (item.stage, item.order))))
    return Table("screen", "Questions", ("question", "options", "asked when"), rows)


def _question_row(item: QuestionRecord) -> tuple[str, ...]:
    values = " · ".join(item.options) or f"{item.low:g} to {item.high:g}"
    again = f"not sure of `{item.asks_again}`" if item.asks_again else "always"
    return (f"`{item.id}`", values, _lines(item.asked_when) or again)


def rules_table() -> Table:
    rules = sorted(read_check_records().red_flags.values(), key=lambda item: (item.topic, item.id))
    head = ("topic", "rule", "trigger", "level", "if unsure", "when", "certainty", "sources")
    return Table("red_flags", "Rules", head, tuple(map(_rule_row, rules)))


def _rule_row(item: RedFlagRecord) -> tuple[str, ...]:
    return (
        item.topic,
        f"`{item.id}`",
        str(item.trigger or ""),
        item.level,
        item.level_if_unsure,
        _lines(item.when),
        item.certainty,
        ", ".join(f"`{source}`" for source in item.sources),
    )


def _lines(lines: tuple[tuple[str, ...], ...]) -> str:
    written = [" or ".join(f"`{clause}`" for clause in line) for line in lines]
    return " **and** ".join(written).replace("|", " / ")


def sources_table() -> Table:
    rules = read_check_records().red_flags.values()
    cited = sorted({source for item in rules for source in item.sources})
    rows = tuple(
        (
            f"`{item.id}`",
            f"{item.authors} ({item.year}). {item.title}. {item.where}",
            item.says,
            item.limits,
            str(item.read_as),
        )
        for item in map(read_sources().__getitem__, cited)
    )
    head = ("id", "source", "what it says", "what limits it", "read as")
    return Table("red_flag_sources", "Sources", head, rows)
