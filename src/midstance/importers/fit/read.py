"""FIT bytes to activities: one for each session."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import IntArray
from midstance.importers.activity import Activity, Lap, Note, Source, Sport
from midstance.importers.clean_clock import check_offset
from midstance.importers.fit.decode import FitFile, FitPart, decode_fit
from midstance.importers.fit.device import read_created, read_device
from midstance.importers.fit.heart import Beats, join_beats, read_beats
from midstance.importers.fit.records import Records, find_shift, read_records
from midstance.importers.fit.sessions import Session, read_laps, read_pauses, read_sessions

NOT_ACTIVITIES = frozenset({"course", "segment", "workout", "settings", "schedules", "monitoring"})


def read_fit(data: bytes) -> tuple[Activity, ...]:
    """Read the activities of a FIT file, one for each session; a file of another kind has none.

    Raises
    ------
    UnknownFormatError, DamagedFileError, LimitExceededError
        As `decode_fit`, which also tells what kind of file it is.
    """
    file = decode_fit(data)
    with np.errstate(all="ignore"):
        beats = _find_beats(file)
        return _number(found for part in file.parts for found in _read_part(part, beats))


def read_fit_runs(data: bytes, may_be_run: Collection[Sport]) -> tuple[Activity, ...]:
    """The same without laps; of a file with one session of another sport only what sport it was.

    `may_be_run` are sports that something outside the file may yet call a run.
    """
    file = decode_fit(data, at_once=False)
    with np.errstate(all="ignore"):
        others = [_other_sport(part, may_be_run) for part in file.parts]
        beats = join_beats([]) if all(others) else _find_beats(file)
        found = [
            [other] if other else list(_read_part(part, beats, with_laps=False))
            for part, other in zip(file.parts, others, strict=True)
        ]
        return _number(activity for activities in found for activity in activities)


def _other_sport(part: FitPart, may_be_run: Collection[Sport]) -> Activity | None:
    """The one session of a part where it was surely no run."""
    if part.kind in NOT_ACTIVITIES or "session" not in part.messages:
        return None
    session, *more = read_sessions(part, 0.0)
    if more or session.sport.is_run or session.sport in may_be_run:
        return None
    none = np.empty(0)
    return Activity(
        source=Source.FIT,
        member="",
        sport=session.sport,
        start_s=session.start_s or 0.0,
        time_s=none,
        columns=MappingProxyType({}),
        pauses_s=none.reshape(0, 2),
    )


def _number(found: Iterable[Activity]) -> tuple[Activity, ...]:
    activities = tuple(found)
    if len(activities) < 2:  # noqa: PLR2004 - one needs no name
        return activities
    return tuple(
        replace(activity, member=f"session-{place}")
        for place, activity in enumerate(activities, start=1)
    )


def _read_part(part: FitPart, beats: Beats, *, with_laps: bool = True) -> Iterator[Activity]:
    if part.kind in NOT_ACTIVITIES:
        return
    messages = part.messages.get("record")
    stamps = None if messages is None else messages.numbers("timestamp")
    shift_s = find_shift(stamps, read_created(part))
    records = read_records(messages, shift_s, beats)
    sessions = read_sessions(part, shift_s)
    if not records.time_s.size and "session" not in part.messages:
        return
    laps = read_laps(part, shift_s) if with_laps else ()
    rows = _share_records(records, sessions)
    for session, own in zip(sessions, rows, strict=True):
        if own.size or not records.time_s.size:
            alone = len(sessions) == 1
            chosen = records if alone else records.chosen(own)
            yield _build(part, session, chosen, shift_s, _span(sessions, session), laps=laps)


def _find_beats(file: FitFile) -> Beats:
    """The strap's beats: some watches chain them behind the activity as files of their own."""
    return join_beats([read_beats(part.messages.get("hr")) for part in file.parts])


def _share_records(records: Records, sessions: list[Session]) -> list[IntArray]:
    """Which records belong to which session: those from its start to the next one's."""
    if len(sessions) == 1:
        return [np.arange(records.time_s.size)]
    starts_s = np.array([session.start_s or 0.0 for session in sessions])
    owner = np.searchsorted(starts_s, records.time_s, side="right") - 1
    return [np.flatnonzero(np.maximum(owner, 0) == place) for place in range(len(sessions))]


def _span(sessions: list[Session], session: Session) -> tuple[float, float]:
    """[start, end) of what belongs to a session: the first one also has all that came before."""
    later = [other.start_s for other in sessions if other.start_s is not None]
    place = sessions.index(session)
    start_s = -np.inf if place == 0 or session.start_s is None else session.start_s
    following = [other_s for other_s in later if session.start_s and other_s > session.start_s]
    return start_s, min(following, default=np.inf)


def _build(
    part: FitPart,
    session: Session,
    records: Records,
    shift_s: float,
    span_s: tuple[float, float],
    *,
    laps: tuple[Lap, ...],
) -> Activity:
    start_s, end_s = span_s
    pauses_s = read_pauses(part, shift_s)
    inside = (pauses_s[:, 0] >= start_s) & (pauses_s[:, 0] < end_s)
    offset_s, offset_notes = check_offset(_read_offset(part))
    return Activity(
        source=Source.FIT,
        member="",
        sport=session.sport,
        start_s=_find_start(session, records),
        time_s=records.time_s,
        columns=MappingProxyType(records.columns),
        pauses_s=pauses_s[inside],
        laps=tuple(lap for lap in laps if start_s <= lap.start_s < end_s),
        totals=session.totals,
        device=read_device(part),
        utc_offset_s=offset_s,
        notes=(*part.notes, *records.notes, *offset_notes, *_note_clock(shift_s)),
    )


def _find_start(session: Session, records: Records) -> float:
    if session.start_s is not None:
        return session.start_s
    return float(records.time_s[0]) if records.time_s.size else 0.0


def _read_offset(part: FitPart) -> float | None:
    messages = part.messages.get("activity")
    if messages is None:
        return None
    local, utc = messages.numbers("local_timestamp"), messages.numbers("timestamp")
    if local is None or utc is None or np.isnan(local[-1] - utc[-1]):
        return None
    return float(local[-1] - utc[-1])


def _note_clock(shift_s: float) -> tuple[Note, ...]:
    if shift_s == 0:
        return ()
    return (Note("clock_counts_uptime", 1),)
