"""Numbers as people read them on a terminal: her units, rounded to what is known."""

METRES_PER_MILE = 1609.344
METRES_PER_FOOT = 0.3048
UNKNOWN = "–"
PACE_UNIT = {"metric": "min/km", "imperial": "min/mi"}


def distance(distance_m: float | None, units: str) -> str:
    if distance_m is None:
        return UNKNOWN
    if units == "imperial":
        return f"{distance_m / METRES_PER_MILE:.1f} mi"
    return f"{distance_m / 1000:.1f} km"


def climb(climb_m: float | None, units: str) -> str:
    if climb_m is None:
        return UNKNOWN
    return f"{climb_m / METRES_PER_FOOT:.0f} ft" if units == "imperial" else f"{climb_m:.0f} m"


def duration(duration_s: float | None) -> str:
    if duration_s is None:
        return UNKNOWN
    minutes, seconds = divmod(round(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def pace(distance_m: float | None, moving_s: float | None, units: str) -> str:
    if not distance_m or not moving_s:
        return UNKNOWN
    unit_m = METRES_PER_MILE if units == "imperial" else 1000.0
    return duration(moving_s / distance_m * unit_m)


def spread(value: float | None, low: float | None, high: float | None, unit: str = "") -> str:
    """Say a range: "5.1 (3.6 to 7.2) body weights"."""
    if value is None:
        return UNKNOWN
    words = (
        f"{value:.1f}" if low is None or high is None else f"{value:.1f} ({low:.1f} to {high:.1f})"
    )
    return f"{words} {unit}".rstrip()


def percent(ratio: float) -> str:
    """Say a ratio as "+20 %"."""
    return f"{100 * (ratio - 1):+.0f} %"
