"""Small films that our own code makes, whole and broken."""

import os
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

CLIP = Path(__file__).parents[2] / ".venv/clips/Sports2D/Demo/demo.mp4"
TICKS = 12_000


def make_film(
    path: Path,
    times_s: Sequence[float] | None = None,
    *,
    size: tuple[int, int] = (128, 96),
    codec: str = "libx264",
    pixels: str = "yuv420p",
    tags: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """Write a film of a moving bright square; nobody is in it."""
    times_s = [k / 30 for k in range(12)] if times_s is None else times_s
    width, height = size
    rate = Fraction(1 / np.median(np.diff(times_s))).limit_denominator(100)
    with av.open(str(path), "w", options=options or {}) as film:
        stream = film.add_stream(codec, rate=rate)
        stream.codec_context.gop_size = 6
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS)
        film.metadata.update(tags or {})
        for k, time_s in enumerate(times_s):
            picture = np.full((height, width, 3), 40, np.uint8)
            picture[20:40, 4 * k % (width - 20) : 4 * k % (width - 20) + 20] = 220
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=pixels)
            frame.pts, frame.time_base = round(time_s * TICKS), Fraction(1, TICKS)
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
    return path


def make_film_aside(path: Path, times_s: Sequence[float], **options: str) -> Path:
    """The same in a process of its own: an encoder of AV1 takes the rights of a real-time task.

    They would stay with the tests, and with every server and browser that they start.
    """
    made = f"from pose.films import *; make_film(Path({str(path)!r}), {times_s!r}, **{options!r})"
    tests = str(Path(__file__).parents[1])
    subprocess.run([sys.executable, "-c", made], check=True, env=os.environ | {"PYTHONPATH": tests})
    return path


def tells_no_length(path: Path) -> bool:
    """Whether a film leaves open how long it is, as one does that is recorded while it goes out."""
    with av.open(str(path)) as film:
        return film.duration is None and film.streams.video[0].duration is None


def turn(path: Path, quarter: int) -> Path:
    """Write into an MP4 by how many quarters, counterclockwise, it is to be shown turned."""
    cos, sin = [(1, 0), (0, 1), (-1, 0), (0, -1)][quarter % 4]
    one = 1 << 16
    matrix = struct.pack(">9i", cos * one, -sin * one, 0, sin * one, cos * one, 0, 0, 0, 1 << 30)
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 40
    content[at : at + 36] = matrix
    path.write_bytes(content)
    return path


def claim_size(path: Path, width: int, height: int) -> Path:
    """Let the container of an MP4 promise pictures of another size."""
    content = bytearray(path.read_bytes())
    at = content.index(b"avc1", content.index(b"stsd")) + 4 + 24
    content[at : at + 4] = struct.pack(">HH", width, height)
    path.write_bytes(content)
    return path


def blank_pictures(path: Path) -> Path:
    """Overwrite the coded pictures of an MP4 with zeros; its table of contents stays."""
    content = bytearray(path.read_bytes())
    at = content.index(b"mdat") + 4
    size = struct.unpack(">I", content[at - 8 : at - 4])[0] - 8
    content[at : at + size] = bytes(size)
    path.write_bytes(content)
    return path


def make_sound(path: Path) -> Path:
    """Write an MP4 that holds sound alone."""
    with av.open(str(path), "w") as film:
        stream = film.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 8000
        film.mux(stream.encode(frame))
        film.mux(stream.encode())
    return path


def repeat_picture(path: Path, frames: int, fps: int) -> Path:
    """Write a long film cheaply: one coded picture again and again."""
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        grey = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 90, np.uint8), format="rgb24")
        (coded,) = [*stream.encode(grey.reformat(format="yuv420p")), *stream.encode()]
        for k in range(frames):
            packet = av.Packet(bytes(coded))
            packet.stream, packet.time_base = stream, Fraction(1, fps)
            packet.pts = packet.dts = k
            packet.is_keyframe = True
            film.mux(packet)
    return path


def change_film(
    path: Path,
    out: Path,
    change: Callable[[np.ndarray], np.ndarray],
    times_s: Sequence[float] | None = None,
) -> Path:
    """Write a film anew with each picture changed, at other times if these are given."""
    with av.open(str(path)) as film, av.open(str(out), "w") as changed:
        stream = changed.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS)
        for k, frame in enumerate(film.decode(video=0)):
            picture = np.ascontiguousarray(change(frame.to_ndarray(format="rgb24")))
            if k == 0:
                stream.height, stream.width = picture.shape[:2]
            made = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
            time_s = frame.time if times_s is None else times_s[k]
            made.pts, made.time_base = round(time_s * TICKS), Fraction(1, TICKS)
            changed.mux(stream.encode(made))
        changed.mux(stream.encode())
    return out


def cut_clip(path: Path, first: int, frames: int, *, scale: float = 0.5) -> Path:
    """Write some pictures of the walking clip, the right half of them: one person walks there."""
    with av.open(str(CLIP)) as clip, av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=30, options={"preset": "ultrafast", "crf": "20"})
        for k, frame in enumerate(clip.decode(video=0)):
            if first <= k < first + frames:
                picture = frame.to_ndarray(format="rgb24")[380:, 600:]
                height, width = (int(side * scale) // 2 * 2 for side in picture.shape[:2])
                if k == first:
                    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
                whole = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
                small = whole.reformat(width, height, "yuv420p")
                small.pts, small.time_base = k - first, Fraction(1, 30)
                film.mux(stream.encode(small))
            if k >= first + frames:
                break
        film.mux(stream.encode())
    return path
