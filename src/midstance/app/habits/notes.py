"""One short note at a time, chosen by what is at hand, shown once and not again for long."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cached_property
from math import fsum

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from midstance.app.habits.records import NoteLine
from midstance.app.habits.weeks import DAY, HELPS, days_of, days_run, last_jump
from midstance.app.read_shoes import read_rotation
from midstance.app.shoes.lines import read_lines
from midstance.app.shoes.records import ShoeLine
from midstance.app.shoes.words import distance_words
from midstance.app.training.asked import source_words
from midstance.app.training.state import HARD_FORMS, Situated, heavy_runs
from midstance.knowledge.habits import read_note_records
from midstance.knowledge.keep_well_constants import load_keep_well_constants
from midstance.knowledge.records_habits import NoteRecord
from midstance.knowledge.words import read_words
from midstance.store.models import NoteShown, Run, SessionKind

REMEMBERED = timedelta(days=365)
LOOK_BACK_DAYS = 70
WORN_SHOE = "worn_shoe"


class Occasions:
    """What is at hand on a day; the store is asked only for what a note needs."""

    def __init__(self, found: Situated) -> None:
        self.found = found
        self.today = found.today

    @cached_property
    def shoes(self) -> tuple[ShoeLine, ...]:
        lines = read_lines(self.found.runner, self.today, load_keep_well_constants())
        return tuple(line for line in lines if not line.is_retired)

    @cached_property
    def reached(self) -> ShoeLine | None:
        """A pair that came to its reminder within the last seven days."""
        for line in self.shoes:
            if 0 <= line.distance_m - line.band_m[0] < line.week_m:
                return line
        return None

    @cached_property
    def run_days(self) -> list[date]:
        return days_run(self.found.diary)

    @cached_property
    def hard_days(self) -> set[date]:
        """Days with strength work or a run that was far heavier than usual."""
        strong = {
            item.day
            for item in self.found.diary.sessions
            if any(each.get("form") in HARD_FORMS and each.get("sets_done") for each in item.items)
        }
        return strong | {run.day for run in heavy_runs(self.found)}

    def is_late(self, day: date | None, record: NoteRecord) -> bool:
        """Whether a day is one of the last few that a note looks at."""
        return day is not None and self.today - timedelta(days=record.days) < day <= self.today

    def descent_m(self, after: date, last: date) -> float:
        runs = Run.objects.owned_by(self.found.runner).shown()
        told = runs.filter(local_day__gt=after, local_day__lte=last)
        return fsum(metres or 0.0 for metres in told.values_list("descent_m", flat=True))


def _longer_run(seen: Occasions, record: NoteRecord) -> bool:
    return seen.is_late(last_jump(seen.found), record)


def _hard_days(seen: Occasions, record: NoteRecord) -> bool:
    in_a_row = round(record.least or 1)
    return any(
        seen.is_late(day, record)
        and all(day - back * DAY in seen.hard_days for back in range(in_a_row))
        for day in seen.hard_days
    )


def _after_a_pause(seen: Occasions, record: NoteRecord) -> bool:
    """The first run after so many days without; the very first run of all is none."""
    days = seen.run_days
    if not days or not seen.is_late(days[-1], record):
        return False
    begun = next(day for day in days if seen.is_late(day, record))
    pause = timedelta(days=record.least or 0)
    earlier = [day for day in days if day < begun]
    if earlier:
        return begun - earlier[-1] > pause
    runs = Run.objects.owned_by(seen.found.runner).shown()
    return bool(runs.filter(local_day__lt=begun - pause).exists())


def _downhill(seen: Occasions, record: NoteRecord) -> bool:
    """Descent of the last days against as many usual ones of the weeks before."""
    began = seen.today - timedelta(days=record.days)
    before_days = LOOK_BACK_DAYS - record.days
    before_m = seen.descent_m(began - timedelta(days=before_days), began)
    usual_m = before_m * record.days / before_days
    return usual_m > 0 and seen.descent_m(began, seen.today) >= (record.least or 1) * usual_m


def _new_shoe(seen: Occasions, record: NoteRecord) -> bool:
    return any(
        line.is_new and line.runs and seen.is_late(line.first_day, record) for line in seen.shoes
    )


def _worn_shoe(seen: Occasions, record: NoteRecord) -> bool:
    del record
    return seen.reached is not None


def _few_warm_ups(seen: Occasions, record: NoteRecord) -> bool:
    """She told warm-ups before, and none in the last runs."""
    warm = days_of(seen.found.diary, {SessionKind.WARM_UP})
    late = [day for day in seen.run_days if seen.is_late(day, record)]
    return bool(warm) and len(late) >= (record.least or 1) and warm.isdisjoint(late)


def _one_pair(seen: Occasions, record: NoteRecord) -> bool:
    worn = [line for line in seen.shoes if line.lately_runs]
    runs = sum(line.lately_runs for line in worn)
    return runs >= (record.least or 1) and len(read_rotation(seen.shoes).in_use) == 1


def _few_sessions(seen: Occasions, record: NoteRecord) -> bool:
    """She trained before, and less than so often of late."""
    done = [item.day for item in seen.found.diary.sessions if item.kind in HELPS]
    late = [day for day in done if seen.is_late(day, record)]
    return seen.found.is_set_up and len(late) < (record.least or 1) and len(done) > len(late)


OCCASIONS: Mapping[str, Callable[[Occasions, NoteRecord], bool]] = {
    "longer_run": _longer_run,
    "hard_days": _hard_days,
    "after_a_pause": _after_a_pause,
    "downhill": _downhill,
    "new_shoe": _new_shoe,
    WORN_SHOE: _worn_shoe,
    "few_warm_ups": _few_warm_ups,
    "one_pair": _one_pair,
    "few_sessions": _few_sessions,
}


def choose_note(found: Situated, *, stops: bool) -> NoteLine | None:
    """The note of a day: the same all day, none once it was put away, none while training waits."""
    if stops:
        return None
    shown = _shown(found)
    today = [(note, away) for note, day, away in shown if day == found.today]
    seen = Occasions(found)
    if today:
        note, is_put_away = today[0]
        return None if is_put_away or note not in OCCASIONS else _line(note, seen)
    apart = timedelta(days=load_keep_well_constants().notes_apart_days)
    if any(found.today - day < apart for _note, day, _away in shown):
        return None
    for record in read_note_records().values():
        again = timedelta(days=record.again_days)
        rests = any(note == record.id and found.today - day < again for note, day, _away in shown)
        if not rests and OCCASIONS[record.id](seen, record):
            return _line(record.id, seen)
    return None


def _shown(found: Situated) -> list[tuple[str, date, bool]]:
    rows = NoteShown.objects.owned_by(found.runner).filter(
        day__gt=found.today - REMEMBERED, day__lte=found.today
    )
    return list(rows.order_by("-day", "note").values_list("note", "day", "is_put_away"))


def _line(note: str, seen: Occasions) -> NoteLine:
    text = read_words("notes", get_language() or "")[note]
    words = text.claim.text
    if note == WORN_SHOE and seen.reached is not None:
        told = {
            "name": seen.reached.name,
            "distance": distance_words(seen.reached.distance_m, seen.found.runner.units),
            "words": words,
        }
        words = _("“%(name)s” went %(distance)s. %(words)s") % told
    source = source_words(text.claim.sources, text.claim.certainty)
    return NoteLine(note, words, source, text.lesson or "")
