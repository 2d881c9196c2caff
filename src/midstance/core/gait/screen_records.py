"""What a film of a movement screen tells: signs counted over the repetitions, or an angle."""

from dataclasses import dataclass
from enum import StrEnum

from midstance.core.gait.keypoints import Keypoints
from midstance.core.gait.records import Side


class ScreenView(StrEnum):
    """From where a screen is filmed."""

    FRONT = "front"
    SIDE = "side"


class Sign(StrEnum):
    """What is looked for while one leg carries the body."""

    KNEE_PAST_SECOND_TOE = "knee_past_second_toe"
    KNEE_PAST_FOOT = "knee_past_foot"
    KNEE_WOBBLES = "knee_wobbles"
    PELVIS_TILTS = "pelvis_tilts"
    PELVIS_SHIFTS = "pelvis_shifts"
    TRUNK_LEANS = "trunk_leans"
    FOOT_DOWN = "foot_down"
    """The free foot comes to the height of the other one."""


class Seen(StrEnum):
    """What a film says of a sign."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    CANNOT_SAY = "cannot_say"


class ScreenProblem(StrEnum):
    """Why nothing is told, the first that holds."""

    NO_BODY = "no_body"
    """Nobody was seen for long enough."""
    OCCLUSION = "occlusion"
    """The joints that it needs were hidden or lost too often."""
    TOO_SMALL = "too_small"
    WRONG_VIEW = "wrong_view"
    """The film is not from where it is said to be."""
    OTHER_LEG = "other_leg"
    """The leg that works in the film is not the one that was said, or the film is mirrored."""
    TOO_FEW_REPETITIONS = "too_few_repetitions"


@dataclass(frozen=True)
class Repetition:
    """One movement down and up, or forth and back.

    Parameters
    ----------
    from_s, deepest_s, to_s : true times from the start of the clip [s].
    depth : how far the hip came down in lengths of the leg, or how far the shin leant [deg].
    """

    from_s: float
    deepest_s: float
    to_s: float
    depth: float


@dataclass(frozen=True)
class SignCount:
    """In how many repetitions a sign was seen, was not, or could not be told."""

    sign: Sign
    seen: int
    not_seen: int
    unclear: int


@dataclass(frozen=True)
class ShinAngle:
    """How far the shin leans forward over a flat foot, with its 90 % range [deg]."""

    value_deg: float
    low_deg: float
    high_deg: float


@dataclass(frozen=True, eq=False)
class FilmedScreen:
    """What a film of one leg tells.

    Parameters
    ----------
    problem : why nothing is told; then there are no signs and no angle.
    repetitions : in the order of time.
    signs : one for each sign that the view shows; empty from the side.
    angle : None from the front.
    keypoints : the joints after cleaning, in true time, for drawing.
    version : of equations and constants.
    """

    leg: Side
    problem: ScreenProblem | None
    repetitions: tuple[Repetition, ...]
    signs: tuple[SignCount, ...]
    angle: ShinAngle | None
    keypoints: Keypoints
    version: str
