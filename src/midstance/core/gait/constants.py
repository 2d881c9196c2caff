"""The constants of gait from film, as one argument; values and sources stand in `knowledge/`."""

from dataclasses import dataclass

Weights = tuple[float, ...]
Spread = tuple[float, float, float]


@dataclass(frozen=True)
class GaitConstants:
    """Each field is the id of a record in `knowledge/`; `version` names form and values.

    Parameters
    ----------
    gait_strike_first, gait_strike_second, gait_toe_off_first, gait_toe_off_second : what each cue
        around a first and a second guess says of the event [s]; the last two are the stride time's
        and the constant.
    gait_start_s : where a landing and a toe-off lie after the foot's furthest point ahead and
        behind [s].
    gait_rear_strike_first, gait_rear_strike_second, gait_rear_toe_off_first,
    gait_rear_toe_off_second, gait_rear_start_strides : the same from behind, where the first guess
        is counted from the highest point of the heel.
    gait_contact_spread, gait_rear_contact_spread, gait_time_spread, gait_rear_time_spread,
    gait_angle_spread, gait_foot_spread, gait_length_spread, gait_rise_spread, gait_width_spread,
    gait_drop_spread, gait_frontal_spread, gait_heel_spread : standard deviation that more steps do
        not lessen, that of one step, and what each hip height of tremble adds.
    gait_rear_pose_s : how far the pose model itself is off in a contact time from behind [s].
    gait_passing_times : how many times wider a range becomes where she crosses the picture or the
        camera turns with her.
    gait_camera_view_deg : narrowest and widest angle that the long side of a phone's film takes in.
    gait_usual_height_m : height that stands in where hers is not known and only a share is told.
    gait_least_steps : steps below which nothing is told.
    gait_least_frame_rate_hz : pictures a second below which times of contact are not told.
    gait_stride_s : shortest and longest stride time that a runner has.
    gait_least_seen_frac : share of pictures in which the legs must be seen.
    gait_least_even_frac : share of the steps that must come evenly for anything to be told.
    gait_most_jitter_frac : how much the joints of the foot may tremble for anything to be told
        [hip heights].
    gait_strike_class_deg : angle of the foot above which the heel and below which the ball lands
        first.
    gait_interval_z : half width of a 90 % range in standard deviations.
    gait_shared_frac : share of the error of a figure that comes back in every film of a runner.
    gait_hip_height_frac : height of the hip's centre above the ground while running, in body
        heights.
    """

    version: str
    gait_strike_first: Weights
    gait_strike_second: Weights
    gait_toe_off_first: Weights
    gait_toe_off_second: Weights
    gait_start_s: tuple[float, float]
    gait_rear_strike_first: Weights
    gait_rear_strike_second: Weights
    gait_rear_toe_off_first: Weights
    gait_rear_toe_off_second: Weights
    gait_rear_start_strides: tuple[float, float]
    gait_contact_spread: Spread
    gait_rear_contact_spread: Spread
    gait_rear_pose_s: float
    gait_time_spread: Spread
    gait_rear_time_spread: Spread
    gait_angle_spread: Spread
    gait_foot_spread: Spread
    gait_length_spread: Spread
    gait_rise_spread: Spread
    gait_width_spread: Spread
    gait_drop_spread: Spread
    gait_frontal_spread: Spread
    gait_heel_spread: Spread
    gait_passing_times: float
    gait_camera_view_deg: tuple[float, float]
    gait_usual_height_m: float
    gait_least_steps: float
    gait_least_frame_rate_hz: float
    gait_stride_s: tuple[float, float]
    gait_least_seen_frac: float
    gait_least_even_frac: float
    gait_most_jitter_frac: float
    gait_strike_class_deg: tuple[float, float]
    gait_interval_z: float
    gait_hip_height_frac: float
    gait_shared_frac: float
