"""Films without a camera: a reader that sees a made runner, and films that were analysed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar
from zoneinfo import ZoneInfo

import numpy as np

from core.gait.made_one_leg import a_lunge, a_squat
from core.gait.made_rear import a_runner_from_behind
from core.gait.made_runner import a_runner
from midstance.app.films import analysis
from midstance.app.films.keep import Gait, keep_gait
from midstance.core.base.errors import StoppedError
from midstance.core.gait.assess import assess_side
from midstance.core.gait.assess_rear import assess_rear
from midstance.core.gait.keypoints import Keypoints
from midstance.core.gait.lunge import assess_lunge
from midstance.core.gait.one_leg import assess_one_leg
from midstance.core.gait.records import Confidence, GaitRunner, Metric, Side
from midstance.core.gait.screen_records import FilmedScreen, ScreenProblem
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.knowledge.screen_film_constants import load_screen_film_constants
from midstance.pose import Box, Clip, Look, Picture, SeenPerson, Tracked
from midstance.store.models import Film, Runner

HERE = ZoneInfo("Europe/Berlin")  # of the runner that the tests are about
TODAY = datetime.now(HERE).date()
CLIP = Clip("mp4", "h264", 1280, 720, 0, 8.0, 60.0, 480, False, None, False, 1)
SHE = SeenPerson(8.0, Box(500, 60, 780, 560), 480.0, 1.0, 1.0)
OTHER = replace(SHE, box=Box(100, 60, 300, 560))
LOOK = Look(CLIP, (SHE,), has_rivals=False, light_frac=0.5, looked_s=8.0)
RIVALS = replace(LOOK, people=(SHE, OTHER), has_rivals=True)
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})


class MadeReader:
    """Sees the same runner in each film; `look_seen` and `error` are what a test puts there.

    `made` makes the joints that it sees.
    """

    look_seen: ClassVar[Look] = LOOK
    made: ClassVar[Callable[[], Keypoints]] = staticmethod(a_runner)
    error: ClassVar[BaseException | None] = None
    asked: ClassVar[list[tuple[str, object]]] = []

    def __init__(self, model="heavy"):
        self.model = model

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def look(self, path, *, is_cancelled, **asked):
        assert path.is_file()
        self.asked.append(("look", asked))
        if is_cancelled():
            raise StoppedError("Stopped as you asked.")
        return self.look_seen

    def track(self, path, *, on_progress, is_cancelled, **asked):
        assert path.is_file()
        self.asked.append(("track", asked))
        if self.error is not None:
            raise self.error
        on_progress(0.5)
        if is_cancelled():
            raise StoppedError("Stopped as you asked.")
        return Tracked(self.made(), self.look_seen.clip)

    def take_pictures(self, path, times_s, keypoints, **_):
        assert path.is_file()
        assert keypoints.time_s[0] <= min(times_s) <= max(times_s) <= keypoints.time_s[-1]
        pixels = np.zeros((90, 160, 3), np.uint8)
        return tuple(Picture(time_s, pixels, 0.125) for time_s in times_s)


def see_made_runners(monkeypatch) -> type[MadeReader]:
    """Let the analysis read films with a reader of this test's own."""

    class Reader(MadeReader):
        asked: ClassVar[list[tuple[str, object]]] = []

    monkeypatch.setattr(analysis, "FilmReader", Reader)
    monkeypatch.setattr(analysis, "encode_jpeg", lambda _picture: b"\xff\xd8a picture")
    return Reader


def made_gait(height_m: float | None = 1.7, **runner: float) -> Gait:
    """What a film from the side of a made-up runner tells."""
    return assess_side(a_runner(**runner), GaitRunner(height_m), load_gait_constants())


def made_rear_gait(height_m: float | None = 1.7) -> Gait:
    """What a film from behind of a made-up runner tells."""
    return assess_rear(a_runner_from_behind(), GaitRunner(height_m), load_gait_constants())


def figure(name: str, value: float, reach: float, side: Side = Side.BOTH) -> Metric:
    """A figure with its range to either side."""
    low, high = value - reach, value + reach
    return Metric(name, side, value, low, high, reach / 1.645, Confidence.LOW, None, 20)


def seen_to_drop(gait: Gait, drop_deg: float = 18.0, reach_deg: float = 3.0) -> Gait:
    """The same with a pelvis that drops, as a film from behind tells it."""
    drop = figure("pelvic_drop_deg", drop_deg, reach_deg, Side.LEFT)
    return replace(gait, metrics=(*gait.metrics, drop))


def add_film(
    owner: Runner,
    day: date,
    gait: Gait | None = None,
    *,
    view: str = "side",
    treadmill_mps: float | None = 2.8,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    **changes: object,
) -> Film:
    """A film that was analysed."""
    columns = {
        "told": {"treadmill_mps": treadmill_mps, "keep_pictures": bool(pictures)},
        "state": "done",
        "name": "run.mov",
    }
    film = Film.objects.create(owner=owner, view=view, day=day, **{**columns, **changes})
    keep_gait(film, gait or made_gait(), pictures)
    return film


def made_filmed(
    leg: str = "left", screen: str = "single_leg_squat", problem: ScreenProblem | None = None
) -> FilmedScreen:
    """What a film of a made-up runner tells of a movement screen: a knee that goes inwards."""
    constants, side = load_screen_film_constants(), Side(leg)
    if screen == "knee_to_wall_angle":
        away = "right" if leg == "left" else "left"
        filmed = assess_lunge(a_lunge(leg=leg, to_the=away), side, constants)
    else:
        filmed = assess_one_leg(a_squat(leg=leg, inwards_m=0.2), side, constants)
    if problem is None:
        return filmed
    return replace(filmed, problem=problem, signs=(), angle=None)


def add_screen_film(
    owner: Runner,
    day: date,
    screen: str = "single_leg_squat",
    leg: str = "left",
    filmed: FilmedScreen | None = None,
    **changes: object,
) -> Film:
    """A film of a movement screen that was looked at."""
    columns = {
        "view": "side" if screen == "knee_to_wall_angle" else "front",
        "state": "done",
        "name": "screen.mov",
    }
    film = Film.objects.create(
        owner=owner, day=day, screen=screen, leg=leg, **{**columns, **changes}
    )
    keep_gait(film, filmed or made_filmed(leg, screen))
    return film
