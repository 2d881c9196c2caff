# ruff: noqa: PLC0415, S101 - Django starts first; a wrong answer ends the measuring
"""Ten years of days through the tissue state, beside the same recursion in plain Python.

Then the same from the store, with 5,000 runs of ten years, beside rows as objects and the plain
recursion; and the time of a what-if, of which at most 50 ms may pass on the server.
"""

import os
import tempfile
import time
from collections.abc import Callable
from math import exp
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.tissue.constants import TissueConstants
from midstance.core.tissue.simulate import band_of, simulate_tissue, steady_state
from midstance.knowledge.parameters import load_parameters
from midstance.knowledge.tissue_constants import load_tissue_constants

if TYPE_CHECKING:
    from midstance.store.models import Runner

DAYS, TISSUES, SIDES = 3650, 4, 2
ROUNDS = 9
AIM_S = 0.3
WHAT_IF_AIM_S = 0.05
ASKED = 200
HERE = {"HTTP_HOST": "127.0.0.1"}  # on port 80, where the test client always seems to be
CONSTANTS = load_tissue_constants()
EXPONENTS = len(load_parameters().damage_exponents)


def median_cpu_s(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    work()
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return median(seconds)


def ten_years(rng: np.random.Generator) -> FloatArray:
    runs = rng.random((DAYS, 1, 1, 1)) < 3 / 7
    return runs * rng.lognormal(0.7, 0.5, (DAYS, TISSUES, SIDES, EXPONENTS))


def plain_loop(
    daily: list[list[float]], constants: TissueConstants = CONSTANTS
) -> list[list[float]]:
    """Utilisation of every member on every day; one list a tissue, side and exponent."""
    forget = exp(-1 / constants.usual_days)
    cap = (1 + constants.most_rise_frac) ** (1 / 7)
    fall = 1 - exp(-1 / constants.fall_days)
    keeps = [exp(-1 / days) for days in constants.repair_days]
    rises = [1 - exp(-1 / days) for days in constants.rise_days]
    found = []
    for series in daily:
        damage = [1 / (1 - keep) for keep in keeps]
        capacity = [constants.headroom_times for _ in rises]
        used_to = 1.0
        told = []
        for load in series:
            damage = [one * keep + load for one, keep in zip(damage, keeps, strict=True)]
            for one, keep in zip(damage, keeps, strict=True):
                told += [one * (1 - keep) / bears for bears in capacity]
            used_to = used_to * forget + (1 - forget) * load
            target = constants.headroom_times * max(used_to, constants.least_capacity_frac)
            capacity = [
                min(bears * cap, bears + (rise if target > bears else fall) * (target - bears))
                for bears, rise in zip(capacity, rises, strict=True)
            ]
        found.append(told)
    return found


def from_arrays() -> None:
    daily = ten_years(np.random.default_rng(1))
    start = steady_state(daily.shape[1:], CONSTANTS)
    lists = daily.reshape(DAYS, -1).T.tolist()
    arrays = median_cpu_s(lambda: simulate_tissue(daily, start, CONSTANTS))
    banded = median_cpu_s(lambda: band_of(simulate_tissue(daily, start, CONSTANTS).utilisation))
    loop = median_cpu_s(lambda: plain_loop(lists, CONSTANTS), rounds=3)
    got = simulate_tissue(daily, start, CONSTANTS).utilisation
    told = np.array(plain_loop(lists, CONSTANTS)).reshape(TISSUES, SIDES, EXPONENTS, DAYS, -1)
    meant = np.moveaxis(got, 0, 3).reshape(told.shape)
    members = EXPONENTS * len(CONSTANTS.repair_days) * len(CONSTANTS.rise_days)
    print(f"{DAYS} days, {TISSUES} tissues, {SIDES} sides, {members} members, {CONSTANTS.version}")
    print(f"arrays:             {1000 * arrays:.1f} ms of CPU")
    print(f"arrays and band:    {1000 * banded:.1f} ms")
    print(f"plain Python:       {1000 * loop:.0f} ms")
    print(f"ratio:              {loop / arrays:.0f} times faster, the band left aside in both")
    print(f"largest difference: {np.max(np.abs(told / meant - 1)):.1e} of the value")
    print(f"aim {1000 * AIM_S:.0f} ms with the band: {'met' if banded <= AIM_S else 'MISSED'}")


def from_store(runner: "Runner") -> None:
    """Read every run and follow the tissues, with nothing of it in memory."""
    from midstance.app.checking.days import today_of
    from midstance.app.run_history import read_run_history
    from midstance.app.training.tissue_past import LONGEST, build_past

    today = today_of(runner)

    def arrays() -> object:
        return build_past(read_run_history(runner, today, first=today - LONGEST), today)

    assert arrays().tissues is not None  # type: ignore[attr-defined] # a past
    columns = median_cpu_s(arrays)
    objects = median_cpu_s(lambda: plain_loop(days_of_objects(runner)), rounds=3)
    print(f"from the store:     {1000 * columns:.0f} ms of CPU, band and usual run with it")
    print(f"objects and loop:   {1000 * objects:.0f} ms, {objects / columns:.0f} times as long")
    told = "met" if columns <= AIM_S else "MISSED"
    print(f"aim {1000 * AIM_S:.0f} ms from the store: {told}")


def days_of_objects(runner: "Runner") -> list[list[float]]:
    """Damage of each day by rows as objects, one list a tissue, side and exponent."""
    from midstance.store.models import TissueLoadRow

    rows = TissueLoadRow.objects.owned_by(runner).filter(run__duplicate_of=None)
    series: dict[tuple[str, str], dict[int, float]] = {}
    for row in rows.select_related("run"):
        for power in ("damage_m3", "damage_m6", "damage_m9"):
            days = series.setdefault((row.tissue, power), {})
            day = row.run.local_day.toordinal()
            days[day] = days.get(day, 0.0) + getattr(row, power)
    first = min(min(days) for days in series.values())
    last = max(max(days) for days in series.values())
    both = [[days.get(day, 0.0) for day in range(first, last + 1)] for days in series.values()]
    return [*both, *both]


def what_ifs() -> None:
    """The part that the sliders ask for, through Django's own client."""
    from django.test import Client

    client, asked_s, cpu_s = Client(**HERE), [], []
    client.get("/what-if/")
    for number in range(ASKED):
        path = f"/what-if/?distance={5 + number % 10}&down={10 * (number % 7)}"
        wall, cpu = time.perf_counter(), time.process_time()
        answer = client.get(path, HTTP_HX_REQUEST="true")
        asked_s.append(time.perf_counter() - wall)
        cpu_s.append(time.process_time() - cpu)
        assert answer.status_code == 200, path
    p95 = quantiles(asked_s, n=20)[-1]
    cpu = quantiles(cpu_s, n=20)[-1]
    print(f"what-if:            {1000 * median(asked_s):.0f} ms, p95 {1000 * p95:.0f} ms")
    print(f"of CPU:             {1000 * median(cpu_s):.0f} ms, p95 {1000 * cpu:.0f} ms")
    told = "met" if p95 <= WHAT_IF_AIM_S else "MISSED"
    print(f"aim {1000 * WHAT_IF_AIM_S:.0f} ms for a what-if: {told}")


def main() -> None:
    from_arrays()
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

        from_store(open_store())
        what_ifs()


if __name__ == "__main__":
    main()
