"""The questions on the runner's body, in her units; SI goes in and comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.number_words import METRES_PER_FOOT
from midstance.app.set_up_runner import (
    HEIGHT_M,
    MASS_KG,
    OLDEST_YEARS,
    YOUNGEST_YEARS,
    Profile,
)
from midstance.web.figures import Units

INCHES_PER_FOOT = 12
METRES_PER_INCH = METRES_PER_FOOT / INCHES_PER_FOOT
KILOGRAMS_PER_POUND = 0.45359237
SEXES = (
    ("female", gettext_lazy("Female")),
    ("male", gettext_lazy("Male")),
    ("other", gettext_lazy("Other")),
    ("", gettext_lazy("I would rather not say")),
)


class Figure(forms.FloatField):
    """A number typed by hand; a comma may stand for the point."""

    def __init__(self, label: str, unit: str) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        words = {"invalid": _("Write %(label)s as a number, like 64.") % {"label": label}}
        super().__init__(label=label, required=False, widget=box, error_messages=words)
        self.unit = unit

    def to_python(self, value: object) -> float | None:  # type: ignore[override] # a stub's slip
        text = str(value or "").strip().replace(",", ".")
        return super().to_python(text)


def day_field(label: str, required: str) -> forms.DateField:
    """A day that has to be said; `required` is what is said where it is not."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Write the day as year, month, day."),
            "required": required,
        },
    )


def plain(number: float | None, digits: int = 1) -> str:
    """The number as somebody would type it."""
    return "" if number is None else f"{round(number, digits):g}"


class BodyForm(forms.Form):
    """Any of height, mass, sex and birth year; an empty answer is a fair answer."""

    def __init__(
        self,
        sent: Mapping[str, Any] | None,
        *,
        profile: Profile,
        ask: Sequence[str] = ("height_m", "mass_kg", "sex", "birth_year"),
    ) -> None:
        self.profile = profile
        self.units = Units(profile.units)
        self.ask = tuple(ask)
        super().__init__(sent, initial=typed(profile, self.units))
        for name in self.ask:
            self.fields.update(questions(name, self.units))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name, (box, low, high, words) in limits(self.units).items():
            value = self.si_value(name)
            if name in self.ask and value is not None and not low <= value <= high:
                self.add_error(box, words)
        return said

    def si_value(self, name: str) -> Any:  # noqa: ANN401 - a number, a word or nothing
        """What was said, in SI; None where nothing was."""
        said = self.cleaned_data
        if name == "height_m":
            return self.height_m()
        if name == "mass_kg":
            mass = said.get("mass")
            unit_kg = KILOGRAMS_PER_POUND if self.units is Units.IMPERIAL else 1.0
            return None if mass is None else round(mass * unit_kg, 3)
        if name == "birth_year":
            year = said.get("birth_year")
            return None if year is None else round(year)
        return said.get(name) or None

    def height_m(self) -> float | None:
        said = self.cleaned_data
        if self.units is Units.METRIC:
            centimetres = said.get("height_cm")
            return None if centimetres is None else round(centimetres / 100, 4)
        feet, inches = said.get("height_ft"), said.get("height_in")
        if feet is None and inches is None:
            return None
        return round((feet or 0) * METRES_PER_FOOT + (inches or 0) * METRES_PER_INCH, 4)

    def answered(self) -> Profile:
        """The profile with the answers in it; only after `is_valid`."""
        return replace(self.profile, **{name: self.si_value(name) for name in self.ask})


def questions(name: str, units: Units) -> dict[str, forms.Field]:
    """The boxes of one question."""
    if name == "height_m" and units is Units.IMPERIAL:
        return {
            "height_ft": Figure(_("Height, feet"), _("ft")),
            "height_in": Figure(_("Height, inches"), _("in")),
        }
    if name == "height_m":
        return {"height_cm": Figure(_("Height"), _("cm"))}
    if name == "mass_kg":
        return {"mass": Figure(_("Weight"), _("lb") if units is Units.IMPERIAL else _("kg"))}
    if name == "birth_year":
        return {"birth_year": Figure(_("Birth year"), "")}
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False, widget=forms.RadioSelect)
    return {"sex": sex}


def limits(units: Units) -> dict[str, tuple[str, float, float, str]]:
    """For each figure: its box, lowest and highest value, and the words when it lies outside."""
    this_year = timezone.now().year
    years = (this_year - OLDEST_YEARS, this_year - YOUNGEST_YEARS)
    imperial = units is Units.IMPERIAL
    height = (
        _("Write your height in feet and inches, like 5 and 7.")
        if imperial
        else _("Write your height in centimetres, from 100 to 250.")
    )
    mass = (
        _("Write your weight in pounds, from 56 to 660.")
        if imperial
        else _("Write your weight in kilograms, from 25 to 300.")
    )
    year = _("Write the year you were born in, from %(first)s to %(last)s.")
    return {
        "height_m": ("height_ft" if imperial else "height_cm", *HEIGHT_M, height),
        "mass_kg": ("mass", *MASS_KG, mass),
        "birth_year": ("birth_year", *years, year % {"first": years[0], "last": years[1]}),
    }


def typed(profile: Profile, units: Units) -> dict[str, str]:
    """The profile as it would have been typed."""
    height_m, mass_kg = profile.height_m, profile.mass_kg
    inches = None if height_m is None else round(height_m / METRES_PER_INCH, 1)
    pounds = None if mass_kg is None else mass_kg / KILOGRAMS_PER_POUND
    return {
        "height_cm": plain(None if height_m is None else height_m * 100),
        "height_ft": plain(None if inches is None else inches // INCHES_PER_FOOT),
        "height_in": plain(None if inches is None else inches % INCHES_PER_FOOT),
        "mass": plain(pounds if units is Units.IMPERIAL else mass_kg),
        "sex": profile.sex or "",
        "birth_year": plain(profile.birth_year, 0) if profile.birth_year is not None else "",
    }
