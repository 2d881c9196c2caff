"""One run as a line of a list, in her words and units."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.list_runs import RunRow
from midstance.web import figures
from midstance.web.figures import Units

SPORT_NAMES = {
    "running": gettext_lazy("Run"),
    "trail_running": gettext_lazy("Trail run"),
    "treadmill_running": gettext_lazy("Treadmill run"),
    "track_running": gettext_lazy("Track run"),
    "virtual_running": gettext_lazy("Virtual run"),
}


@dataclass(frozen=True)
class RunLine:
    """What a list shows of a run; a dash stands where nothing is known."""

    key: str
    day: str
    clock: str
    kind: str | Promise
    name: str
    distance: str
    time: str
    pace: str
    load: str
    between: str
    versus: str


def run_line(row: RunRow, units: Units) -> RunLine:
    load, between = load_words(row)
    return RunLine(
        row.key,
        figures.day(row.start_at, row.utc_offset_s),
        figures.clock(row.start_at, row.utc_offset_s),
        sport_name(row.sport),
        row.name,
        figures.bare_distance(row.distance_m, units),
        figures.duration(row.moving_s),
        figures.bare_pace(row.distance_m, row.moving_s, units),
        load,
        between,
        "–" if row.usual_ratio is None else figures.versus(row.usual_ratio),
    )


def sport_name(sport: str) -> str | Promise:
    return SPORT_NAMES.get(sport, _("Run"))


def load_words(row: RunRow) -> tuple[str, str]:
    """The load and its range; a dash and nothing where there was no running to judge."""
    value, low, high = row.impulse_bw_s, row.impulse_low_bw_s, row.impulse_high_bw_s
    if not value or low is None or high is None:
        return "–", ""
    return figures.compared(value, low, high), figures.between(low, high)
