"""One digest of everything that belongs to a runner, however and wherever it came to be stored.

Row ids, times of importing, jobs and their reports are left out, references are told by what they
point at, streams by their values and numbers by twelve digits. So an interrupted and resumed import
equals an uninterrupted one, SQLite equals PostgreSQL, and a rebuild equals the original.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from midstance.store.models import (
    CheckIn,
    ClinicianAnswer,
    CueTrial,
    Film,
    FilmGait,
    FilmPicture,
    KneeCheck,
    NoteShown,
    Original,
    OwnActivity,
    PainEntry,
    PlannedWeek,
    PlanWishes,
    Questionnaire,
    ReminderShown,
    Reminding,
    Run,
    RunLoad,
    Runner,
    RunStreams,
    ScreenReading,
    SessionLog,
    Shoe,
    TissueLoadRow,
    WeekReview,
)
from midstance.store.rows import plain_json, to_plain
from midstance.store.streams import PackedStreams, unpack_values

DIGITS = 12
STREAMS = "StreamBlob"  # from when each channel had its row: the digest outlives how it is stored
ROWS_PER_TURN = 500

# What tells a row of each table: its order, and what its references point at.
TOLD_BY: dict[Any, tuple[str, ...]] = {
    Runner: (),
    Shoe: ("name",),
    Original: ("sha256",),
    Run: ("key", "original__sha256", "duplicate_of__key", "shoe__name"),
    RunLoad: ("run__key",),
    TissueLoadRow: ("run__key", "tissue"),
    KneeCheck: ("key",),
    ClinicianAnswer: ("knee_check__key", "answered_on", "recorded_at"),
    PlanWishes: (),
    PlannedWeek: ("key",),
    SessionLog: ("key",),
    PainEntry: ("key", "run__key"),
    WeekReview: ("key",),
    OwnActivity: ("key",),
    CheckIn: ("key",),
    ScreenReading: ("day", "screen"),
    Film: ("told_at", "name"),
    FilmGait: ("film__told_at", "film__name"),
    FilmPicture: ("film__told_at", "film__name", "moment"),
    CueTrial: ("began_on", "cue", "film__told_at"),
    Questionnaire: ("name",),
    Reminding: (),
    ReminderShown: ("day",),
    NoteShown: ("day", "note"),
}
LEFT_OUT = frozenset({"id", "added_at", "imported_at", "created_at", "set_up_at", "watched_folder"})


def digest_runner(runner: Runner) -> str:
    """The digest of all that belongs to a runner, in hexadecimal."""
    return hashlib.sha256(to_line(digest_parts(runner))).hexdigest()


def digest_parts(runner: Runner) -> dict[str, str]:
    """The same by table, to see where two stores differ."""
    parts = {model.__name__: digest_lines(tell_rows(model, runner)) for model in TOLD_BY}
    return {**parts, STREAMS: digest_lines(tell_streams(runner))}


def digest_lines(told: Iterator[dict[str, Any]]) -> str:
    digest = hashlib.sha256()
    for row in told:
        digest.update(to_line(row))
    return digest.hexdigest()


def to_line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True).encode() + b"\n"


def tell_rows(model: Any, runner: Runner) -> Iterator[dict[str, Any]]:  # noqa: ANN401 # any of the models
    names = told_columns(model)
    rows = rows_of(model, runner).order_by(*(TOLD_BY[model] or ("pk",))).values_list(*names)
    for values in rows.iterator(chunk_size=ROWS_PER_TURN):
        plain = (round_numbers(plain_json(to_plain(value))) for value in values)
        yield dict(zip(names, plain, strict=True))


def rows_of(model: Any, runner: Runner) -> Any:  # noqa: ANN401 # any of the models, its rows
    """In the database that the runner was read from."""
    return model.objects.using(runner._state.db).owned_by(runner)  # noqa: SLF001 # as Django documents


def told_columns(model: Any) -> list[str]:  # noqa: ANN401 # any of the models
    own = (
        column.attname
        for column in model._meta.concrete_fields  # noqa: SLF001 # Django's documented way
        if not column.is_relation and column.attname not in LEFT_OUT
    )
    return list(dict.fromkeys((*TOLD_BY[model], *own)))


def tell_streams(runner: Runner) -> Iterator[dict[str, Any]]:
    rows = rows_of(RunStreams, runner).order_by("run__key").values_list("run__key", "codec", "blob")
    for key, codec, blob in rows.iterator(chunk_size=ROWS_PER_TURN):
        values = unpack_values(PackedStreams(codec, bytes(blob)))
        for name in sorted(values):
            digest = hashlib.sha256(values[name].tobytes()).hexdigest()
            yield {"run": key, "channel": name, "values": digest}


def round_numbers(value: Any) -> Any:  # noqa: ANN401 # any plain value
    match value:
        case bool() | str() | None:
            return value
        case int() | float():
            return f"{value:.{DIGITS}g}"
        case dict():
            return {key: round_numbers(part) for key, part in value.items()}
        case _:
            return [round_numbers(part) for part in value]
