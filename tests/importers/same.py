"""Whether two records, or two ways of reading, are the same to the last bit."""

import math
import struct
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from midstance.importers import xml


def fingerprint(value: object) -> object:
    """Turn a record into plain values that compare by their bits."""
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes())
    if is_dataclass(value):
        inside = [(field.name, fingerprint(getattr(value, field.name))) for field in fields(value)]
        return (type(value).__name__, inside)
    if isinstance(value, Mapping):
        return [(name, fingerprint(item)) for name, item in value.items()]
    if isinstance(value, tuple):
        return [fingerprint(item) for item in value]
    if isinstance(value, float) and not math.isnan(value):
        return struct.pack("<d", value)
    return "NaN" if isinstance(value, float) else value


def without_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every point of a document by the slow way, which the fast one has to equal."""
    monkeypatch.setattr(xml, "take_plain_points", lambda text, _kind: (text, []))
