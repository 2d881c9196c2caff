# ruff: noqa: PLC0415 - Django starts first
"""How long a stored runner waits for her day: when a week is planned, and after a pain was told.

Each of 20 runners has a few runs, a knee check or none, and wishes of her own. Measured is all of
`read_today`: reading what is stored, planning, checking and storing the week, and its words. The
alternative plans the same weeks with the parameters that CP-SAT has by default (all cores, no fixed
seed, no limit), so the ratio tells what an answer that is the same on each machine costs or saves;
it says nothing about other planners, for which see `benchmarks/plan.py`.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from midstance.store.models import Runner

RUNNERS = 20
RUNS = 8
AIM_S = 0.5
START_AIM_S = 2.0
MIDSTANCE = Path(sys.executable).with_name("midstance")
CLEAN = {
    "age_y": 34, "sex": "female", "side": "left", "duration_w": 3, "urgent_signs": ["none"],
    "onset": "gradual", "walking": "normal", "swelling": "none", "stuck": "no",
    "general": ["none"], "medical": ["none"], "elsewhere": ["none"], "trend": "same",
}  # fmt: skip
PLACES = ("behind_kneecap", "outer_joint_middle", "front_tendon", "inner_joint_middle")
KIT = ("mat", "wall", "chair", "towel", "band", "step", "weight", "bike")


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ["MIDSTANCE_HOME"] = home
        from midstance.app.start import start_django

        start_django()
        runners = seed(Path(home))
        from midstance.app.read_today import read_today
        from midstance.knowledge.exercises import load_exercise_book

        load_exercise_book()
        load_solver()
        weeks = [timed(lambda runner=each: read_today(runner)) for each in runners]
        first = count_weeks()
        ours, defaults = plan_both_ways(runners)
        days = [timed(lambda runner=each: tell_and_read(runner)) for each in runners]
        again = count_weeks() - first
        usual = [timed(lambda runner=each: read_today(runner)) for each in runners]
        print(f"{RUNNERS} stored runners of {RUNS} runs; {first} weeks planned, {again} anew")
        tell("a day with its week planned", weeks)
        tell("a pain told, and the day after it", days)
        tell("a day whose week is kept", usual)
        tell("the weeks alone", ours)
        tell("  the same, CP-SAT by default", defaults)
        print(f"ratio default to ours, CPU: {median(ratio(defaults, ours)):.1f} (median)")
        worst = max(cpu for cpu, _wall in (*weeks, *days))
        print(
            f"aim {AIM_S} s of CPU: {'met' if worst <= AIM_S else 'MISSED'} (worst {worst:.2f} s)"
        )
        tell_start(Path(home))


def seed(home: Path) -> "list[Runner]":
    from midstance.app.open_store import open_store
    from midstance.app.sample.fit_file import write_fit
    from midstance.app.sample.seconds import record_seconds
    from midstance.app.sample.story import tell_story

    open_store()
    folder = home / "files"
    folder.mkdir()
    for run in list(tell_story(date.today()))[-RUNS:]:  # noqa: DTZ011 - any day will do
        (folder / f"{run.index}.fit").write_bytes(write_fit(run.start_at, record_seconds(run)))
    rng = np.random.default_rng(4)
    return [draw_runner(number, folder, rng) for number in range(RUNNERS)]


def draw_runner(number: int, folder: Path, rng: np.random.Generator) -> "Runner":
    """Every fifth without a check, every third without runs."""
    from midstance.app.import_runs import import_paths
    from midstance.app.save_check import save_check
    from midstance.app.set_up_plan import set_up_plan
    from midstance.app.training.records import DayWish, Wishes
    from midstance.store.models import Runner

    runner = Runner.objects.create(name=f"Bench {number}", height_m=1.7, mass_kg=60.0)
    if number % 3:
        import_paths(runner, [folder])
    if number % 5:
        pain = {"where": [PLACES[number % 4]], "worst_daily_pain": int(rng.integers(1, 6))}
        save_check(runner, CLEAN | pain)
    days = tuple(
        DayWish(int(rng.choice((0, 600, 900, 1500))), int(rng.choice((0, 1800, 2700))), "any")
        for _day in range(7)
    )
    set_up_plan(runner, Wishes(days, tuple(item for item in KIT if rng.random() < 0.6)))
    return runner


def load_solver() -> None:
    """Loading it once is told apart, by the start of the command."""
    from ortools.sat.python import cp_model

    cp_model.CpSolver().solve(cp_model.CpModel())


def tell_and_read(runner: "Runner") -> None:
    """A pain above what the plan allows, so that it steps back."""
    from midstance.app.checking.days import today_of
    from midstance.app.log_pain import log_pain
    from midstance.app.read_today import read_today
    from midstance.app.training.records import PainTold

    log_pain(runner, PainTold(today_of(runner) - timedelta(days=1), "during", 6))
    read_today(runner)


def count_weeks() -> int:
    from midstance.store.models import PlannedWeek

    return PlannedWeek.objects.count()


def plan_both_ways(runners: "list[Runner]") -> tuple[list[Any], list[Any]]:
    """The same weeks in turn, so that neither way has the quieter machine."""
    from midstance.app.checking.days import today_of
    from midstance.app.training.state import build_inputs, situate
    from midstance.core.plan.week import plan_week

    ours, defaults = [], []
    for runner in runners:
        found = situate(runner, today_of(runner))
        inputs = build_inputs(found)

        def plan() -> None:
            plan_week(inputs, found.book, found.constants)  # noqa: B023 - called at once

        ours.append(timed(plan))
        with default_solver():
            defaults.append(timed(plan))
    return ours, defaults


@contextmanager
def default_solver() -> Iterator[None]:
    from ortools.sat.python import cp_model

    class Default(cp_model.CpSolver):
        def solve(self, *words: Any, **more: Any) -> Any:  # noqa: ANN401 # the library's own
            self.parameters = type(self.parameters)()
            return super().solve(*words, **more)

    kept, cp_model.CpSolver = cp_model.CpSolver, Default  # type: ignore[misc] # for a moment
    try:
        yield
    finally:
        cp_model.CpSolver = kept  # type: ignore[misc] # as it was


def timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def ratio(one: list[Any], other: list[Any]) -> list[float]:
    return [a[0] / b[0] for a, b in zip(one, other, strict=True)]


def tell(what: str, measured: list[Any]) -> None:
    cpu, wall = zip(*measured, strict=True)
    print(
        f"{what}: median {1000 * median(cpu):.0f} ms of CPU, worst {max(cpu):.2f} s; "
        f"on the clock {1000 * median(wall):.0f} ms, {max(wall):.2f} s"
    )


def tell_start(home: Path) -> None:
    """From the command to its answer, the first time with a week to plan."""
    for what, words in (("midstance today", ["today"]), ("midstance runs", ["runs"])):
        start = os.times()
        subprocess.run(
            [MIDSTANCE, *words, "--json"], env={**os.environ, "MIDSTANCE_HOME": str(home)},
            capture_output=True, check=True,
        )  # fmt: skip
        end = os.times()
        cpu = end.children_user - start.children_user + end.children_system - start.children_system
        print(f"{what}: {cpu:.2f} s of CPU, {end.elapsed - start.elapsed:.2f} s on the clock")
    print(f"aim for `today` on a machine at rest: {START_AIM_S:.0f} s on the clock")


if __name__ == "__main__":
    main()
