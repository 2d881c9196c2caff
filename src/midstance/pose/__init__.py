"""From a film of a runner to the points of her body, picture by picture."""

from midstance.pose.clip import Clip, Tracked
from midstance.pose.track import FilmReader, track_person

__all__ = ["Clip", "FilmReader", "Tracked", "track_person"]
