"""Words for people, one record per language: `text/<language>/<kind>/<id>.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass

from midstance.knowledge.records import Certainty, Checked


@dataclass(frozen=True)
class Claim:
    """One statement and what it rests on."""

    text: str
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class QuestionText:
    """A question as it is asked.

    Parameters
    ----------
    why : why it is asked.
    options : label of each option; none for yes_no, number and scale.
    """

    id: str
    text: str
    why: str
    hint: str | None
    options: Mapping[str, str]


@dataclass(frozen=True)
class FindingText:
    """A sign as a phrase: there ("squatting hurts") and not there ("squatting does not hurt")."""

    id: str
    seen: str
    not_seen: str


@dataclass(frozen=True)
class RedFlagText:
    """A red flag as it is shown: what it is about, and why it matters."""

    id: str
    title: str
    why: str


@dataclass(frozen=True)
class ConditionText:
    """A pattern as it is explained.

    Parameters
    ----------
    name, term : the plain and the medical name.
    """

    id: str
    name: str
    term: str
    summary: Claim
    helps: tuple[Claim, ...]
    helps_not: tuple[Claim, ...]
    course: tuple[Claim, ...]
    not_known: tuple[Claim, ...]
    checked: Checked


@dataclass(frozen=True)
class ContributorText:
    """What may stand beside a pattern, and what to try."""

    id: str
    name: str
    summary: Claim
    helps: tuple[Claim, ...]
    checked: Checked


@dataclass(frozen=True)
class ProgrammeText:
    """What a week leans on: why it helps, and what to expect of it."""

    id: str
    name: str
    because: Claim
    expect: Claim
    checked: Checked


@dataclass(frozen=True)
class SelfTestText:
    """How a self-test is done, when not, and what counts as positive."""

    id: str
    name: str
    steps: tuple[str, ...]
    not_when: tuple[str, ...]
    positive: str
    figure_alt: str


@dataclass(frozen=True)
class CareText:
    """A care card; its id is the name of a level."""

    id: str
    heading: str
    who: str
    what: str
    when: str


@dataclass(frozen=True)
class Section:
    """A heading and the statements below it."""

    heading: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class ArticleText:
    """A page to learn from; `order` is its place in the list."""

    id: str
    order: int
    title: str
    summary: Claim
    sections: tuple[Section, ...]
    checked: Checked
