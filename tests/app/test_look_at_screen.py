"""A film of a movement screen is looked at, told, and nothing is kept."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from app.film_makers import CLIP, TODAY
from app.knee_answers import HOT, KNEECAP
from core.gait.made_one_leg import a_squat
from midstance.app import look_at_screen as use_case
from midstance.app.films.files import films_there
from midstance.app.films.records import FilmTold
from midstance.app.look_at_screen import look_at_screen
from midstance.app.save_check import save_check
from midstance.core.base.errors import InvalidValuesError, NotFoundError, RefusedError
from midstance.pose import Tracked
from midstance.store.models import Film, ScreenReading


class Reader(AbstractContextManager):
    """Sees a squat on the left leg, with a knee that goes inwards."""

    def __exit__(self, *_):
        return None

    def track(self, path, *, on_progress, **_):
        assert path.is_file()
        if on_progress is not None:
            on_progress(1.0)
        return Tracked(a_squat(inwards_m=0.2), CLIP)


class NoReader(Reader):
    def track(self, path, **_):
        raise AssertionError(f"{path} was looked at")


@pytest.fixture
def film(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(use_case, "FilmReader", Reader)
    path = tmp_path / "squat.mp4"
    path.write_bytes(b"a film")
    return path


def told(**changes):
    asked = {"view": "side", "day": TODAY, "screen": "single_leg_squat", "leg": "left"}
    return FilmTold(**{**asked, **changes})


def test_it_says_what_it_saw_and_keeps_nothing(runner, film):
    heard = []
    sheet = look_at_screen(runner, film, told(), on_progress=heard.append)
    assert (sheet.leg, sheet.marks_seen, sheet.problem) == ("left", 1, "")
    assert heard == [1.0]
    assert film.exists()
    assert not Film.objects.exists()
    assert not ScreenReading.objects.exists()
    assert films_there() == frozenset()


def test_the_leg_that_does_not_work_in_it_is_noticed(runner, film):
    assert look_at_screen(runner, film, told(leg="right")).problem == "other_leg"


@pytest.mark.parametrize("answers", [HOT, KNEECAP | {"run_pattern": ["builds_and_lingers"]}])
def test_what_is_not_safe_is_refused_before_anything_is_looked_at(
    runner, film, answers, monkeypatch
):
    monkeypatch.setattr(use_case, "FilmReader", NoReader)
    save_check(runner, answers)
    for path in (film, film.with_name("gone.mp4")):
        with pytest.raises(RefusedError):
            look_at_screen(runner, path, told())


def test_what_cannot_be_is_refused(runner, film):
    with pytest.raises(NotFoundError, match="no film at"):
        look_at_screen(runner, film.with_name("gone.mp4"), told())
    with pytest.raises(RefusedError, match="by eye"):
        look_at_screen(runner, film, told(screen="calf_raises"))
    with pytest.raises(InvalidValuesError):
        look_at_screen(runner, film, told(slower_times=0.5))
