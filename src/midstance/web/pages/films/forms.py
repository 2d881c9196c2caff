"""What is asked about a film, in her units; SI goes in and comes out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.films.records import FilmTold
from midstance.app.number_words import decimal_words
from midstance.app.screens.records import ScreenSheet
from midstance.app.set_up_runner import Profile
from midstance.core.load.planned import PLANNABLE
from midstance.web.body_form import BodyForm, Figure, day_field
from midstance.web.figures import Units

HOUR_S = 3600
VIEWS = (
    ("side", gettext_lazy("From the side")),
    ("rear", gettext_lazy("From behind")),
)
SLOWER = (
    ("", gettext_lazy("As the file says")),
    ("1", gettext_lazy("It plays as fast as life")),
    ("2", gettext_lazy("2 times slower than life")),
    ("4", gettext_lazy("4 times slower than life")),
    ("8", gettext_lazy("8 times slower than life")),
)
SIDES = (
    ("left", gettext_lazy("The one on the left")),
    ("right", gettext_lazy("The one on the right")),
)
WHO_RUNS, WHO_TESTS = gettext_lazy("The one who runs"), gettext_lazy("The one who does the test")
LEGS = (
    ("left", gettext_lazy("The left one")),
    ("right", gettext_lazy("The right one")),
)


class FilmForm(BodyForm):
    """A film that she hands over; what she leaves empty is taken from her settings or the file."""

    def __init__(self, sent: Mapping[str, Any] | None, *, profile: Profile, today: date) -> None:
        super().__init__(sent, profile=profile, ask=("height_m",))
        self.initial.update(view="side", day=today)
        self.fields["view"] = forms.ChoiceField(
            label=_("Filmed"), choices=VIEWS, widget=forms.RadioSelect
        )
        self.fields["day"] = day_of_film()
        self.fields["speed"] = Figure(_("Speed of the belt"), speed_unit(self.units))
        self.fields["speed"].help_text = _("On the ground: how fast you ran, if you know it.")
        self.fields |= fields_of_the_file(WHO_RUNS)
        self.fields["keep_pictures"] = forms.BooleanField(
            label=_("Keep three pictures, with faces blurred"), required=False
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        low, high = PLANNABLE["speed_mps"]
        speed_mps = self.speed_mps()
        if speed_mps is not None and not low <= speed_mps <= high:
            words = _("Write the speed of the belt in %(unit)s, from %(low)s to %(high)s.")
            ends = {"low": self.shown(low), "high": self.shown(high)}
            self.add_error("speed", words % {"unit": speed_unit(self.units), **ends})
        return said

    def speed_mps(self) -> float | None:
        speed: float | None = self.cleaned_data.get("speed")
        return None if speed is None else speed * self.units.distance_m / HOUR_S

    def shown(self, speed_mps: float) -> str:
        return decimal_words(speed_mps * HOUR_S / self.units.distance_m, 1)

    def told(self) -> FilmTold:
        """What was said, as the use case takes it; only after `is_valid`."""
        said = self.cleaned_data
        return FilmTold(
            view=said["view"],
            day=said["day"],
            height_m=self.height_m(),
            treadmill_mps=self.speed_mps(),
            keep_pictures=said["keep_pictures"],
            **told_of_the_file(said),
        )


class ScreenFilmForm(forms.Form):
    """A film of one leg in a movement test."""

    def __init__(
        self, sent: Mapping[str, Any] | None, *, screen: ScreenSheet, leg: str, today: date
    ) -> None:
        self.screen = screen
        super().__init__(sent, initial={"leg": leg, "day": today})
        self.fields["leg"] = forms.ChoiceField(
            label=_("Which leg does the film test?"),
            choices=LEGS,
            widget=forms.RadioSelect,
            error_messages={"required": _("Say which leg the film is of.")},
        )
        self.fields["day"] = day_of_film()
        self.fields |= fields_of_the_file(WHO_TESTS)

    def told(self) -> FilmTold:
        """What was said, as the use case takes it; only after `is_valid`."""
        said = self.cleaned_data
        return FilmTold(
            view="front" if self.screen.film_view == "front" else "side",
            day=said["day"],
            screen=self.screen.line.id,
            leg=said["leg"],
            **told_of_the_file(said),
        )


def day_of_film() -> forms.DateField:
    return day_field(_("Day of the film"), _("Say on which day you filmed."))


def fields_of_the_file(anybody: Promise) -> dict[str, forms.Field]:
    """How fast it plays, who of two people she is, and which part of it counts."""
    return {
        "slower": choice(_("Slow motion"), SLOWER),
        "whom": choice(_("If two people are in it"), (("", anybody), *SIDES)),
        "from_s": Figure(_("Look from second"), _("s")),
        "to_s": Figure(_("Look to second"), _("s")),
    }


def told_of_the_file(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "slower_times": float(said["slower"]) if said["slower"] else None,
        "whom": said["whom"] or None,
        "from_s": said["from_s"] or 0.0,
        "to_s": said["to_s"],
    }


def choice(label: str, choices: tuple[tuple[str, object], ...]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def speed_unit(units: Units) -> str:
    """What a belt shows its speed in."""
    return _("mph") if units is Units.IMPERIAL else _("km/h")
