"""Pictures for keeping, in the locked process: upright, in the size asked for, no face in them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import DamagedFileError
from midstance.pose.ahead import read_ahead
from midstance.pose.clip import Print
from midstance.pose.detector import Detector
from midstance.pose.faces import Disc, blur
from midstance.pose.landmarks import Landmarker
from midstance.pose.onlookers import Onlookers, Searcher, are_same, find_all_heads
from midstance.pose.picture import Camera, Pixels, camera_for
from midstance.pose.progress import OnProgress, Progress
from midstance.pose.scout import look_through
from midstance.pose.spans import Span, measure_film, read_outline, read_spans
from midstance.pose.tracker import check_frames
from midstance.pose.video import NO_PICTURES, Frame, Reading, read_frames
from midstance.pose.view import open_view
from midstance.pose.wish import Wish

AROUND_S = 0.13
LOOKING_FRAC = 0.35
PICTURE_ZOOMS = (2, 3)
FILM_ZOOMS = (2,)
SEARCH_EVERY_S = 0.12
SAME_TIME_S = 1e-4


@dataclass(frozen=True, eq=False)
class Order:
    """How to print.

    Parameters
    ----------
    width, height : of the printed picture.
    head_times_s : (heads,) never falling; when the one who was followed had her head where [s since
        the film's first picture].
    heads : (heads, 3) its middle and radius, in points of the film.
    """

    width: int
    height: int
    head_times_s: FloatArray
    heads: FloatArray

    def heads_at(self, time_s: float) -> list[Disc]:
        """Her head in the picture nearest to a time."""
        times_s = self.head_times_s
        if not times_s.size:
            return []
        after = int(np.searchsorted(times_s, time_s))
        beside = times_s[max(after - 1, 0) : after + 1]
        nearest_s = beside[np.argmin(np.abs(beside - time_s))]
        first = int(np.searchsorted(times_s, nearest_s))
        return [Disc(*map(float, row)) for row in self.heads[first:][times_s[first:] == nearest_s]]


class Printer:
    """Prints pictures of a film."""

    def __init__(self, detector: Detector, landmarker: Landmarker, order: Order) -> None:
        self._detector = detector
        self._landmarker = landmarker
        self._order = order
        self._camera: Camera | None = None

    def print_some(
        self, stream: BinaryIO, times_s: Sequence[float], on_progress: OnProgress
    ) -> Iterator[Print]:
        """Print the pictures nearest to some times, in the order in which those were given.

        Raises
        ------
        UnreadableFileError
            No film, a damaged one, or one beyond a limit.
        """
        outline = read_outline(stream)
        known_s = np.sort(outline.times_s[np.isfinite(outline.times_s)])
        wanted_s = [float(known_s[np.argmin(np.abs(known_s - time_s))]) for time_s in times_s]
        spans = merge_spans(Span(time_s - AROUND_S, time_s + AROUND_S) for time_s in wanted_s)
        progress = Progress(float(known_s[-1]), Wish(), on_progress)
        shown: dict[float, tuple[int, Pixels, float]] = {}
        heads: list[dict[float, list[Disc]]] = [{} for _ in spans]
        next_s = -np.inf
        for number, frame in read_spans(stream, outline, spans):
            progress.tell(frame.time_s)
            is_wanted = [time_s for time_s in wanted_s if abs(time_s - frame.time_s) <= SAME_TIME_S]
            if is_wanted:
                shown |= dict.fromkeys(is_wanted, (number, *self._show(frame)))
            if is_wanted or frame.time_s >= next_s:
                next_s = frame.time_s + SEARCH_EVERY_S
                zooms = PICTURE_ZOOMS if is_wanted else FILM_ZOOMS
                heads[number][frame.time_s] = self._find_heads(frame, zooms)
        for time_s in wanted_s:
            if time_s not in shown:
                raise DamagedFileError(NO_PICTURES)
            number, pixels, scale = shown[time_s]
            yield self._print(time_s, pixels, scale, self._gather(heads[number], time_s))

    def _gather(self, heads: dict[float, list[Disc]], time_s: float) -> list[Disc]:
        """The heads of a picture, and those of moments beside it that are missing in it."""
        sure = self._order.heads_at(time_s)
        gathered: list[Disc] = []
        for at_s in sorted(heads, key=lambda each: abs(each - time_s)):
            if abs(at_s - time_s) <= SAME_TIME_S:
                gathered += heads[at_s]
                continue
            known = [*sure, *self._order.heads_at(at_s), *gathered]
            gathered += [
                head for head in heads[at_s] if not any(are_same(head, each) for each in known)
            ]
        return gathered

    def print_all(self, stream: BinaryIO, wish: Wish, on_progress: OnProgress) -> Iterator[Print]:
        """Print every picture of a part; twice through it, so that nobody is seen too late.

        Raises
        ------
        UnreadableFileError
            No film, a damaged one, or one beyond a limit.
        """
        progress = Progress(measure_film(stream).duration_s, wish, on_progress, LOOKING_FRAC)

        def go_on(time_s: float) -> bool:
            progress.tell_look(time_s)
            return True

        onlookers = Onlookers(Searcher(self._detector, FILM_ZOOMS), self._landmarker)
        ahead = read_ahead(read_frames(open_view(stream), Reading(), only_some=True))
        with closing(ahead) as frames:
            look_through(onlookers, frames, wish, go_on)
        count = 0
        with closing(read_ahead(read_frames(open_view(stream), Reading()))) as frames:
            for frame in frames:
                progress.tell(frame.time_s)
                if wish.is_past(frame.time_s):
                    return
                if wish.covers(frame.time_s):
                    count += 1
                    check_frames(count)
                    heads = onlookers.heads_at(frame.time_s)
                    yield self._print(frame.time_s, *self._show(frame), heads)

    def _find_heads(self, frame: Frame, zooms: tuple[int, ...]) -> list[Disc]:
        self._camera = camera_for(self._camera, frame.picture)
        searcher = Searcher(self._detector, zooms)
        return find_all_heads(searcher, self._landmarker, self._camera, frame.picture)

    def _show(self, frame: Frame) -> tuple[Pixels, float]:
        """The picture in the size asked for, and its scale."""
        self._camera = camera_for(self._camera, frame.picture)
        size = self._order.width, self._order.height
        return self._camera.show_at(frame.picture, *size), size[0] / self._camera.width_px

    def _print(self, time_s: float, shown: Pixels, scale: float, heads: Sequence[Disc]) -> Print:
        pixels = np.ascontiguousarray(shown[..., :3])
        hers = self._order.heads_at(time_s)
        blur(pixels, [head.scaled(scale) for head in (*heads, *hers)])
        return Print(time_s, pixels)


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """The same stretches in the order of their times, none upon another."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start_s):
        if merged and span.start_s <= merged[-1].end_s:
            merged[-1] = Span(merged[-1].start_s, max(merged[-1].end_s, span.end_s))
        else:
            merged.append(span)
    return merged
