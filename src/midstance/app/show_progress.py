"""How it goes: pain, load, sessions, check-ins, each with its limit and one sentence."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from midstance.app.checking.days import today_of
from midstance.app.routine_lock import routine_lock
from midstance.app.summarise_load import Bucket, LoadSummary, summarise_load
from midstance.app.training.adherence import read_adherence
from midstance.app.training.asked import Asked, SameWithin, read_all_asked, read_asked
from midstance.app.training.course import read_course
from midstance.app.training.pain_trends import read_pain_trends
from midstance.app.training.progress_sheet import (
    CheckInProgress,
    ProgressSheet,
    TrendLine,
)
from midstance.app.training.state import situate
from midstance.app.training.trend_words import Told, trend_line
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.progress_constants import ProgressConstants, load_progress_constants
from midstance.store.models import CheckIn, Moment, PainEntry, Run, Runner

USUAL_WEEKS = 12
LONGEST_DAYS = 366 * 5
PAIN_NUMBERS = "pain_numbers"
LIKE_WEEKS_FRAC = 0.1
STEP_FRAC = 0.05


def show_progress(
    runner: Runner, since: date | None = None, today: date | None = None
) -> ProgressSheet:
    """Show how it goes since a day, by default over twelve weeks.

    *Changes* nothing.
    *Refuses* a first day that is to come, or lies more than five years back (InvalidValueError).
    *Twice* gives the same.
    *Privacy* the runner's own answers and runs only.
    """
    today = today or today_of(runner)
    constants = load_progress_constants()
    start = _start_of(since, today, constants)
    language = get_language() or "en"
    same = _same_pain(runner, language)
    pains = read_pain_trends(runner, start, today, same, constants)
    check_ins = tuple(
        _check_in(runner, asked, start, today, constants)
        for asked in read_all_asked(runner, language)
    )
    return ProgressSheet(
        since=start,
        until=today,
        sentence=pains[0].sentence,
        load_sentence=_load_sentence(runner, today, constants),
        missing=_missing(runner, today, constants),
        pains=pains,
        load=_load(runner, start, today),
        adherence=read_adherence(runner, start, today, constants),
        check_ins=check_ins,
        course=read_course(situate(runner, today), language, constants),
        has_answers=any(pain.points for pain in pains) or any(each.answered for each in check_ins),
        lock=routine_lock(runner),
    )


def _start_of(since: date | None, today: date, constants: ProgressConstants) -> date:
    """A Monday from which on a trend can be seen."""
    if since is None:
        since = today - timedelta(weeks=USUAL_WEEKS) + timedelta(days=1)
    if not today - timedelta(days=LONGEST_DAYS) <= since <= today:
        raise InvalidValueError(f"The first day ({since}) has to lie in the last five years.")
    needed = round(constants.trend_window_days + constants.trend_back_days)
    since = min(since, today - timedelta(days=needed - 1))
    return since - timedelta(days=since.weekday())


def _same_pain(runner: Runner, language: str) -> SameWithin:
    """How small a change of pain on a scale of 0 to 10 says nothing."""
    found = read_asked(runner, PAIN_NUMBERS, language).item_same
    if found is None:
        raise InvalidValueError("Expected a limit of change for pain in numbers.")
    return found


def _load(runner: Runner, since: date, today: date) -> LoadSummary:
    end = today + timedelta(days=1)
    return summarise_load(runner, bucket=Bucket.WEEK, start=since, end=end, today=today)


def _load_sentence(runner: Runner, today: date, constants: ProgressConstants) -> str:
    """What the knee carried in the two stretches that the trends compare."""
    window = timedelta(days=round(constants.trend_window_days))
    back = timedelta(days=round(constants.trend_back_days))
    ends = (today + timedelta(days=1), today + timedelta(days=1) - back)
    now, before = (_carried(runner, end - window, end, today) for end in ends)
    told = {"days": window.days, "weeks": back.days // 7}
    if not now and not before:
        return ""
    if not now or not before:
        words = _("In one of the two stretches there is no run, so load cannot be compared.")
        return words if before else ""
    change = now / before - 1
    told["percent"] = 5 * round(abs(change) / STEP_FRAC)
    return _load_words(change) % told


def _load_words(change: float) -> str:
    if abs(change) <= LIKE_WEEKS_FRAC:
        return _(
            "Over the last %(days)s days your runs put about as much load on your kneecap joint "
            "as %(weeks)s weeks before."
        )
    if change > 0:
        return _(
            "Over the last %(days)s days your runs put about %(percent)s %% more load on your "
            "kneecap joint than %(weeks)s weeks before."
        )
    return _(
        "Over the last %(days)s days your runs put about %(percent)s %% less load on your "
        "kneecap joint than %(weeks)s weeks before."
    )


def _carried(runner: Runner, start: date, end: date, today: date) -> float:
    days = summarise_load(runner, bucket=Bucket.DAY, start=start, end=end, today=today).buckets
    return sum(day.value for day in days)


def _missing(runner: Runner, today: date, constants: ProgressConstants) -> str:
    """On how many days with a run no pain was told; nothing is guessed for them."""
    days = round(constants.trend_back_days)
    span = (today - timedelta(days=days - 1), today)
    runs = Run.objects.owned_by(runner).shown().filter(local_day__range=span)
    ran = set(runs.values_list("local_day", flat=True))
    pains = PainEntry.objects.owned_by(runner).filter(moment=Moment.DURING, day__range=span)
    known = ran & set(pains.values_list("day", flat=True))
    told = {"days": days, "ran": len(ran), "told": len(known)}
    if not ran:
        return _("There is no run in the last %(days)s days.") % told
    return (
        _(
            "You ran on %(ran)s of the last %(days)s days and told your pain for %(told)s of them. "
            "Days without an answer are left out. Nothing is guessed for them."
        )
        % told
    )


def _check_in(
    runner: Runner, asked: Asked, since: date, today: date, constants: ProgressConstants
) -> CheckInProgress:
    rows = CheckIn.objects.owned_by(runner).filter(kind=asked.kind, day__lte=today)
    all_rows = list(rows.order_by("recorded_at", "pk"))
    by_day = {row.day: row.answers for row in all_rows if row.version == asked.version}
    last = max((row.day for row in all_rows), default=None)
    lines = tuple(_items(asked, by_day, since, today, constants))
    return CheckInProgress(
        kind=asked.kind,
        name=asked.name,
        seconds=asked.seconds,
        last_day=last,
        is_due=bool(asked.items) and (last is None or (today - last).days >= asked.days_between),
        answered=len(by_day),
        older=sum(row.version != asked.version for row in all_rows),
        score=_score(asked, by_day, since, today, constants),
        items=lines,
        note=asked.note,
        note_source=asked.note_source,
        licence=asked.licence,
        empty="" if asked.items else _("You have not named an activity yet."),
    )


def _score(
    asked: Asked,
    by_day: dict[date, dict[str, int]],
    since: date,
    today: date,
    constants: ProgressConstants,
) -> TrendLine | None:
    if asked.score is None:
        return None
    values = [(day, asked.score(_known(asked, answers))) for day, answers in by_day.items()]
    points = tuple((day, value) for day, value in values if value is not None and day >= since)
    told = Told(
        id=asked.kind,
        title=asked.score_name,
        points=tuple(sorted(points)),
        ends=asked.ends,
        higher_is_better=asked.higher_is_better,
        same=asked.score_same,
        fewest=1,
    )
    return trend_line(told, today, constants)


def _known(asked: Asked, answers: dict[str, int]) -> dict[str, int]:
    """Without answers about an activity that she took off."""
    names = {item.id for item in asked.items}
    return {name: value for name, value in answers.items() if name in names}


def _items(
    asked: Asked,
    by_day: dict[date, dict[str, int]],
    since: date,
    today: date,
    constants: ProgressConstants,
) -> Iterator[TrendLine]:
    if asked.item_same is None:
        return
    for item in asked.items:
        points = sorted(
            (day, float(answers[item.id]))
            for day, answers in by_day.items()
            if item.id in answers and day >= since
        )
        steps = [step.value for step in item.steps]
        told = Told(
            id=item.id,
            title=item.name,
            points=tuple(points),
            ends=(min(steps), max(steps)),
            higher_is_better=asked.higher_is_better,
            same=asked.item_same,
            fewest=1,
        )
        yield trend_line(told, today, constants)
