"""Made-up running histories with a known cause before the last day, or with none.

The histories are ordinary: weeks that build and ease, seasons, holidays, hilly and flat routes, a
quick day, new shoes when the old ones are done, watches with and without foot sensors. The cause is
put into the last days only. They are simulated runners, not patients; nobody's knee is in them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.load.change_measures import Measure
from midstance.core.load.change_runs import ChangeRuns, ChangeSessions
from midstance.core.load.session import SPEED_BIN_MPS

FIRST_DAY = 735_000
BINS = 30
RECENT_DAYS = 14
SHOE_LASTS_M = 650_000.0
ROUTES_M_PER_KM = np.array([3.0, 10.0, 28.0])  # descent of flat, rolling and hilly routes


@dataclass(frozen=True, eq=False)
class History:
    """A runner's past up to the day on which a pain is said to begin."""

    runs: ChangeRuns
    sessions: ChangeSessions
    tells_sessions: bool
    tells_shoes: bool
    has_foot_sensor: bool
    chance: np.random.Generator

    @property
    def last_day(self) -> int:
        return int(self.runs.day[-1])

    @property
    def is_recent(self) -> BoolArray:
        return self.runs.day > self.last_day - RECENT_DAYS


def draw_history(seed: int) -> History:
    """One runner, one to four years, nothing planted."""
    chance = np.random.default_rng(seed)
    weeks = int(chance.integers(62, 209))
    day, distance = _training(chance, weeks)
    count = day.size
    season = np.cos(2 * np.pi * (day - 15) / 365.25)
    on_belt = chance.random(count) < 0.25 * chance.random() * np.maximum(season, 0)
    hills = _hills(chance, day)
    quick = chance.random(count) < 1 / 5
    speed = chance.uniform(2.4, 3.4) * np.exp(chance.normal(0, 0.035, count)) * (1 + 0.08 * quick)
    drift = _drifting(chance, day, 0.006)
    cadence = (
        (168 + chance.normal(0, 6))
        * (speed / 2.9) ** 0.16
        * np.exp(drift + chance.normal(0, 0.009, count))
    )
    has_sensor, tells_shoes = chance.random(2) < 0.5
    contact = 0.245 * (speed / 2.9) ** -0.45 * np.exp(chance.normal(0, 0.012, count))
    begins = day[0] + chance.choice([0.0, chance.uniform(0, 0.5)]) * (day[-1] - day[0])
    timed = has_sensor & (day >= begins)  # for half of them from a new watch on
    shoe, shoe_days, shoe_m = _shoes(day, distance)
    runs = ChangeRuns(
        day=day,
        distance_m=distance,
        moving_s=distance / speed,
        descent_m=np.where(on_belt, np.nan, distance / 1000 * hills),
        cadence_spm=cadence,
        contact_time_s=np.where(timed, contact, np.nan),
        left_share_frac=np.where(timed, 0.5 + chance.normal(0, 0.004, count), np.nan),
        load=_load(distance, speed, cadence, hills),
        shoe=shoe if tells_shoes else np.zeros(count, dtype=np.int64),
        shoe_days=shoe_days if tells_shoes else np.full(count, np.nan),
        shoe_m=shoe_m if tells_shoes else np.full(count, np.nan),
        is_treadmill=on_belt,
        is_trail=(hills > 20) & (chance.random(count) < chance.uniform(0, 0.6)),
        seconds_by_speed=_by_speed(distance / speed, speed, np.where(quick, 0.25, 0.06)),
    )
    tells = bool(chance.random() < 0.5)
    sessions = _sessions(chance, day, tells=tells)
    return History(runs, sessions, tells, bool(tells_shoes), bool(has_sensor), chance)


def _training(chance: np.random.Generator, weeks: int) -> tuple[IntArray, FloatArray]:
    """Days and distances: a usual number of runs, one long, every fourth week easier, breaks."""
    often = chance.uniform(2.2, 5.2)
    usual_m = often * chance.uniform(6_000, 11_000)
    trend = chance.normal(0, 0.25) / 200
    form = _drifting(chance, np.arange(weeks) * 7, 0.12)
    begins = chance.integers(0, 4)
    days, metres = [], []
    away = 0
    for week in range(weeks):
        away = (
            int(chance.integers(1, 3)) if away == 0 and chance.random() < 0.04 else max(0, away - 1)
        )
        count = min(7, int(chance.poisson(often))) if away == 0 else int(chance.random() < 0.4)
        ease = 0.75 if (week + begins) % 4 == 3 else 1.0
        whole = usual_m * ease * np.exp(trend * week + form[week] + chance.normal(0, 0.12))
        count = max(count, 1 if week == weeks - 1 else 0)
        if not count:
            continue
        share = np.exp(chance.normal(0, 0.25, count))
        share[0] *= 1.7
        on = np.sort(chance.choice(7, count, replace=False))
        size = chance.permutation(whole * (count / often) ** 0.6 * share / share.sum())
        days += [FIRST_DAY + 7 * week + int(each) for each in on]
        metres += list(np.maximum(size, 1_500))
    return np.array(days, dtype=np.int64), np.array(metres)


def _drifting(chance: np.random.Generator, day: IntArray, spread: float) -> FloatArray:
    """Slow ups and downs over some eight weeks."""
    knots = chance.normal(0, spread, int((day[-1] - day[0]) / 56) + 3)
    return np.interp((day - day[0]) / 56, np.arange(knots.size), knots)


def _hills(chance: np.random.Generator, day: IntArray) -> FloatArray:
    """Metres down for each kilometre: her mix of routes, which shifts slowly."""
    liking = chance.dirichlet([3, 2, 1])
    tilt = np.exp(_drifting(chance, day, 0.3))
    odds = liking[None, :] * np.stack([1 / tilt, np.ones_like(tilt), tilt], axis=1)
    edges = np.cumsum(odds / odds.sum(axis=1, keepdims=True), axis=1)
    route = np.sum(chance.random(day.size)[:, None] > edges[:, :2], axis=1)
    return ROUTES_M_PER_KM[route] * np.exp(chance.normal(0, 0.3, day.size))


def _load(
    distance: FloatArray, speed: FloatArray, cadence: FloatArray, hills: FloatArray
) -> FloatArray:
    """About what the load model would say; only its changes matter here."""
    steeper = 1 + hills / 1000
    return distance / 1000 * 300 * (speed / 3) ** -0.6 * (cadence / 166) ** -0.8 * steeper


def _by_speed(moving_s: FloatArray, speed: FloatArray, fast: FloatArray) -> FloatArray:
    """(n, BINS) seconds in bins of speed: about the mean, and a share a quarter faster."""
    middle = (np.arange(BINS) + 0.5) * SPEED_BIN_MPS

    def around(centre: FloatArray, spread: float) -> FloatArray:
        weight = np.exp(-(((middle[None, :] - centre[:, None]) / spread) ** 2) / 2)
        return weight / weight.sum(axis=1, keepdims=True)

    share = (1 - fast)[:, None] * around(speed * 0.97, 0.22) + fast[:, None] * around(
        speed * 1.25, 0.25
    )
    return moving_s[:, None] * share


def _shoes(day: IntArray, distance: FloatArray) -> tuple[IntArray, FloatArray, FloatArray]:
    """One pair after the other; of the first nobody knows the age."""
    whole = np.cumsum(distance) - distance
    shoe = (whole // SHOE_LASTS_M).astype(np.int64) + 1
    first = np.searchsorted(shoe, shoe, "left")
    days = np.where(shoe > 1, day - day[first], np.inf).astype(np.float64)
    return shoe, days, whole - whole[first]


def _sessions(chance: np.random.Generator, day: IntArray, *, tells: bool) -> ChangeSessions:
    if not tells:
        return ChangeSessions.none()
    days = np.arange(day[0], day[-1] + 1)
    kinds = [days[chance.random(days.size) < rate / 7] for rate in (1.8, 1.5, 0.8)]
    minutes = chance.uniform(30, 75, kinds[2].size)
    return ChangeSessions(kinds[0], kinds[1], kinds[2], 60 * minutes)


Plant = Callable[[History], History]


def _grow(history: History, times: FloatArray) -> History:
    """Runs that are longer, with all that goes with distance."""
    runs = history.runs
    return replace(
        history,
        runs=replace(
            runs,
            distance_m=runs.distance_m * times,
            moving_s=runs.moving_s * times,
            descent_m=runs.descent_m * times,
            load=runs.load * times,
            seconds_by_speed=runs.seconds_by_speed * times[:, None],
        ),
    )


def plant_longest_run(history: History) -> History:
    """One run half as long again, or more, as the longest of a month."""
    runs = history.runs
    month = runs.day > history.last_day - 40
    at = int(history.chance.choice(np.flatnonzero(runs.day > history.last_day - 8)))
    longest = float(np.max(runs.distance_m[month]))
    times = np.ones(len(runs))
    times[at] = longest * history.chance.uniform(1.5, 2.0) / runs.distance_m[at]
    return _grow(history, times)


def plant_weekly_distance(history: History) -> History:
    """Two weeks with about twice the distance, in more runs that are like her others."""
    runs, chance = history.runs, history.chance
    usual = np.flatnonzero((runs.day > history.last_day - 98) & ~history.is_recent)
    wanted = float(np.sum(runs.distance_m[usual])) / 6 * chance.uniform(1.8, 2.3)
    missing = wanted - float(np.sum(runs.distance_m[history.is_recent]))
    recent = history.last_day - np.arange(RECENT_DAYS)
    free = chance.permutation(np.setdiff1d(recent, runs.day))
    typical = usual[np.argsort(runs.distance_m[usual])[: max(1, 2 * usual.size // 3)]]
    copies, days = [], []
    for day in np.concatenate([free, chance.permutation(recent)]):
        if missing <= 0:
            break
        copies.append(int(chance.choice(typical)))
        days.append(int(day))
        missing -= float(runs.distance_m[copies[-1]])
    return replace(history, runs=_with_copies(runs, copies, days))


def _with_copies(runs: ChangeRuns, copies: list[int], days: list[int]) -> ChangeRuns:
    """The runs with some of them once more, on other days."""
    rows = np.concatenate([np.arange(len(runs)), np.array(copies, dtype=np.int64)])
    day = np.concatenate([runs.day, np.array(days, dtype=np.int64)])
    order = np.argsort(day, kind="stable")
    picked = {field.name: getattr(runs, field.name)[rows][order] for field in fields(runs)}
    return replace(runs, **{**picked, "day": day[order]})


def plant_downhill(history: History) -> History:
    runs, times = history.runs, history.chance.uniform(3.5, 6.0)
    usual = (runs.day > history.last_day - 98) & np.isfinite(runs.descent_m) & ~history.is_recent
    steep = float(np.sum(runs.descent_m[usual]) / np.sum(runs.distance_m[usual])) * times
    descent = np.where(history.is_recent, runs.distance_m * steep, runs.descent_m)
    return replace(history, runs=replace(runs, descent_m=descent))


def plant_fast_time(history: History) -> History:
    runs = history.runs
    fast = np.full(len(runs), history.chance.uniform(0.45, 0.65))
    seconds = _by_speed(runs.moving_s, runs.speed_mps, fast)
    kept = np.where(history.is_recent[:, None], seconds, runs.seconds_by_speed)
    return replace(history, runs=replace(runs, seconds_by_speed=kept))


def plant_step_rate(history: History) -> History:
    times = history.chance.uniform(0.93, 0.955)
    cadence = history.runs.cadence_spm * np.where(history.is_recent, times, 1.0)
    return replace(history, runs=replace(history.runs, cadence_spm=cadence))


def plant_contact_time(history: History) -> History:
    times = history.chance.uniform(0.91, 0.94)
    contact = history.runs.contact_time_s * np.where(history.is_recent, times, 1.0)
    return replace(history, runs=replace(history.runs, contact_time_s=contact))


def plant_balance(history: History) -> History:
    left = history.runs.left_share_frac + np.where(history.is_recent, 0.02, 0.0)
    return replace(history, runs=replace(history.runs, left_share_frac=left))


def plant_new_shoes(history: History) -> History:
    """A new pair for the last three weeks, long before the old one was done."""
    runs = history.runs
    new = runs.day > history.last_day - 21
    shoe = np.where(new, 99, runs.shoe)
    days = np.where(new, runs.day - (history.last_day - 21.0), runs.shoe_days)
    metres = np.where(new, 10_000.0, runs.shoe_m)
    return replace(history, runs=replace(runs, shoe=shoe, shoe_days=days, shoe_m=metres))


def plant_return(history: History) -> History:
    """Five to nine weeks off, up to ten days ago."""
    end = history.last_day - 10
    begin = end - int(history.chance.integers(35, 63))
    runs = history.runs.among((history.runs.day <= begin) | (history.runs.day > end))
    return replace(history, runs=runs)


def plant_strength(history: History) -> History:
    days = history.sessions.strength_day
    kept = days[days <= history.last_day - 28]
    return replace(history, sessions=replace(history.sessions, strength_day=kept))


def plant_other_sport(history: History) -> History:
    """An hour of other sport on each of the last ten days."""
    told = history.sessions
    more = np.arange(history.last_day - 9, history.last_day + 1)
    return replace(
        history,
        sessions=replace(
            told,
            other_day=np.concatenate([told.other_day[told.other_day < more[0]], more]),
            other_s=np.concatenate([told.other_s[told.other_day < more[0]], np.full(10, 3600.0)]),
        ),
    )


def plant_treadmill(history: History) -> History:
    belt = history.runs.is_treadmill | history.is_recent
    descent = np.where(history.is_recent, np.nan, history.runs.descent_m)
    return replace(history, runs=replace(history.runs, is_treadmill=belt, descent_m=descent))


PLANTS: Mapping[Measure, Plant] = {
    Measure.LONGEST_RUN: plant_longest_run,
    Measure.WEEKLY_DISTANCE: plant_weekly_distance,
    Measure.DOWNHILL: plant_downhill,
    Measure.FAST_TIME: plant_fast_time,
    Measure.STEP_RATE: plant_step_rate,
    Measure.CONTACT_TIME: plant_contact_time,
    Measure.BALANCE: plant_balance,
    Measure.NEW_SHOES: plant_new_shoes,
    Measure.RETURN: plant_return,
    Measure.TREADMILL: plant_treadmill,
    Measure.STRENGTH: plant_strength,
    Measure.OTHER_SPORT: plant_other_sport,
}

SAME: Mapping[Measure, frozenset[Measure]] = {
    Measure.LONGEST_RUN: frozenset({Measure.LONGEST_RUN, Measure.HEAVIEST_RUN}),
    Measure.STEP_RATE: frozenset({Measure.STEP_RATE, Measure.STEP_LENGTH}),
}
"""Two names of one thing: a longer run is a heavier one, fewer steps at like speed are longer."""


def can_show(cause: Measure, history: History) -> bool:
    """Whether this runner records what the cause changes."""
    if cause in {Measure.CONTACT_TIME, Measure.BALANCE}:
        return history.has_foot_sensor
    if cause is Measure.NEW_SHOES:
        return history.tells_shoes
    if cause in {Measure.STRENGTH, Measure.OTHER_SPORT}:
        return history.tells_sessions
    return True


def draw_planted(cause: Measure, count: int, seed: int) -> Iterator[History]:
    """So many histories that end with this cause."""
    given = 0
    for number in range(100 * count):
        history = draw_history(seed + number)
        if can_show(cause, history):
            yield PLANTS[cause](history)
            given += 1
        if given == count:
            return
