"""What of a film is drawn: joints at its moments, angles over the stride, steps in time."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from math import isfinite
from types import MappingProxyType

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.films.analysis import moments_of
from midstance.app.films.keep import Gait
from midstance.app.films.records import (
    CurveLine,
    FrameLine,
    MomentLine,
    Point,
    Skeleton,
    StepLine,
    Timeline,
)
from midstance.app.gait_words import SIDE_WORDS
from midstance.app.number_words import decimal_words
from midstance.app.screens.words import source_words
from midstance.core.base.arrays import FloatArray
from midstance.core.gait.keypoints import JOINTS, SIDES, Keypoints
from midstance.core.gait.norms import UsualBand, find_band
from midstance.core.gait.records import Curve, Side, SideGait
from midstance.core.gait.screen_records import FilmedScreen
from midstance.knowledge.gait_norms import load_gait_curves, read_gait_curves

Words = str | Promise

DRAWN_S = 10.0
DRAWN_HZ = 30.0
"""As many pictures a second are enough to see a step."""
OF_A_LEG = ("hip", "knee", "ankle", "heel", "toe")
BONE_NAMES = (
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
    *(((f"{side}_shoulder"), f"{side}_hip") for side in SIDES),
    *(
        (f"{side}_{one}", f"{side}_{other}")
        for side in SIDES
        for one, other in (*pairwise(OF_A_LEG), ("ankle", "toe"))
    ),
)
BONES = tuple((JOINTS.index(one), JOINTS.index(other)) for one, other in BONE_NAMES)

MOMENT_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "contact": gettext_lazy("The foot lands"),
        "midstance": gettext_lazy("The foot carries you"),
        "toe_off": gettext_lazy("The foot leaves"),
    }
)
CURVE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "knee_flexion_deg": gettext_lazy("Bend of the knee"),
        "shank_angle_deg": gettext_lazy("Lean of the shin"),
        "foot_angle_deg": gettext_lazy("Tilt of the foot"),
        "trunk_lean_deg": gettext_lazy("Lean of the trunk"),
        "pelvis_tilt_deg": gettext_lazy("Tilt of the pelvis"),
        "hip_adduction_deg": gettext_lazy("Thigh leaning inwards"),
        "frontal_knee_deg": gettext_lazy("Knee leaning inwards"),
        "heel_angle_deg": gettext_lazy("Heel leaning inwards"),
    }
)


def skeleton_of(keypoints: Keypoints) -> Skeleton:
    """The joints and the lines between them."""
    return Skeleton(keypoints.width_px, keypoints.height_px, JOINTS, BONES)


def moment_lines(gait: Gait, pictures: Collection[str]) -> tuple[MomentLine, ...]:
    """The moments of a typical step, with the joints as they were then."""
    return tuple(
        _moment_line(name, time_s, gait.keypoints, name in pictures)
        for name, time_s in moments_of(gait).items()
    )


def deepest_lines(filmed: FilmedScreen) -> tuple[MomentLine, ...]:
    """The lowest point of each repetition, or the furthest, with the joints as they were then."""
    lines, of = [], len(filmed.repetitions)
    for number, each in enumerate(filmed.repetitions, start=1):
        words = _("Lowest point, %(number)s of %(of)s")
        if filmed.angle is not None:
            words = _("Furthest point, %(number)s of %(of)s")
        told = words % {"number": number, "of": of}
        name = f"deepest_{number}"
        lines.append(_line(name, str(filmed.leg), told, each.deepest_s, filmed.keypoints))
    return tuple(lines)


def _moment_line(name: str, time_s: float, keypoints: Keypoints, has_picture: bool) -> MomentLine:  # noqa: FBT001 # one of four columns of a row
    leg, _rest, moment = name.partition("_")
    side, moment = (leg, moment) if leg in SIDES else ("", name)
    words = str(MOMENT_WORDS[moment])
    if side:
        words = _("%(moment)s, %(side)s") % {"moment": words, "side": SIDE_WORDS[Side(side)]}
    return replace(_line(name, side, words, time_s, keypoints), has_picture=has_picture)


def _line(name: str, side: str, words: str, time_s: float, keypoints: Keypoints) -> MomentLine:
    at = int(np.abs(keypoints.time_s - time_s).argmin())
    points = _points(keypoints.position_px[at])
    seen = sum(point is not None for point in points)
    alt = _("%(moment)s: %(seen)s of %(joints)s joints drawn, at %(seconds)s s.") % {
        "moment": words,
        "seen": seen,
        "joints": len(JOINTS),
        "seconds": decimal_words(time_s, 2),
    }
    return MomentLine(name, side, words, round(time_s, 3), points, has_picture=False, alt=alt)


def _points(position_px: FloatArray) -> tuple[Point, ...]:
    """(joints, 2) as points, None where one was not seen."""
    rows = np.round(position_px, 1).tolist()
    return tuple((x, y) if isfinite(x) and isfinite(y) else None for x, y in rows)


def curve_lines(gait: Gait, speed_mps: float | None) -> tuple[CurveLine, ...]:
    """The angles over the stride, over what is usual at that speed, with when the foot leaves."""
    norms = load_gait_curves()
    return tuple(
        _curve_line(each, _toe_off_percent(gait, each), find_band(each, speed_mps, norms))
        for each in gait.curves
    )


def _curve_line(curve: Curve, toe_off_percent: float | None, band: UsualBand | None) -> CurveLine:
    return CurveLine(
        name=curve.name,
        name_words=str(CURVE_WORDS[curve.name]),
        side=str(curve.side),
        unit_words=_("degrees"),
        strides=curve.strides,
        phase_percent=tuple(np.round(100 * curve.phase_frac, 1).tolist()),
        middle=_values(curve.middle),
        low=_values(curve.low),
        high=_values(curve.high),
        usual_low=() if band is None else _told(band.low),
        usual_high=() if band is None else _told(band.high),
        usual_source="" if band is None else _usual_source(curve, band),
        toe_off_percent=toe_off_percent,
        summary=_summary(curve),
    )


def _usual_source(curve: Curve, band: UsualBand) -> str:
    return source_words(band.sources, read_gait_curves()[curve.name].certainty)


def _told(values: FloatArray) -> tuple[float, ...]:
    return tuple(np.round(values, 1).tolist())


def _values(values: FloatArray) -> tuple[float | None, ...]:
    return tuple(round(each, 1) if np.isfinite(each) else None for each in values.tolist())


def _summary(curve: Curve) -> str:
    """The curve in a sentence, for whoever cannot see it."""
    name = str(CURVE_WORDS[curve.name])
    if curve.side is not Side.BOTH:
        name = _("%(name)s, %(side)s") % {"name": name, "side": SIDE_WORDS[curve.side]}
    known = np.flatnonzero(np.isfinite(curve.middle))
    if not known.size:
        return name
    low, high = (known[pick(curve.middle[known])] for pick in (np.argmin, np.argmax))
    told = {
        "name": name,
        "least": decimal_words(float(curve.middle[low])),
        "least_at": decimal_words(100 * float(curve.phase_frac[low])),
        "most": decimal_words(float(curve.middle[high])),
        "most_at": decimal_words(100 * float(curve.phase_frac[high])),
        "strides": curve.strides,
    }
    return (
        _(
            "%(name)s, middle of %(strides)s strides: from %(least)s degrees at %(least_at)s %% of "
            "the stride to %(most)s degrees at %(most_at)s %%."
        )
        % told
    )


def _toe_off_percent(gait: Gait, curve: Curve) -> float | None:
    """When the foot leaves the ground, as a share of the stride; the median of the strides."""
    side = curve.side
    if side is Side.BOTH and isinstance(gait, SideGait):
        side = gait.near_side or Side.BOTH
    if side is Side.BOTH:
        return None
    of_it = gait.events.side == SIDES.index(side)
    strike_s, off_s = gait.events.strike_s[of_it], gait.events.toe_off_s[of_it]
    shares = (off_s[:-1] - strike_s[:-1]) / np.diff(strike_s)
    shares = shares[np.isfinite(shares) & (shares > 0) & (shares < 1)]
    return round(100 * float(np.median(shares)), 1) if shares.size else None


def timeline_of(gait: Gait) -> Timeline | None:
    """Steps and joints of at most ten seconds around the typical step; None without steps."""
    keypoints, events = gait.keypoints, gait.events
    if not events.count or not keypoints.time_s.size:
        return None
    first_s, last_s = float(keypoints.time_s[0]), float(keypoints.time_s[-1])
    middle_s = next(iter(moments_of(gait).values()), (first_s + last_s) / 2)
    from_s = max(first_s, min(middle_s - DRAWN_S / 2, last_s - DRAWN_S))
    to_s = min(last_s, from_s + DRAWN_S)
    return Timeline(
        from_s=round(from_s, 3),
        to_s=round(to_s, 3),
        steps=tuple(_steps(gait, from_s, to_s)),
        frames=tuple(_frames(keypoints, from_s, to_s)),
    )


def _steps(gait: Gait, from_s: float, to_s: float) -> Iterator[StepLine]:
    events = gait.events
    rows = zip(
        events.side.tolist(), events.strike_s.tolist(), events.toe_off_s.tolist(), strict=True
    )
    for number, (side, strike_s, off_s) in enumerate(rows, start=1):
        if from_s <= strike_s <= to_s:
            off = round(off_s, 3) if np.isfinite(off_s) else None
            yield _step_line(number, SIDES[int(side)], round(strike_s, 3), off)


def _step_line(number: int, side: str, strike_s: float, off_s: float | None) -> StepLine:
    told = {"side": SIDE_WORDS[Side(side)], "at": decimal_words(strike_s, 2)}
    if off_s is None:
        words = _("Step %(number)s, %(side)s: lands at %(at)s s.")
    else:
        told["ms"] = decimal_words(1000 * (off_s - strike_s))
        words = _("Step %(number)s, %(side)s: lands at %(at)s s, %(ms)s ms on the ground.")
    words = words % {"number": number, **told}
    return StepLine(number, side, str(SIDE_WORDS[Side(side)]), strike_s, off_s, words)


def _frames(keypoints: Keypoints, from_s: float, to_s: float) -> Iterator[FrameLine]:
    """The joints of each picture, at most thirty a second."""
    next_s = from_s
    for at in np.flatnonzero((keypoints.time_s >= from_s) & (keypoints.time_s <= to_s)):
        time_s = float(keypoints.time_s[at])
        if time_s >= next_s - 1e-6:
            next_s = max(next_s + 1 / DRAWN_HZ, time_s)
            yield FrameLine(round(time_s, 3), _points(keypoints.position_px[at]))
