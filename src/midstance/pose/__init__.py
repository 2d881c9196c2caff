"""From a film of a runner to the points of her body, picture by picture."""

from midstance.pose.clip import Box, Clip, Look, Picture, SeenPerson, Tracked
from midstance.pose.flaws import Flaw, find_flaws
from midstance.pose.track import FilmReader, track_person

__all__ = [
    "Box",
    "Clip",
    "FilmReader",
    "Flaw",
    "Look",
    "Picture",
    "SeenPerson",
    "Tracked",
    "find_flaws",
    "track_person",
]
