"""The records of the knee check: questions, red flags, findings, conditions, contributors, tests.

Clauses stand as strings, such as `where=front_tip|front_tendon` or `age_y>=50`; see `clauses`.
"""

from dataclasses import dataclass
from enum import StrEnum

from midstance.core.assess.model import QuestionKind, Stage
from midstance.knowledge.records import Certainty, Checked


class Level(StrEnum):
    """The names of `core.assess.model.Action`, from the least to the most urgent."""

    CARRY_ON = "carry_on"
    WITHIN_WEEKS = "within_weeks"
    WITHIN_DAYS = "within_days"
    SAME_DAY = "same_day"
    EMERGENCY = "emergency"


class Topic(StrEnum):
    """What a red flag is about."""

    INFECTION = "infection"
    CLOT = "clot"
    FRACTURE = "fracture"
    DISLOCATION = "dislocation"
    TENDON_RUPTURE = "tendon_rupture"
    LIGAMENT = "ligament"
    LOCKED_KNEE = "locked_knee"
    BONE_STRESS = "bone_stress"
    HIP = "hip"
    TUMOUR = "tumour"
    ARTERY = "artery"
    NERVE = "nerve"
    INFLAMMATION = "inflammation"
    HEART = "heart"
    CHILD = "child"
    PERSISTENT = "persistent"
    MEDICAL = "medical"
    MOOD = "mood"


class Quality(StrEnum):
    """Where likelihoods come from; each has an exponent by which their ratios shrink."""

    DEFINITION = "by_definition"
    PROSPECTIVE = "prospective"
    SMALL = "small_or_case_control"
    SELF = "self_administered"
    JUDGEMENT = "judgement"


@dataclass(frozen=True)
class QuestionRecord:
    """One question or self-test; see `core.assess.model.Question`.

    Parameters
    ----------
    asked_when : lines that all must hold; of each line any clause. No lines = always.
    unsafe_when : clauses of which any, sure or not sure, forbids it.
    """

    id: str
    kind: QuestionKind
    options: tuple[str, ...]
    none_of_these: str | None
    low: float | None
    high: float | None
    unit: str | None
    stage: Stage
    order: int
    asks_again: str | None
    asked_when: tuple[tuple[str, ...], ...]
    unsafe_when: tuple[str, ...]
    seconds: float
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class RedFlagRecord:
    """A rule that no score can overrule.

    Parameters
    ----------
    trigger : its number in the review's list of triggers, 0 when its sources imply it beyond them.
    when : lines that all must hold; of each line any clause.
    """

    id: str
    trigger: int
    topic: Topic
    level: Level
    level_if_unsure: Level
    when: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class Likelihood:
    """How often a finding is there in one pattern, and between what bounds that is believed."""

    pattern: str
    present_frac: float
    low_frac: float
    high_frac: float
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class FindingRecord:
    """One sign and its likelihood in every pattern."""

    id: str
    group: str
    seen_when: tuple[str, ...]
    quality: Quality
    likelihoods: tuple[Likelihood, ...]
    checked: Checked


@dataclass(frozen=True)
class MultiplierRecord:
    """What changes how common a pattern is."""

    when: tuple[str, ...]
    times: float
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class ConditionRecord:
    """Something that knee pain can fit; see `core.assess.model.Pattern`.

    Parameters
    ----------
    harm : cost of each level, from the least to the most urgent, if this is the true one.
    """

    id: str
    adult_frac: float
    adolescent_frac: float
    multipliers: tuple[MultiplierRecord, ...]
    action: Level
    harm: tuple[float, ...]
    named: bool
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class SignRecord:
    """One sign of a contributor and its likelihood ratios."""

    seen_when: tuple[str, ...]
    ratio_present: float
    ratio_absent: float
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class ContributorRecord:
    """What may stand beside a pattern."""

    id: str
    prior_frac: float
    signs: tuple[SignRecord, ...]
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class SelfTestRecord:
    """A movement that is tried during the check.

    Parameters
    ----------
    id : that of its question.
    figure : id of the drawing that shows it.
    """

    id: str
    figure: str
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked
