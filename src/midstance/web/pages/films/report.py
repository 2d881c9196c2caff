"""A film on paper: one or two pages to keep or to hand to somebody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from midstance.web.pages.films.charts import PRINTED_PX, curve_chart
from midstance.web.pages.films.views import compared, film_context, found
from midstance.web.person import units_of


@require_safe
def show_report(request: HttpRequest, film_id: UUID) -> HttpResponse:
    sheet = found(request, film_id, compared(request))
    if sheet.line.state != "done" or sheet.line.screen:
        raise Http404(str(film_id))
    curves = curve_chart(sheet.curves, PRINTED_PX)
    shown = film_context(sheet, units_of(request)) | {"curves": curves}
    return render(request, "pages/films/report.html", shown)
