"""Following a person: CPU a frame, from the file to her joints, beside what a peer's plan costs.

Bars: heavy at most 100 ms of CPU a frame at 720p, decoding included, and 10 s at 30 fps in less
than 10 s on two cores; lite at least 30 frames a second. The film is made from the walking clip of
the tests: 10 s of one person at 1280 x 720.
"""

import resource
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from midstance.pose import FilmReader

CLIP = Path(__file__).parents[1] / ".venv/clips/Sports2D/Demo/demo.mp4"
FIRST, LAST = 80, 180
FRAMES = 300
# Random weights of the same layers and sizes as Sports2D's networks, one thread, model alone: an
# estimate of what its plan computes, not a run of Sports2D (its weights need a network).
PEER_ESTIMATE_MS = {"heavy": ("balanced, detector every 4th", 316.0), "lite": ("lightweight", 42.0)}


def make_film(path: Path) -> None:
    """Write 10 s at 30 fps: the walk there and back again, cut to the lower two thirds."""
    with av.open(str(CLIP)) as clip:
        pictures = [
            frame.to_ndarray(format="rgb24")[330:]
            for k, frame in enumerate(clip.decode(video=0))
            if FIRST <= k < LAST
        ]
    walk = [*pictures, *pictures[::-1]] * 2
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=30, options={"crf": "20"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        for k, picture in enumerate(walk[:FRAMES]):
            canvas = np.full((994, 1768, 3), 128, np.uint8)
            canvas[330:] = picture
            frame = av.VideoFrame.from_ndarray(canvas, format="rgb24")
            small = frame.reformat(1280, 720, "yuv420p")
            small.pts, small.time_base = k, Fraction(1, 30)
            film.mux(stream.encode(small))
        film.mux(stream.encode())


def children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(model: str, path: Path) -> None:
    before_s = children_cpu_s()
    with FilmReader(model) as reader:
        reader.report()
        start_s = time.perf_counter()
        tracked = reader.track(path)
        waited_s = time.perf_counter() - start_s
    cpu_ms = 1000 * (children_cpu_s() - before_s) / tracked.clip.frames
    seen = np.isfinite(tracked.keypoints.joint("left_hip")[:, 0]).mean()
    plan, peer_ms = PEER_ESTIMATE_MS[model]
    print(
        f"{model:6} {cpu_ms:6.1f} ms of CPU a frame, start included; {waited_s:5.1f} s waited for "
        f"{tracked.clip.duration_s:.1f} s of film ({tracked.clip.frames / waited_s:.0f} frames a "
        f"second); followed in {seen:.0%}"
    )
    print(f"       Sports2D {plan}, ESTIMATE, decoding not included: {peer_ms:.0f} ms", end="; ")
    print(f"ratio {peer_ms / cpu_ms:.1f}")


def measure_around(path: Path) -> None:
    """What comes before following and after it: the first look, six pictures, the drawn film."""
    with FilmReader("lite") as reader:
        tracked = reader.track(path)
        keypoints = tracked.keypoints
        times_s = [float(time_s) for time_s in keypoints.time_s[40:280:40]]
        asks = {
            "first look": lambda: reader.look(path),
            f"{len(times_s)} pictures": lambda: reader.take_pictures(path, times_s, keypoints),
            "drawn film": lambda: reader.write_overlay(path, path.with_name("out.mp4"), keypoints),
        }
        for name, ask in asks.items():
            start_s = time.perf_counter()
            ask()
            print(f"{name}: {time.perf_counter() - start_s:.1f} s waited")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "walk.mp4"
        make_film(film)
        for model in ("heavy", "lite"):
            measure(model, film)
        measure_around(film)
