"""Compare our FIT decoder with fitdecode 0.11 (MIT), value by value."""

import io
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import fitdecode
import numpy as np
from fitdecode.exceptions import FitError

from midstance.importers.fit import DeveloperKey, FitPart, Messages, decode_fit
from midstance.importers.fit.profile import FIRST_ABSOLUTE_TIME, FIT_EPOCH_S, MESSAGES

DEGREES = 180 / 2**31


@dataclass(eq=False)
class OraclePart:
    """What fitdecode read of one FIT file: messages by number, and whether it came to the end."""

    messages: dict[int, list[fitdecode.FitDataMessage]] = field(default_factory=dict)
    error: str = ""


def read_oracle(data: bytes) -> list[OraclePart]:
    parts: list[OraclePart] = []
    reader = fitdecode.FitReader(
        io.BytesIO(data),
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
        processor=None,
    )
    try:
        with reader:
            for frame in reader:
                if isinstance(frame, fitdecode.FitHeader):
                    parts.append(OraclePart())
                elif isinstance(frame, fitdecode.FitDataMessage):
                    parts[-1].messages.setdefault(frame.global_mesg_num, []).append(frame)
    except (FitError, ValueError, AssertionError, KeyError, TypeError, AttributeError) as error:
        if parts:
            parts[-1].error = f"{type(error).__name__}: {error}"
    return parts


def compare(data: bytes) -> Counter[str]:
    """How often each "message.field" differs; empty when all agrees."""
    found: Counter[str] = Counter()
    ours, theirs = decode_fit(data).parts, read_oracle(data)
    if len(ours) != len(theirs):
        found[f"parts {len(ours)} not {len(theirs)}"] += 1
    for part, oracle in zip(ours, theirs, strict=False):
        found.update(_compare_part(part, oracle))
    return found


def _compare_part(part: FitPart, oracle: OraclePart) -> Iterator[str]:
    for number, frames in oracle.messages.items():
        if number not in MESSAGES:
            continue
        messages = part.messages.get(MESSAGES[number].name)
        count = 0 if messages is None else len(messages)
        if count < len(frames) or (count > len(frames) and not oracle.error):
            yield f"{MESSAGES[number].name} count {count} not {len(frames)} {oracle.error}"
        if messages is not None:
            for row, frame in enumerate(frames[:count]):
                yield from _compare_message(messages, row, frame)


def _compare_message(
    messages: Messages, row: int, frame: fitdecode.FitDataMessage
) -> Iterator[str]:
    written = {f.field_def.def_num for f in frame.fields if f.field_def and not f.field_def.is_dev}
    for found in frame.fields:
        if found.field_def is not None and found.field_def.is_dev:
            yield from _compare_developer(messages, row, found)
            continue
        number = found.field_def.def_num if found.field_def else found.field.def_num
        profile = MESSAGES[messages.number].fields.get(number)
        if profile is None or (found.field_def is None and number in written):
            continue
        expected = _expect(found, is_time=profile.is_time)
        column = messages.columns.get(profile.name)
        if column is None or not _agree(column[row], expected):
            suffix = "" if found.field_def else " expanded"
            yield f"{messages.name}.{profile.name}{suffix}"


def _compare_developer(messages: Messages, row: int, found: object) -> Iterator[str]:
    definition = found.field_def
    key = DeveloperKey(definition.dev_data_index, definition.def_num)
    column = messages.developer.get(key)
    if column is None or not _agree(column.values[row], found.raw_value):
        yield f"{messages.name}.developer"


def _expect(found: object, *, is_time: bool) -> object:
    raw = found.raw_value
    if is_time:
        is_absolute = isinstance(raw, int) and raw >= FIRST_ABSOLUTE_TIME
        return raw + FIT_EPOCH_S if is_absolute else raw
    value = found.value
    if isinstance(raw, tuple):
        return value if isinstance(value, tuple) and not isinstance(value[0], str) else raw
    if isinstance(value, str) and not isinstance(raw, str):
        return raw
    if value is not None and found.field is not None and found.field.units == "semicircles":
        return value * DEGREES
    return value


def _agree(ours: object, theirs: object) -> bool:
    if isinstance(ours, str):
        return ours == (theirs or "")
    values = np.atleast_1d(np.asarray(ours, dtype=np.float64))
    if theirs is None:
        return bool(np.isnan(values).all())
    if isinstance(theirs, bytes):
        theirs = tuple(theirs)
    if not isinstance(theirs, tuple):
        theirs = (theirs,)
    if len(theirs) > values.size or not np.isnan(values[len(theirs) :]).all():
        return False
    return all(_same(one, other) for one, other in zip(values, theirs, strict=False))


def _same(one: float, other: object) -> bool:
    if other is None or (isinstance(other, float) and math.isnan(other)):
        return math.isnan(one)
    if isinstance(other, str):
        return False
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)
