"""Ten years of days through the tissue state, beside the same recursion in plain Python."""

import time
from collections.abc import Callable
from math import exp
from statistics import median

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.tissue.constants import TissueConstants
from midstance.core.tissue.simulate import band_of, simulate_tissue, steady_state
from midstance.knowledge.parameters import load_parameters
from midstance.knowledge.tissue_constants import load_tissue_constants

DAYS, TISSUES, SIDES = 3650, 4, 2
ROUNDS = 9
AIM_S = 0.3
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


def plain_loop(daily: list[list[float]], constants: TissueConstants) -> list[list[float]]:
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


def main() -> None:
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


if __name__ == "__main__":
    main()
