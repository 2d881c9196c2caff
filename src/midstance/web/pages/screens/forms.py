"""One day's movement test as a form: a number for each side, or the signs that were seen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.screens.records import ScreenSheet, ScreenTold
from midstance.app.screens.words import SIDE_WORDS
from midstance.core.assess.screens import Side
from midstance.web.body_form import Figure

NONE_SEEN = "none"
SIGNS_OF: Mapping[Side, str | Promise] = {
    Side.LEFT: gettext_lazy("What you saw on the left"),
    Side.RIGHT: gettext_lazy("What you saw on the right"),
    Side.BOTH: gettext_lazy("What you saw"),
}


class ScreenForm(forms.Form):
    """A test; a side that is left empty was not tested."""

    def __init__(self, sent: Mapping[str, Any] | None, sheet: ScreenSheet, today: date) -> None:
        self.sheet = sheet
        super().__init__(sent, initial={"day": today})
        for name in sheet.sides:
            side = Side(name)
            self.fields[name] = _signs(sheet, side) if sheet.marks else _number(sheet, side)
        self.fields["day"] = forms.DateField(
            label=_("Day of the test"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "invalid": _("Write the day as year, month, day."),
                "required": _("Say on which day you did it."),
            },
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in self.sheet.sides:
            signs = said.get(name)
            if self.sheet.marks and signs and NONE_SEEN in signs and len(signs) > 1:
                self.add_error(name, _("Choose “none of these”, or the signs that you saw."))
        return said

    def told(self) -> ScreenTold:
        """What was typed, as the use case takes it."""
        values = {name: self._value(name) for name in self.sheet.sides}
        return ScreenTold(self.sheet.line.id, self.cleaned_data["day"], **values)

    def _value(self, name: str) -> float | None:
        said = self.cleaned_data.get(name)
        if not self.sheet.marks:
            return said
        return None if not said else float(sum(mark != NONE_SEEN for mark in said))


def _number(sheet: ScreenSheet, side: Side) -> Figure:
    return Figure(str(SIDE_WORDS[side]), sheet.unit_words)


def _signs(sheet: ScreenSheet, side: Side) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=str(SIGNS_OF[side]),
        required=False,
        choices=[
            (NONE_SEEN, _("None of these")),
            *((mark.id, mark.words) for mark in sheet.marks),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
