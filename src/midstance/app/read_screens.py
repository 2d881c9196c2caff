"""The movement screens: how each is done, what her tests say, and when the next one is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from midstance.app.checking.days import today_of
from midstance.app.checking.snapshot import Snapshot
from midstance.app.films.lines import screen_films
from midstance.app.films.records import FilmLine
from midstance.app.routine_lock import routine_lock
from midstance.app.screens.readings import Person, person_of, read_days, read_readings, to_reading
from midstance.app.screens.records import (
    ChangeLine,
    ExerciseName,
    MarkLine,
    NormLine,
    ReadingLine,
    ScreenLine,
    ScreenSheet,
    ScreensSheet,
    SideLine,
)
from midstance.app.screens.safety import newest_check, why_not, why_not_at_all
from midstance.app.screens.words import (
    FOUND_WORDS,
    QUALITY_WORDS,
    REASON_WORDS,
    SIDE_WORDS,
    TRIAL_NOTE,
    UNIT_WORDS,
    change_sentence,
    claim_source,
    cut_words,
    error_words,
    range_words,
    source_words,
    state_words,
    value_words,
)
from midstance.app.training.state import Situated, situate
from midstance.core.assess.screens import (
    Found,
    Norm,
    Reading,
    Reason,
    ScreenRule,
    ScreenState,
    Sex,
    Side,
    SideState,
    Unit,
    assess_screen,
    find_change,
    next_day,
    norms_at,
    sides_of,
)
from midstance.core.base.errors import NotFoundError
from midstance.knowledge.records_screens import ScreenRecord, ScreenText
from midstance.knowledge.screens import (
    load_screen_rules,
    read_screen_records,
    version_of_screens,
)
from midstance.knowledge.words import read_words
from midstance.store.models import FilmState, Runner, ScreenReading

STEPS = {unit: 0.5 if unit is Unit.CM else 1.0 for unit in Unit}


@dataclass(frozen=True)
class _Around:
    """What every line needs."""

    runner: Runner
    today: date
    person: Person
    found: Situated
    check: Snapshot | None
    language: str


def read_screens(runner: Runner, today: date | None = None) -> ScreensSheet:
    """Every movement screen with what her tests say and when it is due.

    *Changes* nothing.
    *Refuses* nothing; what is not safe now says why.
    *Twice* gives the same.
    *Privacy* the runner's own readings only.
    """
    around = _look_around(runner, today or today_of(runner))
    rows = read_readings(runner, around.today)
    lines = tuple(_line(record, rows[name], around) for name, record in _records())
    stop = why_not_at_all(around.found)
    due = tuple(line.id for line in lines if line.is_due)
    return ScreensSheet(
        day=around.today,
        sentence=stop or _sentence(lines, due),
        note=str(TRIAL_NOTE),
        lock=routine_lock(runner),
        screens=lines,
        due=due,
    )


def read_screen(runner: Runner, screen: str, today: date | None = None) -> ScreenSheet:
    """One movement screen: how it is done, what came of it, and what that rests on.

    *Changes* nothing.
    *Refuses* a screen that there is not (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own readings only.
    """
    record = find_screen(screen)
    around = _look_around(runner, today or today_of(runner))
    rows = read_readings(runner, around.today)[screen]
    return _sheet(record, rows, around)


def list_due_screens(runner: Runner, today: date | None = None) -> tuple[ScreenLine, ...]:
    """The screens of which another test is due and safe now.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own readings only.
    """
    today = today or today_of(runner)
    names = frozenset(_due_by_days(runner, today))
    if not names:
        return ()
    around, rows = _look_around(runner, today), read_readings(runner, today)
    lines = (_line(record, rows[name], around) for name, record in _records() if name in names)
    return tuple(line for line in lines if line.is_due)


def _due_by_days(runner: Runner, today: date) -> Iterator[str]:
    """The screens whose next day has come, by the days of their tests alone."""
    days = read_days(runner, today)
    for name, rule in load_screen_rules().items():
        due = next_day(rule, [Reading(day, {}) for day in days.get(name, ())], today.toordinal())
        if due is not None and due <= today.toordinal():
            yield name


def find_screen(screen: str) -> ScreenRecord:
    """The screen of that name."""
    records = read_screen_records()
    if screen not in records:
        known = ", ".join(records)
        raise NotFoundError(f"There is no movement screen “{screen}”. There are: {known}.")
    return records[screen]


def _look_around(runner: Runner, today: date) -> _Around:
    return _Around(
        runner=runner,
        today=today,
        person=person_of(runner, today),
        found=situate(runner, today),
        check=newest_check(runner),
        language=get_language() or "en",
    )


def _records() -> Iterator[tuple[str, ScreenRecord]]:
    yield from read_screen_records().items()


def _sentence(lines: Sequence[ScreenLine], due: Sequence[str]) -> str:
    if due:
        return ngettext(
            "%(count)s test is due. It can wait for a day on which your knee is quiet.",
            "%(count)s tests are due. They can wait for a day on which your knee is quiet.",
            len(due),
        ) % {"count": len(due)}
    worth = [line for line in lines if line.found == Found.WORTH_TRAINING]
    if worth:
        names = ", ".join(line.name for line in worth)
        return _("Worth training for you: %(names)s. Your plan knows.") % {"names": names}
    if any(line.days for line in lines):
        return _("Nothing stands out so far.")
    return _("Short tests show what is worth training. Each takes a few minutes, on two days.")


def _state(record: ScreenRecord, readings: Sequence[Reading], around: _Around) -> ScreenState:
    person, day = around.person, around.today.toordinal()
    rule = load_screen_rules()[record.id]
    return assess_screen(rule, readings, day, person.ages_y, person.sex)


def _line(record: ScreenRecord, rows: Sequence[ScreenReading], around: _Around) -> ScreenLine:
    readings = [to_reading(row) for row in rows]
    state = _state(record, readings, around)
    due = next_day(load_screen_rules()[record.id], readings, around.today.toordinal())
    unsafe = why_not(record, around.found, around.check, around.language)
    return ScreenLine(
        id=record.id,
        name=_text(record, around).name,
        quality=str(record.quality),
        quality_words=str(QUALITY_WORDS[record.quality]),
        found=str(state.found),
        found_words=str(FOUND_WORDS[state.found]),
        reason=str(state.reason),
        sentence=state_words(state, higher_is_better=record.higher_is_better),
        days=len(rows),
        last_day=rows[-1].day if rows else None,
        due=None if due is None else date.fromordinal(due),
        is_due=due is not None and due <= around.today.toordinal() and not unsafe,
        unsafe=unsafe,
        motion=record.motion,
    )


def _text(record: ScreenRecord, around: _Around) -> ScreenText:
    return read_words("screens", around.language)[record.id]


def _sheet(record: ScreenRecord, rows: Sequence[ScreenReading], around: _Around) -> ScreenSheet:
    text, rule = _text(record, around), load_screen_rules()[record.id]
    readings = [to_reading(row) for row in rows]
    state = _state(record, readings, around)
    stops = read_words("stops", around.language)
    names = read_words("exercises", around.language)
    day = around.today.toordinal()
    return ScreenSheet(
        line=_line(record, rows, around),
        purpose=text.purpose.text,
        purpose_source=claim_source(text.purpose),
        needs=text.needs,
        steps=text.steps,
        stop_if=tuple(stops[name].words for name in record.stop_if),
        not_when=text.not_when,
        reading=text.reading,
        unit=str(record.unit),
        unit_words=str(UNIT_WORDS[record.unit]),
        sides=tuple(str(side) for side in sides_of(record.sides)),
        marks=tuple(MarkLine(mark, text.marks[mark]) for mark in record.marks),
        most=record.most,
        step=STEPS[record.unit],
        seconds=record.seconds,
        beat_per_min=record.beat_per_min,
        is_timed=record.is_timed,
        higher_is_better=record.higher_is_better,
        values=tuple(_side(each, record) for each in state.sides),
        weaker="" if state.weaker is None else str(state.weaker),
        cut=state.cut,
        cut_words=cut_words(rule, state.cut, record.unit),
        cut_source=source_words(record.flag.sources, record.flag.certainty),
        norms=tuple(_norms(record, rule, around.person)),
        usual="" if text.usual is None else text.usual.text,
        usual_source="" if text.usual is None else claim_source(text.usual),
        error_words=error_words(rule, record.unit),
        error_source=source_words(record.error.sources, record.error.certainty),
        limits=text.limits.text,
        limits_source=claim_source(text.limits),
        changes=tuple(_change(rule, readings, side, day) for side in sides_of(record.sides)),
        readings=tuple(_reading(row, record) for row in rows),
        trains=tuple(ExerciseName(name, names[name].name) for name in record.trains),
        film_view="" if record.film is None else str(record.film.view),
        film_how=text.film_how,
        film_limits="" if text.film_limits is None else text.film_limits.text,
        film_limits_source="" if text.film_limits is None else claim_source(text.film_limits),
        films=tuple(_films(record, around)),
        lock=routine_lock(around.runner),
        version=version_of_screens(),
    )


def _films(record: ScreenRecord, around: _Around) -> Iterator[FilmLine]:
    """Her films of a screen; what they suggest is not told while no screen may be done."""
    stop = why_not_at_all(around.found)
    for line in screen_films(around.runner, record.id):
        yield replace(line, sentence=stop) if stop and line.state == FilmState.DONE else line


def _side(state: SideState, record: ScreenRecord) -> SideLine:
    span = state.range
    shown = "" if span is None else range_words(span, record.unit)
    reason = REASON_WORDS.get(state.reason, "") if state.found is Found.CANNOT_SAY else ""
    return SideLine(
        side=str(state.side),
        side_words=str(SIDE_WORDS[state.side]),
        found=str(state.found),
        reason=str(state.reason),
        value=None if span is None else span.value,
        low=None if span is None else max(span.low, 0.0),
        high=None if span is None else span.high,
        words=shown or str(reason or REASON_WORDS[Reason.NO_TEST]),
    )


def _norms(record: ScreenRecord, rule: ScreenRule, person: Person) -> Iterator[NormLine]:
    """What is usual at her age for her sex; where she said neither, of each."""
    if person.ages_y is None:
        return
    sexes = tuple(Sex) if person.sex is None else (person.sex,)
    seen: list[Norm] = []
    for sex in sexes:
        for norm in norms_at(rule, person.ages_y[0], sex):
            if norm not in seen:
                seen.append(norm)
                yield _norm(record, norm)


def _norm(record: ScreenRecord, norm: Norm) -> NormLine:
    told = next(each for each in record.norms if each.age_from_y == norm.age_from_y)
    ages = {"low": norm.age_from_y, "high": norm.age_below_y - 1}
    who = (
        _("women of %(low)s to %(high)s years")
        if norm.sex is Sex.FEMALE
        else _("men of %(low)s to %(high)s years")
    ) % ages
    words = value_words(norm.usual, record.unit)
    if norm.low is not None and norm.high is not None:
        parts = {"value": words, "low": f"{norm.low:g}", "high": f"{norm.high:g}"}
        words = _("%(value)s (most from %(low)s to %(high)s)") % parts
    source = source_words(told.sources, told.certainty)
    return NormLine(who, norm.usual, norm.low, norm.high, words, source)


def _change(rule: ScreenRule, readings: Sequence[Reading], side: Side, day: int) -> ChangeLine:
    change, span = find_change(rule, readings, side, day)
    return ChangeLine(
        side=str(side),
        change=str(change),
        difference=None if span is None else span.value,
        noise=None if span is None else span.high - span.value,
        sentence=change_sentence(side, change),
    )


def _reading(row: ScreenReading, record: ScreenRecord) -> ReadingLine:
    values = {Side.LEFT: row.left, Side.RIGHT: row.right, Side.BOTH: row.both}
    told = [
        _("%(side)s %(value)s")
        % {"side": SIDE_WORDS[side], "value": value_words(value, record.unit)}
        for side, value in values.items()
        if value is not None
    ]
    return ReadingLine(row.day, row.left, row.right, row.both, row.is_filmed, ", ".join(told))
