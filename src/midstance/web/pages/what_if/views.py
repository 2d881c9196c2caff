"""How much she may run today, and what the run on the sliders would do."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from midstance.app.forecast_pain import forecast_line
from midstance.app.run_room import read_run_room
from midstance.app.what_if import usual_run, what_if
from midstance.web.pages.what_if.forms import WhatIfForm
from midstance.web.pages.what_if.words import length_words, limit_row, tissue_rows
from midstance.web.person import runner_of, units_of


@require_safe
def show_what_if(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx the part that moves with the sliders."""
    runner = runner_of(request)
    form = WhatIfForm(request.GET.dict(), usual=usual_run(runner), units=units_of(request))
    asked = what_if(runner, form.planned())
    outputs = form.outputs()
    shown = {
        "form": form,
        "asked": asked,
        "lines": [(form[name], outputs[name]) for name in form.sliders],
        "limits": [limit_row(each) for each in asked.limits],
        "tissues": list(tissue_rows(asked)),
        "length": length_words(asked),
    }
    if request.htmx:  # type: ignore[attr-defined] # set by its middleware
        return render(request, "pages/what_if/answer.html", shown)
    shown["room"] = read_run_room(runner)
    shown["forecast"] = forecast_line(runner)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "pages/what_if/page.html", shown, status=status)
