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


def compare(data: bytes) -> Counter[tuple[str, str]]:
    """How often each (cause, "message.field") differs; the cause is empty where none is known."""
    found: Counter[tuple[str, str]] = Counter()
    ours, theirs = decode_fit(data).parts, read_oracle(data)
    if len(ours) != len(theirs):
        found["", f"parts {len(ours)} not {len(theirs)}"] += 1
    for part, oracle in zip(ours, theirs, strict=False):
        found.update(_compare_part(part, oracle))
    return found


def _compare_part(part: FitPart, oracle: OraclePart) -> Iterator[tuple[str, str]]:
    for number, frames in oracle.messages.items():
        if number not in MESSAGES:
            continue
        messages = part.messages.get(MESSAGES[number].name)
        count = 0 if messages is None else len(messages)
        if count != len(frames):
            cause = "damage" if oracle.error and count > len(frames) else ""
            yield cause, MESSAGES[number].name
        if messages is not None:
            for row, frame in enumerate(frames[:count]):
                last = bool(oracle.error) and row == len(frames) - 1
                for cause, name in _compare_message(messages, row, frame):
                    yield cause or ("damage" if last else ""), name


def _compare_message(
    messages: Messages, row: int, frame: fitdecode.FitDataMessage
) -> Iterator[tuple[str, str]]:
    numbers = [definition.def_num for definition in frame.def_mesg.field_defs]
    for found in frame.fields:
        if found.field_def is not None and found.field_def.is_dev:
            yield from _compare_developer(messages, row, found)
            continue
        number = found.field_def.def_num if found.field_def else found.field.def_num
        profile = MESSAGES[messages.number].fields.get(number)
        if profile is None or (found.field_def is None and number in numbers):
            continue
        column = messages.columns.get(profile.name)
        ours = None if column is None else column[row]
        if ours is None or not _agree(ours, _expect(found, is_time=profile.is_time)):
            times = max(numbers.count(n) for n in (number, *_short_forms(messages, found)))
            cause = _explain(messages, row, found, ours, times)
            yield cause, f"{messages.name}.{profile.name}"


def _short_forms(messages: Messages, found: object) -> list[int]:
    short = found.field.name.removeprefix("enhanced_")
    return [n for n, field in MESSAGES[messages.number].fields.items() if field.name == short]


def _explain(  # noqa: PLR0911 - one line for each cause
    messages: Messages, row: int, found: object, ours: object, times: int
) -> str:
    """The known cause of one difference; empty where there is none."""
    name = messages.name + "." + found.field.name
    if times > 1:
        return "field_twice"
    if name == "hr.event_timestamp" and found.field_def is None:
        return "strap_clock"
    if "gear" in name and found.field_def is None and ours is None:
        return "gears_packed"
    if found.parent_field is not None and ours == found.raw_value:
        return "alert_unscaled"
    if found.field_def is not None and found.field_def.base_type.name == "byte":
        raw = bytes(found.raw_value or ())
        whole = {float(int.from_bytes(raw, order)) for order in ("big", "little")}
        return "order_bit_missing" if ours in whole or (whole == {0} and np.isnan(ours)) else ""
    short = messages.columns.get(found.field.name.removeprefix("enhanced_"))
    if found.raw_value is None and short is not None and ours == short[row]:
        return "short_form_fills"
    return ""


def _compare_developer(messages: Messages, row: int, found: object) -> Iterator[tuple[str, str]]:
    definition = found.field_def
    column = messages.developer.get(DeveloperKey(definition.dev_data_index, definition.def_num))
    ours = None if column is None else column.values[row]
    if ours is None or not _agree(ours, found.raw_value):
        scale = None if ours is None or found.raw_value is None else found.raw_value / ours
        cause = "developer_scale" if scale and scale in {10, 100, 1000} else ""
        yield cause, f"{messages.name}.developer.{found.name}"


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
