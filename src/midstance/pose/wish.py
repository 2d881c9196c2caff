"""What of a film is wanted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """What of a film is wanted.

    Parameters
    ----------
    whom : "left" or "right" where two people are alike.
    start_s, end_s : the part to look at, in seconds since the first picture.
    """

    whom: str | None = None
    start_s: float = 0.0
    end_s: float | None = None

    def covers(self, time_s: float) -> bool:
        return time_s >= self.start_s and not self.is_past(time_s)

    def is_past(self, time_s: float) -> bool:
        return self.end_s is not None and time_s > self.end_s
