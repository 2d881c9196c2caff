"""From joints to what a film tells, by the view that it was taken from."""

from midstance.app.films.keep import Gait
from midstance.core.gait.assess import assess_side
from midstance.core.gait.assess_rear import assess_rear
from midstance.core.gait.records import GaitRunner
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.pose import Tracked
from midstance.store.models import FilmView


def assess(view: str, tracked: Tracked, height_m: float | None, factor: float) -> Gait:
    """What a film of that view tells; `factor` is true time over the film's own."""
    runner = GaitRunner(height_m, frame_rate_factor=factor)
    if view == FilmView.REAR:
        return assess_rear(tracked.keypoints, runner, load_gait_constants())
    return assess_side(tracked.keypoints, runner, load_gait_constants())
