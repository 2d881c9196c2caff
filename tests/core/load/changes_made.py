"""Runs for the search of changes: every second day the same, until something is changed."""

from dataclasses import replace

import numpy as np

from midstance.core.load.change_measures import Measure
from midstance.core.load.change_runs import ChangeRuns
from midstance.core.load.changes import ChangeRule, Scale, SearchConstants, Turn

FIRST = 730_000
CONSTANTS = SearchConstants(0.1, 0.9, 11, 28, 30, 1461)
TIMES = {"turn": Turn.MORE, "scale": Scale.TIMES}


def make_runs(count=300, seed=1, every=2, noise=0.08, **columns):
    """A runner who runs each second day about 8 km, with some noise."""
    chance = np.random.default_rng(seed)
    day = FIRST + every * np.arange(count)
    distance = 8000 * np.exp(chance.normal(0, noise, count))
    speed = 2.8 * np.exp(chance.normal(0, noise / 4, count))
    moving = distance / speed
    bins = np.zeros((count, 20))
    bins[:, 11] = moving
    unknown = np.full(count, np.nan)
    values = {
        "day": day.astype(np.int64),
        "distance_m": distance,
        "moving_s": moving,
        "descent_m": distance * 0.01 * np.exp(chance.normal(0, noise, count)),
        "cadence_spm": 166 * np.exp(chance.normal(0, noise / 10, count)),
        "contact_time_s": unknown,
        "left_share_frac": unknown,
        "load": distance / 3,
        "shoe": np.zeros(count, dtype=np.int64),
        "shoe_days": unknown,
        "shoe_m": unknown,
        "is_treadmill": np.zeros(count, dtype=np.bool_),
        "is_trail": np.zeros(count, dtype=np.bool_),
        "seconds_by_speed": bins,
    }
    return ChangeRuns(**(values | columns))


def change_last(runs, days, **times):
    """The same runs, with columns of the last days times something."""
    last = runs.day > runs.day[-1] - days
    changed = {
        name: np.where(last if getattr(runs, name).ndim == 1 else last[:, None], by, 1.0)
        * getattr(runs, name)
        for name, by in times.items()
    }
    return replace(runs, **changed)


def rule_for(measure, **changes):
    told = {"window_days": 14, "usual_days": 84, "least": 0.05, "spare": 0.0} | TIMES
    return ChangeRule(measure=Measure(measure), **(told | changes))
