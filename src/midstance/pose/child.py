"""How the locked process follows a person: "progress" now and then, then "tracked"."""

import io
from importlib import import_module
from pkgutil import walk_packages
from typing import BinaryIO

import av
import numpy as np

from midstance.pose.frames import write_tracked
from midstance.pose.network import Network
from midstance.pose.tracker import Models, OnProgress, Tracker, read_models
from midstance.pose.wish import Wish
from midstance.sandbox.child import Answer, Talk
from midstance.sandbox.frames import Header

PROGRESS_EVERY_FRAC = 0.005


def load_tracker(name: str) -> Answer:
    """Give the answer that a tracker makes; the threads start after the locks have closed."""
    models = read_models(name)
    _load_what_comes_late(models)
    tracker: list[Tracker] = []

    def answer(request: Header, stream: BinaryIO, talk: Talk) -> None:
        if not tracker:
            tracker.append(Tracker(models))
        wish = Wish(request["whom"], request["start_s"], request["end_s"])
        talk.say(*write_tracked(tracker[0].track(stream, wish, _telling(talk))))

    return answer


def _telling(talk: Talk) -> OnProgress:
    told_frac = -1.0

    def tell(done_frac: float) -> None:
        nonlocal told_frac
        talk.renew()
        if done_frac - told_frac >= PROGRESS_EVERY_FRAC:
            told_frac = done_frac
            talk.say({"kind": "progress", "done": done_frac})

    return tell


def _load_what_comes_late(models: Models) -> None:
    """Run everything once in small, so that no module is looked for after the locks closed."""
    for module in walk_packages(av.__path__, "av."):
        if "__main__" not in module.name:
            import_module(module.name)
    network = Network(models.detector)
    network.run(np.zeros((network.side, network.side, 3), dtype=np.float32))
    with av.open(io.BytesIO(_tiny_film()), "r", format="mov") as film:
        for picture in film.decode(video=0):
            picture.reformat(width=8, height=8, format="rgba").to_ndarray()


def _tiny_film() -> bytes:
    content = io.BytesIO()
    with av.open(content, "w", format="mov") as film:
        stream = film.add_stream("mpeg4", rate=30)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuv420p"
        film.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
        film.mux(stream.encode())
    return content.getvalue()
