"""The constants of films of movement screens; values and sources stand in `knowledge/`."""

from dataclasses import dataclass

Limit = tuple[float, float]
"""From when on a sign counts, and within what distance of that it cannot be told."""


@dataclass(frozen=True)
class ScreenFilmConstants:
    """Each field is the id of a record in `knowledge/`; `version` names form and values.

    Parameters
    ----------
    filmed_least_repetitions : below which nothing is told.
    filmed_least_repetition_s : how long a repetition lasts [s].
    filmed_least_seen_frac : share of the pictures in which the joints must be seen.
    filmed_least_leg_px : how long the leg must be in the picture [px].
    filmed_least_depth_frac : how far the hip comes down in a repetition [leg lengths].
    filmed_least_lean_deg : by how much the shin leans more in a repetition.
    filmed_least_width_frac : how far the hips stand apart from the front [leg lengths].
    filmed_least_foot_frac : how long the foot is across the picture from the side [shank lengths].
    filmed_balance_frac : by how much the body is nearer to the foot that carries it [leg lengths].
    filmed_nearer_frac : how much nearer than the foot the knee may be, as a share of the distance.
    filmed_second_toe, filmed_past_foot, filmed_wobble : the knee inwards, and to and fro
        [shank lengths].
    filmed_pelvis_tilt_deg, filmed_trunk_lean_deg : from level, and from upright.
    filmed_pelvis_shift, filmed_foot_down : sideways, and below the height of the free foot
        [leg lengths].
    filmed_heel_lift_frac : from when on the heel is off the floor [shank lengths].
    filmed_shin_deg : half width of the 90 % range of an angle, of a film and of one repetition.
    """

    version: str
    filmed_least_repetitions: float
    filmed_least_repetition_s: float
    filmed_least_seen_frac: float
    filmed_least_leg_px: float
    filmed_least_depth_frac: float
    filmed_least_lean_deg: float
    filmed_least_width_frac: float
    filmed_least_foot_frac: float
    filmed_balance_frac: float
    filmed_nearer_frac: float
    filmed_second_toe: Limit
    filmed_past_foot: Limit
    filmed_wobble: Limit
    filmed_pelvis_tilt_deg: Limit
    filmed_trunk_lean_deg: Limit
    filmed_pelvis_shift: Limit
    filmed_foot_down: Limit
    filmed_heel_lift_frac: float
    filmed_shin_deg: Limit
