"""The five habits as they were, one next step, and one short note."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from midstance.app.habits.records import HabitLine, WeekMark
from midstance.app.keep_note import mark_note_shown, put_note_away
from midstance.app.keep_well_line import line_of
from midstance.app.read_habits import read_habits
from midstance.core.base.errors import NotFoundError
from midstance.web.figures import short_day_format
from midstance.web.person import runner_of

ICONS = {
    "warm_up": "flame",
    "strength": "dumbbell",
    "gradual": "trending-up",
    "shoes": "footprints",
    "listening": "activity",
}
ADDRESSES = {
    "warm_up": ("session", {"key": "routine-warm_up"}),
    "plan": ("plan", {}),
    "what_if": ("what_if", {}),
    "shoes": ("shoes", {}),
    "pain": ("pain", {}),
}


@dataclass(frozen=True)
class MarkView:
    """One week of a habit: a shape, and the words for it."""

    kind: str
    words: str


@dataclass(frozen=True)
class HabitView:
    """One habit as the page shows it."""

    line: HabitLine
    icon: str
    address: str
    marks: list[MarkView]
    is_first: bool


@require_safe
def show_habits(request: HttpRequest) -> HttpResponse:
    sheet = read_habits(runner_of(request))
    if sheet.note is not None:
        mark_note_shown(runner_of(request), sheet.note.id, sheet.day)
    page = {
        "sheet": sheet,
        "habits": [habit_view(line, sheet.first) for line in sheet.habits],
        "first": next(
            (habit_view(x, sheet.first) for x in sheet.habits if x.id == sheet.first), None
        ),
        "note_words": line_of(sheet.note),
    }
    return render(request, "pages/habits/page.html", page)


def habit_view(line: HabitLine, first: str) -> HabitView:
    name, arguments = ADDRESSES.get(line.action, ("", {}))
    return HabitView(
        line=line,
        icon=ICONS[line.id],
        address=reverse(name, kwargs=arguments) if name else "",
        marks=[mark_view(mark) for mark in line.weeks],
        is_first=line.id == first,
    )


def mark_view(mark: WeekMark) -> MarkView:
    kinds = {
        None: ("empty", _("nothing to see")),
        True: ("kept", _("there")),
        False: ("open", _("not there")),
    }
    kind, words = kinds[mark.is_kept]
    told = {
        "first": date_format(mark.first_day, short_day_format()),
        "last": date_format(mark.last_day, short_day_format()),
        "words": words,
    }
    return MarkView(kind, _("%(first)s to %(last)s: %(words)s") % told)


@require_POST
def put_away(request: HttpRequest, note: str) -> HttpResponse:
    try:
        put_note_away(runner_of(request), note)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    messages.success(request, _("Put away. It does not come again soon."))
    return redirect("habits" if request.POST.get("to") == "habits" else "today")
