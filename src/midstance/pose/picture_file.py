"""Pictures as files: JPEG, with nothing in them but the picture."""

from fractions import Fraction

import numpy as np

from midstance.core.base.errors import InvalidValueError
from midstance.pose.clip import Picture

QUALITY = "3"
"""From 2, the best, to 31."""


def encode_jpeg(picture: Picture) -> bytes:
    """Write a picture as JPEG; no time, no place, no device, no name of a program."""
    import av  # noqa: PLC0415 - comes with the optional part
    from av.codec.context import Flags  # noqa: PLC0415 - the same
    from av.video.codeccontext import VideoCodecContext  # noqa: PLC0415 - the same
    from av.video.reformatter import ColorRange  # noqa: PLC0415 - the same

    pixels = picture.pixels
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:  # noqa: PLR2004 - RGB
        raise InvalidValueError(f"Expected red, green and blue points, got {pixels.shape}.")
    codec = VideoCodecContext.create("mjpeg", "w")
    codec.height, codec.width = pixels.shape[:2]
    codec.pix_fmt = "yuvj420p"
    codec.time_base = Fraction(1)
    codec.flags |= Flags.bitexact  # without the encoder's name
    codec.options = {"qmin": QUALITY, "qmax": QUALITY}
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
    frame = frame.reformat(format="yuvj420p", dst_color_range=ColorRange.JPEG)
    frame.pts = 0
    return b"".join(bytes(packet) for packet in (*codec.encode(frame), *codec.encode(None)))
