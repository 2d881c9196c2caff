"""What a film is and what was followed in it."""

from dataclasses import dataclass

from midstance.core.gait.keypoints import Keypoints


@dataclass(frozen=True)
class Clip:
    """Facts of a film, as far as its container tells and its pictures bear out.

    Parameters
    ----------
    container, codec : what kind of file it is.
    width_px, height_px : size of the upright picture.
    rotation_deg : how far the stored picture was turned, counterclockwise, to stand upright.
    duration_s, fps, frames : of the part that was looked at; the rate is the median one.
    is_variable_rate : whether pictures come at uneven times.
    filmed_fps : the rate at which the camera filmed, where the file tells of another one than it
        plays at; None where it does not.
    is_cut_short : whether the file ends before it says that it does, or parts of it are broken.
    people : how many people were seen for some time.
    """

    container: str
    codec: str
    width_px: int
    height_px: int
    rotation_deg: int
    duration_s: float
    fps: float
    frames: int
    is_variable_rate: bool
    filmed_fps: float | None
    is_cut_short: bool
    people: int

    @property
    def slow_motion(self) -> float:
        """How many times slower than life it plays, as far as the file tells; 1 as filmed."""
        return self.filmed_fps / self.fps if self.filmed_fps is not None else 1.0


@dataclass(frozen=True)
class Tracked:
    """One person followed through a film."""

    keypoints: Keypoints
    clip: Clip
