"""One run in words: each block of the page as plain lines, her units, rounded to what is known."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.load_words import unrecorded_sentence
from midstance.app.number_words import decimal_words
from midstance.app.show_run import HeavyMinute, RunDetail, RunLoadFigures, Share, TissueFigures
from midstance.web import figures
from midstance.web.figures import Units
from midstance.web.tissues import INDEX_ONLY, TISSUES, TissueWords

FACTOR_NAMES = {
    "distance": gettext_lazy("distance"),
    "speed": gettext_lazy("speed"),
    "cadence": gettext_lazy("step rate"),
    "slope": gettext_lazy("slope"),
    "contact_time": gettext_lazy("time on the ground"),
    "body": gettext_lazy("your height"),
    "rest": gettext_lazy("everything else"),
}
INPUT_NAMES = {
    "cadence": gettext_lazy("Step rate (cadence)"),
    "slope": gettext_lazy("Slope"),
    "contact_time": gettext_lazy("Time on the ground (contact time)"),
    "height": gettext_lazy("Your height"),
    "mass": gettext_lazy("Your mass"),
}
INPUT_STATES = {
    "measured": gettext_lazy("Measured."),
    "estimated": gettext_lazy("Estimated."),
    "absent": gettext_lazy("Not known."),
}
INPUT_MEANINGS = {
    ("cadence", "measured"): gettext_lazy("Your watch counted your steps."),
    ("cadence", "estimated"): gettext_lazy("Worked out from your speed."),
    ("cadence", "absent"): gettext_lazy("A usual step rate stands in for yours."),
    ("slope", "measured"): gettext_lazy("From the height your watch recorded."),
    ("slope", "estimated"): gettext_lazy("From a rough height record."),
    ("slope", "absent"): gettext_lazy("Counted as flat ground."),
    ("contact_time", "measured"): gettext_lazy("Your watch or pod timed each step."),
    ("contact_time", "estimated"): gettext_lazy("Worked out from speed, step rate and height."),
    ("contact_time", "absent"): gettext_lazy("A usual time stands in for yours."),
    ("height", "measured"): gettext_lazy("You told us."),
    ("height", "absent"): gettext_lazy("A height of 1.75 m stands in for yours."),
    ("mass", "measured"): gettext_lazy("You told us."),
    ("mass", "absent"): gettext_lazy("Not needed for loads in body weights."),
}
BAR_HALF_PX = 100
LEFT_OUT_FRAC = 0.02  # of the moving time
LEAST_SHARE = 0.01  # a log share below this is no reason


@dataclass(frozen=True)
class Fact:
    """A name and its value."""

    name: str | Promise
    value: str | Promise
    note: str | Promise = ""
    unit: str = ""


@dataclass(frozen=True)
class ShareLine:
    """One reason of the difference, as words and as a bar from the middle."""

    name: str | Promise
    sentence: str
    is_more: bool
    bar_px: int
    bar_start_px: int


@dataclass(frozen=True)
class TissueLine:
    """One tissue in the table."""

    tissue: TissueWords
    peak: str
    peak_between: str
    impulse: str
    impulse_between: str
    per_distance: str
    sides: str
    is_index: bool


@dataclass(frozen=True)
class MinuteLine:
    """One of the heaviest minutes."""

    clock: str
    where: str
    peak: str
    facts: str
    sentence: str
    start_s: float
    end_s: float


def run_facts(detail: RunDetail, units: Units) -> list[Fact]:
    """The four figures of the run itself, as far as they are known."""
    row = detail.row
    facts = [
        Fact(
            _("Distance"),
            figures.bare_distance(row.distance_m, units),
            unit=units.distance_name,
        ),
        Fact(_("Moving time"), figures.duration(row.moving_s)),
        Fact(
            _("Pace"),
            figures.bare_pace(row.distance_m, row.moving_s, units),
            unit=units.pace_name,
        ),
        Fact(_("Uphill"), figures.bare_climb(row.ascent_m, units), unit=units.height_name),
        Fact(_("Downhill"), figures.bare_climb(row.descent_m, units), unit=units.height_name),
    ]
    return [fact for fact in facts if fact.value != "–"]


def side_facts(detail: RunDetail) -> list[str]:
    """What else the file tells, as short pieces of one line."""
    pieces = [
        "" if detail.row.cadence_spm is None else step_rate(detail.row.cadence_spm),
        _("recorded by %(device)s") % {"device": capfirst(detail.device)} if detail.device else "",
        _("in %(shoe)s") % {"shoe": detail.shoe} if detail.shoe else "",
    ]
    return [piece for piece in pieces if piece]


def left_out(load: RunLoadFigures | None) -> list[str]:
    """What of the run carries no load here, where it is more than a little."""
    if load is None:
        return []
    little_s = LEFT_OUT_FRAC * load.moving_s
    pieces = [
        walking_left_out(whole_minutes(load.walking_s)) if load.walking_s > little_s else "",
        unknown_left_out(whole_minutes(load.unknown_s)) if load.unknown_s > little_s else "",
        unrecorded_sentence(load.unrecorded_frac),
    ]
    return [piece for piece in pieces if piece]


def whole_minutes(duration_s: float) -> int:
    return max(1, round(duration_s / 60))


def walking_left_out(minutes: int) -> str:
    return ngettext(
        "1 minute of walking is left out: the load here is that of running only.",
        "%(count)s minutes of walking are left out: the load here is that of running only.",
        minutes,
    ) % {"count": minutes}


def unknown_left_out(minutes: int) -> str:
    return ngettext(
        "For 1 minute the file holds no speed; that minute is left out of the load.",
        "For %(count)s minutes the file holds no speed; they are left out of the load.",
        minutes,
    ) % {"count": minutes}


def step_rate(cadence_spm: float | None) -> str:
    if cadence_spm is None:
        return "–"
    return _("%(steps)s steps a minute") % {"steps": decimal_words(cadence_spm)}


def share_lines(shares: Iterable[Share]) -> list[ShareLine]:
    """The shares that count, on one scale, the largest filling its half."""
    told = [share for share in shares if abs(share.log_share) >= LEAST_SHARE]
    largest = max((abs(share.log_share) for share in told), default=0.0)
    scale = BAR_HALF_PX / largest if largest > 0 else 0.0
    return [share_line(share, scale) for share in told]


def share_line(share: Share, scale: float) -> ShareLine:
    is_more = share.log_share > 0
    bar = round(abs(share.log_share) * scale)
    return ShareLine(
        capfirst(FACTOR_NAMES.get(share.name, share.name)),
        share.sentence,
        is_more,
        bar,
        BAR_HALF_PX if is_more else BAR_HALF_PX - bar,
    )


def even_names(shares: Iterable[Share]) -> str:
    """What made no difference, as one enumeration."""
    names = [
        str(FACTOR_NAMES.get(share.name, share.name))
        for share in shares
        if abs(share.log_share) < LEAST_SHARE
    ]
    return ", ".join(names)


def tissue_lines(detail: RunDetail, units: Units) -> list[TissueLine]:
    if detail.load is None:
        return []
    told = detail.load.tissues
    return [
        index_line(words, told[words.key])
        if words.key == INDEX_ONLY
        else tissue_line(words, told[words.key], units)
        for words in TISSUES
        if words.key in told
    ]


def index_line(words: TissueWords, load: TissueFigures) -> TissueLine:
    index = "–" if load.index is None else decimal_words(load.index, 1)
    return TissueLine(words, index, "", "", "", "", "", is_index=True)


def tissue_line(words: TissueWords, load: TissueFigures, units: Units) -> TissueLine:
    peak = ranged(load.peak_bw, load.peak_low_bw, load.peak_high_bw)
    impulse = ranged(load.impulse_bw_s, load.impulse_low_bw_s, load.impulse_high_bw_s)
    return TissueLine(
        words, *peak, *impulse, per_distance(load, units), sides(load), is_index=False
    )


def ranged(value: float | None, low: float | None, high: float | None) -> tuple[str, str]:
    """A value and its range, or a dash and nothing."""
    if value is None or low is None or high is None:
        return "–", ""
    return figures.compared(value, low, high), figures.between(low, high)


def per_distance(load: TissueFigures, units: Units) -> str:
    if load.impulse_bw_s_per_km is None:
        return "–"
    return figures.grouped(load.impulse_bw_s_per_km * units.distance_m / 1000)


def sides(load: TissueFigures) -> str:
    """How the load is shared between the knees, where the watch recorded it."""
    left, right = load.left_impulse_bw_s, load.right_impulse_bw_s
    if left is None or right is None or not left + right > 0:
        return ""
    share = 100 * left / (left + right)
    return _("left %(left)s %%, right %(right)s %%") % {
        "left": f"{share:.0f}",
        "right": f"{100 - share:.0f}",
    }


def minute_lines(minutes: Iterable[HeavyMinute], units: Units) -> list[MinuteLine]:
    return [minute_line(minute, units) for minute in minutes]


def minute_line(minute: HeavyMinute, units: Units) -> MinuteLine:
    return MinuteLine(
        figures.duration(minute.start_s),
        figures.distance(minute.start_distance_m, units),
        figures.rounded(minute.peak_bw, 0.5),
        ", ".join(minute_facts(minute, units)),
        minute.sentence,
        minute.start_s,
        minute.end_s,
    )


def minute_facts(minute: HeavyMinute, units: Units) -> list[str]:
    facts = []
    if known(minute.speed_mps):
        facts.append(figures.pace(minute.speed_mps, 1.0, units))
    if known(minute.grade_frac):
        facts.append(slope_words(minute.grade_frac or 0.0))
    if known(minute.cadence_spm):
        facts.append(step_rate(minute.cadence_spm))
    return facts


def known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def slope_words(grade_frac: float) -> str:
    percent = round(grade_frac * 100)
    if percent == 0:
        return _("flat")
    words = _("%(percent)s %% uphill") if percent > 0 else _("%(percent)s %% downhill")
    return words % {"percent": abs(percent)}


def input_lines(detail: RunDetail) -> list[Fact]:
    if detail.load is None:
        return []
    return [
        Fact(
            name,
            INPUT_STATES.get(state, state),
            INPUT_MEANINGS.get((key, state), ""),
        )
        for key, name in INPUT_NAMES.items()
        if (state := detail.load.inputs.get(key)) is not None
    ]


def file_size(size_bytes: int) -> str:
    if size_bytes < 1_000_000:  # noqa: PLR2004 - below a megabyte people read kilobytes
        return _("%(size)s kB") % {"size": figures.grouped(max(1, size_bytes / 1000))}
    return _("%(size)s MB") % {"size": decimal_words(size_bytes / 1e6, 1)}
