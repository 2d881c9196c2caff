"""What the tests run in processes of their own; the first argument names the function."""

# ruff: noqa: T201 # the test reads what is printed

import contextlib
import datetime as dt
import shutil
import sys
from pathlib import Path

import makers
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from midstance.store.backup import create_backup
from midstance.store.blobs import blobs
from midstance.store.database import ask, describe_database
from midstance.store.digest import digest_runner
from midstance.store.home import home
from midstance.store.models import Job, Runner
from midstance.store.restore import DATABASE
from midstance.store.restore import restore as bring_back

LEASE_S = 60


def wait_for_the_others() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def migrate() -> None:
    call_command("migrate", verbosity=0)


def claim(worker_id: str, wanted: str) -> None:
    """Claim jobs until none is left; print them."""
    wait_for_the_others()
    claimed = []
    while job := Job.objects.claim(dt.datetime.now(dt.UTC), worker_id, LEASE_S):
        claimed.append(str(job.id))
        if len(claimed) == int(wanted):
            break
    print("\n".join(claimed))


def add_jobs(count: str) -> None:
    owner = Runner.objects.create()
    Job.objects.bulk_create(Job(owner=owner, kind="import") for _ in range(int(count)))


def add_runs(first: str, count: str) -> None:
    """Store runs, each in one transaction and each once, as an import does."""
    owner, _ = Runner.objects.get_or_create(id=f"{1:032x}")
    if int(count):
        wait_for_the_others()
    for seed in range(int(first), int(first) + int(count)):
        with contextlib.suppress(IntegrityError), transaction.atomic():
            makers.add_run(owner, seed)


def picture_commits(folder: str, count: str) -> None:
    """Store runs; after each commit picture the disk, which holds all of it by then.

    Halfway the log is moved into the database, after which SQLite begins it anew.
    """
    owner = Runner.objects.create(id=f"{1:032x}")
    pragma("wal_checkpoint(TRUNCATE)")
    pragma("wal_autocheckpoint=0")
    picture(Path(folder) / "000")
    for number in range(1, int(count) + 1):
        with transaction.atomic():
            makers.add_run(owner, number)
        picture(Path(folder) / f"{number:03}")
        if number == int(count) // 2:
            pragma("wal_checkpoint(RESTART)")
            picture(Path(folder) / f"{number:03}-moved")


def pragma(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {what}")


def picture(target: Path) -> None:
    target.mkdir(parents=True)
    for name in (DATABASE, f"{DATABASE}-wal"):
        shutil.copy(home() / name, target)
    (target / "originals").write_text("\n".join(blobs().walk()), encoding="utf-8")


def read_on(times: str) -> None:
    """Read everything again and again, and move the log into the database each time."""
    wait_for_the_others()
    for _ in range(int(times)):
        digest_runner(Runner.objects.get(id=f"{1:032x}"))
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def check() -> None:
    if connection.vendor == "sqlite":
        print(ask("PRAGMA integrity_check"))
    connection.check_constraints()


def put(content: str, times: str) -> None:
    wait_for_the_others()
    for turn in range(int(times)):
        print(blobs().put((content * 100_000 + str(turn)).encode()).sha256, flush=True)


def add_history() -> None:
    makers.add_history(Runner.objects.create(id=f"{1:032x}", name="Ada", height_m=1.7))


def digest() -> None:
    print(digest_runner(Runner.objects.get(id=f"{1:032x}")))


def back_up(target: str) -> None:
    print(create_backup(Path(target)).digest)


def restore(archive: str) -> None:
    print(bring_back(Path(archive)).digest)


def open_new() -> None:
    wait_for_the_others()
    describe()


def describe() -> None:
    print(describe_database())


def main() -> None:
    globals()[sys.argv[1]](*sys.argv[2:])
