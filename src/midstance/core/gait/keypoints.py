"""The joints of one person through a clip: all that the numbers of gait know of a film."""

from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError

JOINTS: tuple[str, ...] = (
    "nose",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_toe",
    "right_toe",
)
"""What a pose model must tell, in this order; the toe is its tip."""

SIDES = ("left", "right")


@dataclass(frozen=True, eq=False)
class Keypoints:
    """What a pose model saw of one person in a clip.

    Parameters
    ----------
    time_s : (frames,) true time stamps, strictly increasing, from 0 [s].
    position_px : (frames, joints, 2) x to the right, y down, in the upright picture [px]; NaN where
        not seen.
    score : (frames, joints) how sure the model is, 0 to 1.
    width_px, height_px : size of the upright picture [px].
    """

    time_s: FloatArray
    position_px: FloatArray
    score: FloatArray
    width_px: int
    height_px: int

    def __post_init__(self) -> None:
        frames = self.time_s.size
        shapes = (self.time_s.shape, self.position_px.shape, self.score.shape)
        wanted = ((frames,), (frames, len(JOINTS), 2), (frames, len(JOINTS)))
        if shapes != wanted:
            raise InvalidValueError(f"Expected keypoints of shapes {wanted}, got {shapes}.")
        if not np.isfinite(self.time_s).all() or (np.diff(self.time_s) <= 0).any():
            raise InvalidValueError("Expected time stamps that are known and strictly increase.")
        if min(self.width_px, self.height_px) < 1:
            raise InvalidValueError(
                f"Expected a picture of 1 pixel or more, got {self.width_px} x {self.height_px}."
            )

    def joint(self, name: str) -> FloatArray:
        """(frames, 2) positions of one joint [px]."""
        return self.position_px[:, JOINTS.index(name)]

    def score_of(self, name: str) -> FloatArray:
        """(frames,) how sure the model is of one joint."""
        return self.score[:, JOINTS.index(name)]


def swap_sides(values: FloatArray) -> FloatArray:
    """Exchange left and right.

    Parameters
    ----------
    values : (frames, joints, ...) one row of joints a frame.

    Returns
    -------
    The same with the joints of the two sides exchanged.
    """
    return values[:, MIRRORED]


def mirror(keypoints: Keypoints) -> Keypoints:
    """The clip as a mirror shows it: x runs the other way, and left is right."""
    position = swap_sides(keypoints.position_px).copy()
    position[..., 0] = keypoints.width_px - 1 - position[..., 0]
    return Keypoints(
        keypoints.time_s,
        position,
        swap_sides(keypoints.score),
        keypoints.width_px,
        keypoints.height_px,
    )


def _other_side(name: str) -> str:
    side, _, joint = name.partition("_")
    other = {"left": "right", "right": "left"}.get(side)
    return f"{other}_{joint}" if other else name


MIRRORED = np.array([JOINTS.index(_other_side(name)) for name in JOINTS])
"""(joints,) for each joint the index of the same joint of the other side."""
