"""From a posted page to one answer, and what a clinician said."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.checking.records import Answer, QuestionSheet

UNKNOWN = "unknown"
KINDS = (
    ("doctor", gettext_lazy("A doctor")),
    ("physiotherapist", gettext_lazy("A physiotherapist")),
    ("emergency", gettext_lazy("An emergency department")),
    ("other", gettext_lazy("Someone else")),
)


@dataclass(frozen=True)
class Sent:
    """What was posted: an answer, or what is to be put right."""

    answer: Answer | None
    problem: str


def read_sent(sheet: QuestionSheet, post: QueryDict) -> Sent:
    """One answer as an answers file would hold it."""
    chosen = post.getlist("answer")
    if post.get("go") == "unsure":
        return Sent(unsure(sheet, chosen), "")
    if sheet.kind == "many":
        return ticked(sheet, chosen)
    if sheet.kind in {"number", "scale"}:
        return number(sheet, chosen)
    if len(chosen) != 1:
        return Sent(None, _("Choose one answer, or press “I am not sure”."))
    return Sent(chosen[0], "")


def unsure(sheet: QuestionSheet, chosen: list[str]) -> Answer:
    """Ticked options stay ticked; all the rest is not sure."""
    if sheet.kind != "many" or not chosen or sheet.none_of_these in chosen:
        return UNKNOWN
    options = (option.id for option in sheet.options if option.id != sheet.none_of_these)
    return {option: "yes" if option in chosen else UNKNOWN for option in options}


def ticked(sheet: QuestionSheet, chosen: list[str]) -> Sent:
    if not chosen:
        return Sent(None, _("Tick all that apply, or press “I am not sure”."))
    if sheet.none_of_these in chosen and len(chosen) > 1:
        return Sent(None, _("You ticked “none” and something else. Leave only one of the two."))
    return Sent(chosen, "")


def number(sheet: QuestionSheet, chosen: list[str]) -> Sent:
    typed = (chosen[0] if chosen else "").strip().replace(",", ".")
    limits = {"low": f"{sheet.low:g}", "high": f"{sheet.high:g}"}
    try:
        value = float(typed)
    except ValueError:
        return Sent(None, _("Give a number from %(low)s to %(high)s.") % limits)
    if sheet.low is None or sheet.high is None or sheet.low <= value <= sheet.high:
        return Sent(value, "")
    return Sent(None, _("Give a number from %(low)s to %(high)s.") % limits)


def is_chosen(option: str, answer: Answer | None) -> bool:
    """Whether an earlier answer holds the option."""
    if isinstance(answer, Mapping):
        return answer.get(option) == "yes"
    if isinstance(answer, str):
        return answer == option
    return isinstance(answer, list) and option in answer


class ClinicianForm(forms.Form):
    """Who looked at it, when, what they said, and whether training may go on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who looked at it?"), choices=KINDS, widget=forms.RadioSelect
    )
    answered_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Give a day, like 2026-11-23.")},
    )
    may_load = forms.ChoiceField(
        label=gettext_lazy("May you train the leg again?"),
        choices=(
            ("yes", gettext_lazy("Yes, they said so")),
            ("no", gettext_lazy("No, or they did not say")),
        ),
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=gettext_lazy("What did they say? (you may leave this empty)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_answered_on(self) -> object:
        day = self.cleaned_data["answered_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come."))
        return day
