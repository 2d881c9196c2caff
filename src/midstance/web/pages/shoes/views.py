"""Her shoes: how far each went, which runs they were worn in, and what can be changed."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from midstance.app.add_shoe import add_shoe
from midstance.app.apply_shoe_rules import apply_shoe_rules
from midstance.app.assign_shoe import assign_shoe, release_shoe
from midstance.app.check_shoe import check_shoe
from midstance.app.checking.days import today_of
from midstance.app.edit_shoe import edit_shoe, read_shoe
from midstance.app.english_words import translate_english
from midstance.app.join_shoes import join_shoes
from midstance.app.read_shoes import read_shoes
from midstance.app.remove_shoe import remove_shoe
from midstance.app.retire_shoe import restore_shoe, retire_shoe
from midstance.app.shoes.facts import ShoeProblemsError
from midstance.app.shoes.records import ShoeFacts, ShoeLine
from midstance.app.shoes.words import band_words
from midstance.app.suggest_bounds import suggest_bounds
from midstance.app.undo_shoes import undo_shoes
from midstance.app.watch_shoes import list_shoes
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.knowledge.keep_well_constants import load_keep_well_constants
from midstance.web.pages.shoes.forms import ShoeForm
from midstance.web.pages.shoes.words import load_rows, shoe_view
from midstance.web.person import runner_of, units_of

NONE, AS_BEFORE = "none", "as_before"


@require_safe
def show_shoes(request: HttpRequest) -> HttpResponse:
    sheet, units = read_shoes(runner_of(request)), units_of(request)
    page = {
        "sheet": sheet,
        "in_use": [shoe_view(line, units) for line in sheet.shoes if not line.is_retired],
        "put_away": [shoe_view(line, units) for line in sheet.shoes if line.is_retired],
        "loads": load_rows(sheet.shoes, units),
        "band": band_words(load_keep_well_constants().shoe_band_m, units),
        "distance_name": units.distance_name,
    }
    return render(request, "pages/shoes/page.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    runner = runner_of(request)
    today = today_of(runner)
    form = form_of(request, ShoeFacts("", first_day=today))
    if request.method == "POST" and form.is_valid():
        add_shoe(runner, form.facts())
        return done(request, _("Added: %(name)s.") % {"name": form.facts().name})
    return form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    runner = runner_of(request)
    line = line_of(request, pk)
    form = form_of(request, read_shoe(runner, pk), pk)
    if request.method == "POST" and form.is_valid():
        edit_shoe(runner, pk, form.facts())
        return done(request, _("Kept: %(name)s.") % {"name": form.facts().name})
    return form_page(request, form, line)


def form_of(request: HttpRequest, facts: ShoeFacts, pk: int | None = None) -> ShoeForm:
    runner = runner_of(request)
    return ShoeForm(
        request.POST if request.method == "POST" else None,
        facts=facts,
        bounds=suggest_bounds(runner, today_of(runner)),
        units=units_of(request),
        check=lambda told: check_shoe(runner, told, pk),
    )


def line_of(request: HttpRequest, pk: int) -> ShoeLine:
    found = [line for line in list_shoes(runner_of(request)) if line.pk == pk]
    if not found:
        raise Http404
    return found[0]


def form_page(request: HttpRequest, form: ShoeForm, line: ShoeLine | None) -> HttpResponse:
    units = units_of(request)
    others = list_shoes(runner_of(request)) if line else ()
    page = {
        "form": form,
        "view": None if line is None else shoe_view(line, units),
        "others": [other for other in others if line is not None and other.pk != line.pk],
        "band": band_words(load_keep_well_constants().shoe_band_m, units),
        "today": today_of(runner_of(request)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "pages/shoes/form.html", page, status=status)


@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    line = line_of(request, pk)
    try:
        retire_shoe(runner_of(request), pk)
    except ShoeProblemsError as error:
        messages.error(request, str(error))
        return redirect("shoe", pk=pk)
    return done(request, _("Put away: %(name)s.") % {"name": line.name})


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    line = line_of(request, pk)
    restore_shoe(runner_of(request), pk)
    return done(request, _("Back in use: %(name)s.") % {"name": line.name})


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """The pair of this page goes into the one that was chosen."""
    keep = number_of(request.POST.get("keep", ""))
    gone = line_of(request, pk)
    kept = line_of(request, -1 if keep is None else keep)
    try:
        join_shoes(runner_of(request), kept.pk, gone.pk)
    except ShoeProblemsError as error:
        messages.error(request, str(error))
        return redirect("shoe", pk=pk)
    told = {"gone": gone.name, "kept": kept.name}
    return done(request, _("“%(gone)s” is part of “%(kept)s” now.") % told)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    line = line_of(request, pk)
    try:
        remove_shoe(runner_of(request), pk)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("shoe", pk=pk)
    return done(request, _("Removed: %(name)s.") % {"name": line.name})


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    try:
        undo_shoes(runner_of(request))
    except (NotFoundError, RefusedError) as error:
        messages.error(request, translate_english(error))
        return redirect("shoes")
    return done(request, _("Taken back. All is as it was before."))


@require_POST
def apply_rules(request: HttpRequest) -> HttpResponse:
    runs = apply_shoe_rules(runner_of(request))
    words = ngettext("%(runs)s run has its shoes now.", "%(runs)s runs have their shoes now.", runs)
    return done(request, words % {"runs": runs})


@require_POST
def wear(request: HttpRequest, key: str) -> HttpResponse:
    """In which pair a run was run, from the page of the run."""
    chosen, runner = request.POST.get("shoe", ""), runner_of(request)
    try:
        if chosen == AS_BEFORE:
            release_shoe(runner, key)
        elif chosen == NONE:
            assign_shoe(runner, key, None)
        else:
            pk = number_of(chosen)
            assign_shoe(runner, key, -1 if pk is None else pk)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    except InvalidValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept."))
    return redirect("run", key=key)


def number_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004 - the digits of a row's number


def done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("shoes")
