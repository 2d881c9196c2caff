"""The check sum of FIT files: a CRC-16, polynomial 0xA001 reflected, from zero."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint16]
POLYNOMIAL = 0xA001


def compute_crc(data: bytes | memoryview) -> int:
    """The CRC-16 of some bytes.

    The CRC is linear and leading zeros leave it at zero, so neighbours are joined pair by pair:
    a level holds half the words of the one below, each worth twice as many.

    >>> hex(compute_crc(b"123456789"))
    '0xbb3d'
    """
    words = _as_words(data)
    level = 0
    while words.size > 1:
        if words.size % 2:
            words = np.concatenate((np.zeros(1, dtype=np.uint16), words))
        words = _shift_table(level).take(words[0::2]) ^ words[1::2]
        level += 1
    return int(_shift_table(0)[words[0]]) if words.size else 0


def _as_words(data: bytes | memoryview) -> Words:
    octets = np.frombuffer(data, dtype=np.uint8)
    if octets.size % 2:
        octets = np.concatenate((np.zeros(1, dtype=np.uint8), octets))
    return octets.view("<u2")


@cache
def _shift_table(level: int) -> Words:
    """What each state becomes after 2**level words of zeros."""
    if level:
        below = _shift_table(level - 1)
        return below[below]
    states: Words = np.arange(0x10000, dtype=np.uint16)
    for _ in range(16):
        states = ((states >> 1) ^ np.where(states & 1, POLYNOMIAL, 0)).astype(np.uint16)
    return states
