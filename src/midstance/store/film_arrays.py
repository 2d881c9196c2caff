"""The arrays of a film, packed like the streams of a run and read back to the given steps.

An array is stored with its first axis, time, running fastest, so that each coordinate of each joint
is one smooth row of numbers.
"""

from collections.abc import Mapping

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import DamagedFileError
from midstance.store.streams import (
    PACKING_FAULTS,
    PackedStreams,
    join_packed,
    round_to,
    split_packed,
    unpack,
)


def pack_arrays(arrays: Mapping[str, FloatArray], steps: Mapping[str, float]) -> PackedStreams:
    """Pack arrays of any shape.

    Parameters
    ----------
    arrays : by name; NaN is kept.
    steps : for each name the step in which its values are kept.
    """
    rows = {name: np.asarray(values, float).T.reshape(-1) for name, values in arrays.items()}
    return join_packed({name: round_to(row, steps[name]).pack() for name, row in rows.items()})


def unpack_arrays(
    packed: PackedStreams, shapes: Mapping[str, tuple[int, ...]]
) -> dict[str, FloatArray]:
    """Give the arrays back in their shapes.

    Raises
    ------
    DamagedFileError
        When the row is not what was written.
    """
    try:
        parts = split_packed(packed)
        return {
            name: np.ascontiguousarray(unpack(parts[name]).reshape(shape[::-1]).T)
            for name, shape in shapes.items()
        }
    except PACKING_FAULTS as error:
        raise DamagedFileError(
            f"What was kept of a film is damaged: {error}. Restore it from a backup, or drop the "
            "film and send it again."
        ) from error
