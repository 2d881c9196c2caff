"""What comes out of the knee check, as ids and numbers; the words stand in `knowledge/text`."""

from dataclasses import dataclass
from enum import StrEnum

from midstance.core.assess.answers import Known
from midstance.core.assess.model import Action
from midstance.core.assess.red_flags import RaisedFlag


class Band(StrEnum):
    """How well the answers fit a pattern; what is in neither band is unlikely."""

    FITS_WELL = "fits_well"
    FITS_PARTLY = "fits_partly"


class Likely(StrEnum):
    """How likely a contributor stands beside the pattern."""

    LIKELY = "likely"
    POSSIBLE = "possible"


class ActionFrom(StrEnum):
    """What the action rests on."""

    RED_FLAGS = "red_flags"
    PATTERNS = "patterns"
    COURSE = "course"


class CannotSay(StrEnum):
    """Why no pattern is said to be the one."""

    NOT_ENOUGH_ANSWERS = "not_enough_answers"
    TWO_CLOSE = "two_close"
    NOTHING_FITS = "nothing_fits"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Reason:
    """One finding that speaks for or against a pattern.

    Parameters
    ----------
    log_ratio : natural log of how much likelier it makes the pattern than its rivals.
    state : YES when the finding is there; NO or UNTICKED when it is not.
    """

    finding: str
    log_ratio: float
    state: Known


@dataclass(frozen=True)
class Fit:
    """A pattern that the answers fit.

    Parameters
    ----------
    probability_low, probability_high : 90 % range over the likelihoods that are believable.
    for_, against : the strongest first.
    flips : believable likelihoods would put another pattern in its place; the band is softened.
    """

    pattern: str
    band: Band
    probability: float
    probability_low: float
    probability_high: float
    for_: tuple[Reason, ...]
    against: tuple[Reason, ...]
    flips: bool


@dataclass(frozen=True)
class ContributorFit:
    """What may stand beside the pattern.

    Parameters
    ----------
    because : the answers that speak for it, as questions and options ("" for a number).
    """

    id: str
    band: Likely
    probability: float
    because: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Assessment:
    """All that the check has to say.

    Parameters
    ----------
    action : the most urgent of red flags and patterns.
    screen_complete : nothing that was not asked could raise a red flag of a higher level.
    fits : at most three, the best first; may be there when nothing can be said for sure.
    unlikely : named patterns that the answers speak against.
    most_informative : the further question or self-test that would change the picture most; none
        when care is needed today.
    rules_version : that of the model; equal answers and version, equal assessment.
    """

    action: Action
    action_from: ActionFrom
    red_flags: tuple[RaisedFlag, ...]
    screen_complete: bool
    fits: tuple[Fit, ...]
    unlikely: tuple[str, ...]
    cannot_say: bool
    cannot_say_because: tuple[CannotSay, ...]
    contributors: tuple[ContributorFit, ...]
    most_informative: str | None
    rules_version: str
