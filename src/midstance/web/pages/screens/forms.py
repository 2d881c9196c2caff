"""One day's movement test as a form: a number for each side, or the signs that were seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.films.records import FilmedMarkLine, FilmedScreenSheet, FilmLine
from midstance.app.screens.records import ScreenSheet, ScreenTold
from midstance.app.screens.words import SIDE_WORDS, value_words
from midstance.core.assess.screens import Side, Unit
from midstance.web.body_form import Figure, day_field
from midstance.web.components.tags import icon
from midstance.web.pages.films.sheets import mark_view

NONE_SEEN = "none"
SIGNS_OF: Mapping[Side, str | Promise] = {
    Side.LEFT: gettext_lazy("What you saw on the left"),
    Side.RIGHT: gettext_lazy("What you saw on the right"),
    Side.BOTH: gettext_lazy("What you saw"),
}


@dataclass(frozen=True)
class Suggestion:
    """What a film of one leg says of a test; she decides."""

    line: FilmLine
    told: FilmedScreenSheet

    @property
    def mark_words(self) -> Mapping[str, SafeString]:
        """Each sign with what the film says of it, by its id."""
        return {each.id: _mark_words(each) for each in self.told.marks}


class ScreenForm(forms.Form):
    """A test; a side that is left empty was not tested.

    Beside the words of a film's leg stands what the film says: a sign stays unticked, an angle is
    written in.
    """

    def __init__(
        self,
        sent: Mapping[str, Any] | None,
        sheet: ScreenSheet,
        today: date,
        film: Suggestion | None = None,
    ) -> None:
        self.sheet, self.film = sheet, film
        super().__init__(sent, initial={"day": film.line.day if film else today})
        for name in sheet.sides:
            self.fields[name] = self._field(Side(name))
        if film is not None:
            self._suggest(film)
        self.fields["day"] = day_field(_("Day of the test"), _("Say on which day you did it."))

    def _field(self, side: Side) -> forms.Field:
        if not self.sheet.marks:
            return Figure(str(SIDE_WORDS[side]), self.sheet.unit_words)
        film = self.film if self.film and self.film.line.leg == side else None
        return _signs(self.sheet, side, film.mark_words if film else {})

    def _suggest(self, film: Suggestion) -> None:
        leg, value = film.line.leg, film.told.value
        if self.sheet.marks:
            words = _("Beside each sign is what the film says. Tick what you saw.")
            self.fields[leg].help_text = words
        elif value is not None:
            self.initial[leg] = f"{value:.0f}"
            self.fields[leg].help_text = _("The film says %(angle)s.") % {
                "angle": film.told.value_words
            }
        for name in (name for name in self.sheet.sides if name != leg):
            value = self._kept_of(name, film.line.day)
            if value is not None:
                told = {"value": value_words(value, Unit(self.sheet.unit))}
                words = _("Kept of this day: %(value)s. Leave it empty, and that stays.")
                self.fields[name].help_text = words % told

    def _kept_of(self, name: str, day: date) -> float | None:
        readings = (each for each in self.sheet.readings if each.day == day)
        reading = next(readings, None)
        return None if reading is None else getattr(reading, name)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in self.sheet.sides:
            signs = said.get(name)
            if self.sheet.marks and signs and NONE_SEEN in signs and len(signs) > 1:
                self.add_error(name, _("Choose “none of these”, or the signs that you saw."))
        return said

    def told(self) -> ScreenTold:
        """What was typed, as the use case takes it."""
        day = self.cleaned_data["day"]
        values = {name: self._value(name) for name in self.sheet.sides}
        is_filmed = self.film is not None
        return ScreenTold(self.sheet.line.id, day, is_filmed=is_filmed, **values)

    def _value(self, name: str) -> float | None:
        said = self.cleaned_data.get(name)
        if not self.sheet.marks:
            return said
        return None if not said else float(sum(mark != NONE_SEEN for mark in said))


def _mark_words(line: FilmedMarkLine) -> SafeString:
    return format_html(
        '<span class="screen-mark"><span>{}</span> '
        '<span class="hint">{}<span>{}</span></span></span>',
        line.words,
        icon(mark_view(line).icon),
        line.seen_words,
    )


def _signs(
    sheet: ScreenSheet, side: Side, told: Mapping[str, SafeString]
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=str(SIGNS_OF[side]),
        required=False,
        choices=[
            (NONE_SEEN, _("None of these")),
            *((mark.id, told.get(mark.id, mark.words)) for mark in sheet.marks),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
