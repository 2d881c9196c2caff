"""What readers that know nothing of each other find in a workout file, told in one way."""

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from warnings import catch_warnings

import fitdecode
import fitparse
import numpy as np
from fit_tool import FitError, FitFile
from fit_tool.base_type import BaseType
from fit_tool.data_message import DataMessage
from fit_tool.field import Field
from fit_tool.generic_message import GenericMessage
from fit_tool.profile import profile_type

from midstance.core.base.errors import UnreadableFileError
from midstance.importers.fit import decode_fit

FILE_ID, WORKOUT, WORKOUT_STEP = 0, 26, 27
INTENSITIES = {0: "active", 2: "warmup", 4: "recovery"}
KINDS = {0: "time", 6: "repeat_until_steps_cmplt"}
TARGETS = {0: "speed", 2: "open", 3: "cadence"}
SPORTS = {1: "running", 11: "walking"}
ENUMS = {
    "file": profile_type.FileType,
    "sport": profile_type.Sport,
    "intensity": profile_type.Intensity,
    "wkt_step_duration": profile_type.WorkoutStepDuration,
    "wkt_step_target": profile_type.WorkoutStepTarget,
}


@dataclass(frozen=True)
class ReadTarget:
    """Speeds in m/s; steps of one foot a minute."""

    kind: str
    low: float
    high: float


@dataclass(frozen=True)
class ReadStep:
    index: int
    kind: str
    name: str
    note: str
    intensity: str | None
    length_s: float | None
    back_to: int | None
    times: int | None
    targets: tuple[ReadTarget, ...]


@dataclass(frozen=True)
class ReadWorkout:
    kind: str
    serial: int
    created_at: datetime
    name: str
    sport: str
    count: int
    steps: tuple[ReadStep, ...]

    @property
    def total_s(self) -> float:
        """As a watch does it: step by step, going back until the repeats are done."""
        total, at, done = 0.0, 0, {}
        while at < len(self.steps):
            step = self.steps[at]
            if step.length_s is not None:
                total += step.length_s
                at += 1
                continue
            done[at] = done.get(at, 1) + 1
            at = step.back_to if done[at] <= step.times else at + 1
        return total


class DamagedError(Exception):
    """A reader stumbles over the bytes or says that they are not what was written."""


def read_with_fitdecode(data: bytes) -> ReadWorkout:
    strict = {
        "check_crc": fitdecode.CrcCheck.RAISE,
        "error_handling": fitdecode.ErrorHandling.RAISE,
    }
    try:
        with fitdecode.FitReader(io.BytesIO(data), **strict) as reader:
            frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    except (fitdecode.exceptions.FitError, struct.error, TypeError, ValueError) as error:
        raise DamagedError from error
    return tell(
        [(each.name, {field.name: field.value for field in each.fields}) for each in frames]
    )


def read_with_fitparse(data: bytes) -> ReadWorkout:
    try:
        with catch_warnings(action="ignore"):  # it reads on to the check sum
            messages = list(fitparse.FitFile(io.BytesIO(data), check_crc=True).get_messages())
    except (fitparse.FitParseError, TypeError) as error:
        raise DamagedError from error
    return tell([(each.name, each.get_values()) for each in messages])


def read_with_fit_tool(data: bytes) -> ReadWorkout:
    """It gives numbers with the name of what each means there, and enums to read them by."""
    try:
        records = FitFile.from_bytes(data).records
    except (FitError, UnicodeDecodeError) as error:
        raise DamagedError from error
    found = [record.message for record in records if not record.is_definition]
    assert not any(isinstance(message, GenericMessage) for message in found)
    return tell([(message.name, fit_tool_fields(message)) for message in found])


def fit_tool_fields(message: DataMessage) -> dict[str, object]:
    told = {}
    for field in message.fields:
        if not field.is_valid() or field.encoded_values in ([], [unset_of(field)]):
            continue
        (meaning,) = field.resolve_sub_field(message.fields).matches or (None,)
        value = field.get_value(sub_field=meaning)
        told[field.name if meaning is None else meaning.name] = value
        if field.type_name in ENUMS:
            told[field.name] = ENUMS[field.type_name](value).name.lower()
        elif field.type_name == "date_time":
            told[field.name] = datetime.fromtimestamp(value / 1000, UTC)
    return told


def unset_of(field: Field) -> object:
    return None if field.base_type is BaseType.STRING else field.base_type.invalid_raw_value()


def read_with_our_own(data: bytes) -> ReadWorkout:
    """Raw numbers, as our decoder has no names for these messages."""
    try:
        file = decode_fit(data, unknown=True)
    except UnreadableFileError as error:
        raise DamagedError from error
    if file.notes:
        raise DamagedError
    (part,) = file.parts
    file_id, workout, steps = (
        part.messages[name] for name in ("file_id", "message_26", "message_27")
    )
    return ReadWorkout(
        kind=file.kind,
        serial=int(file_id.numbers("serial_number")[0]),
        created_at=datetime.fromtimestamp(file_id.numbers("time_created")[0], UTC),
        name=workout.texts("field_8")[0],
        sport=SPORTS[int(workout.numbers("field_4")[0])],
        count=int(workout.numbers("field_6")[0]),
        steps=tuple(tell_raw_step(steps, row) for row in range(len(steps))),
    )


READERS: dict[str, Callable[[bytes], ReadWorkout]] = {
    "fitdecode": read_with_fitdecode,
    "fitparse": read_with_fitparse,
    "fit-tool": read_with_fit_tool,
    "our own": read_with_our_own,
}


def tell(messages: list[tuple[str, dict[str, object]]]) -> ReadWorkout:
    (file_id,) = (fields for name, fields in messages if name == "file_id")
    (workout,) = (fields for name, fields in messages if name == "workout")
    return ReadWorkout(
        kind=file_id["type"],
        serial=file_id["serial_number"],
        created_at=file_id["time_created"].replace(tzinfo=UTC),
        name=workout["wkt_name"],
        sport=workout["sport"],
        count=workout["num_valid_steps"],
        steps=tuple(tell_step(fields) for name, fields in messages if name == "workout_step"),
    )


def tell_step(fields: dict[str, object]) -> ReadStep:
    targets = []
    for prefix in ("", "secondary_"):
        kind = fields.get(f"{prefix}target_type")
        low, high = (fields.get(f"{prefix}custom_target_{kind}_{end}") for end in ("low", "high"))
        if kind not in {None, "open"}:
            zone = fields[f"{prefix}target_{kind}_zone"]
            assert zone == 0, "a custom band belongs to no zone"
            targets.append(ReadTarget(kind, low, high))
    return ReadStep(
        index=fields["message_index"],
        kind=fields["duration_type"],
        name=fields.get("wkt_step_name") or "",
        note=fields.get("notes") or "",
        intensity=fields.get("intensity"),
        length_s=fields.get("duration_time"),
        back_to=fields.get("duration_step"),
        times=fields.get("repeat_steps"),
        targets=tuple(targets),
    )


def tell_raw_step(steps, row: int) -> ReadStep:
    def number(field: int) -> int | None:
        column = steps.numbers(f"field_{field}")
        return None if column is None or np.isnan(column[row]) else int(column[row])

    targets = []
    for first in (3, 19):
        kind, _, low, high = (number(first + offset) for offset in range(4))
        if kind not in {None, 2}:
            scale = 1000 if TARGETS[kind] == "speed" else 1
            targets.append(ReadTarget(TARGETS[kind], low / scale, high / scale))
    repeats = KINDS[number(1)] != "time"
    return ReadStep(
        index=number(254),
        kind=KINDS[number(1)],
        name=steps.texts("field_0")[row],
        note=steps.texts("field_8")[row],
        intensity=INTENSITIES.get(number(7)),
        length_s=None if repeats else number(2) / 1000,
        back_to=number(2) if repeats else None,
        times=number(4) if repeats else None,
        targets=tuple(targets),
    )
