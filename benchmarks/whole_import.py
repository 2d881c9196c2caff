"""Whole import of a watch history beside decoding alone: CPU, memory, files a second.

Bars: at most 4 times the CPU of decoding alone; at most 400 MB of memory.
Needs the recordings that MIDSTANCE_TEST_DATA names.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

CHECKOUT = Path(__file__).parent.parent
ARCHIVE = (
    Path(os.environ.get("MIDSTANCE_TEST_DATA", CHECKOUT.parent / "shared" / "data"))
    / "activities"
    / "history_a.tar.gz"
)
MIDSTANCE = Path(sys.executable).with_name("midstance")
COUNTED = ("files", "imported", "duplicates", "skipped", "failed")
CPU_BAR, MEMORY_BAR_MB = 4.0, 400.0
ROUNDS = 3
DECODE = """
import sys, pathlib
from midstance.importers.fit import decode_fit
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.fit")):
    try:
        decode_fit(path.read_bytes())
    except Exception:
        pass
"""


def main() -> None:
    if not ARCHIVE.is_file():
        print(f"no recordings at {ARCHIVE}: set MIDSTANCE_TEST_DATA")
        return
    with tempfile.TemporaryDirectory() as folder:
        history = Path(folder) / "history"
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(history, filter="data")
        files = [path for path in history.rglob("*") if path.is_file()]
        size_mb = sum(path.stat().st_size for path in files) / 1e6
        print(f"{len(files)} files, {size_mb:.0f} MB")
        empty = Path(folder) / "empty"
        run([MIDSTANCE, "runs", "--json"], {"MIDSTANCE_HOME": str(empty)})  # makes the tables
        rounds = [measure(history, empty, Path(folder) / f"home{k}") for k in range(ROUNDS)]
        decode_cpu, cpu, wall_s, memory_mb = (
            median(column) for column in zip(*rounds, strict=True)
        )
        print(f"medians of {ROUNDS} rounds, decoding and importing in turn")
        print(
            f"decoding alone   {decode_cpu:6.1f} s CPU, {size_mb / decode_cpu:.1f} MB a CPU second"
        )
        print(
            f"whole import     {cpu:6.1f} s CPU, {wall_s:.1f} s, {len(files) / wall_s:.0f} files/s"
        )
        ratios = [whole / alone for alone, whole, _, _ in rounds]
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"CPU ratio        {median(ratios):6.2f}   (bar {CPU_BAR}; {spread})")
        print(
            f"memory           {memory_mb:6.0f} MB (bar {MEMORY_BAR_MB:.0f}, all processes at once)"
        )
        home = {"MIDSTANCE_HOME": str(Path(folder) / "home0")}
        cpu, _, _, out = run([MIDSTANCE, "import", str(history), "--json"], home)
        print(f"second import    {cpu:6.1f} s CPU, {json.loads(out)['imported']} new")


def measure(history: Path, empty: Path, home: Path) -> tuple[float, float, float, float]:
    """CPU of decoding alone [s]; CPU [s], wall time [s] and memory [MB] of an import."""
    decode_cpu, _, _, _ = run([sys.executable, "-c", DECODE, str(history)], {})
    shutil.copytree(empty, home)
    own = {"MIDSTANCE_HOME": str(home)}
    cpu, wall_s, memory_mb, out = run([MIDSTANCE, "import", str(history), "--json"], own)
    report = json.loads(out)
    print({name: report[name] for name in COUNTED})
    return decode_cpu, cpu, wall_s, memory_mb


def run(command: list[object], environment: dict[str, str]) -> tuple[float, float, float, bytes]:
    """CPU of a command and its children [s], wall time [s], peak memory of all together [MB]."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    peak = [0.0]
    watcher = threading.Thread(target=watch_memory, args=(process, peak), daemon=True)
    watcher.start()
    out, _ = process.communicate()
    wall_s = time.perf_counter() - began
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu_s, wall_s, peak[0], out


def watch_memory(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], memory_mb(process.pid))
        time.sleep(0.1)


def memory_mb(pid: int) -> float:
    """Proportional memory of a process and its children, where the platform tells."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = next(int(line.split()[1]) / 1000 for line in told.splitlines() if line.startswith("Pss:"))
    return own + sum(memory_mb(int(child)) for child in children)


if __name__ == "__main__":
    main()
