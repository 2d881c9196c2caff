"""What the sample runner's knee does: it calms down over weeks of exercise.

The first pain lies ten weeks back. With the check and the plan it goes from 4 to 1 of 10; one run
on the hill path stirs it up a little.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from midstance.app.sample.story import SEED

BEGAN_DAYS_AGO = 67
CHECKED_DAYS_AGO = 61
PLANNED_DAYS_AGO = 60
LAST_RUN_DAYS_AGO = 2
TOLD_SHARE = 0.85
LESS_SHARE = 0.25
DONE_SHARE = 0.8
TOLD_STREAM = 1
DONE_STREAM = 2

PAIN_IN_RUNS = ((62, 4), (27, 3), (16, 2), (8, 1), (6, 2), (0, 1))
"""From so many days ago on, until the next line: the usual pain in a run."""

PLACES = ("behind_kneecap", "front_kneecap")
SIDE = "left"
SORE, STRONG = 2, 4
"""From these pains on, a place is told and the knee is sore before the run."""

CHECK: Mapping[str, str | float | list[str]] = MappingProxyType(
    {
        "sex": "female",
        "side": SIDE,
        "duration_w": 1,
        "urgent_signs": ["none"],
        "onset": "gradual",
        "walking": "normal",
        "pain_walking": 1,
        "swelling": "none",
        "stuck": "no",
        "general": ["none"],
        "medical": ["none"],
        "elsewhere": ["none"],
        "leg_signs": ["none"],
        "bone_health": ["none"],
        "trend": "same",
        "worst_daily_pain": 4,
        "where": [*PLACES],
        "point": "palm_over_kneecap",
        "provoked_by": ["squat", "stairs_down", "sitting_long"],
        "run_pattern": ["builds_and_lingers"],
        "load_change": ["longer_run_or_week"],
        "mechanical": ["none"],
    }
)
"""What she answered in her knee check; her age stands in her profile."""

ACTIVITIES = ("Stairs at the office", "Kneeling in the garden", "An hour on the hill path")


@dataclass(frozen=True)
class RunPain:
    """The four numbers around one run, 0 to 10."""

    before: int
    during: int
    after: int
    next_morning: int


def usual_pain(days_ago: int) -> int:
    """The usual pain in a run of that day."""
    return next(pain for first, pain in PAIN_IN_RUNS if days_ago >= first)


def tell_run_pain(days_ago: int) -> RunPain | None:
    """What she told around a run; None where she told nothing."""
    chance = np.random.default_rng([SEED, TOLD_STREAM, days_ago])
    tells, is_less = chance.random() < TOLD_SHARE, chance.random() < LESS_SHARE
    is_last = days_ago <= LAST_RUN_DAYS_AGO
    if days_ago > BEGAN_DAYS_AGO or not (tells or is_last):
        return None
    during = usual_pain(days_ago) - (is_less and not is_last)
    if during >= STRONG:
        return RunPain(2, during, 3, 2)
    return RunPain(min(1, during), during, min(1, during), int(during > 0 and not is_less))


def does_session(days_ago: int) -> bool:
    """Whether she does what the plan asks for; the last days are still open."""
    if days_ago <= LAST_RUN_DAYS_AGO:
        return False
    chance = np.random.default_rng([SEED, DONE_STREAM, days_ago])
    return bool(chance.random() < DONE_SHARE)


def check_in_days(every: int) -> Iterator[int]:
    """Days ago of a check-in, the oldest first; the newest is three days old."""
    return reversed(range(3, CHECKED_DAYS_AGO, every))


def pain_numbers(days_ago: int) -> dict[str, int]:
    """Her week in numbers."""
    worst = usual_pain(days_ago)
    return {
        "run_worst": worst,
        "run_average": max(0, worst - 1),
        "stairs": max(0, worst - 1),
        "sitting": max(0, worst - 2),
        "morning": int(worst > SORE),
    }


def recovery(days_ago: int) -> dict[str, int]:
    """Nine parts of the way back, 0 to 4; the better the less it hurts."""
    good = 4 - usual_pain(days_ago)
    return {
        "everyday": min(4, good + 1),
        "mind": min(3, good + 1),
        "way_back": good,
        "on_the_run": good,
        "after_the_run": min(4, good + 1),
        "week": min(4, good + 1),
        "longest": good,
        "speed": min(3, good + 1),
        "trust": max(0, good - 1),
    }


def overuse(days_ago: int) -> dict[str, int]:
    """What the knee did to a training week, 0 to 3."""
    worst = usual_pain(days_ago)
    trouble = min(3, worst // 2)
    return {
        "taking_part": int(worst >= STRONG),
        "changed": trouble,
        "how_it_went": trouble,
        "hurt": min(3, (worst + 1) // 2),
    }


def activity_scores(days_ago: int) -> tuple[int, int, int]:
    """How well she can do each of her activities, 0 to 10."""
    worst = usual_pain(days_ago)
    return 10 - worst, 9 - worst, 9 - 2 * worst
