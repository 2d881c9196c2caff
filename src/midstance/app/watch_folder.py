"""New files in the watched folder become an import, once they have stopped growing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from midstance.app.jobs import IMPORT
from midstance.store.models import Job, JobState, Runner

Stamp = tuple[int, int]  # size in bytes, time of last change in nanoseconds


@dataclass
class FolderWatch:
    """What lay in each runner's watched folder at the last look.

    A file is imported when two looks in a row see it unchanged. What was imported before is
    remembered for this process only; after a restart it is read once more and found a duplicate.
    """

    seen: dict[UUID, dict[Path, Stamp]] = field(default_factory=dict)
    taken: dict[UUID, dict[Path, Stamp]] = field(default_factory=dict)

    def look(self) -> int:
        """Look once into every watched folder; gives how many files were queued."""
        runners = Runner.objects.exclude(watched_folder="")
        return sum(self._look_for(runner) for runner in runners)

    def _look_for(self, runner: Runner) -> int:
        folder = Path(runner.watched_folder).expanduser()
        before = self.seen.get(runner.pk, {})
        now = dict(_stamps(folder))
        self.seen[runner.pk] = now
        taken = self.taken.setdefault(runner.pk, {})
        ready = [
            path
            for path, stamp in sorted(now.items())
            if before.get(path) == stamp and taken.get(path) != stamp and stamp[0] > 0
        ]
        if not ready or _is_importing(runner):
            return 0
        arguments = {"paths": [str(path) for path in ready], "root": str(folder)}
        Job.objects.create(owner=runner, kind=IMPORT, arguments=arguments)
        taken.update({path: now[path] for path in ready})
        return len(ready)


def _stamps(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    for path in folder.rglob("*") if folder.is_dir() else ():
        try:
            if path.is_file() and not path.name.startswith("."):
                found = path.stat()
                yield path.absolute(), (found.st_size, found.st_mtime_ns)
        except OSError:  # it went away while we looked
            continue


def _is_importing(runner: Runner) -> bool:
    going_on = (JobState.QUEUED, JobState.RUNNING)
    return Job.objects.owned_by(runner).filter(kind=IMPORT, state__in=going_on).exists()
