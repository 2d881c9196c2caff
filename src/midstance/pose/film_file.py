"""Pictures as a film: MP4 with H.264, with nothing in it but the pictures and their times."""

import os
import secrets
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

import av
import numpy as np
from av.codec.context import Flags
from av.video.reformatter import Colorspace
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from av.video.stream import VideoStream

TICKS = 90_000
"""A second; 30, 25 and 24 pictures a second divide it."""
PRIVATE_FILE = 0o600
NO_NAMES = {"fflags": "+bitexact", "empty_hdlr_name": "1"}
CODER = {"preset": "veryfast", "crf": "21"}
WITHOUT_SETTINGS = "filter_units=remove_types=6"  # x264 writes its own name and settings there
BT_709 = 1
THREADS = 2


class FilmFile:
    """Writes a film whole or not at all; use it as a context manager.

    Parameters
    ----------
    path : where the film is put when the block ends well; one that is there is replaced.
    width, height : of its pictures, both even.
    fps : how many pictures a second come, about; each has its own time all the same.
    """

    def __init__(self, path: Path, width: int, height: int, fps: float) -> None:
        self._path = path
        self._draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
        self._file: BinaryIO = os.fdopen(os.open(self._draft, flags, PRIVATE_FILE), "w+b")
        try:
            self._open(width, height, fps)
        except BaseException:
            self._drop()
            raise

    def _open(self, width: int, height: int, fps: float) -> None:
        self._film = av.open(self._file, "w", format="mp4", options=NO_NAMES)
        rate = Fraction(fps).limit_denominator(1000)
        self._stream = self._film.add_stream("libx264", rate=rate, options=CODER)
        self._filter = av.BitStreamFilterContext(WITHOUT_SETTINGS, self._stream, self._stream)
        coder = self._stream.codec_context  # the filter sets it back: what it is to be comes after
        coder.width, coder.height, coder.pix_fmt = width, height, "yuv420p"
        coder.time_base = self._stream.time_base = Fraction(1, TICKS)
        coder.color_primaries = coder.color_trc = coder.colorspace = BT_709
        coder.thread_count = THREADS
        coder.flags |= Flags.bitexact

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._finish()
        finally:
            self._drop()

    def add(self, time_s: float, pixels: NDArray[np.uint8]) -> None:
        """Append a picture.

        Parameters
        ----------
        time_s : since the first one, later than the one before.
        pixels : (height, width, 3) red, green, blue.
        """
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, threads=1)
        frame.pts, frame.time_base = round(time_s * TICKS), Fraction(1, TICKS)
        self._write(self._stream.encode(frame))

    def _write(self, packets: "Iterable[av.Packet[VideoStream]]") -> None:
        for packet in packets:
            self._film.mux(self._filter.filter(packet))

    def _finish(self) -> None:
        self._write(self._stream.encode(None))
        self._film.mux(self._filter.filter(None))
        self._film.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._draft.replace(self._path)

    def _drop(self) -> None:
        """Leave nothing but a film that is finished."""
        self._film.close()
        self._file.close()
        self._draft.unlink(missing_ok=True)
