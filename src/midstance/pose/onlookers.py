"""The heads of everybody in a film, the runner's among them, so that none is left unblurred."""

import av
import numpy as np

from midstance.pose.detector import Detector, Seen
from midstance.pose.faces import Disc, find_head
from midstance.pose.landmarks import Landmarker
from midstance.pose.people import Crowd, Person
from midstance.pose.picture import Camera

SURE_FROM = 0.6
LEAST_LOOKS = 2
HELD_FOR_S = 0.5
FRESH_S = 0.1
HELD_TIMES = 1.4
SAME_RADII = 2.0


class Searcher:
    """Finds people who are small in the picture too; as `Detector`, but slower.

    Parameters
    ----------
    zooms : how many times larger than the whole picture parts of it are looked at.
    """

    def __init__(self, detector: Detector, zooms: tuple[int, ...]) -> None:
        self._detector = detector
        self._zooms = zooms

    def find(self, camera: Camera, picture: av.VideoFrame) -> list[Seen]:
        """Everybody in the picture; somebody may come twice."""
        seen = self._detector.find(camera, picture)
        for zoom in self._zooms:
            seen += self._detector.find_small(camera, picture, zoom)
        return [each for each in seen if each.score >= SURE_FROM]


def find_all_heads(
    searcher: Searcher, landmarker: Landmarker, camera: Camera, picture: av.VideoFrame
) -> list[Disc]:
    """The heads in one picture, of those whom a second look confirms; one may come twice."""
    found: list[Disc] = []
    for seen in searcher.find(camera, picture):
        body = landmarker.find(camera, picture, seen.square)
        if body is None or landmarker.find(camera, picture, body.square) is None:
            continue
        head = find_head(body.position_px)
        if head is not None:
            found.append(head)
    return found


def are_same(one: Disc, other: Disc) -> bool:
    """Whether two discs may be one head, seen a moment apart."""
    apart_px = np.hypot(one.x_px - other.x_px, one.y_px - other.y_px)
    return bool(apart_px <= SAME_RADII * max(one.radius_px, other.radius_px))


class Onlookers:
    """Everybody's heads through a film, look by look."""

    def __init__(self, searcher: Searcher, landmarker: Landmarker) -> None:
        self._crowd = Crowd(searcher, landmarker)

    def look(self, time_s: float, camera: Camera, picture: av.VideoFrame) -> None:
        """Go on with everybody who is there, and now and then search the whole picture."""
        self._crowd.look(time_s, camera, picture)

    def heads_at(self, time_s: float) -> list[Disc]:
        """All heads at a time; somebody counts for a while before and after she is seen."""
        people = (each for each in self._crowd.everybody() if len(each.bodies) >= LEAST_LOOKS)
        heads = (_head_of(person, time_s) for person in people)
        return [head for head in heads if head is not None]


def _head_of(person: Person, time_s: float) -> Disc | None:
    after = int(np.searchsorted(person.times_s, time_s))
    if 0 < after < len(person.times_s):
        one, other = (find_head(person.bodies[look].position_px) for look in (after - 1, after))
        return one and other and _cover(one, other)
    nearest = min(after, len(person.times_s) - 1)
    off_s = abs(person.times_s[nearest] - time_s)
    head = find_head(person.bodies[nearest].position_px)
    if head is None or off_s > HELD_FOR_S:
        return None
    return head.times(HELD_TIMES if off_s > FRESH_S else 1.0)


def _cover(one: Disc, other: Disc) -> Disc:
    """A disc that holds both."""
    apart_px = float(np.hypot(one.x_px - other.x_px, one.y_px - other.y_px))
    radius_px = max(one.radius_px, other.radius_px) + apart_px / 2
    return Disc((one.x_px + other.x_px) / 2, (one.y_px + other.y_px) / 2, radius_px)
