"""What a film of a movement screen suggests; nothing of it is kept."""

from collections.abc import Callable
from pathlib import Path

from midstance.app.films.analysis import slower_times
from midstance.app.films.assess import assess_screen_film
from midstance.app.films.records import FilmedScreenSheet, FilmTold
from midstance.app.films.screen_sheet import tell_filmed
from midstance.app.films.told import check_told
from midstance.app.read_screens import find_screen
from midstance.core.base.errors import NotFoundError
from midstance.pose import FilmReader
from midstance.store.models import Runner


def look_at_screen(
    runner: Runner,
    path: Path,
    told: FilmTold,
    language: str = "en",
    *,
    on_progress: Callable[[float], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> FilmedScreenSheet:
    """Say what a film of a movement screen suggests of one leg.

    *Changes* nothing: neither the film nor what it suggests is kept.
    *Refuses* any film under a lock, one of a screen that is not safe now or has no film
    (RefusedError), and what cannot be, all at once (InvalidValuesError), before it looks; then a
    film that is not there (NotFoundError) or that cannot be read.
    *Twice* gives the same.
    *Privacy* reads the film in a locked process without a network.
    """
    told = check_told(runner, told)
    if not path.is_file():
        raise NotFoundError(f"There is no film at {path}.")
    with FilmReader() as reader:
        tracked = reader.track(
            path,
            whom=told.whom,
            start_s=told.from_s,
            end_s=told.to_s,
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )
    factor = 1 / slower_times(told, tracked.clip.slow_motion)
    filmed = assess_screen_film(told.view, tracked, told.leg, factor)
    return tell_filmed(find_screen(told.screen), filmed, language)
