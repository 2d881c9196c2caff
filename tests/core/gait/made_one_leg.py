"""Films of the made figure that squats on one leg or brings a knee to the wall, in one call."""

from dataclasses import replace

from validation.filmed.figure import (
    FOCAL_PX,
    Camera,
    Lunge,
    Squat,
    course,
    film,
    lunge,
    of_other_leg,
    squat,
)

from midstance.core.gait.keypoints import swap_sides


def a_squat(*, leg="left", count=5, aside_m=0.0, away_m=3.0, noise_m=0.0, seed=0, **how):
    """Squats on one leg from the front."""
    time_s, deep = course(count)
    places = squat(Squat(**how), time_s, deep)
    camera = Camera(away_m=away_m, aside_m=aside_m)
    clip = film(time_s, places, camera, noise_m=noise_m, seed=seed)
    return clip if leg == "left" else of_other_leg(clip)


def a_lunge(
    *, leg="left", count=5, to_the="left", px_per_m=300.0, roll_deg=0.0, noise_m=0.0, seed=0, **how
):  # fmt: skip
    """A knee that goes to the wall, from the side; the near leg is that to which she faces."""
    time_s, deep = course(count)
    camera = Camera(away_m=FOCAL_PX / px_per_m, roll_deg=roll_deg)
    clip = film(time_s, lunge(Lunge(**how), deep), camera, noise_m=noise_m, seed=seed)
    clip = clip if to_the == "left" else of_other_leg(clip)
    return clip if leg == to_the else with_other_names(clip)


def with_other_names(clip):
    """The same picture with the names of the sides exchanged."""
    return replace(clip, position_px=swap_sides(clip.position_px))
