"""Plant faults in some modules with mutmut, one at a time, and count how many the tests notice.

Which modules may be changed and which tests are asked stands in `pyproject.toml`. A fault that
makes a test run without end counts as noticed.
"""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
LEAST_NOTICED_FRAC = 0.85
NOTICED = frozenset({"killed", "timeout"})


def noticed_frac(name: str, *modules: str) -> float:
    """Share of the faults in some modules that are noticed; each that is not is printed."""
    planted, noticed = Counter[str](), Counter[str]()
    _mutmut("run", *(f"{module}.*" for module in modules))
    for fault, outcome in _outcomes():
        module = next((each for each in modules if fault.startswith(f"{each}.")), None)
        if module is None:
            continue
        planted[module] += 1
        noticed[module] += outcome in NOTICED
        if outcome not in NOTICED:
            print(f"not noticed: {fault}: {outcome}")
    for module in modules:
        print(f"{module}: {noticed[module]} of {planted[module]}")
    frac = noticed.total() / planted.total()
    print(f"{name}: {noticed.total()} of {planted.total()} faults noticed ({frac:.1%})")
    return frac


def _outcomes() -> list[tuple[str, str]]:
    """The name of each fault and what became of it."""
    lines = _mutmut("results", "--all", "true").splitlines()
    told = (line.strip().rpartition(": ") for line in lines if "__mutmut_" in line)
    return [(fault, outcome) for fault, _, outcome in told]


def _mutmut(*arguments: str) -> str:
    """Run it with the same cases each time; only answers are kept, progress is shown."""
    asks = arguments[0] == "results"
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "CI": "1"},
        check=True,
        text=True,
        stdout=subprocess.PIPE if asks else None,
    )
    return done.stdout or ""
