"""An outing of the plan as a structured workout, which a watch leads through step by step.

Numbers of messages, fields and choices follow the public description of the FIT format.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil, floor, isfinite
from typing import Any

from django.utils.translation import gettext as _

from midstance.core.base.errors import InvalidValueError, RefusedError
from midstance.core.plan.return_to_run import OutingKind, Stage
from midstance.importers.fit.encode import (
    ENUM,
    UINT16,
    UINT32,
    UINT32Z,
    Field,
    encode_file,
    encode_messages,
    to_fit_time,
)
from midstance.importers.fit.profile import FIRST_ABSOLUTE_TIME, STRING
from midstance.importers.fit.sports import RUNNING

FILE_ID, WORKOUT, WORKOUT_STEP = 0, 26, 27
WORKOUT_FILE, DEVELOPMENT, PRODUCT = 5, 255, 1
WALKING = 11
ACTIVE, WARM_UP, RECOVERY = 0, 2, 4
TIME, REPEAT = 0, 6
SPEED, OPEN, CADENCE = 0, 2, 3
CUSTOM = 0  # stands where the number of a zone could be

INDEX, NAME, NOTE = (254, UINT16), (0, STRING), (8, STRING)
DURATION_KIND, DURATION, INTENSITY = (1, ENUM), (2, UINT32), (7, ENUM)
FIRST_TARGET = (TARGET_KIND, TARGET, LOW, HIGH) = (3, ENUM), (4, UINT32), (5, UINT32), (6, UINT32)
SECOND_TARGET = (19, ENUM), (20, UINT32), (21, UINT32), (22, UINT32)

LAST_U32 = 2**32 - 1
NAME_BYTES, STEP_NAME_BYTES, NOTE_BYTES = 23, 15, 49
LONGEST_S = 24 * 3600
SHORTEST_PART_S = 1
FASTEST_MPS, QUICKEST_SPM = 12.5, 300
FEET = 2

Band = tuple[float, float]


@dataclass(frozen=True)
class Target:
    """A band to stay in, in the unit of the file: mm/s, or steps of one foot a minute."""

    kind: int
    low: int
    high: int


@dataclass(frozen=True)
class Step:
    """A stretch of time; the first target is the one that the watch warns about."""

    name: str
    note: str
    intensity: int
    length_ms: int
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Repeat:
    """Go back to a step until the steps from there on were done so many times in all."""

    back_to: int
    times: int


def write_workout(
    name: str,
    stage: Stage,
    *,
    created_at: datetime,
    serial: int,
    target_speed_mps: Band | None = None,
    cadence_spm: Band | None = None,
) -> bytes:
    """The bytes of a FIT workout file.

    Parameters
    ----------
    name : what the watch lists it as; cut to whole words where it is too long.
    stage : a walk, a run, or walks and runs in turn, walking first.
    created_at, serial : tell the file from others on the watch; the serial is never 0.
    target_speed_mps, cadence_spm : bands for the running in it; both feet count.

    Raises
    ------
    RefusedError
        The outing is hops.
    InvalidValueError
        A number is outside what is possible, or there is a target and nothing to run.

    Notes
    -----
    A step is never longer than the stage says: parts of a millisecond are left away.
    """
    _check_stage(stage)
    _check_origin(created_at, serial)
    targets = _targets(target_speed_mps, cadence_spm)
    if targets and not stage.run_s:
        raise InvalidValueError("Expected a target only where there is running, got a walk.")
    steps = _steps(stage, targets, _run_note(cadence_spm))
    sport = RUNNING if stage.run_s else WALKING
    return encode_file(
        (
            _file_id(to_fit_time(created_at), serial),
            _workout(_short(name, NAME_BYTES), sport, len(steps)),
            _workout_steps(steps),
        )
    )


def _check_stage(stage: Stage) -> None:
    if stage.kind in {OutingKind.HOPS_TWO_LEGS, OutingKind.HOPS_ONE_LEG}:
        raise RefusedError(
            "Expected a walk or a run for the watch, got hops: they are counted and not timed. "
            "Follow them in the app."
        )
    parts = [part for part in (stage.walk_s, stage.run_s) if part != 0]
    is_sound = all(isfinite(part) and part >= SHORTEST_PART_S for part in parts)
    if not (parts and is_sound and stage.repeats >= 1 and stage.total_s <= LONGEST_S):
        raise InvalidValueError(
            f"Expected parts of at least {SHORTEST_PART_S} s and at most {LONGEST_S} s in all, got "
            f"{stage.repeats} times {stage.walk_s} s and {stage.run_s} s."
        )


def _check_origin(created_at: datetime, serial: int) -> None:
    if not 0 < serial <= LAST_U32:
        raise InvalidValueError(f"Expected a serial from 1 to {LAST_U32}, got {serial}.")
    if created_at.tzinfo is None or not FIRST_ABSOLUTE_TIME <= to_fit_time(created_at) < LAST_U32:
        raise InvalidValueError(f"Expected a time of this century with a zone, got {created_at}.")


def _targets(speed_mps: Band | None, cadence_spm: Band | None) -> tuple[Target, ...]:
    found = []
    if speed_mps is not None:
        low, high = _checked(speed_mps, FASTEST_MPS, "m/s")
        found.append(Target(SPEED, round(1000 * low), round(1000 * high)))
    if cadence_spm is not None:
        low, high = _checked(cadence_spm, QUICKEST_SPM, "steps a minute")
        found.append(Target(CADENCE, floor(low / FEET), ceil(high / FEET)))
    return tuple(found)


def _checked(band: Band, most: float, unit: str) -> Band:
    low, high = band
    if not 0 < low <= high <= most:
        raise InvalidValueError(f"Expected a band up to {most} {unit}, got {low} to {high}.")
    return band


def _run_note(cadence_spm: Band | None) -> str:
    if cadence_spm is None:
        return _("Run easily")
    told = {"low": floor(cadence_spm[0]), "high": ceil(cadence_spm[1])}
    return _("Run easily, %(low)s to %(high)s steps a minute") % told


def _steps(stage: Stage, targets: tuple[Target, ...], run_note: str) -> list[Step | Repeat]:
    """Walks and runs in turn: the first walk warms up, those in between are for recovery."""
    if not stage.run_s:
        words = _("Walk briskly")
        return [Step(words, words, ACTIVE, _ms(stage.total_s))]
    run = Step(_("Run easily"), run_note, ACTIVE, _ms(stage.run_s), targets)
    if not stage.walk_s:
        return [replace(run, length_ms=_ms(stage.total_s))]
    walk = Step(_("Walk"), _("Walk"), RECOVERY, _ms(stage.walk_s))
    steps: list[Step | Repeat] = [replace(walk, intensity=WARM_UP), run]
    if stage.repeats > 1:
        steps += [walk, run]
    if stage.repeats > 2:  # noqa: PLR2004 - the first block stands apart
        steps.append(Repeat(back_to=2, times=stage.repeats - 1))
    return steps


def _ms(length_s: float) -> int:
    return floor(1000 * length_s + 1e-6)


def _file_id(created: int, serial: int) -> bytes:
    return encode_messages(
        FILE_ID,
        0,
        {
            (0, ENUM): WORKOUT_FILE,
            (1, UINT16): DEVELOPMENT,
            (2, UINT16): PRODUCT,
            (3, UINT32Z): serial,
            (4, UINT32): created,
        },
    )


def _workout(name: str, sport: int, count: int) -> bytes:
    return encode_messages(WORKOUT, 1, {(4, ENUM): sport, (6, UINT16): count, (8, STRING): name})


def _workout_steps(steps: Sequence[Step | Repeat]) -> bytes:
    rows = [{INDEX: index} | _row(step) for index, step in enumerate(steps)]
    fields = dict.fromkeys(field for row in rows for field in row)
    return encode_messages(
        WORKOUT_STEP, 2, {field: [row.get(field) for row in rows] for field in fields}
    )


def _row(step: Step | Repeat) -> dict[Field, Any]:
    if isinstance(step, Repeat):
        return {
            DURATION_KIND: REPEAT,
            DURATION: step.back_to,
            TARGET_KIND: OPEN,
            TARGET: step.times,
        }
    row: dict[Field, Any] = {
        NAME: _short(step.name, STEP_NAME_BYTES),
        NOTE: _short(step.note, NOTE_BYTES),
        INTENSITY: step.intensity,
        DURATION_KIND: TIME,
        DURATION: step.length_ms,
        TARGET_KIND: OPEN,
        TARGET: CUSTOM,
    }
    for fields, target in zip((FIRST_TARGET, SECOND_TARGET), step.targets, strict=False):
        row |= zip(fields, (target.kind, CUSTOM, target.low, target.high), strict=True)
    return row


def _short(text: str, most_bytes: int) -> str:
    """In one line, cut between words where that is possible."""
    plain = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    if not plain:
        raise InvalidValueError("Expected a name, got none. Give the workout a name.")
    if len(plain.encode()) <= most_bytes:
        return plain
    more = plain.encode()[: most_bytes + 1].decode(errors="ignore")
    words = more.rpartition(" ")[0].rstrip(" ,;:–-")
    return words or plain.encode()[:most_bytes].decode(errors="ignore")
