"""When two files tell of the same run, and which of them tells more."""

from midstance.importers.activity import Source
from midstance.importers.clean import CleanRun

ENOUGH_OVERLAP_FRAC = 0.5
HOUR_S = 3600.0
WIDEST_SHIFT_H = 14
SHIFTED_OVERLAP_FRAC = 0.99
SHIFTED_SLACK_S = 10.0
DYNAMICS = frozenset(
    {
        "contact_time_s",
        "contact_balance_left_frac",
        "vertical_oscillation_m",
        "vertical_ratio_frac",
        "step_length_m",
    }
)
FORMAT_RANK = {Source.FIT: 4, Source.APPLE_HEALTH: 3, Source.TCX: 2, Source.GPX: 1}
RANK_STEP = 1_000_000_000
CHANNEL_STEP = 10_000_000


def assess_richness(run: CleanRun) -> int:
    """Rank a run by what it holds: running dynamics, then format, then channels, then points.

    Parameters
    ----------
    run : cleaned.

    Returns
    -------
    A rank; of two recordings of one run the higher tells more.
    """
    names = frozenset(run.streams.channels)
    dynamics = run.source is not Source.GPX and bool(names & DYNAMICS)
    rank = FORMAT_RANK[run.source] + len(FORMAT_RANK) * dynamics
    points = min(int(run.streams.time_s.size), CHANNEL_STEP - 1)
    return rank * RANK_STEP + len(names) * CHANNEL_STEP + points


def same_run(a_start_s: float, a_end_s: float, b_start_s: float, b_end_s: float) -> bool:
    """Say whether two recordings overlap so much that they are one run.

    More than half of the time that either covers is covered by both. Exporters that write local
    time as UTC move a recording by whole hours: then 99 % must agree, and the starts to 10 s,
    because laps that start on the hour (and end when they end) are runs of their own.

    Parameters
    ----------
    a_start_s, a_end_s, b_start_s, b_end_s : seconds since 1970-01-01 UTC.
    """
    if _overlap_frac(a_start_s, a_end_s, b_start_s, b_end_s) > ENOUGH_OVERLAP_FRAC:
        return True
    shift_h = round((a_start_s - b_start_s) / HOUR_S)
    shift_s = shift_h * HOUR_S
    if abs(shift_h) > WIDEST_SHIFT_H or abs(b_start_s + shift_s - a_start_s) > SHIFTED_SLACK_S:
        return False
    overlap_frac = _overlap_frac(a_start_s, a_end_s, b_start_s + shift_s, b_end_s + shift_s)
    return shift_h != 0 and overlap_frac > SHIFTED_OVERLAP_FRAC


def _overlap_frac(a_start_s: float, a_end_s: float, b_start_s: float, b_end_s: float) -> float:
    shared_s = min(a_end_s, b_end_s) - max(a_start_s, b_start_s)
    either_s = max(a_end_s, b_end_s) - min(a_start_s, b_start_s)
    return max(shared_s, 0.0) / either_s if either_s > 0 else 1.0
