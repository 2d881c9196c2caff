"""The sample runner's movement tests: an ankle that is fine, and calves that are nearly there.

They are told as she would have told them. None of them is worth training by two tests, so that her
plan is that of her knee.
"""

from datetime import date, timedelta

from midstance.knowledge.screens import version_of_screens
from midstance.store.models import Runner, ScreenReading

TOLD = (
    ("knee_to_wall", 38, 12.0, 12.5),
    ("knee_to_wall", 9, 12.5, 13.0),
    ("calf_raises", 38, 21.0, 22.0),
    ("calf_raises", 24, 23.0, 23.0),
    ("calf_raises", 9, 24.0, 25.0),
    ("single_leg_squat", 24, 1.0, 3.0),
    ("single_leg_squat", 9, 1.0, 2.0),
)
"""Screen, how many days ago, left and right."""


def tell_sample_screens(runner: Runner, today: date) -> None:
    """Tell the movement tests of the sample runner.

    *Changes* adds seven tests of three screens.
    *Refuses* nothing.
    *Twice* does nothing when she has tests already.
    *Privacy* all of it is made up.
    """
    if ScreenReading.objects.owned_by(runner).exists():
        return
    ScreenReading.objects.bulk_create(
        ScreenReading(
            owner=runner,
            screen=screen,
            day=today - timedelta(days=days),
            left=left,
            right=right,
            version=version_of_screens(),
        )
        for screen, days, left, right in TOLD
    )
