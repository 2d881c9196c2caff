"""Settings of the reminders on one page, and the answer to a page that asks for one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from midstance.app.english_words import translate_english
from midstance.app.remind import (
    RemindingTold,
    claim_reminder,
    read_reminding,
    set_reminding,
)
from midstance.core.base.errors import InvalidValueError
from midstance.web.components.frame import REMINDS_COOKIE
from midstance.web.person import runner_of

TEN_YEARS_S = 10 * 365 * 24 * 3600


def time_box(label: Any, hint: Any = "") -> forms.TimeField:  # noqa: ANN401 # words of any kind
    return forms.TimeField(
        label=label,
        help_text=hint,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": gettext_lazy("Give a time, like 18:00."),
            "invalid": gettext_lazy("Give a time, like 18:00."),
        },
    )


class RemindingForm(forms.Form):
    """Whether, when, and when not."""

    is_on = forms.BooleanField(
        label=gettext_lazy("Remind me on this device"),
        help_text=gettext_lazy("Your browser then asks whether Midstance may show notes."),
        required=False,
    )
    at = time_box(gettext_lazy("At"))
    quiet_from = time_box(gettext_lazy("Quiet from"))
    quiet_until = time_box(gettext_lazy("Quiet until"))

    def told(self) -> RemindingTold:
        """The settings as they were said; only after `is_valid`."""
        return RemindingTold(**self.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def show_reminders(request: HttpRequest) -> HttpResponse:
    runner = runner_of(request)
    sheet = read_reminding(runner)
    form = RemindingForm(
        request.POST if request.method == "POST" else None, initial=vars(sheet.told)
    )
    if form.is_bound and form.is_valid():
        try:
            set_reminding(runner, form.told())
        except InvalidValueError as error:
            form.add_error("at", translate_english(error))
        else:
            return saved(request, is_on=form.told().is_on)
    page = {"form": form, "sheet": sheet}
    return render(request, "pages/remind/page.html", page, status=422 if form.errors else 200)


def saved(request: HttpRequest, *, is_on: bool) -> HttpResponse:
    """A cookie tells the pages of this device to ask; permission is given for a device too."""
    messages.success(request, _("Saved.") if is_on else _("Saved. No reminders come."))
    response = redirect("reminders")
    if is_on:
        response.set_cookie(
            REMINDS_COOKIE, "1", max_age=TEN_YEARS_S, httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
    else:
        response.delete_cookie(REMINDS_COOKIE, samesite="Lax")
    return response


@require_POST
def claim(request: HttpRequest) -> JsonResponse:
    """The reminder for the page that asks, empty when there is none now."""
    claimed = claim_reminder(runner_of(request))
    words = claimed.words
    return JsonResponse(
        {
            "title": "" if words is None else words.title,
            "body": "" if words is None else words.body,
            "again_s": claimed.again_s,
        }
    )
