"""What changed before a pain: a sentence, three changes at most, what was usual or is unknown."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from midstance.app.checking.days import today_of
from midstance.app.explain_pain import explain_pain
from midstance.app.why.records import PainReasons
from midstance.core.base.errors import InvalidValueError
from midstance.web import figures
from midstance.web.pages.why.charts import line_shown, past_chart
from midstance.web.person import runner_of, units_of

MOST_CHANGES = 3


@require_safe
def show_latest(request: HttpRequest) -> HttpResponse:
    """The latest pain that began, or the day that the form asks for."""
    asked = request.GET.get("day", "")
    if asked:
        day = read_day(asked)
        if day is not None and day <= today_of(runner_of(request)):
            return redirect("why", day=day)
        return show(request, explain_pain(runner_of(request)), is_wrong=True)
    return show(request, explain_pain(runner_of(request)))


@require_safe
def show_day(request: HttpRequest, day: date) -> HttpResponse:
    try:
        reasons = explain_pain(runner_of(request), day)
    except InvalidValueError as error:
        raise Http404(str(error)) from error
    return show(request, reasons)


def read_day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def show(request: HttpRequest, reasons: PainReasons, *, is_wrong: bool = False) -> HttpResponse:
    line = line_shown(reasons)
    shown = [(day, date_format(day, figures.long_day_format())) for day in reasons.onsets]
    context = {
        "reasons": reasons,
        "onset": reasons.onset and date_format(reasons.onset, figures.long_day_format()),
        "others": [(day, words) for day, words in shown if day != reasons.onset],
        "changes": reasons.changes[:MOST_CHANGES],
        "rest": (*reasons.changes[MOST_CHANGES:], *reasons.looked_at),
        "chart": line and reasons.onset and past_chart(line, reasons.onset, units_of(request)),
        "today": today_of(runner_of(request)).isoformat(),
        "is_wrong": is_wrong,
        "wrong": _("Choose a day up to today, as 2026-11-30.") if is_wrong else "",
    }
    return render(request, "pages/why/page.html", context, status=422 if is_wrong else 200)
