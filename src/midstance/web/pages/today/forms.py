"""A pain as it is posted: how much, when, and more for who wants to say more."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from midstance.app.checking.days import today_of
from midstance.app.training.records import PainTold
from midstance.app.training.told import zones
from midstance.store.models import Moment, Runner
from midstance.store.models.training import MOST_PAIN, new_told_key

WHEN = (
    (Moment.DURING, _("at its worst, in a run or now")),
    (Moment.AFTER, _("an hour after")),
    (Moment.MORNING, _("in the morning")),
    (Moment.BEFORE, _("before I did anything")),
)
YES, NO = "yes", "no"
ANSWERS = ((NO, _("No")), (YES, _("Yes")))


class PainForm(forms.Form):
    """One pain. The key comes with the page, so that a doubled tap is one pain."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=34)
    run = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    pain = forms.TypedChoiceField(
        label=_("How much does it hurt, from 0 to 10?"),
        coerce=int,
        choices=[(number, number) for number in range(MOST_PAIN + 1)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from 0 to 10.")},
    )
    moment = forms.ChoiceField(
        label=_("When?"),
        choices=WHEN,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Give a day, like 2026-11-23.")},
    )
    swelling = forms.ChoiceField(
        label=_("Is the knee swollen?"), choices=ANSWERS, required=False, widget=forms.RadioSelect
    )
    limp = forms.ChoiceField(
        label=_("Do you limp?"), choices=ANSWERS, required=False, widget=forms.RadioSelect
    )
    places = forms.MultipleChoiceField(label=_("Where?"), required=False)

    def __init__(self, runner: Runner, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type] # Django's own arguments
        self.runner = runner
        self.fields["places"].choices = [(zone, zone) for zone in zones()]  # type: ignore[attr-defined] # a choice field


def blank_form(runner: Runner, asked: Mapping[str, str]) -> PainForm:
    """The form for what is asked: never with a pain filled in."""
    today = today_of(runner).isoformat()
    known = {name: asked[name] for name in ("moment", "day", "run") if asked.get(name)}
    first = {"moment": Moment.DURING, "day": today, **known, "key": new_told_key()}
    return PainForm(runner, initial=first)


def told_by(form: PainForm) -> PainTold:
    """What a valid form says."""
    cleaned = form.cleaned_data
    return PainTold(
        day=cleaned["day"],
        moment=cleaned["moment"],
        pain=cleaned["pain"],
        places=tuple(cleaned["places"]),
        swelling=_flag(cleaned["swelling"]),
        limp=_flag(cleaned["limp"]),
        run=cleaned["run"],
        key=cleaned["key"],
    )


def _flag(answer: str) -> bool | None:
    return {YES: True, NO: False}.get(answer)
