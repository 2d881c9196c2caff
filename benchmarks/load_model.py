"""Steps per CPU second of the load model, beside the published stage times of OpenSim 4.6."""

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from midstance.core.base.body import Body
from midstance.core.load.session import estimate_session_load
from midstance.core.load.step import estimate_step_load
from midstance.core.load.trace import estimate_load_trace
from midstance.core.signal.view import RunView
from midstance.knowledge.parameters import load_parameters

STEPS = 1_000_000
HOUR_S = 3600
ROUNDS = 9
AIM_STEPS_PER_CPU_S = 3e6
STEPS_PER_S = 170 / 60
BODY = Body(height_m=1.75, mass_kg=70)

# CPU seconds for each second of motion, two shared cores: measured with the pip package of
# OpenSim 4.6 and the 40-muscle models of its own model collection
OPENSIM_CPU_S_PER_S = {
    "inverse kinematics": (6.5, 6.5),
    "inverse dynamics": (0.3, 0.3),
    "static optimisation": (12.8, 43.0),
    "joint reaction": (2.4, 21.0),
}


def median_cpu_s(work: Callable[[], object]) -> float:
    work()
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return median(seconds)


def steps_of(rng: np.random.Generator, *, timed: bool) -> Callable[[], object]:
    parameters = load_parameters()
    speed = rng.uniform(2, 5, STEPS)
    inputs = {
        "cadence_spm": rng.uniform(150, 190, STEPS),
        "slope_frac": rng.uniform(-0.1, 0.1, STEPS),
        "height_m": BODY.height_m,
        "mass_kg": BODY.mass_kg,
        "contact_time_s": rng.uniform(0.2, 0.3, STEPS) if timed else None,
    }
    return lambda: estimate_step_load(speed, parameters, **inputs)


def hour_of_running(rng: np.random.Generator) -> RunView:
    second = np.arange(HOUR_S)
    speed = 3 + 0.3 * np.sin(second / 300) + rng.normal(0, 0.1, HOUR_S)
    unknown = np.full(HOUR_S, np.nan)
    return RunView(
        recorded=np.ones(HOUR_S, dtype=bool),
        moving=np.ones(HOUR_S, dtype=bool),
        distance_m=np.cumsum(speed),
        unrecorded_m=np.zeros(HOUR_S),
        speed_mps=speed,
        cadence_spm=170 + rng.normal(0, 2, HOUR_S),
        altitude_m=100 + 8 * np.cos(second / 200),
        grade_frac=0.04 * np.sin(second / 200),
        grade_sd_frac=np.full(HOUR_S, 0.01),
        contact_time_s=np.full(HOUR_S, 0.25),
        balance_left_frac=np.full(HOUR_S, 0.505),
        heart_rate_bpm=unknown,
    )


def main() -> None:
    rng = np.random.default_rng(1)
    per_s = {}
    for name, timed in (("estimated", False), ("measured", True)):
        seconds = median_cpu_s(steps_of(rng, timed=timed))
        per_s[name] = STEPS / seconds
        print(f"step model, contact time {name}: {STEPS / seconds / 1e6:.1f} million steps/CPU s")
    view, parameters = hour_of_running(rng), load_parameters()
    session = median_cpu_s(lambda: estimate_session_load(view, BODY, parameters))
    trace = median_cpu_s(lambda: estimate_load_trace(view, BODY, parameters))
    step_only = HOUR_S * STEPS_PER_S / min(per_s.values())
    print("CPU seconds for an hour of running:")
    print(f"  step model alone      {step_only:.4f}")
    print(f"  whole session, shares {session:.4f}")
    print(f"  trace for the page    {trace:.4f}")
    print("OpenSim 4.6 from motion capture, published stage times, the same hour:")
    for stage, (low, high) in OPENSIM_CPU_S_PER_S.items():
        print(f"  {stage:21s} {low * HOUR_S:,.0f} to {high * HOUR_S:,.0f}")
    best = sum(low for low, _ in OPENSIM_CPU_S_PER_S.values()) * HOUR_S
    print(f"ratio to OpenSim's best case ({best:,.0f} s): {best / session:.1e} (whole session)")
    print(
        "Not the same question: OpenSim finds every muscle's force from markers and force plates;"
    )
    print("the closed form gives three knee tissues of a typical runner from a watch.")
    met = min(per_s.values()) >= AIM_STEPS_PER_CPU_S
    print(f"aim {AIM_STEPS_PER_CPU_S / 1e6:.0f} million steps/CPU s: {'met' if met else 'MISSED'}")


if __name__ == "__main__":
    main()
