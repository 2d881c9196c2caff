"""An import in words: how far it is, how long it may take, what became of each file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.english_words import translate_english
from midstance.app.jobs import JobStatus
from midstance.app.number_words import decimal_words
from midstance.app.outcome import FileOutcome
from midstance.web import figures

OUTCOMES = {
    "imported": gettext_lazy("Imported"),
    "duplicate": gettext_lazy("Already there"),
    "skipped": gettext_lazy("Not a run"),
    "failed": gettext_lazy("Not readable"),
}
COUNT_KEYS = {
    "imported": "imported",
    "duplicate": "duplicates",
    "skipped": "skipped",
    "failed": "failed",
}
ORDER = ("failed", "skipped", "duplicate", "imported")
ICONS = {
    "imported": "file-check",
    "duplicate": "copy",
    "skipped": "minus",
    "failed": "file-x",
}
STATES = {
    "queued": gettext_lazy("Waiting"),
    "running": gettext_lazy("Under way"),
    "done": gettext_lazy("Done"),
    "failed": gettext_lazy("Stopped early"),
    "cancelled": gettext_lazy("Stopped"),
}
KINDS = {
    "import": gettext_lazy("Your files"),
    "sample": gettext_lazy("Sample data"),
}
FEWEST_FILES_TO_FORETELL = 5
SHORTEST_TO_FORETELL_S = 2.0
MINUTE_S = 60
LONGEST_PATH = 120


@dataclass(frozen=True)
class JobLine:
    """An import as the pages show it."""

    id: UUID
    kind: str | Promise
    state: str
    state_name: str | Promise
    is_over: bool
    done: int
    total: int
    answer: str
    pace: str
    path: str
    started: str
    counts: list[tuple[str | Promise, str]]
    read: str
    found: int


@dataclass(frozen=True)
class FileLine:
    """What became of one file."""

    path: str
    outcome: str
    outcome_name: str | Promise
    icon: str
    reason: str
    runs: tuple[str, ...]


@dataclass(frozen=True)
class Tab:
    """One filter of the per-file report."""

    key: str
    name: str | Promise
    count: int
    is_chosen: bool


def job_line(job: JobStatus, now: datetime | None = None) -> JobLine:
    return JobLine(
        id=job.id,
        kind=KINDS.get(job.kind, job.kind),
        state=job.state,
        state_name=STATES.get(job.state, job.state),
        is_over=job.is_over,
        done=job.progress_done,
        total=job.progress_total,
        answer=answer(job),
        pace="" if job.is_over else pace_words(job, now or timezone.now()),
        path="" if job.is_over else shortened(job.message),
        started=str(naturaltime(job.created_at)),
        counts=[
            (name, figures.grouped(job.counts.get(COUNT_KEYS[key], 0)))
            for key, name in OUTCOMES.items()
        ],
        read=read_words(job),
        found=job.counts.get("imported", 0),
    )


def answer(job: JobStatus) -> str:
    """The page's first sentence."""
    if job.state == "queued":
        return _("Your files wait their turn.")
    if job.state == "running":
        return _("Your runs are coming in.")
    imported = job.counts.get("imported", 0)
    if job.state == "cancelled":
        return _("You stopped this import. What was brought in stays.")
    if job.state == "failed":
        return _("This import stopped early. Your files are safe, and you can start it again.")
    return imported_words(imported, sum(job.counts.values()))


def imported_words(imported: int, files: int) -> str:
    if imported == 0 and files == 0:
        return _("There was no file to bring in.")
    if imported == 0:
        return _("Nothing new was found in these files.")
    return ngettext("%(count)s new file is in.", "%(count)s new files are in.", imported) % {
        "count": figures.grouped(imported)
    }


def read_words(job: JobStatus) -> str:
    if not job.progress_total:
        return ""
    done, total = figures.grouped(job.progress_done), figures.grouped(job.progress_total)
    return _("%(done)s of %(total)s files") % {"done": done, "total": total}


def pace_words(job: JobStatus, now: datetime) -> str:
    """Files a second and how much longer, once there is enough to tell."""
    elapsed_s = (now - job.created_at).total_seconds()
    if job.progress_done < FEWEST_FILES_TO_FORETELL or elapsed_s < SHORTEST_TO_FORETELL_S:
        return ""
    speed = job.progress_done / elapsed_s
    left_s = max(0, job.progress_total - job.progress_done) / speed
    minutes = round(left_s / MINUTE_S)
    words = (
        _("%(speed)s files a second, less than a minute left")
        if left_s < MINUTE_S
        else ngettext(
            "%(speed)s files a second, about %(count)s minute left",
            "%(speed)s files a second, about %(count)s minutes left",
            minutes,
        )
    )
    return words % {"speed": decimal_words(speed, 0 if speed >= 1 else 1), "count": minutes}


def shortened(path: str) -> str:
    """The end of a long path says more than its beginning."""
    return path if len(path) <= LONGEST_PATH else f"…{path[1 - LONGEST_PATH :]}"


def file_line(told: FileOutcome) -> FileLine:
    reason = translate_english(told.reason)
    return FileLine(
        path=shortened(told.path),
        outcome=told.outcome,
        outcome_name=OUTCOMES[told.outcome],
        icon=ICONS[told.outcome],
        reason=capfirst(reason.removeprefix(f"{OUTCOMES[told.outcome]}: ")),
        runs=told.runs,
    )


def outcome_tabs(job: JobStatus, wanted: str) -> list[Tab]:
    counts = {key: job.counts.get(COUNT_KEYS[key], 0) for key in OUTCOMES}
    every = Tab("", _("All"), sum(counts.values()), wanted == "")
    return [every, *tabs(counts.items(), wanted)]


def tabs(counts: Iterable[tuple[str, int]], wanted: str) -> list[Tab]:
    return [
        Tab(key, OUTCOMES[key], count, key == wanted)
        for key, count in counts
        if count or key == wanted
    ]
