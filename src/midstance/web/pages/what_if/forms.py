"""A planned run as sliders in her units; it works as a plain form as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.number_words import decimal_words, duration_words
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.planned import PlannedRun, shifted_cadence_spm
from midstance.knowledge.parameters import load_parameters
from midstance.web import figures
from midstance.web.figures import Units

MINUTE_S = 60
PERCENT = 100
LEAST_FAR = 1.0
FAR_STEP = 0.1
FARTHEST_TIMES = 2.5
CLIMB_TIMES = 3.0
LEAST_CLIMB_M = 300.0
CLIMB_STEP = {Units.METRIC: 10, Units.IMPERIAL: 50}
PACES_S = {Units.METRIC: (180, 600), Units.IMPERIAL: (300, 960)}
PACE_STEP_S = 1
RUN_MIN = (1, 20)
WALK_S = (0, 120)
WALK_STEP_S = 15
RATE_PERCENT = (-10, 10)
LONG_RUN_S = 600.0


@dataclass(frozen=True)
class Slider:
    """A range from `low` to `high`; `first` is where it begins."""

    label: str | Promise
    low: float
    high: float
    step: float
    first: float


class WhatIfForm(forms.Form):
    """The sliders of a run that begins as her usual one."""

    def __init__(self, sent: Mapping[str, Any] | None, *, usual: PlannedRun, units: Units) -> None:
        self.usual = usual
        self.units = units
        self.sliders = sliders_of(usual, units)
        first = {name: each.first for name, each in self.sliders.items()}
        super().__init__({**first, **sent} if sent else None, initial=first)
        for name, each in self.sliders.items():
            self.fields[name] = range_field(each)

    def values(self) -> dict[str, float]:
        """What the sliders say, or where they begin."""
        first = {name: each.first for name, each in self.sliders.items()}
        return first | (self.cleaned_data if self.is_bound and self.is_valid() else {})

    def planned(self) -> PlannedRun:
        """The run that the sliders mean; the usual one where they are no run."""
        try:
            return planned_of(self.values(), self.usual, self.units)
        except InvalidValueError:
            self.add_error(
                None, _("That is no run that can be: more hills than way. Ask for less.")
            )
            return self.usual

    def outputs(self) -> dict[str, str]:
        """Each slider's value in words."""
        return outputs_of(self.values(), self.usual, self.units)


def range_field(slider: Slider) -> forms.FloatField:
    """A native slider; what a browser does not let through is still refused in words."""
    words = _("%(label)s: choose a value from %(low)s to %(high)s.") % {
        "label": slider.label,
        "low": decimal_words(slider.low, 1),
        "high": decimal_words(slider.high, 1),
    }
    return forms.FloatField(
        label=str(slider.label),
        min_value=slider.low,
        max_value=slider.high,
        widget=forms.NumberInput(
            attrs={"type": "range", "min": slider.low, "max": slider.high, "step": slider.step}
        ),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )


def sliders_of(usual: PlannedRun, units: Units) -> dict[str, Slider]:
    """The ranges of a runner, wide enough for runs much longer and hillier than her usual one."""
    far = usual.distance_m / units.distance_m
    up, down = (metres / units.height_m for metres in (usual.ascent_m, usual.descent_m))
    steep = CLIMB_STEP[units]
    highest = ceil(max(CLIMB_TIMES * max(up, down), LEAST_CLIMB_M / units.height_m) / steep) * steep
    farthest = max(ceil(FARTHEST_TIMES * far), 10)
    pace_s = figures.pace_s(usual.speed_mps, units)
    climbs = (0, highest, steep)
    return {
        "distance": slider(gettext_lazy("Distance"), far, LEAST_FAR, farthest, FAR_STEP),
        "pace": slider(gettext_lazy("Pace"), pace_s, *PACES_S[units], PACE_STEP_S),
        "up": slider(gettext_lazy("Uphill"), up, *climbs),
        "down": slider(gettext_lazy("Downhill"), down, *climbs),
        "walk": slider(gettext_lazy("Walks in between"), usual.walk_s, *WALK_S, WALK_STEP_S),
        "run": slider(gettext_lazy("Running before each walk"), run_min_of(usual), *RUN_MIN, 1),
        "rate": slider(gettext_lazy("Step rate"), 0, *RATE_PERCENT, 1),
    }


def slider(label: str | Promise, own: float, low: float, high: float, step: float) -> Slider:
    """A slider that begins at the place nearest to her own value."""
    nearest = round(low + round((own - low) / step) * step, 6)
    return Slider(label, low, high, step, min(max(nearest, low), high))


def run_min_of(usual: PlannedRun) -> float:
    return (usual.run_s if usual.walk_s else LONG_RUN_S) / MINUTE_S


def planned_of(values: Mapping[str, float], usual: PlannedRun, units: Units) -> PlannedRun:
    """SI from her units; a slider that was not moved keeps her own value exactly."""
    first = sliders_of(usual, units)

    def si(name: str, moved: float, own: float) -> float:
        return own if values[name] == first[name].first else moved

    speed_mps = si("pace", units.distance_m / values["pace"], usual.speed_mps)
    walk_s = si("walk", values["walk"], usual.walk_s)
    return PlannedRun(
        distance_m=si("distance", values["distance"] * units.distance_m, usual.distance_m),
        speed_mps=speed_mps,
        ascent_m=si("up", values["up"] * units.height_m, usual.ascent_m),
        descent_m=si("down", values["down"] * units.height_m, usual.descent_m),
        run_s=si("run", values["run"] * MINUTE_S, usual.run_s) if walk_s else LONG_RUN_S,
        walk_s=walk_s,
        cadence_spm=cadence_of(values["rate"], speed_mps, usual),
    )


def cadence_of(rate_percent: float, speed_mps: float, usual: PlannedRun) -> float | None:
    """Her step rate at that speed, and some per cent more or less."""
    if usual.cadence_spm is None and not rate_percent:
        return None
    parameters = load_parameters()
    own = usual.cadence_spm or MINUTE_S / parameters.step_time_s
    at_speed = shifted_cadence_spm(own, usual.speed_mps, speed_mps, parameters)
    return shifted_cadence_spm(at_speed * (1 + rate_percent / PERCENT), 1.0, 1.0, parameters)


def outputs_of(values: Mapping[str, float], usual: PlannedRun, units: Units) -> dict[str, str]:
    """What stands beside each slider."""
    walk_s = values["walk"]
    speed_mps = units.distance_m / values["pace"]
    cadence = cadence_of(values["rate"], speed_mps, usual)
    rate = {"percent": decimal_words(abs(values["rate"])), "rate": decimal_words(cadence or 0)}
    return {
        "distance": figures.with_unit(decimal_words(values["distance"], 1), units.distance_name),
        "pace": figures.with_unit(figures.duration(values["pace"]), units.pace_name),
        "up": figures.with_unit(decimal_words(values["up"]), units.height_name),
        "down": figures.with_unit(decimal_words(values["down"]), units.height_name),
        "walk": duration_words(walk_s) if walk_s else _("none"),
        "run": duration_words(values["run"] * MINUTE_S) if walk_s else _("no walks"),
        "rate": rate_words(values["rate"], cadence) % rate,
    }


def rate_words(rate_percent: float, cadence_spm: float | None) -> str:
    if not rate_percent:
        return _("as usual") if cadence_spm is None else _("as usual, %(rate)s a minute")
    if rate_percent > 0:
        return _("%(percent)s %% quicker, %(rate)s a minute")
    return _("%(percent)s %% slower, %(rate)s a minute")
