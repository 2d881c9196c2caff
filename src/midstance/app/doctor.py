"""Look whether everything is in order, change nothing."""

import shutil
from dataclasses import dataclass

from midstance.importers.sandbox import SandboxReport, describe_sandbox
from midstance.store.blobs import BlobReport, blobs
from midstance.store.database import DatabaseReport, describe_database
from midstance.store.home import home, open_home
from midstance.store.models import Job, Original, Quarantine, Run, Runner
from midstance.store.soundness import find_damage

LOW_DISK_BYTES = 1024**3


@dataclass(frozen=True)
class DoctorReport:
    """How the installation stands; `problems` is empty when all is well."""

    home: str
    free_bytes: int
    database: DatabaseReport
    integrity: str
    sandbox: SandboxReport
    counts: dict[str, int]
    originals: BlobReport
    problems: tuple[str, ...]


def doctor(*, read_all: bool = True) -> DoctorReport:
    """Check database, walls, disk and originals.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* tells counts and places, no runs.
    """
    database = describe_database()
    integrity = find_damage(every_index=True) or "ok"
    expected = dict(Original.objects.values_list("sha256", "size"))
    originals = blobs().check(expected, read_all=read_all)
    sandbox = describe_sandbox()
    free = shutil.disk_usage(open_home()).free
    counts = {
        "runners": Runner.objects.count(),
        "runs": Run.objects.filter(duplicate_of=None).count(),
        "duplicates": Run.objects.exclude(duplicate_of=None).count(),
        "originals": len(expected),
        "jobs": Job.objects.count(),
        "quarantined": Quarantine.objects.closed().count(),
    }
    found = {
        database.why: database.safe,
        f"The database is damaged: {integrity}. Restore a backup.": integrity == "ok",
        f"{len(originals.missing)} originals are missing. Restore a backup.": not originals.missing,
        f"{len(originals.damaged)} originals are damaged. Restore a backup.": not originals.damaged,
        "Less than 1 GB is free on the disk.": free >= LOW_DISK_BYTES,
    }
    return DoctorReport(
        home=str(home()),
        free_bytes=free,
        database=database,
        integrity=integrity,
        sandbox=sandbox,
        counts=counts,
        originals=originals,
        problems=tuple(words for words, is_fine in found.items() if not is_fine),
    )
