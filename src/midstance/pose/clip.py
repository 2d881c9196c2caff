"""What a film is, what a first look saw in it, what was followed, and pictures out of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    start_s : when the part that was looked at begins, since the film's first picture.
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
    start_s: float = 0.0

    @property
    def slow_motion(self) -> float:
        """How many times slower than life it plays, as far as the file tells; 1 as filmed."""
        return self.filmed_fps / self.fps if self.filmed_fps is not None else 1.0


@dataclass(frozen=True)
class Tracked:
    """One person followed through a film."""

    keypoints: Keypoints
    clip: Clip


@dataclass(frozen=True)
class Box:
    """A part of the upright picture; it may reach beyond the edge."""

    left_px: float
    top_px: float
    right_px: float
    bottom_px: float


@dataclass(frozen=True)
class SeenPerson:
    """Somebody whom a first look saw.

    Parameters
    ----------
    seen_s : for how long, in the moments that were looked at.
    box : around the whole body, in the middle of that time.
    body_px : how tall she stands in the picture, head to heels.
    head_frac, feet_frac : share of the looks in which the head and both feet lay in the picture.
    """

    seen_s: float
    box: Box
    body_px: float
    head_frac: float
    feet_frac: float


@dataclass(frozen=True)
class Look:
    """What a first look at a film saw, before anything is analysed.

    Parameters
    ----------
    clip : the facts, of the whole part that was asked for.
    people : who was seen for some time, the one who fills most of the film first.
    has_rivals : whether two fill it about alike, so that somebody has to say who is meant.
    light_frac : how bright the pictures are, 0 black to 1 white.
    looked_s : how much of the part was looked at.
    """

    clip: Clip
    people: tuple[SeenPerson, ...]
    has_rivals: bool
    light_frac: float
    looked_s: float

    @property
    def is_upright(self) -> bool:
        """Whether the picture is higher than wide."""
        return self.clip.height_px > self.clip.width_px


@dataclass(frozen=True, eq=False)
class Picture:
    """One upright picture of a film in which no face can be recognised.

    Parameters
    ----------
    time_s : its time, on the clock that was asked by.
    pixels : (height, width, 3) red, green, blue.
    scale : its points for each point of the film's upright picture.
    """

    time_s: float
    pixels: NDArray[np.uint8]
    scale: float


@dataclass(frozen=True, eq=False)
class Print:
    """A picture as the locked process printed it.

    Parameters
    ----------
    time_s : since the film's first picture.
    pixels : (height, width, 3) red, green, blue.
    """

    time_s: float
    pixels: NDArray[np.uint8]
