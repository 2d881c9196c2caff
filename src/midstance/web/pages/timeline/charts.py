"""Load, limits, pain, sessions and shoes as stacked panels on one axis, and as one table."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.summarise_load import Bucket
from midstance.app.timeline.records import (
    BarLimit,
    BarPain,
    BarState,
    ShoeStretch,
    Timeline,
    TimelineBar,
)
from midstance.store.models import SessionKind
from midstance.web import figures
from midstance.web.components.chart import Annotation, Chart, Mark, Panel, Series, Stretch
from midstance.web.figures import Units
from midstance.web.pages.load.charts import FIRST_COLUMNS, LABELS
from midstance.web.tissues import INDEX_ONLY, TissueWords

LOAD_PX, LONGEST_PX, STATE_PX, PAIN_PX = 190, 96, 84, 110
HEAVY_DAY, TENTH = 100, 10
NOON_S = 12 * 3600
DAY = timedelta(days=1)
MOST_PAIN = 10
MOST_SHOE_ROWS = 4
DIGITS_BELOW = 20

Values = list[float | None]

SESSION_ROWS: dict[str, str | Promise] = {
    SessionKind.STRENGTH: gettext_lazy("Strength"),
    SessionKind.MOBILITY: gettext_lazy("Mobility"),
    SessionKind.CROSS: gettext_lazy("Other sport"),
}
SESSION_WORDS = {
    SessionKind.STRENGTH: gettext_lazy("strength %(count)s"),
    SessionKind.MOBILITY: gettext_lazy("mobility %(count)s"),
    SessionKind.CROSS: gettext_lazy("other sport %(count)s"),
}
BARS_MEAN = {
    Bucket.DAY: gettext_lazy(
        "One bar is one day. Grey is the limit for one run. Press a pain to see what changed "
        "before it."
    ),
    Bucket.WEEK: gettext_lazy(
        "One bar is one week, from Monday. Grey is the limit for one run. Press a pain to see what "
        "changed before it."
    ),
    Bucket.MONTH: gettext_lazy(
        "One bar is one month. Grey is the limit for one run. Press a pain to see what changed "
        "before it."
    ),
}


def timeline_chart(timeline: Timeline, tissue: TissueWords, units: Units) -> Chart:
    """Panels that share one axis and one cursor."""
    bars = timeline.bars
    label = LABELS[timeline.bucket]()
    labels = [label(bar) for bar in bars]
    hrefs = [why_of(bar.pain) for bar in bars]
    panels = [
        load_panel(timeline, tissue),
        longest_panel(bars, units),
        *state_panel(bars),
        pain_panel(bars, hrefs),
        *sessions_panel(bars),
        *shoes_panel(timeline),
    ]
    happened = words_by_bar(timeline)
    return Chart(
        name="timeline-chart",
        title=_("Load on your %(tissue)s, and all that happened") % {"tissue": tissue.plain},
        summary=str(BARS_MEAN[timeline.bucket]),
        x=[midnight_s(bar.start) for bar in bars],
        x_label=FIRST_COLUMNS[timeline.bucket],
        x_texts=labels,
        panels=panels,
        annotations=list(annotations(timeline)),
        columns=[
            FIRST_COLUMNS[timeline.bucket],
            *(panel_name(panel) for panel in panels),
            _("What happened"),
            _("Why"),
        ],
        rows=[
            [labels[n], *(panel.texts[n] for panel in panels if panel.texts), happened[n]]
            for n in range(len(bars))
        ][::-1],
        row_links=[(href, _("What changed before")) if href else () for href in hrefs][::-1],
        go=_("What changed before?"),
    )


def annotations(timeline: Timeline) -> Iterator[Annotation]:
    """Each thing that happened; what happened twice in a bar is written once."""
    for bar in timeline.bars:
        written: dict[str, date] = {}
        for event in timeline.events:
            if bar.start <= event.day < bar.end:
                written.setdefault(event.short, event.day)
        for short, day in written.items():
            yield Annotation(midnight_s(day) + NOON_S, short)


def panel_name(panel: Panel) -> str:
    if not panel.unit:
        return str(panel.label)
    return _("%(what)s (%(unit)s)") % {"what": panel.label, "unit": panel.unit}


def why_of(pain: BarPain) -> str:
    """Where the worst pain of a bar is looked into; nowhere where none was told."""
    return why_address(pain.day) if pain.worst and pain.day is not None else ""


def why_address(day: date) -> str:
    try:
        return reverse("why", args=[day.isoformat()])
    except NoReverseMatch:
        return ""


def load_panel(timeline: Timeline, tissue: TissueWords) -> Panel:
    """What the knee carried; a day can be held against the limit of one run."""
    bars = timeline.bars
    digits = 1 if max((bar.load.high for bar in bars), default=0) < DIGITS_BELOW else 0
    load = Series(
        _("Load"),
        [rounded(bar.load.value, digits) for bar in bars],
        color="load",
        style="bars",
        low=[rounded(bar.load.low, digits) for bar in bars],
        high=[rounded(bar.load.high, digits) for bar in bars],
    )
    is_index = tissue.key == INDEX_ONLY
    with_limit = timeline.bucket is Bucket.DAY and not is_index
    limits = [limit_series([bar.by_load for bar in bars], digits)] if with_limit else []
    return Panel(
        _("Knee load"),
        _("index") if is_index else _("BW·s"),
        [*limits, load],
        digits=digits,
        height_px=LOAD_PX,
        texts=[load_text(bar, with_limit=with_limit) for bar in bars],
    )


def limit_series(limits: Sequence[BarLimit], digits: int, unit: float = 1.0) -> Series:
    """The limit, and softly how far it lies above the longest run."""

    def scaled(value: float | None) -> float | None:
        return None if value is None else rounded(value / unit, digits)

    return Series(
        _("limit"),
        [scaled(limit.most) for limit in limits],
        color="limit",
        style="steps",
        low=[scaled(limit.before) for limit in limits],
        high=[scaled(limit.most) for limit in limits],
    )


def load_text(bar: TimelineBar, *, with_limit: bool) -> str:
    if not bar.load.runs:
        return _("no run")
    if bar.load.unknown == bar.load.runs:
        return _("not known")
    load = load_words(bar)
    if not with_limit or bar.by_load.most is None:
        return load
    told = {"load": load, "limit": figures.grouped(round(bar.by_load.most, -1))}
    if bar.by_load.is_above:
        return _("%(load)s, above the limit of %(limit)s") % told
    return _("%(load)s, limit %(limit)s") % told


def load_words(bar: TimelineBar) -> str:
    load = bar.load
    if not load.low < load.high:
        return figures.rounded(load.value, 0.1)
    return figures.compared(load.value, load.low, load.high)


def longest_panel(bars: Sequence[TimelineBar], units: Units) -> Panel:
    """The longest run of each bar against the limit that stood on its day."""
    limits = [bar.by_distance for bar in bars]
    longest = Series(
        _("Longest run"),
        [
            None if limit.largest is None else rounded(limit.largest / units.distance_m, 2)
            for limit in limits
        ],
        color="ink",
        style="marks",
    )
    return Panel(
        _("Longest run"),
        units.distance_name,
        [limit_series(limits, 2, units.distance_m), longest],
        digits=1,
        height_px=LONGEST_PX,
        texts=[longest_text(bar, units) for bar in bars],
    )


def longest_text(bar: TimelineBar, units: Units) -> str:
    limit = bar.by_distance
    if limit.largest is None:
        return _("not known") if bar.load.runs else _("no run")
    told = {"far": figures.bare_distance(limit.largest, units)}
    if limit.most is None:
        return _("%(far)s, the first in 30 days") % told
    told["limit"] = figures.bare_distance(limit.most, units)
    if limit.is_above:
        return _("%(far)s, above the limit of %(limit)s") % told
    return _("%(far)s, limit %(limit)s") % told


def pain_panel(bars: Sequence[TimelineBar], hrefs: Sequence[str]) -> Panel:
    """The worst pain of each bar, that of the load apart from that of the morning."""

    def marks(label: str, values: Values, mark: Mark) -> Series:
        leads = hrefs if any(hrefs) else None
        return Series(label, values, color="pain", style="marks", mark=mark, hrefs=leads)

    pains = [bar.pain for bar in bars]
    return Panel(
        _("Pain"),
        _("0 to 10"),
        [
            marks(_("with load"), [with_load(pain) for pain in pains], "dot"),
            marks(_("at rest"), [pain.at_rest for pain in pains], "ring"),
        ],
        most=MOST_PAIN,
        height_px=PAIN_PX,
        texts=[pain_text(pain) for pain in pains],
    )


def state_panel(bars: Sequence[TimelineBar]) -> Iterator[Panel]:
    """How full the tissue was; none while nothing of it is known."""
    states = [bar.state for bar in bars]
    if not any(states):
        return

    def values(name: str) -> Values:
        return [None if each is None else round(100 * getattr(each, name)) for each in states]

    line = Series(
        _("How full"),
        values("middle"),
        color="load",
        low=values("least"),
        high=values("most"),
    )
    heavy = Series("", [float(HEAVY_DAY)] * len(bars), color="limit")
    yield Panel(
        _("How full"),
        _("% of a heavy day"),
        [heavy, line],
        height_px=STATE_PX,
        texts=[state_text(state) for state in states],
    )


def state_text(state: BarState | None) -> str:
    if state is None:
        return _("not known")
    told = {
        name: figures.grouped(TENTH * round(10 * getattr(state, name)))
        for name in ("least", "middle", "most")
    }
    return _("%(middle)s (%(least)s to %(most)s)") % told


def with_load(pain: BarPain) -> float | None:
    """The worse of during and an hour after."""
    told = (pain.during, pain.after)
    return max((value for value in told if value is not None), default=None)


def pain_text(pain: BarPain) -> str:
    told = (
        (_("during %(pain)s"), pain.during),
        (_("after %(pain)s"), pain.after),
        (_("at rest %(pain)s"), pain.at_rest),
    )
    found = [words % {"pain": value} for words, value in told if value is not None]
    return ", ".join(found) or _("nothing told")


def sessions_panel(bars: Sequence[TimelineBar]) -> Iterator[Panel]:
    """A row for each kind; none while nothing was done."""
    if not any(any(bar.sessions.values()) for bar in bars):
        return
    rows = [
        Series(name, [bar.sessions[kind] for bar in bars], color="accent", style="bars")
        for kind, name in SESSION_ROWS.items()
    ]
    yield Panel(_("Sessions"), "", rows, rows=len(rows), texts=[sessions_text(bar) for bar in bars])


def sessions_text(bar: TimelineBar) -> str:
    found = [
        words % {"count": bar.sessions[kind]}
        for kind, words in SESSION_WORDS.items()
        if bar.sessions[kind]
    ]
    return ", ".join(map(str, found)) or _("none")


def shoes_panel(timeline: Timeline) -> Iterator[Panel]:
    """Which pair when; none while no pair was told."""
    if not timeline.shoes:
        return
    placed = list(place_stretches(timeline.shoes))
    yield Panel(
        _("Shoes"),
        "",
        [],
        rows=1 + max(stretch.row for stretch in placed),
        stretches=placed,
        texts=[shoes_text(bar) for bar in timeline.bars],
    )


def place_stretches(shoes: Sequence[ShoeStretch]) -> Iterator[Stretch]:
    """Each stretch in the first row that is free; where none is, the words alone tell it."""
    free: list[date] = []
    for shoe in shoes:
        row = next((n for n, since in enumerate(free) if since < shoe.first), len(free))
        if row == MOST_SHOE_ROWS:
            continue
        free[row : row + 1] = [shoe.last]
        yield Stretch(midnight_s(shoe.first), midnight_s(shoe.last + DAY), shoe.name, row)


def shoes_text(bar: TimelineBar) -> str:
    return ", ".join(bar.shoes) or (_("not told") if bar.load.runs else _("no run"))


def words_by_bar(timeline: Timeline) -> list[str]:
    """The short words of what happened in each bar."""
    return [
        ", ".join(
            dict.fromkeys(
                event.short for event in timeline.events if bar.start <= event.day < bar.end
            )
        )
        for bar in timeline.bars
    ]


def rounded(value: float, digits: int) -> float:
    """Fewer digits to send; nobody sees the others."""
    return round(value, digits) if digits else float(round(value))


def midnight_s(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
