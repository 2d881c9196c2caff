"""What happened, and when: load, pain, sessions, shoes and events on one axis of time."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from midstance.app.read_timeline import read_timeline
from midstance.app.routine_lock import routine_lock
from midstance.app.timeline.records import SPAN_DAYS, Event, EventKind, Span, Timeline
from midstance.web.pages.load.views import Choice
from midstance.web.pages.timeline.charts import timeline_chart, why_address
from midstance.web.person import runner_of, units_of
from midstance.web.tissues import INDEX_ONLY, TISSUES, TissueWords, choose_tissue

SPAN_NAMES: dict[Span, str | Promise] = {
    Span.WEEK: gettext_lazy("1 week"),
    Span.FOUR_WEEKS: gettext_lazy("4 weeks"),
    Span.THREE_MONTHS: gettext_lazy("3 months"),
    Span.YEAR: gettext_lazy("1 year"),
    Span.TEN_YEARS: gettext_lazy("10 years"),
}
EVENT_ICONS = {
    EventKind.PAIN: "activity",
    EventKind.CHECK: "clipboard-list",
    EventKind.PLAN: "calendar-days",
    EventKind.SHOES: "footprints",
    EventKind.PAUSE: "pause",
    EventKind.RESTART: "play",
}
EVENT_LINKS: dict[EventKind, str | Promise] = {
    EventKind.PAIN: gettext_lazy("What changed before?"),
    EventKind.CHECK: gettext_lazy("See the check"),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    tissue: TissueWords
    span: Span | None
    until: date | None

    def query(self, **changed: str) -> str:
        """The address of the same view with something changed; "" leaves a part out."""
        asked = {
            "tissue": self.tissue.key,
            "span": "" if self.span is None else self.span.value,
            "until": "" if self.until is None else self.until.isoformat(),
        }
        return "?" + urlencode({key: part for key, part in (asked | changed).items() if part})


@dataclass(frozen=True)
class EventLine:
    """Something that happened, and where it leads."""

    words: str
    icon: str
    href: str
    link: str | Promise


@require_safe
def show_timeline(request: HttpRequest) -> HttpResponse:
    runner, asked = runner_of(request), read_asked(request)
    timeline = read_timeline(runner, asked.span, tissue=asked.tissue.key, until=asked.until)
    asked = Asked(asked.tissue, timeline.span, asked.until)
    context = {
        "timeline": timeline,
        "tissue": asked.tissue,
        "is_index": asked.tissue.key == INDEX_ONLY,
        "chart": timeline_chart(timeline, asked.tissue, units_of(request)),
        "events": [event_line(event) for event in reversed(timeline.events)],
        "spans": [span_choice(span, asked) for span in Span],
        "tissues": [tissue_choice(tissue, asked) for tissue in TISSUES],
        "earlier": earlier(timeline, asked),
        "later": later(timeline, asked),
        "lock": routine_lock(runner),
    }
    return render(request, "pages/timeline/page.html", context)


def read_asked(request: HttpRequest) -> Asked:
    """What the address asks for; anything unknown gives the usual."""
    span, until = request.GET.get("span", ""), request.GET.get("until", "")
    return Asked(
        choose_tissue(request.GET.get("tissue")),
        Span(span) if span in set(Span) else None,
        read_day(until),
    )


def read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def span_choice(span: Span, asked: Asked) -> Choice:
    return Choice(span.value, SPAN_NAMES[span], asked.query(span=span.value), span is asked.span)


def tissue_choice(tissue: TissueWords, asked: Asked) -> Choice:
    return Choice(
        tissue.key,
        tissue.plain,
        asked.query(tissue=tissue.key),
        tissue == asked.tissue,
        tissue.term,
    )


def earlier(timeline: Timeline, asked: Asked) -> str:
    """The stretch before this one, while anything is known of it."""
    if timeline.first_day is None or timeline.first_day >= timeline.start:
        return ""
    return asked.query(until=(timeline.start - timedelta(days=1)).isoformat())


def later(timeline: Timeline, asked: Asked) -> str:
    """The stretch after this one; the last of them ends today."""
    if asked.until is None or timeline.is_now:
        return ""
    end = timeline.end + timedelta(days=SPAN_DAYS[timeline.span] - 1)
    return asked.query(until="" if end >= timeline.today else end.isoformat())


def event_line(event: Event) -> EventLine:
    link = EVENT_LINKS.get(event.kind, "")
    return EventLine(event.words, EVENT_ICONS[event.kind], event_address(event), link)


def event_address(event: Event) -> str:
    if event.kind is EventKind.CHECK:
        return reverse("check_result", args=[event.key])
    return why_address(event.day) if event.kind is EventKind.PAIN else ""
