"""The verdict before the analysis: what of a film should be mended by filming again."""

from enum import StrEnum

from midstance.core.gait.constants import GaitConstants
from midstance.core.gait.quality import SMALLEST_BODY_PX
from midstance.pose.clip import Look

LEAST_SEEN_FRAC = 0.8
DARK_BELOW_FRAC = 0.15


class Flaw(StrEnum):
    """What is wrong with a film, as far as a first look tells."""

    NOBODY = "nobody"
    SEVERAL = "several"
    """Two people fill it about alike: somebody has to say who is meant."""
    FEET_CUT_OFF = "feet_cut_off"
    HEAD_CUT_OFF = "head_cut_off"
    TOO_SMALL = "too_small"
    TOO_DARK = "too_dark"
    FEW_PICTURES = "few_pictures"
    """Too few pictures a second to time a step."""
    TOO_SHORT = "too_short"
    """Too short for the steps that are needed, however quick they are."""
    CUT_SHORT = "cut_short"
    """The file ends before it says that it does."""


def find_flaws(look: Look, constants: GaitConstants) -> tuple[Flaw, ...]:
    """Say what is wrong with a film, the worst first; nothing of a good one."""
    clip, followed = look.clip, next(iter(look.people), None)
    shortest_s = constants.gait_least_steps * constants.gait_stride_s[0] / 2
    found = {
        Flaw.NOBODY: followed is None,
        Flaw.SEVERAL: look.has_rivals,
        Flaw.FEET_CUT_OFF: followed is not None and followed.feet_frac < LEAST_SEEN_FRAC,
        Flaw.HEAD_CUT_OFF: followed is not None and followed.head_frac < LEAST_SEEN_FRAC,
        Flaw.TOO_SMALL: followed is not None and followed.body_px < SMALLEST_BODY_PX,
        Flaw.TOO_DARK: look.light_frac < DARK_BELOW_FRAC,
        Flaw.FEW_PICTURES: clip.fps * clip.slow_motion < constants.gait_least_frame_rate_hz,
        Flaw.TOO_SHORT: clip.duration_s / clip.slow_motion < shortest_s,
        Flaw.CUT_SHORT: clip.is_cut_short,
    }
    return tuple(flaw for flaw, there in found.items() if there)
