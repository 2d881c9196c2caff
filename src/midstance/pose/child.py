"""What the locked process does with a film: "progress" now and then, then what was asked for."""

import io
from collections.abc import Callable
from importlib import import_module
from pkgutil import walk_packages
from typing import BinaryIO

import av
import numpy as np

from midstance.pose.frames import write_look, write_print, write_tracked
from midstance.pose.glance import glance_at
from midstance.pose.network import Network
from midstance.pose.printer import Order, Printer
from midstance.pose.progress import OnProgress
from midstance.pose.tracker import Models, Tracker, read_models
from midstance.pose.wish import Wish
from midstance.sandbox.child import Answer, Talk
from midstance.sandbox.frames import Header

PROGRESS_EVERY_FRAC = 0.005


def load_tracker(name: str) -> Answer:
    """Give the answer that a tracker makes; the threads start after the locks have closed."""
    models = read_models(name)
    _load_what_comes_late(models)
    tracker = Tracker(models)

    def answer(request: Header, stream: BinaryIO, talk: Talk) -> None:
        _ANSWERS[request["task"]](tracker, request, stream, talk)

    return answer


def _track(tracker: Tracker, request: Header, stream: BinaryIO, talk: Talk) -> None:
    talk.say(*write_tracked(tracker.track(stream, _wish_of(request), _telling(talk))))


def _look(tracker: Tracker, request: Header, stream: BinaryIO, talk: Talk) -> None:
    wish = _wish_of(request)
    talk.say(write_look(glance_at(stream, tracker.detector, tracker.quick, wish, _telling(talk))))


def _take(tracker: Tracker, request: Header, stream: BinaryIO, talk: Talk) -> None:
    printer = Printer(tracker.detector, tracker.quick, _order_of(request))
    for printed in printer.print_some(stream, request["times_s"], _telling(talk)):
        talk.say(*write_print(printed))


def _show(tracker: Tracker, request: Header, stream: BinaryIO, talk: Talk) -> None:
    printer = Printer(tracker.detector, tracker.quick, _order_of(request))
    for printed in printer.print_all(stream, _wish_of(request), _telling(talk)):
        talk.say(*write_print(printed))


_ANSWERS: dict[str, Callable[[Tracker, Header, BinaryIO, Talk], None]] = {
    "track": _track,
    "look": _look,
    "take": _take,
    "show": _show,
}


def _wish_of(request: Header) -> Wish:
    return Wish(request.get("whom"), request["start_s"], request["end_s"])


def _order_of(request: Header) -> Order:
    heads = np.array(request["heads"], dtype=np.float64).reshape(-1, 4)
    return Order(request["width"], request["height"], heads[:, 0], heads[:, 1:])


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
