"""Settings: who runs, units, light or dark, the watched folder, where everything lies."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from midstance import __version__
from midstance.app.accounts import has_account
from midstance.app.english_words import translate_english
from midstance.app.jobs import BACKUP, list_jobs, start_backup
from midstance.app.list_backups import backup_path, list_backups
from midstance.app.set_up_runner import check_profile, read_profile, set_up_runner
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.store.home import home
from midstance.web.body_form import BodyForm
from midstance.web.components.frame import THEME_COOKIE, THEMES, theme_of
from midstance.web.figures import Units
from midstance.web.person import runner_of

THEME_NAMES = {
    "system": (gettext_lazy("As my device"), "monitor"),
    "light": (gettext_lazy("Light"), "sun"),
    "dark": (gettext_lazy("Dark"), "moon"),
}
UNIT_NAMES = {
    Units.METRIC: gettext_lazy("Kilometres, kilograms"),
    Units.IMPERIAL: gettext_lazy("Miles, pounds"),
}
TEN_YEARS_S = 10 * 365 * 24 * 3600


class FolderForm(forms.Form):
    """The folder that is looked at for new files."""

    watched_folder = forms.CharField(
        label=gettext_lazy("Folder on this machine"),
        help_text=gettext_lazy("New files in it are imported by themselves. Empty it to stop."),
        required=False,
        max_length=4096,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ClockForm(forms.Form):
    """The time zone of runs whose file tells none."""

    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Used for runs whose file does not tell it, as in Europe/Berlin."),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@require_safe
def show_settings(request: HttpRequest) -> HttpResponse:
    return render_settings(request)


@require_POST
def save_body(request: HttpRequest) -> HttpResponse:
    form = BodyForm(request.POST, profile=read_profile(runner_of(request)))
    if not form.is_valid():
        return render_settings(request, {"body": form})
    set_up_runner(runner_of(request), form.answered())
    messages.success(request, _("Saved. Loads that depend on it are worked out anew."))
    return redirect("settings")


@require_POST
def save_units(request: HttpRequest) -> HttpResponse:
    units = Units.IMPERIAL if request.POST.get("units") == Units.IMPERIAL else Units.METRIC
    profile = read_profile(runner_of(request))
    set_up_runner(runner_of(request), replace(profile, units=units.value))
    messages.success(request, _("Saved."))
    return redirect("settings")


@require_POST
def save_look(request: HttpRequest) -> HttpResponse:
    """Kept in a cookie, because a phone and a laptop may differ."""
    chosen = request.POST.get("theme", "system")
    response = redirect("settings")
    response.set_cookie(
        THEME_COOKIE,
        chosen if chosen in THEMES else "system",
        max_age=TEN_YEARS_S,
        secure=settings.BIND.uses_tls,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
def make_backup(request: HttpRequest) -> HttpResponse:
    """The worker writes it and proves it; the page shows it when it is done."""
    try:
        start_backup(runner_of(request))
    except RefusedError as refusal:
        messages.error(request, translate_english(refusal))
    return redirect(f"{reverse('settings')}#data")


@require_safe
def download_backup(request: HttpRequest, name: str) -> FileResponse:
    del request
    try:
        path = backup_path(name)
    except NotFoundError as missing:
        raise Http404(str(missing)) from missing
    except RefusedError as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


@require_POST
def save_folder(request: HttpRequest) -> HttpResponse:
    if not settings.BIND.is_loopback:
        raise PermissionDenied  # the machine's folders belong to whoever sits at it
    return save_answer(request, FolderForm(request.POST), "watched_folder")


@require_POST
def save_clock(request: HttpRequest) -> HttpResponse:
    return save_answer(request, ClockForm(request.POST), "time_zone")


def save_answer(request: HttpRequest, form: forms.Form, name: str) -> HttpResponse:
    """Store the one answer of a form, or say what is wrong with it."""
    if form.is_valid():
        profile = replace(
            read_profile(runner_of(request)), **{name: form.cleaned_data[name].strip()}
        )
        problem = check_profile(profile).problems.get(name)
        if problem is None:
            set_up_runner(runner_of(request), profile)
            messages.success(request, _("Saved."))
            return redirect("settings")
        form.add_error(name, problem)
    return render_settings(request, {name: form})


def render_settings(
    request: HttpRequest, wrong: Mapping[str, forms.Form] = MappingProxyType({})
) -> HttpResponse:
    """The page; a form that could not be taken is shown again with its problems."""
    runner = runner_of(request)
    profile = read_profile(runner)
    shown: dict[str, forms.Form] = {
        "body": BodyForm(None, profile=profile),
        "watched_folder": FolderForm(initial={"watched_folder": profile.watched_folder}),
        "time_zone": ClockForm(initial={"time_zone": profile.time_zone}),
        **wrong,
    }
    backup_job = next(iter(list_jobs(runner, limit=1, kinds=(BACKUP,))), None)
    page = {
        **shown,
        "form": next(iter(wrong.values()), None),
        "units": Units(profile.units),
        "unit_names": UNIT_NAMES.items(),
        "theme_names": [(key, *THEME_NAMES[key]) for key in THEMES],
        "theme": theme_of(request),
        "is_at_home": settings.BIND.is_loopback,
        "place": home(),
        "has_account": has_account(),
        "backups": list_backups(),
        "backup_job": backup_job,
        "backup_problem": translate_english(backup_job.message) if backup_job else "",
        "version": __version__,
    }
    return render(request, "pages/settings_/page.html", page, status=422 if wrong else 200)
