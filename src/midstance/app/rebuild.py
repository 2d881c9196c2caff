"""Make everything derived anew from the originals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from midstance.app.importing.groups import link_duplicates
from midstance.app.importing.prepare import SPORT_ASSUMED, Estimator, PreparedRun, run_key
from midstance.app.importing.rows import run_row
from midstance.app.importing.store_files import insert_details, lock_runner
from midstance.app.run_job import JobLostError, beat
from midstance.app.shoes.kinds import read_shoe_book
from midstance.app.shoes.settle import settle_shoes
from midstance.core.base.errors import MidstanceError, ParserKilledError
from midstance.importers.activity import Failed, Member, Sport
from midstance.importers.sandbox import SandboxedReader
from midstance.knowledge.parameters import load_parameters
from midstance.store.blobs import blobs
from midstance.store.digest import digest_runner
from midstance.store.models import Job, Original, PainEntry, Run, Runner

ORIGINALS_AT_ONCE = 32


@dataclass(frozen=True)
class RebuildProblem:
    """An original that could not be read again; its runs are left as they were."""

    name: str
    kind: str
    reason: str


@dataclass(frozen=True)
class RebuildReport:
    """What was rebuilt; equal digests say that nothing changed."""

    originals: int
    runs: int
    problems: tuple[RebuildProblem, ...]
    digest_before: str
    digest_after: str


OnRebuild = Callable[[int, int], None]


def rebuild(
    runner: Runner,
    *,
    job: Job | None = None,
    on_progress: OnRebuild = lambda _done, _total: None,
) -> RebuildReport:
    """Read every original again and put fresh runs, streams and loads in place of the old.

    *Changes* all that is derived; the originals and what the runner said stay.
    *Refuses* nothing; an original that cannot be read leaves its runs as they were.
    *Twice* gives the same.
    *Privacy* the runner's own originals only.
    """
    before = digest_runner(runner)
    originals = list(Original.objects.owned_by(runner).order_by("sha256"))
    estimator = Estimator(runner.body, load_parameters())
    problems: list[RebuildProblem] = []
    with SandboxedReader() as reader:
        for first in range(0, len(originals), ORIGINALS_AT_ONCE):
            batch = originals[first : first + ORIGINALS_AT_ONCE]
            fresh = [(one, _read_again(reader, one, estimator, problems)) for one in batch]
            _replace(runner, [pair for pair in fresh if pair[1]])
            done = first + len(batch)
            on_progress(done, len(originals))
            if job and not beat(job, progress_done=done, progress_total=len(originals)):
                raise JobLostError("The rebuild was called off; it can be started again.")
    return RebuildReport(
        originals=len(originals),
        runs=Run.objects.owned_by(runner).count(),
        problems=tuple(problems),
        digest_before=before,
        digest_after=digest_runner(runner),
    )


def _read_again(
    reader: SandboxedReader,
    original: Original,
    estimator: Estimator,
    problems: list[RebuildProblem],
) -> list[PreparedRun]:
    runs = Run.objects.filter(original=original)
    sports = {
        key: Sport(sport)
        for key, sport, repairs in runs.values_list("key", "sport", "repairs")
        if not any(repair["kind"] == SPORT_ASSUMED for repair in repairs)
    }
    prepared: list[PreparedRun] = []
    try:
        path = blobs().path(original.sha256)
        for member in reader.read_source(path, original.name):
            prepared += estimator.prepare_member(_as_told(member, sports)).runs
            problems += _problem(original, member)
    except (MidstanceError, ParserKilledError, OSError) as error:
        problems.append(RebuildProblem(original.name, type(error).__name__, str(error)))
        return []
    return prepared


def _as_told(member: Member, sports: Mapping[str, Sport]) -> Member:
    """Where the file is vague, the sport is what the export told beside it."""
    if isinstance(member.outcome, Failed):
        return member
    activities = tuple(
        replace(one, sport=sports.get(run_key(member.sha256, one.member), one.sport))
        if one.sport in {Sport.UNKNOWN, Sport.OTHER}
        else one
        for one in member.outcome.activities
    )
    return replace(member, outcome=replace(member.outcome, activities=activities))


def _problem(original: Original, member: Member) -> Iterator[RebuildProblem]:
    if isinstance(member.outcome, Failed):
        yield RebuildProblem(original.name, member.outcome.kind, member.outcome.reason)


def _replace(runner: Runner, fresh: list[tuple[Original, list[PreparedRun]]]) -> None:
    """One transaction: fresh rows for the batch, and the groups of duplicates as they fall."""
    with transaction.atomic():
        lock_runner(runner)
        stored = Run.objects.owned_by(runner).filter(original__in=[one for one, _runs in fresh])
        known = {run.key: run for run in stored.select_related("shoe", "original")}
        pairs = [
            (_fresh_row(runner, known[run.key], run), run)
            for original, runs in fresh
            for run in runs
            if run.key in known and known[run.key].original_id == original.pk
        ]
        gone = [known[run.key].pk for _row, run in pairs]
        told_of = _pains_of(gone)
        orphans = Run.objects.owned_by(runner).filter(duplicate_of__in=gone)
        regroup = set(orphans.values_list("pk", flat=True)) - set(gone)
        Run.objects.owned_by(runner).filter(pk__in=gone).delete()
        rows = Run.objects.bulk_create([row for row, _run in pairs])
        insert_details([(row, run) for row, (_row, run) in zip(rows, pairs, strict=True)])
        _tie_pains(told_of, rows)
        left = Run.objects.owned_by(runner).filter(pk__in=regroup)
        link_duplicates(runner, [*rows, *left])
        settled = {run.pk for run in (*rows, *left)}
        settle_shoes(runner, settled, read_shoe_book(runner), by_rules=False)


def _pains_of(runs: list[int]) -> list[tuple[int, str]]:
    """The pains that she told of these runs, with the key of each run."""
    told = PainEntry.objects.filter(run__in=runs)
    return list(told.values_list("pk", "run__key"))


def _tie_pains(told_of: list[tuple[int, str]], rows: Sequence[Run]) -> None:
    fresh = {row.key: row for row in rows}
    for pain, key in told_of:
        PainEntry.objects.filter(pk=pain).update(run=fresh[key])


def _fresh_row(runner: Runner, old: Run, fresh: PreparedRun) -> Run:
    """The new row keeps what an export told beside the file: name, gear and shoe."""
    told = replace(fresh.run, name=old.name or fresh.run.name, gear=old.gear or fresh.run.gear)
    row = run_row(runner, replace(fresh, run=told), old.original)
    row.shoe, row.shoe_told = old.shoe, old.shoe_told
    row.imported_at = old.imported_at
    return row
