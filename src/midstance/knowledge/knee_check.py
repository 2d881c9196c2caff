"""What the knee check knows as the record that `core.assess` takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache

from midstance.core.assess.model import (
    Action,
    CheckConstants,
    CheckModel,
    Contributor,
    ContributorSign,
    Finding,
    Multiplier,
    Pattern,
    Question,
    RedFlag,
    Stage,
)
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.clauses import read_clauses, read_lines
from midstance.knowledge.load import DATA, read_folder, read_parameters
from midstance.knowledge.records import Parameter
from midstance.knowledge.records_check import (
    ConditionRecord,
    ContributorRecord,
    FindingRecord,
    Level,
    Quality,
    QuestionRecord,
    RedFlagRecord,
    SelfTestRecord,
)
from midstance.knowledge.version import version_of_content

KNEE_CHECK = "knee_check"

FORM = "knee-check-1"
"""Raised when the equations change that read these values."""

STAGES = tuple(Stage)


@dataclass(frozen=True)
class CheckRecords:
    """Every record of the knee check by kind and id."""

    questions: Mapping[str, QuestionRecord]
    red_flags: Mapping[str, RedFlagRecord]
    findings: Mapping[str, FindingRecord]
    conditions: Mapping[str, ConditionRecord]
    contributors: Mapping[str, ContributorRecord]
    tests: Mapping[str, SelfTestRecord]


@cache
def read_check_records() -> CheckRecords:
    """Every record of the knee check."""
    return CheckRecords(
        questions=read_folder(DATA / "questions", QuestionRecord),
        red_flags=read_folder(DATA / "red_flags", RedFlagRecord),
        findings=read_folder(DATA / "findings", FindingRecord),
        conditions=read_folder(DATA / "conditions", ConditionRecord),
        contributors=read_folder(DATA / "contributors", ContributorRecord),
        tests=read_folder(DATA / "tests", SelfTestRecord),
    )


@cache
def load_check_model() -> CheckModel:
    """All that the knee check knows, stamped with a version drawn from it."""
    return build_check_model(read_check_records(), read_parameters())


def build_check_model(records: CheckRecords, parameters: Mapping[str, Parameter]) -> CheckModel:
    """Bring the records into the form that the engine takes; questions in their order."""
    exponents = exponents_of(parameters)
    patterns = tuple(records.conditions)
    parts = {
        "questions": tuple(sorted(map(build_question, records.questions.values()), key=_turn)),
        "red_flags": tuple(map(_build_red_flag, records.red_flags.values())),
        "findings": tuple(
            _build_finding(item, patterns, exponents[item.quality])
            for item in records.findings.values()
        ),
        "patterns": tuple(map(_build_pattern, records.conditions.values())),
        "contributors": tuple(map(_build_contributor, records.contributors.values())),
        "constants": build_constants(parameters),
    }
    return CheckModel(version=version_of_content(FORM, parts), **parts)  # type: ignore[arg-type] # one kind a part, tested


def exponents_of(parameters: Mapping[str, Parameter]) -> Mapping[Quality, float]:
    """How far likelihood ratios of each quality are trusted."""
    return {quality: _one_number(parameters[exponent_name(quality)]) for quality in Quality}


def exponent_name(quality: Quality) -> str:
    """The parameter that holds the exponent of a quality."""
    return f"exponent_{quality}"


def build_constants(parameters: Mapping[str, Parameter]) -> CheckConstants:
    """The caps, thresholds and limits."""
    names = [field.name for field in fields(CheckConstants)]
    return CheckConstants(**{name: parameters[name].value for name in names})  # type: ignore[arg-type] # one kind a field, tested


def build_question(record: QuestionRecord) -> Question:
    """A question as the engine takes it."""
    return Question(
        id=record.id,
        kind=record.kind,
        options=record.options,
        none_of_these=record.none_of_these or "",
        low=record.low,
        high=record.high,
        unit=record.unit or "",
        stage=record.stage,
        order=record.order,
        asked_when=read_lines(record.asked_when),
        unsafe_when=read_clauses(record.unsafe_when),
        seconds=record.seconds,
        asks_again=record.asks_again or "",
    )


def _turn(question: Question) -> tuple[int, int, str]:
    return STAGES.index(question.stage), question.order, question.id


def _build_red_flag(record: RedFlagRecord) -> RedFlag:
    return RedFlag(
        id=record.id,
        level=action_of(record.level),
        level_if_unsure=action_of(record.level_if_unsure),
        when=read_lines(record.when),
        topic=record.topic,
    )


def action_of(level: Level) -> Action:
    """The action of that name."""
    return Action[level.upper()]


def _build_finding(record: FindingRecord, patterns: Iterable[str], exponent: float) -> Finding:
    by_pattern = {item.pattern: item for item in record.likelihoods}
    likelihoods = [by_pattern[pattern] for pattern in patterns]
    return Finding(
        id=record.id,
        group=record.group,
        seen_when=read_clauses(record.seen_when),
        exponent=exponent,
        present_frac=tuple(item.present_frac for item in likelihoods),
        low_frac=tuple(item.low_frac for item in likelihoods),
        high_frac=tuple(item.high_frac for item in likelihoods),
    )


def _build_pattern(record: ConditionRecord) -> Pattern:
    return Pattern(
        id=record.id,
        adult_frac=record.adult_frac,
        adolescent_frac=record.adolescent_frac,
        multipliers=tuple(
            Multiplier(when=read_clauses(item.when), times=item.times)
            for item in record.multipliers
        ),
        action=action_of(record.action),
        harm=record.harm,
        named=record.named,
    )


def _build_contributor(record: ContributorRecord) -> Contributor:
    return Contributor(
        id=record.id,
        prior_frac=record.prior_frac,
        signs=tuple(
            ContributorSign(
                seen_when=read_clauses(item.seen_when),
                ratio_present=item.ratio_present,
                ratio_absent=item.ratio_absent,
            )
            for item in record.signs
        ),
    )


def _one_number(parameter: Parameter) -> float:
    if isinstance(parameter.value, tuple):
        raise InvalidValueError(f"Expected one number in {parameter.id}, got {parameter.value}.")
    return parameter.value
