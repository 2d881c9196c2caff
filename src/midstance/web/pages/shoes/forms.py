"""A pair of shoes as a form, in her units; SI goes in and comes out."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from midstance.app.shoes.facts import NAME_CHARACTERS
from midstance.app.shoes.kinds import RunKind
from midstance.app.shoes.records import ShoeFacts
from midstance.app.shoes.words import KIND_WORDS
from midstance.app.suggest_bounds import Bounds
from midstance.web.body_form import Figure, plain
from midstance.web.figures import Units, duration, pace_s

PACE = re.compile(r"(\d{1,2})(?::([0-5]?\d))?")
Check = Callable[[ShoeFacts], Mapping[str, str]]
"""Gives a sentence for each field of a pair with something wrong."""

FIELDS = {"before_m": "before", "most_m": "most", "long_m": "long", "fast_mps": "fast"}
SHOWN_FIRST = (RunKind.EVERY, RunKind.LONG, RunKind.FAST)


class PaceField(forms.Field):
    """Minutes and seconds for one kilometre or mile, as 5:30; gives metres a second."""

    def __init__(self, units: Units, label: str, hint: str) -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, help_text=hint, required=False, widget=box)
        self.distance_m, self.unit = units.distance_m, units.pace_name

    def to_python(self, value: object) -> float | None:
        text = str(value or "").strip().replace(".", ":")
        if not text:
            return None
        match = PACE.fullmatch(text)
        seconds = 60 * int(match[1]) + int(match[2] or 0) if match else 0
        if not seconds:
            raise forms.ValidationError(_("Write the pace in minutes and seconds, like 5:30."))
        return self.distance_m / seconds


class ShoeForm(forms.Form):
    """All that can be told of a pair."""

    def __init__(
        self,
        sent: Mapping[str, Any] | None,
        *,
        facts: ShoeFacts,
        bounds: Bounds,
        units: Units,
        check: Check,
    ) -> None:
        self.units, self.check = units, check
        super().__init__(sent, initial=typed(facts, bounds, units))
        unit = units.distance_name
        self.fields.update(
            {
                "name": words_field(_("What do you call the pair?"), is_required=True),
                "brand": words_field(_("Brand (may stay empty)")),
                "model": words_field(_("Model (may stay empty)")),
                "first_day": forms.DateField(
                    label=_("First day"),
                    help_text=_("When you first ran in it. It may stay empty."),
                    required=False,
                    widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                    error_messages={"invalid": _("Write the day as year, month, day.")},
                ),
                "before": distance_field(
                    _("Distance before"), unit, _("What you ran in it that is not in Midstance.")
                ),
                "most": distance_field(
                    _("Remind me at"), unit, _("Leave it empty for the usual reminder.")
                ),
                "kinds": forms.MultipleChoiceField(
                    label=_("The usual pair for"),
                    help_text=_(
                        "New runs without shoes get it by themselves, from its first day on. The "
                        "ground counts first, then pace, then length. One pair for each kind."
                    ),
                    choices=kind_choices(),
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={"invalid_choice": _("There is no such kind of run.")},
                ),
                "long": distance_field(_("A run is long from"), unit, _("Only for long runs.")),
                "fast": PaceField(units, _("A run is fast from"), _("Only for fast runs.")),
            }
        )

    def clean(self) -> dict[str, Any]:
        """All problems at once: what is no number, and what cannot be."""
        said = super().clean() or {}
        for field, words in self.check(self.facts()).items():
            box = FIELDS.get(field, field)
            if box not in self.errors:
                self.add_error(box, words)
        return said

    def facts(self) -> ShoeFacts:
        """The pair as it was told; what could not be read is left out."""
        said = self.cleaned_data
        return ShoeFacts(
            name=said.get("name", ""),
            brand=said.get("brand", ""),
            model=said.get("model", ""),
            first_day=said.get("first_day"),
            before_m=self.metres("before") or 0.0,
            most_m=self.metres("most"),
            kinds=tuple(said.get("kinds", ())),
            long_m=self.metres("long"),
            fast_mps=said.get("fast"),
        )

    def metres(self, name: str) -> float | None:
        value = self.cleaned_data.get(name)
        return None if value is None else value * self.units.distance_m


def words_field(label: str, *, is_required: bool = False) -> forms.CharField:
    box = forms.TextInput(attrs={"autocomplete": "off"})
    words = {
        "required": _("Name the pair in a few words."),
        "max_length": _("Use at most %(most)s characters.") % {"most": NAME_CHARACTERS},
        "null_characters_not_allowed": _("Use letters, numbers and signs that can be seen."),
    }
    return forms.CharField(
        label=label,
        required=is_required,
        max_length=NAME_CHARACTERS,
        widget=box,
        error_messages=words,
    )


def distance_field(label: str, unit: str, hint: str) -> Figure:
    field = Figure(label, unit)
    field.help_text = hint
    return field


def kind_choices() -> list[tuple[str, str]]:
    ordered = (*SHOWN_FIRST, *(kind for kind in RunKind if kind not in SHOWN_FIRST))
    return [(kind.value, capfirst(str(KIND_WORDS[kind]))) for kind in ordered]


def typed(facts: ShoeFacts, bounds: Bounds, units: Units) -> dict[str, Any]:
    """A pair as it would have been typed; bounds that were never set begin with a guess."""
    long_m = bounds.long_m if facts.long_m is None else facts.long_m
    fast_mps = bounds.fast_mps if facts.fast_mps is None else facts.fast_mps
    return {
        "name": facts.name,
        "brand": facts.brand,
        "model": facts.model,
        "first_day": facts.first_day,
        "before": plain(facts.before_m / units.distance_m) if facts.before_m else "",
        "most": plain(None if facts.most_m is None else facts.most_m / units.distance_m),
        "kinds": list(facts.kinds),
        "long": plain(None if long_m is None else long_m / units.distance_m),
        "fast": "" if fast_mps is None else duration(pace_s(fast_mps, units)),
    }
