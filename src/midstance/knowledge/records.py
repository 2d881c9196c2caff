"""What every record rests on: sources, certainty, and the constants of models.

Every field of a record is required and none is filled in.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Certainty(StrEnum):
    """How a number or claim is known; a low certainty is an honest value, an empty one is not."""

    DEFINITION = "definition"
    COMPUTED = "computed"
    FITTED = "fitted"
    PUBLISHED = "published"
    RECALLED = "recalled"
    JUDGEMENT = "expert judgement"


ASSUMED = frozenset({Certainty.JUDGEMENT, Certainty.RECALLED})
"""What a reader is told is expert judgement."""


class SourceKind(StrEnum):
    """What a source is."""

    ARTICLE = "article"
    DATASET = "dataset"
    BOOK = "book"
    SOFTWARE = "software"
    OWN_WORK = "own work"


class ReadAs(StrEnum):
    """How much of a source was read before it was cited."""

    FULL = "full text"
    EXCERPT = "excerpt"
    ABSTRACT = "abstract"
    RECALLED = "not read, recalled"
    COMPUTED = "computed from its data"


@dataclass(frozen=True)
class Checked:
    """When a record was last held against its sources, and by whom."""

    on: date
    by: str


@dataclass(frozen=True)
class Source:
    """Something that evidence rests on.

    Parameters
    ----------
    where : DOI, PubMed number or address at which it can be found.
    says : the finding that is used here, in our own words.
    limits : what keeps it from saying more.
    """

    id: str
    title: str
    authors: str
    year: int
    kind: SourceKind
    where: str
    read_as: ReadAs
    says: str
    limits: str
    checked: Checked


@dataclass(frozen=True)
class Parameter:
    """One constant of a model.

    Parameters
    ----------
    id : the field of the model's parameter record that it fills.
    model : the model that uses it.
    value : one number, or several where the constant is a curve or a range.
    unit : SI, or "1" for a pure number.
    low, high : the range in which every entry of the value is believable.
    valid_for : the circumstances in which the value may be used.
    sources : ids of sources; may be empty only where the certainty is a definition or a judgement.
    """

    id: str
    model: str
    meaning: str
    value: float | tuple[float, ...]
    unit: str
    low: float
    high: float
    valid_for: str
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked
