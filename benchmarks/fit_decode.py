"""FIT into columns against fitdecode: MB per CPU second on the same files in the same run.

Reads `history_a` of the recordings that MIDSTANCE_TEST_DATA names. fitdecode is so slow that both
are timed on a stated random sample; our own rates are medians over the whole history. Both check
the check sum, as they do by default.
"""

import os
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

import fitdecode

from midstance.importers.fit import decode_fit, read_fit

REAL = Path(os.environ.get("MIDSTANCE_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
ROUNDS = 3
SAMPLE_FILES = 15
SAMPLE_SEED = 1
AIM_RATIO = 100.0
AIM_MB_PER_S = 20.0
MEGA = 1e6


def read_history() -> list[bytes]:
    with tarfile.open(REAL / "activities" / "history_a.tar.gz") as archive:
        members = [member for member in archive if member.name.lower().endswith(".fit")]
        return [archive.extractfile(member).read() for member in members]


def count_decoded(contents: list[bytes]) -> int:
    parts = (part for content in contents for part in decode_fit(content).parts)
    return sum(len(part.messages["record"]) for part in parts if "record" in part.messages)


def count_read(contents: list[bytes]) -> int:
    return sum(activity.time_s.size for content in contents for activity in read_fit(content))


def count_oracle(contents: list[bytes]) -> int:
    records = 0
    for content in contents:
        with fitdecode.FitReader(content) as reader:
            records += sum(
                isinstance(frame, fitdecode.FitDataMessage) and frame.global_mesg_num == 20
                for frame in reader
            )
    return records


def cpu_s(count: Callable[[list[bytes]], int], contents: list[bytes]) -> float:
    start = time.process_time()
    count(contents)
    return time.process_time() - start


def main() -> None:
    history = read_history()
    size_mb = sum(map(len, history)) / MEGA
    print(
        f"history_a: {len(history)} files, {size_mb:.1f} MB; CPU time, medians of {ROUNDS} rounds"
    )
    for name, count in (("decode_fit", count_decoded), ("read_fit", count_read)):
        records = count(history)
        spent_s = median(cpu_s(count, history) for _ in range(ROUNDS))
        print(
            f"{name:10} {size_mb / spent_s:6.1f} MB/s {len(history) / spent_s:7.0f} files/s "
            f"{records / spent_s:10.0f} records/s"
            + (f"  (aim {AIM_MB_PER_S:.0f} MB/s)" if count is count_decoded else "")
        )
    sample = Random(SAMPLE_SEED).sample(history, SAMPLE_FILES)  # noqa: S311 - a stated sample
    sample_mb = sum(map(len, sample)) / MEGA
    print(f"sample: {SAMPLE_FILES} files (seed {SAMPLE_SEED}), {sample_mb:.2f} MB")
    start = time.process_time()
    theirs = count_oracle(sample)
    theirs_s = time.process_time() - start
    if theirs != count_decoded(sample):
        raise SystemExit("The two do not read the same records; the comparison means nothing.")
    ours_s = median(cpu_s(count_decoded, sample) for _ in range(5 * ROUNDS))
    print(f"decode_fit {sample_mb / ours_s:6.1f} MB/s   fitdecode {sample_mb / theirs_s:6.3f} MB/s")
    print(f"ratio {theirs_s / ours_s:.0f} times fitdecode 0.11  (aim {AIM_RATIO:.0f})")


if __name__ == "__main__":
    main()
