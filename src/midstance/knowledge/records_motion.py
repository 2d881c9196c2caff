"""The movement of each exercise, as key-frames of joint angles that a figure is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from midstance.knowledge.records import Checked


class View(StrEnum):
    """From where the figure is seen; or its right foot alone, much larger, from the inner side."""

    SIDE = "side"
    HALF = "half"
    FRONT = "front"
    FRONT_ABOVE = "front_above"
    HALF_BEHIND = "half_behind"
    FOOT_SIDE = "foot_side"
    FOOT_HALF = "foot_half"


FOOT_VIEWS = frozenset({View.FOOT_SIDE, View.FOOT_HALF})


class Limb(StrEnum):
    """A part of the body that does the work of an exercise."""

    RIGHT_LEG = "right_leg"
    LEFT_LEG = "left_leg"
    RIGHT_ARM = "right_arm"
    LEFT_ARM = "left_arm"
    TRUNK = "trunk"
    ARCH = "arch"
    TOES = "toes"


@dataclass(frozen=True)
class MotionProp:
    """Something that stands around the figure, or that it holds.

    Parameters
    ----------
    id : a drawing of `web.components.exercise_figure.props`.
    at : where and how large, in metres, as that drawing asks for.
    joints : what it is tied to, as a band to `ankle_right`.
    """

    id: str
    at: Mapping[str, float]
    joints: tuple[str, ...]


@dataclass(frozen=True)
class MotionFrame:
    """One pose of a motion.

    Parameters
    ----------
    at_s : when it is reached.
    pause_s : how long it is held; 0 passes through without slowing down.
    pose : angles that differ from standing, as `right_leg.knee_flexion_deg`, and places in metres,
        as `right_foot.x_m`; `legs`, `arms`, `feet` and `hands` name both sides. A limb that has a
        place in one frame keeps it in those that name none. Of a foot alone, `arch_deg`,
        `big_toe_deg` and `toes_deg`.
    """

    at_s: float
    pause_s: float
    pose: Mapping[str, float]


@dataclass(frozen=True)
class MotionRecord:
    """How one exercise moves, the right side at work.

    Parameters
    ----------
    resting_on : joints of which the lowest lies on something, the first of which does not slide;
        none = `pelvis.z_m` says where the body is, or else whatever is lowest is on the ground.
    height_m : of what they lie on.
    lasts_s : when it is back at its first frame, or has ended.
    loops : goes back to the first frame and begins again.
    """

    id: str
    view: View
    resting_on: tuple[str, ...]
    height_m: float
    props: tuple[MotionProp, ...]
    frames: tuple[MotionFrame, ...]
    lasts_s: float
    loops: bool
    working: tuple[Limb, ...]
    checked: Checked
