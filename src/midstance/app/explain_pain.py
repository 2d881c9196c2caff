"""What changed before a pain, or that nobody can say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from midstance.app.checking.days import today_of
from midstance.app.routine_lock import routine_lock
from midstance.app.run_history import RunHistory, read_run_history
from midstance.app.show_run_words import rounded_percent
from midstance.app.tissue_words import TISSUE_WORDS
from midstance.app.training.asked import source_words
from midstance.app.training.knee import KneeState, read_knee
from midstance.app.training.pain_words import SEE_SOMEONE
from midstance.app.training.room import TISSUE_OF
from midstance.app.usual import FEWEST_RUNS, read_descriptor
from midstance.app.why import words
from midstance.app.why.columns import read_change_runs, read_change_sessions
from midstance.app.why.onsets import read_onsets
from midstance.app.why.records import ChangeLine, LoadPart, PainReasons
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.change_measures import Measure
from midstance.core.load.changes import Change, ChangeSearch, search_changes
from midstance.core.load.explain import LoadDescriptor
from midstance.core.load.periods import PeriodShares, explain_periods
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.knowledge.changes import read_change_rules, read_changes
from midstance.knowledge.records_changes import Raises
from midstance.knowledge.why_constants import load_search_constants, load_why_constants
from midstance.store.models import Run, Runner, SessionKind, SessionLog, TissueLoadRow, Units

MOST_ONSETS = 12
MOST_STRETCHES = 26


def explain_pain(
    runner: Runner,
    onset: date | None = None,
    tissue: str | None = None,
    *,
    today: date | None = None,
) -> PainReasons:
    """Say what changed before a day, or before the latest pain that began.

    *Changes* nothing.
    *Refuses* a day to come and an unknown tissue (InvalidValueError).
    *Twice* gives the same.
    *Privacy* the runner's own runs and answers only.
    """
    today = today or today_of(runner)
    if onset is not None and onset > today:
        raise InvalidValueError(f"The day ({onset}) is still to come.")
    knee = read_knee(runner)
    onsets = read_onsets(runner, today, load_why_constants())
    asked = onset or (onsets[0] if onsets else None)
    found = _empty(runner, asked, onsets, knee, _tissue(tissue, knee))
    if found.is_care:
        return found
    if asked is None:
        return replace(_cannot(found, str(words.NO_PAIN)), note=str(words.NO_PAIN_NOTE))
    return _reasons(runner, found, asked, today)


def _tissue(asked: str | None, knee: KneeState) -> Tissue:
    if asked is None:
        return TISSUE_OF.get(knee.condition, Tissue.PATELLOFEMORAL)
    if asked not in set(Tissue):
        raise InvalidValueError(f"Expected a tissue of {', '.join(Tissue)}, got {asked!r}.")
    return Tissue(asked)


def _empty(
    runner: Runner,
    onset: date | None,
    onsets: tuple[date, ...],
    knee: KneeState,
    tissue: Tissue,
) -> PainReasons:
    """All but the reasons; a sentence stands in it only where care comes first."""
    lock = routine_lock(runner)
    care = lock.sentence if lock else str(SEE_SOMEONE) if knee.has_red_flag else ""
    return PainReasons(
        onset=onset,
        is_told=onset in onsets,
        onsets=onsets[:MOST_ONSETS],
        tissue=str(tissue),
        tissue_words=str(TISSUE_WORDS[tissue]),
        lock=lock,
        is_care=bool(care),
        needs_check=onset is not None and (knee.checked_on is None or knee.checked_on < onset),
        sentence=care,
        note="",
        cannot_say="",
    )


def _cannot(found: PainReasons, sentence: str) -> PainReasons:
    return replace(found, sentence=sentence, cannot_say=sentence)


def _reasons(runner: Runner, found: PainReasons, onset: date, today: date) -> PainReasons:
    look_back = timedelta(days=load_search_constants().look_back_days - 1)
    history = read_run_history(runner, onset, first=onset - look_back)
    found = replace(found, not_known=tuple(_left_out(runner, onset, today)))
    why_not = _why_not(runner, history, onset)
    if why_not:
        return _cannot(found, why_not)
    tissue = Tissue(found.tissue)
    runs = read_change_runs(runner, history, tissue)
    sessions = read_change_sessions(runner, onset)
    searched = search_changes(
        runs, sessions, onset.toordinal(), read_change_rules(), load_search_constants()
    )
    keys = [history.keys[at] for at in np.argsort(history.day, kind="stable")]
    told = _Told(searched, tissue, keys, imperial=runner.units == Units.IMPERIAL)
    return _with_load(runner, told.fill(found), searched, int(runs.day[0]))


def _left_out(runner: Runner, onset: date, today: date) -> Iterator[str]:
    """Runs with a clock gone wrong, and runs that she told of and nothing recorded."""
    runs = Run.objects.owned_by(runner).shown()
    count = runs.filter(local_day__gt=today).count()
    if count:
        yield words.future_words(count)
    constants = load_why_constants()
    days = round(constants.share_recent_days + constants.share_usual_days)
    span = (onset - timedelta(days=days - 1), onset)
    told = SessionLog.objects.owned_by(runner).filter(kind=SessionKind.RUN, day__range=span)
    recorded = runs.filter(local_day__range=span).values("local_day")
    count = told.exclude(day__in=recorded).values("day").distinct().count()
    if count:
        yield words.untimed_words(count, days)


def _why_not(runner: Runner, history: RunHistory, onset: date) -> str:
    """Why no run can tell anything about that day, "" where some can."""
    runs = Run.objects.owned_by(runner).shown()
    last = runs.filter(local_day__lte=onset).order_by("local_day").values_list("local_day").last()
    if last is None:
        return str(words.BEFORE_FIRST if runs.exists() else words.NO_RUNS)
    days = (onset - last[0]).days
    if days >= load_why_constants().share_recent_days:
        return words.not_run_words(days)
    return str(words.ONE_RUN) if len(history) == 1 else ""


@dataclass(frozen=True)
class _Told:
    """A search in words."""

    searched: ChangeSearch
    tissue: Tissue
    keys: Sequence[str]
    imperial: bool

    def fill(self, found: PainReasons) -> PainReasons:
        """The reasons with all that was found."""
        known = [change for change in self.searched.changes if change.change is not None]
        unusual = [self._line(change) for change in known if change.is_unusual]
        unusual.sort(key=lambda line: line.raises_load is False)
        rest = [self._line(change) for change in known if not change.is_unusual]
        beyond = next((line for line in rest if line.beyond_limit), None)
        cannot = self._cannot_say(known)
        sentence, note = self._answer(unusual, cannot)
        return replace(
            found,
            sentence=sentence,
            note=note,
            cannot_say=cannot,
            changes=tuple(unusual),
            beyond_limit=beyond,
            looked_at=tuple(rest),
            not_known=(*found.not_known, *self._not_known()),
            basis="" if cannot else self._basis(len(known)),
        )

    def _basis(self, looks: int) -> str:
        alarm_frac = load_search_constants().alarm_frac
        return words.basis_words(self.searched.windows, looks, alarm_frac)

    def _cannot_say(self, known: Sequence[Change]) -> str:
        """Nothing is said to be usual where most could not be looked at."""
        if any(change.is_unusual for change in known):
            return ""
        if not any(change.rule.measure is Measure.WEEKLY_DISTANCE for change in known):
            return str(words.NO_USUAL)
        distance = next(each for each in known if each.rule.measure is Measure.WEEKLY_DISTANCE)
        if distance.is_unusual is not None:
            return ""
        return str(words.TOO_SHORT)

    def _too_short(self) -> str:
        constants = load_search_constants()
        return words.too_short_words(
            self.searched.windows, constants.least_windows, constants.block_days
        )

    def _answer(self, unusual: Sequence[ChangeLine], cannot: str) -> tuple[str, str]:
        """The sentence and the note below it."""
        if cannot:
            return cannot, self._too_short() if cannot == str(words.TOO_SHORT) else ""
        if not unusual:
            return str(words.NOTHING), str(words.NOTHING_NOTE)
        top = next(each for each in self.searched.changes if each.rule.measure == unusual[0].what)
        note = words.EASED_NOTE if unusual[0].raises_load is False else words.SOMETHING_NOTE
        head = words.head_words(top.rule.measure, rose=top.rose)
        return head, str(note)

    def _not_known(self) -> Iterator[str]:
        for change in self.searched.changes:
            unknown = words.WORDS[change.rule.measure].unknown
            if change.change is None and unknown is not None:
                yield str(unknown)

    def _line(self, change: Change) -> ChangeLine:
        measure, record = change.rule.measure, read_changes()[change.rule.measure]
        before, after = change.before or 0.0, change.after or 0.0
        told = [
            words.value_words(measure, value, imperial=self.imperial) for value in (before, after)
        ]
        raises = self._raises(change)
        days, history = _stretches(change, self.searched.last_run_day or 0)
        limit = record.limit_times
        return ChangeLine(
            what=str(measure),
            title=str(words.WORDS[measure].title),
            before=before,
            after=after,
            before_words=told[0],
            after_words=told[1],
            unusual=change.is_unusual,
            percentile_frac=change.percentile_frac,
            chance_frac=change.chance_frac,
            certainty=str(record.grade),
            raises_load=raises,
            beyond_limit=limit is not None and after > limit * before,
            words=words.told_words(measure, *told),
            usual_words=words.usual_words(change.percentile_frac),
            load_words=words.load_words(raises, self.tissue),
            certainty_words=str(words.CERTAINTY[record.grade]),
            source=source_words(record.sources, record.certainty),
            span_words=words.span_words(change.rule.window_days, change.rule.usual_days),
            run="" if change.run is None else self.keys[change.run],
            days=days,
            history=history,
        )

    def _raises(self, change: Change) -> bool | None:
        """Whether it loads the tissue more, which few changes tell."""
        record = read_changes()[change.rule.measure]
        if record.raises is Raises.UNKNOWN or self.tissue not in record.tissues:
            return None
        return change.rose is (record.raises is Raises.MORE)


def _stretches(change: Change, last: int) -> tuple[tuple[date, ...], tuple[float, ...]]:
    """The measure in stretches of their own back from the last run, the newest last."""
    if not change.history_day.size:
        return (), ()
    ends = last - change.rule.window_days * np.arange(MOST_STRETCHES, 0, -1)
    at = np.searchsorted(change.history_day, ends, "right") - 1
    near = (at >= 0) & (ends - change.history_day[at] < change.rule.window_days)
    days = tuple(date.fromordinal(int(day)) for day in ends[near])
    return days, tuple(float(value) for value in change.history[at[near]])


def _with_load(
    runner: Runner, found: PainReasons, searched: ChangeSearch, first_run: int
) -> PainReasons:
    """Add what made the load of the days before the pain."""
    tissue, last = Tissue(found.tissue), searched.last_run_day
    if tissue not in FORCE_TISSUES or last is None:
        return found
    constants = load_why_constants()
    days = round(constants.share_recent_days)
    usual_days = min(round(constants.share_usual_days), last + 1 - days - first_run)
    split = _split_load(runner, tissue, last, days, usual_days)
    if split is None:
        return found
    parts = sorted(split.log_shares.items(), key=lambda pair: -abs(pair[1]))
    return replace(
        found,
        load_share=dict(split.log_shares),
        load_log_ratio=split.log_ratio,
        load_sentence=words.load_sentence(split.ratio, days, round(usual_days / 7), tissue),
        load_parts=tuple(_part(name, share) for name, share in parts),
    )


def _split_load(
    runner: Runner, tissue: Tissue, last: int, days: int, usual_days: int
) -> PeriodShares | None:
    end = date.fromordinal(last)
    begin = end - timedelta(days=days - 1)
    later = _descriptors(runner, tissue, begin, end)
    first = begin - timedelta(days=max(usual_days, 1))
    earlier = _descriptors(runner, tissue, first, begin - timedelta(days=1))
    if len(earlier) < FEWEST_RUNS or not later:
        return None
    return explain_periods(earlier, later, earlier_days=usual_days, later_days=days)


def _descriptors(
    runner: Runner, tissue: Tissue, first: date, last: date
) -> tuple[LoadDescriptor, ...]:
    rows = TissueLoadRow.objects.owned_by(runner).filter(
        tissue=tissue,
        descriptor__isnull=False,
        run__duplicate_of=None,
        run__local_day__gte=first,
        run__local_day__lte=last,
    )
    stored = rows.order_by("run__start_at", "run__key").values_list("descriptor", flat=True)
    return tuple(read_descriptor(tissue, each) for each in stored if each is not None)


def _part(name: str, share: float) -> LoadPart:
    factor = float(np.exp(share))
    is_real = bool(rounded_percent(factor))
    return LoadPart(name, factor, share, words.part_words(name, factor), is_real)
