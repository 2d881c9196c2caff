"""From joints to what a film tells, by the view that it was taken from."""

from midstance.app.films.keep import Gait
from midstance.core.gait.assess import assess_side
from midstance.core.gait.assess_rear import assess_rear
from midstance.core.gait.lunge import assess_lunge
from midstance.core.gait.one_leg import assess_one_leg
from midstance.core.gait.records import GaitRunner, Side
from midstance.core.gait.screen_records import FilmedScreen
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.knowledge.screen_film_constants import load_screen_film_constants
from midstance.pose import Tracked
from midstance.store.models import FilmView


def assess(view: str, tracked: Tracked, height_m: float | None, factor: float) -> Gait:
    """What a film of that view tells; `factor` is true time over the film's own."""
    runner = GaitRunner(height_m, frame_rate_factor=factor)
    if view == FilmView.REAR:
        return assess_rear(tracked.keypoints, runner, load_gait_constants())
    return assess_side(tracked.keypoints, runner, load_gait_constants())


def assess_screen_film(view: str, tracked: Tracked, leg: str, factor: float) -> FilmedScreen:
    """What a film of a movement screen tells of one leg."""
    assess_leg = assess_one_leg if view == FilmView.FRONT else assess_lunge
    return assess_leg(tracked.keypoints, Side(leg), load_screen_film_constants(), factor)
