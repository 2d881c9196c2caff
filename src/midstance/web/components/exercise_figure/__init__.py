"""The moving figure of an exercise: stills from the server, and what the script moves it by."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import json_script
from django.utils.safestring import SafeString

from midstance.knowledge.motions import read_motions
from midstance.knowledge.records_motion import MotionRecord
from midstance.web.components.exercise_figure.track import Track, spec_of
from midstance.web.components.self_test.scene import scene_svg

MOST_STILLS = 3


def exercise_figure_html(
    motion: str, alt: str, side: str = "right", *, moves: bool = True
) -> SafeString:
    """The figure of an exercise; without `moves`, and without script, its stills alone."""
    is_left = side == "left"
    parts = {
        "alt": alt,
        "stills": stills_svg(motion, alt, is_left=is_left),
        "spec": spec_script(motion) if moves else "",
        "is_left": is_left,
    }
    return render_to_string("components/exercise_figure/exercise_figure.html", parts)


@lru_cache(maxsize=256)
def stills_svg(motion: str, alt: str, *, is_left: bool) -> SafeString:
    """Its frames from the first to the last, three at the most."""
    record = motion_of(motion)
    track = Track(record)
    frames = [track.frame(index) for index in shown_frames(record)]
    return scene_svg(frames, alt, is_left=is_left)


@lru_cache(maxsize=256)
def spec_script(motion: str) -> SafeString:
    return json_script(spec_of(motion_of(motion)))


def shown_frames(motion: MotionRecord) -> list[int]:
    """The start, the middle and the end of those that are held, or of all; each once."""
    frames = motion.frames
    held = [i for i, frame in enumerate(frames) if frame.pause_s]
    told = held if len(held) > 1 else range(len(frames))
    different = [i for i in told if frames[i].pose not in [frame.pose for frame in frames[:i]]]
    if len(different) <= MOST_STILLS:
        return different
    return [different[0], different[len(different) // 2], different[-1]]


def motion_of(name: str) -> MotionRecord:
    motions = read_motions()
    if name not in motions:
        raise ValueError(f"no motion is called {name}: expected one of {', '.join(motions)}")
    return motions[name]
