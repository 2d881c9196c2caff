"""The records of the movement screens: what is measured, against what, and what it speaks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from midstance.core.assess.screens import CutOf, Quality, ScreenSides, Unit
from midstance.core.gait.screen_records import ScreenView, Sign
from midstance.core.plan.book import Stop
from midstance.knowledge.records import Certainty, Checked
from midstance.knowledge.records_text import Claim


@dataclass(frozen=True)
class NormSex:
    """What is usual for one sex at an age: the middle, and between what bounds most lie."""

    usual: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class NormRecord:
    """What is usual from one age on and below another; see `core.assess.screens.Norm`."""

    age_from_y: int
    age_below_y: int
    female: NormSex
    male: NormSex
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class FlagRecord:
    """From when on a quality is worth training.

    Parameters
    ----------
    of : what the cut is counted from.
    cut : for women and for men, a fixed value, or a multiple of what is usual or of its low bound;
        null where the level says nothing.
    side_least : the difference between the sides that counts; null where none does.
    side_least_frac : the same as a share of the larger side.
    """

    of: CutOf
    cut: tuple[float, ...] | None
    side_least: float | None
    side_least_frac: float | None
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class ErrorRecord:
    """How far one reading may be off: the larger of a fixed part and a share of the reading."""

    fixed: float
    frac: float
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class MarkFilm:
    """What of a film speaks for a mark; see `core.assess.filmed.MarkRule`."""

    signs: tuple[Sign, ...]
    can_rule_out: bool


@dataclass(frozen=True)
class FilmRecord:
    """How a screen is filmed, and what its film says of each mark; none of an angle."""

    view: ScreenView
    marks: Mapping[str, MarkFilm]
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class ScreenRecord:
    """A movement self-test.

    Parameters
    ----------
    order : its place in the list.
    marks : what is looked for, one point each, where it is rated; none where it is measured.
    most : the largest reading that can be.
    seconds : how long it lasts where the clock ends it.
    beat_per_min : the beat that it is done to.
    is_timed : whether a clock that counts up gives the reading.
    loads_knee : whether a bent or single leg carries the body.
    safe_as : the self-test of the knee check whose answers that forbid it forbid this too.
    not_with : patterns and situations with which it is not done.
    trains : exercises that train what it speaks for, the nearest first.
    confirm_days : after how many days the second test is asked for.
    again_days : after how many days it is asked for once more.
    good_days : how long a reading counts.
    film : what a film of it tells; null where none is looked at.
    """

    id: str
    order: int
    quality: Quality
    sides: ScreenSides
    unit: Unit
    higher_is_better: bool
    marks: tuple[str, ...]
    most: float
    seconds: int | None
    beat_per_min: int | None
    is_timed: bool
    loads_knee: bool
    safe_as: str | None
    not_with: tuple[str, ...]
    stop_if: tuple[Stop, ...]
    motion: str
    trains: tuple[str, ...]
    norms: tuple[NormRecord, ...]
    flag: FlagRecord
    error: ErrorRecord
    film: FilmRecord | None
    confirm_days: int
    again_days: int
    good_days: int
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class ScreenText:
    """A screen as it is told.

    Parameters
    ----------
    needs : what to have at hand, as a sentence.
    reading : what is written down, as a label.
    marks : what is looked for, by mark.
    not_when : when it is not done, as sentences.
    usual : what the norms are those of.
    limits : what it cannot say.
    because : why its exercises stand in a plan when a level is low, as a phrase after "because".
    because_sides : the same where one side is behind.
    film_how : how it is filmed, as sentences; none where no film is looked at.
    film_limits : what a film of it cannot say.
    """

    id: str
    name: str
    short: str
    purpose: Claim
    needs: str
    steps: tuple[str, ...]
    reading: str
    marks: Mapping[str, str]
    not_when: tuple[str, ...]
    usual: Claim | None
    limits: Claim
    because: str
    because_sides: str | None
    film_how: tuple[str, ...]
    film_limits: Claim | None
    checked: Checked
