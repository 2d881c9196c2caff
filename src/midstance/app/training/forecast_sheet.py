"""What a forecast of pain shows, and what it says while it shows nothing."""

from dataclasses import dataclass
from datetime import date

from midstance.app.checking.records import Lock

Band = tuple[int, int]


@dataclass(frozen=True)
class MomentForecast:
    """The answers that she may give at one moment.

    Parameters
    ----------
    id : during, morning_after_run or morning_after_rest.
    chances : of 0, 1, ... 10; they sum to 1.
    half, most : least and most of the answers that hold at least 50 and 90 of 100.
    answers : how many of her own it was tested on.
    times_closer : by what factor it gave more chance to what she then told than the guess did, in
        the geometric mean.
    """

    id: str
    title: str
    day: date
    chances: tuple[float, ...]
    half: Band
    most: Band
    sentence: str
    answers: int
    times_closer: float


@dataclass(frozen=True)
class PainForecast:
    """Tomorrow's pain for a planned run, or why none is shown.

    Parameters
    ----------
    day : the day that it is about.
    planned_times_usual : load of the planned run over that of her usual run.
    is_shown : whether it did better on her own answers than a guess from them; never while a lock,
        a warning sign or a red day holds.
    verdict : held_back, too_few, not_better, behind_of_late, beyond or better.
    needs : why it is not shown and what it takes, "" when it is.
    runs_missing : runs with an answer that are still needed.
    chances : of 0, 1, ... 10 during that run; empty unless shown.
    moments : the run, the morning after it, and the morning after a day without one.
    basis : what it was held against; limits : what it does not say.
    """

    day: date
    planned_times_usual: float
    is_shown: bool
    verdict: str
    sentence: str
    needs: str
    answers: int
    runs_missing: int
    chances: tuple[float, ...]
    moments: tuple[MomentForecast, ...]
    basis: str
    limits: str
    source: str
    lock: Lock | None
    version: str
