# ruff: noqa: PLC0415, S101 - Django starts first; a wrong answer ends the measuring
"""What changed before a pain, on 5,000 runs of ten years, and the search alone beside a plain loop.

The loop is the same measures with the same answers, one earlier day after the other, as one would
write it first; the search works them out for all earlier days at once.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from midstance.core.load.change_measures import Look, measure
from midstance.core.load.changes import ChangeRule, SearchConstants, search_changes
from midstance.knowledge.changes import read_change_rules
from midstance.knowledge.why_constants import load_search_constants

if TYPE_CHECKING:
    from midstance.core.base.arrays import FloatArray
    from midstance.core.load.change_runs import ChangeRuns, ChangeSessions
    from midstance.store.models import Runner

ROUNDS, LOOP_ROUNDS = 15, 1
AIM_S = 0.15


def median_cpu_s(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    work()
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return median(seconds)


def day_by_day(
    runs: "ChangeRuns",
    sessions: "ChangeSessions",
    rules: tuple[ChangeRule, ...],
    constants: SearchConstants,
) -> "FloatArray":
    """After, by rule and earlier day, each day by itself."""
    found = []
    for day in np.unique(runs.day):
        known = runs.until(int(day))
        told = [
            measure(
                rule.measure,
                Look(
                    known,
                    sessions,
                    np.array([day]),
                    rule.window_days,
                    rule.usual_days,
                    constants.longest_days,
                ),
            )
            for rule in rules
        ]
        found.append([each.after[0] for each in told])
    return np.array(found).T


def from_arrays(runner: "Runner") -> None:
    from midstance.app.run_history import read_run_history
    from midstance.app.why.columns import read_change_runs, read_change_sessions
    from midstance.core.load.tissue import Tissue

    rules, constants = read_change_rules(), load_search_constants()
    history = read_run_history(runner)
    runs = read_change_runs(runner, history, Tissue.PATELLOFEMORAL)
    last = int(runs.day[-1])
    runs = runs.among(runs.day > last - constants.look_back_days)
    from datetime import date

    sessions = read_change_sessions(runner, date.fromordinal(last))
    at_once = median_cpu_s(lambda: search_changes(runs, sessions, last, rules, constants))
    loop = median_cpu_s(lambda: day_by_day(runs, sessions, rules, constants), LOOP_ROUNDS)
    print(f"{len(runs)} runs of the last four years, {len(rules)} measures")
    print(f"search:             {1000 * at_once:.1f} ms of CPU")
    print(f"day by day:         {1000 * loop:.0f} ms for the measures alone")
    print(f"ratio:              {loop / at_once:.0f} times faster")


def from_store(runner: "Runner") -> None:
    from midstance.app.checking.days import today_of
    from midstance.app.explain_pain import explain_pain

    today = today_of(runner)
    found = explain_pain(runner, today)
    assert found.looked_at or found.changes, found.sentence
    whole = median_cpu_s(lambda: explain_pain(runner, today))
    print(f"from the store:     {1000 * whole:.0f} ms of CPU, words included")
    told = "met" if whole <= AIM_S else "MISSED"
    print(f"aim {1000 * AIM_S:.0f} ms: {told}")


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ["MIDSTANCE_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "midstance.web.settings"
        import django

        from midstance.app.serving.pages import spare_what_stays
        from pages import seed

        django.setup()
        seed(Path(home))
        spare_what_stays()  # as the server does
        from midstance.app.open_store import open_store

        runner = open_store()
        from_arrays(runner)
        from_store(runner)


if __name__ == "__main__":
    main()
