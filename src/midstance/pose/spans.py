"""Parts of a film without the rest: which pictures it holds, and decoding only some stretches."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

import av
import av.error
import numpy as np
from av.video.codeccontext import VideoCodecContext

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.base.errors import DamagedFileError, LimitExceededError
from midstance.pose.limits import FILM_MAX_FPS, FILM_MAX_S
from midstance.pose.video import (
    NO_PICTURES,
    Film,
    Frame,
    Packet,
    check_picture,
    open_film,
    probe_film,
    read_packets,
)

MOST_PACKETS = 2 * FILM_MAX_S * FILM_MAX_FPS
SAME_TIME_S = 1e-4


@dataclass(frozen=True)
class Span:
    """A stretch of a film, in seconds since its first picture; both ends belong to it."""

    start_s: float
    end_s: float


@dataclass(frozen=True, eq=False)
class Outline:
    """The coded pictures of a film, read without decoding them.

    Parameters
    ----------
    times_s : (packets,) of each as it lies in the file, since the earliest; NaN where not shown.
    first_s : the earliest on the film's own clock.
    entries : (entries,) the packets from which decoding can begin.
    broken : how often the file could not be read on.
    """

    times_s: FloatArray
    first_s: float
    entries: IntArray
    broken: int

    def entry_before(self, time_s: float) -> int:
        """The packet from which to decode in order to see what comes at a time."""
        early = self.entries[~(self.times_s[self.entries] > time_s + SAME_TIME_S)]
        return int(early[-1]) if early.size else 0

    def packets_of(self, spans: Sequence[Span]) -> BoolArray:
        """(packets,) which have to be decoded to see these stretches."""
        wanted = np.zeros(self.times_s.size, dtype=bool)
        for span in spans:
            entry = self.entry_before(span.start_s)
            inside = np.flatnonzero(self.times_s[entry:] <= span.end_s)
            wanted[entry : entry + 1 + (inside[-1] if inside.size else 0)] = True
        return wanted


def read_outline(stream: BinaryIO) -> Outline:
    """List the coded pictures of a film.

    Raises
    ------
    UnreadableFileError
        No film, a damaged one, or one beyond a limit.
    """
    times_s: list[float] = []
    entries: list[int] = []
    broken = 0
    with open_film(stream) as (container, video):
        for packet in read_packets(container, video):
            if packet is None:
                broken += 1
                continue
            if packet.size == 0:  # the end, told as a packet
                continue
            if packet.is_keyframe:
                entries.append(len(times_s))
            times_s.append(_time_of(packet))
            if len(times_s) > MOST_PACKETS:
                raise LimitExceededError(
                    f"Expected a film of at most {MOST_PACKETS} pictures, got more. Cut it down to "
                    "the part in which you run."
                )
    if not np.isfinite(times_s).any():
        raise DamagedFileError(NO_PICTURES)
    first_s = float(np.nanmin(times_s))
    since_s = np.array(times_s) - first_s
    return Outline(since_s, first_s, np.array(entries, dtype=np.int64), broken)


def measure_film(stream: BinaryIO) -> Film:
    """Read what the container says, and measure its length where it does not tell.

    Raises
    ------
    UnreadableFileError
        No film, a damaged one, or one beyond a limit.
    """
    film = probe_film(stream)
    if film.duration_s > 0:
        return film
    times_s = read_outline(stream).times_s
    duration_s = float(np.nanmax(times_s))
    check_picture(film.width_px, film.height_px, duration_s)
    frames = int(np.isfinite(times_s).sum())
    fps = frames / duration_s if duration_s > 0 else film.fps
    return replace(film, duration_s=duration_s, frames=frames, fps=fps)


def _time_of(packet: Packet) -> float:
    if packet.pts is None or packet.time_base is None or packet.is_discard:
        return np.nan
    return float(packet.pts * packet.time_base)


def read_spans(
    stream: BinaryIO, outline: Outline, spans: Sequence[Span], *, only_some: bool = False
) -> Iterator[tuple[int, Frame]]:
    """Decode some stretches of a film.

    Parameters
    ----------
    stream, outline : the film, and what `read_outline` gave of it.
    spans : in the order of their times, none upon another.
    only_some : whether pictures that no other builds on may be skipped, which is faster.

    Returns
    -------
    The number of the stretch and a picture in it, in the order of their times.
    """
    wanted = outline.packets_of(spans)
    ends_s = [span.end_s for span in spans]
    last_s = -np.inf
    with open_film(stream) as (container, video):
        video.thread_count = 1
        video.codec_context.skip_frame = "NONREF" if only_some else "DEFAULT"
        packets = read_packets(container, video)
        for picture in _decode(packets, video.codec_context, wanted):
            if picture.pts is None or video.time_base is None:
                continue
            time_s = float(picture.pts * video.time_base) - outline.first_s
            number = bisect_left(ends_s, time_s)
            if time_s <= last_s or number == len(spans) or time_s < spans[number].start_s:
                continue
            check_picture(picture.width, picture.height, time_s)
            last_s = time_s
            yield number, Frame(time_s, picture)


def _decode(
    packets: Iterator[Packet | None], codec: VideoCodecContext, wanted: BoolArray
) -> Iterator[av.VideoFrame]:
    """Pictures of the wanted packets; before a gap the decoder is emptied."""
    is_open = False
    for index, packet in enumerate(each for each in packets if each is not None):
        is_wanted = index < wanted.size and bool(wanted[index])
        if is_wanted:
            yield from _pictures_of(codec, packet)
        elif is_open:
            yield from _pictures_of(codec, None)
            codec.flush_buffers()
        is_open = is_wanted


def _pictures_of(codec: VideoCodecContext, packet: Packet | None) -> list[av.VideoFrame]:
    try:
        return [each for each in codec.decode(packet) if isinstance(each, av.VideoFrame)]
    except av.error.FFmpegError:
        return []
