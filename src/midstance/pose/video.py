"""Films as pictures with their true times; everything else about a container stays outside.

The container is told by its first bytes and never guessed by ffmpeg, so that a playlist, which
names other files, is not read at all. Bytes come from an open file; no name is ever opened.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

import av
import av.error
from av.container import InputContainer
from av.video.stream import VideoStream

from midstance.core.base.errors import (
    DamagedFileError,
    LimitExceededError,
    UnknownFormatError,
    UnreadableFileError,
)
from midstance.pose.limits import (
    FILM_MAX_BYTES,
    FILM_MAX_FPS,
    FILM_MAX_LONG_SIDE_PX,
    FILM_MAX_S,
    FILM_MAX_SHORT_SIDE_PX,
)

HEAD_BYTES = 64
CODECS = ("h264", "hevc", "vp8", "vp9", "av1")
MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
PHOTO_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc")
MATROSKA = b"\x1a\x45\xdf\xa3"
OTHER_KINDS = (
    (b"#EXTM3U", "a playlist"),
    (b"ffconcat", "a playlist"),
    (b"<", "a web page or a playlist"),
    (b"RIFF", "an AVI film or a sound"),
    (b"GIF8", "an animated picture"),
    (b"\xff\xd8\xff", "a photo"),
    (b"\x89PNG", "a picture"),
    (b"PK", "an archive"),
    (b"\x1f\x8b", "an archive"),
)
FILMED_RATE_TAGS = ("com.android.capture.fps",)
SLOW_FROM = 1.25
FPS_TOLERANCE_FRAC = 0.05
MOST_UNEVEN_FRAC = 0.1
CUT_SHORT_FRAC = 0.9
NO_PICTURES = (
    "The film holds no pictures that can be read. Copy it again from the phone, or film again."
)


if TYPE_CHECKING:
    Packet = av.Packet[VideoStream]
else:
    Packet = av.Packet


@dataclass(frozen=True)
class Film:
    """What the container says, checked against the limits before a picture is decoded."""

    container: str
    codec: str
    width_px: int
    height_px: int
    duration_s: float
    fps: float
    frames: int
    filmed_fps: float | None


@dataclass(frozen=True)
class Frame:
    """A stored picture and its time since the first one."""

    time_s: float
    picture: av.VideoFrame


@dataclass
class Reading:
    """What came to light while pictures were decoded."""

    times_s: list[float] = field(default_factory=list)
    broken: int = 0
    is_over: bool = False

    @property
    def fps(self) -> float:
        return 1 / statistics.median(self.steps_s) if self.steps_s else 0.0

    @property
    def is_variable(self) -> bool:
        if not self.steps_s:
            return False
        usual = statistics.median(self.steps_s)
        uneven = sum(abs(step - usual) > MOST_UNEVEN_FRAC * usual for step in self.steps_s)
        return uneven > MOST_UNEVEN_FRAC * len(self.steps_s)

    @property
    def steps_s(self) -> list[float]:
        return [b - a for a, b in zip(self.times_s, self.times_s[1:], strict=False)]


def detect_container(head: bytes) -> str:
    """Say which reader a film needs, by its first bytes.

    Raises
    ------
    UnknownFormatError
        It is no film, or one of a kind that is not read.
    """
    if head[4:8] in MP4_BOXES and head[8:12] not in PHOTO_BRANDS:
        return "mov"
    if head.startswith(MATROSKA):
        return "matroska"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[4:8] == b"ftyp":
        look = "a photo"
    elif not head:
        look = "an empty file"
    else:
        look = next((kind for start, kind in OTHER_KINDS if text.startswith(start)), "another file")
    raise UnknownFormatError(
        f"Expected a film as MP4, MOV, WebM or MKV, but this is {look}. Choose the film as your "
        "phone saved it."
    )


def probe_film(stream: BinaryIO) -> Film:
    """Read what the container says and refuse what is beyond the limits.

    Raises
    ------
    UnreadableFileError
        No film, a damaged one, or one beyond a limit.
    """
    with open_film(stream) as (container, video):
        duration_s = _duration_s(container, video)
        film = Film(
            container=container.format.name,
            codec=video.codec_context.name,
            width_px=video.width,
            height_px=video.height,
            duration_s=duration_s,
            fps=float(video.average_rate or 0),
            frames=video.frames or round(duration_s * float(video.average_rate or 0)),
            filmed_fps=_filmed_fps(container, video),
        )
    _check(film)
    return film


def read_frames(stream: BinaryIO, reading: Reading, *, only_some: bool = False) -> Iterator[Frame]:
    """Decode the pictures in the order of their times, from 0; one without a new time is left out.

    Parameters
    ----------
    stream : the film.
    reading : filled with the times and with what was broken.
    only_some : whether pictures that no other builds on may be skipped, which is faster.
    """
    with open_film(stream) as (container, video):
        video.thread_count = 1
        video.codec_context.skip_frame = "NONREF" if only_some else "DEFAULT"
        first_s: float | None = None
        for picture in _pictures(container, video, reading):
            if picture.pts is None:
                continue
            first_s = picture.time if first_s is None else first_s
            time_s = picture.time - first_s
            if reading.times_s and time_s <= reading.times_s[-1]:
                continue
            check_picture(picture.width, picture.height, time_s)
            reading.times_s.append(time_s)
            yield Frame(time_s, picture)
    reading.is_over = True
    if not reading.times_s:
        raise DamagedFileError(NO_PICTURES)


def check_picture(width_px: int, height_px: int, time_s: float) -> None:
    """Refuse a picture that is too large or comes too late.

    Raises
    ------
    LimitExceededError
        Beyond a limit.
    """
    short_px, long_px = sorted((width_px, height_px))
    if short_px > FILM_MAX_SHORT_SIDE_PX or long_px > FILM_MAX_LONG_SIDE_PX:
        raise LimitExceededError(
            f"Expected pictures of at most {FILM_MAX_LONG_SIDE_PX} by {FILM_MAX_SHORT_SIDE_PX} "
            f"points, got {width_px} by {height_px}. Film in 1080p."
        )
    if time_s > FILM_MAX_S:
        raise LimitExceededError(
            f"Expected a film of at most {FILM_MAX_S / 60:.0f} minutes, got {time_s / 60:.1f}. Cut "
            "it down to the part in which you run."
        )


@contextmanager
def open_film(stream: BinaryIO) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a film and choose its pictures.

    Raises
    ------
    UnreadableFileError
        No film, a damaged one, or one of more bytes than the limit.
    """
    stream.seek(0, 2)
    if stream.tell() > FILM_MAX_BYTES:
        raise LimitExceededError(
            f"Expected a film of at most {FILM_MAX_BYTES >> 20} MB, got {stream.tell() >> 20}. Cut "
            "it down to the part in which you run."
        )
    stream.seek(0)
    kind = detect_container(stream.read(HEAD_BYTES))
    stream.seek(0)
    try:
        container = av.open(stream, "r", format=kind, options={"protocol_whitelist": "none"})
    except (av.error.FFmpegError, ValueError) as error:
        raise DamagedFileError(
            "The film lacks the part that says how to read it. The recording or the copy was cut "
            "short: copy it again from the phone."
        ) from error
    with container:
        yield container, _choose_stream(container)


def _choose_stream(container: InputContainer) -> VideoStream:
    if not container.streams.video:
        raise UnreadableFileError("The file holds no moving picture. Choose a film.")
    video = container.streams.video[0]
    codec = video.codec_context.name if video.codec_context is not None else "an unknown way"
    if codec.removeprefix("lib").split("-")[0] not in (*CODECS, "dav1d", "vpx"):
        raise UnknownFormatError(
            f"Expected a film coded as H.264, HEVC, VP8, VP9 or AV1, got {codec}. Save it as MP4 "
            "with H.264 and try again."
        )
    return video


def read_packets(container: InputContainer, video: VideoStream) -> Iterator[Packet | None]:
    """Give the coded pictures as they lie in the file, and None where it cannot be read on."""
    packets = container.demux(video)
    while True:
        try:
            yield next(packets)
        except (StopIteration, av.error.EOFError):
            return
        except av.error.FFmpegError:
            yield None


def _pictures(
    container: InputContainer, video: VideoStream, reading: Reading
) -> Iterator[av.VideoFrame]:
    for packet in read_packets(container, video):
        if packet is None:
            reading.broken += 1
            continue
        try:
            pictures = packet.decode()
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            reading.broken += 1
            continue
        yield from (each for each in pictures if isinstance(each, av.VideoFrame))


def _duration_s(container: InputContainer, video: VideoStream) -> float:
    if video.duration is not None and video.time_base is not None:
        return float(video.duration * video.time_base)
    return container.duration / av.time_base if container.duration is not None else 0.0


def _filmed_fps(container: InputContainer, video: VideoStream) -> float | None:
    """Give the camera's rate where the file tells it: a tag, or the codec's own clock."""
    played = float(video.average_rate or 0)
    tags = [container.metadata.get(tag) or video.metadata.get(tag) for tag in FILMED_RATE_TAGS]
    told = [_number(tag) for tag in tags if tag]
    own_clock = float(video.codec_context.framerate or 0)
    for rate in (*told, own_clock):
        if played and SLOW_FROM * played < rate <= FILM_MAX_FPS * 4:
            return rate
    return None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _check(film: Film) -> None:
    check_picture(film.width_px, film.height_px, film.duration_s)
    if film.fps > FILM_MAX_FPS * (1 + FPS_TOLERANCE_FRAC):
        raise LimitExceededError(
            f"Expected a film of at most {FILM_MAX_FPS} pictures a second, got {film.fps:.0f}. "
            "Film at 60 or 120."
        )
