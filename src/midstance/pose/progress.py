"""How much of a film is done, and an end to what takes too long."""

import time
from collections.abc import Callable

import numpy as np

from midstance.core.base.errors import LimitExceededError
from midstance.pose.limits import FILM_MAX_CPU_S
from midstance.pose.wish import Wish

OnProgress = Callable[[float], None]


class Progress:
    """Tells the share that is done, which never falls.

    Parameters
    ----------
    duration_s : of the film; 0 where it does not tell.
    wish : which part is gone through.
    on_progress : told the share.
    looking_frac : the share that a quick look through it has.
    """

    def __init__(
        self, duration_s: float, wish: Wish, on_progress: OnProgress, looking_frac: float = 0.0
    ) -> None:
        self._until_s = min(duration_s or np.inf, wish.end_s or np.inf)
        self._on_progress = on_progress
        self._looking_frac = looking_frac
        self._started_s = time.process_time()
        self._done_frac = 0.0

    def tell_look(self, time_s: float) -> None:
        """The quick look has come to this time."""
        self._tell(self._looking_frac * time_s / self._until_s)

    def tell(self, time_s: float) -> None:
        """The work itself has come to this time.

        Raises
        ------
        LimitExceededError
            All of it takes longer than is allowed.
        """
        self._tell(self._looking_frac + (1 - self._looking_frac) * time_s / self._until_s)

    def _tell(self, done_frac: float) -> None:
        if time.process_time() - self._started_s > FILM_MAX_CPU_S:
            raise LimitExceededError(
                "Expected to look through the film within an hour, but it takes longer. Cut "
                "it down to the part in which you run."
            )
        self._done_frac = max(self._done_frac, min(done_frac, 1.0))
        self._on_progress(self._done_frac)
