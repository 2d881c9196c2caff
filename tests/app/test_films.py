"""A film is handed over, looked at and gone; what it told stays."""

import os
import time
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from app.film_makers import RIVALS, made_gait, see_made_runners
from midstance.app.checking.days import today_of
from midstance.app.collect_upload import add_to_upload, open_upload, upload_folder
from midstance.app.film_run import (
    cancel_film,
    choose_person,
    take_films,
    video_part_missing,
)
from midstance.app.films import analysis
from midstance.app.films.files import film_path, films_there
from midstance.app.films.keep import keep_gait, read_gait
from midstance.app.films.records import FilmTold
from midstance.app.films.states import JUST_CAME_S, sweep_films
from midstance.app.jobs import cancel_job
from midstance.app.worker import StopAskedError, Worker
from midstance.core.base.errors import (
    DamagedFileError,
    InvalidValuesError,
    LimitExceededError,
    MissingPartError,
    NobodyInFilmError,
    NotFoundError,
    ParserKilledError,
    RefusedError,
)
from midstance.store.models import Film, FilmGait, FilmPicture, Job, Runner
from midstance.store.rows import dump_rows


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    return see_made_runners(monkeypatch)


def upload(runner, *names, content=b"a film"):
    upload_id = open_upload(runner)
    for name in names:
        with add_to_upload(runner, upload_id, name) as file:
            file.write(content)
    return upload_id


def told(runner, **changes):
    return FilmTold("side", today_of(runner), **{"treadmill_mps": 2.8, **changes})


def hand_over(runner, **changes):
    (line,) = take_films(runner, upload(runner, "run.mov"), told(runner, **changes))
    return line


def work() -> int:
    worker, done = Worker(), 0
    while worker.do_next_job():
        done += 1
    return done


def row_of(line):
    return Film.objects.get(pk=line.id)


def film_of(line):
    return Film.objects.select_related("gait").get(pk=line.id)


def test_a_film_is_analysed_and_only_what_it_told_is_kept(runner, reader):
    line = hand_over(runner, from_s=1.0)
    assert (line.state, line.name, line.is_over) == ("waiting", "run.mov", False)
    assert len(films_there()) == 1
    assert work() == 1
    film = film_of(line)
    assert (film.state, film.file_name, films_there()) == ("done", "", frozenset())
    gait = read_gait(film.gait, film.view)
    assert gait.metric("cadence_spm").is_told
    assert gait.metric("overstride_m").is_told, "her height of the settings is used"
    assert [asked["start_s"] for _, asked in reader.asked] == [1.0, 1.0]
    assert not FilmPicture.objects.exists()
    assert not list(upload_folder(runner, line.id).parent.iterdir())


def test_what_is_kept_reads_back_as_it_was(runner):
    film, gait = film_of(hand_over(runner)), made_gait()
    keep_gait(film, gait)
    back = read_gait(FilmGait.objects.get(film=film), "side")
    assert (back.metrics, back.quality, back.moments) == (gait.metrics, gait.quality, gait.moments)
    assert np.allclose(back.keypoints.position_px, gait.keypoints.position_px, atol=0.006)
    assert np.allclose(back.keypoints.time_s, gait.keypoints.time_s, atol=1e-6)
    assert (back.events.side == gait.events.side).all()
    assert np.allclose(back.events.toe_off_s, gait.events.toe_off_s, atol=1e-6, equal_nan=True)
    assert len(back.curves) == len(gait.curves) > 0
    assert np.allclose(back.curves[0].middle, gait.curves[0].middle, atol=0.001, equal_nan=True)


def test_what_is_kept_can_be_written_into_a_backup(runner):
    film, gait = film_of(hand_over(runner)), made_gait()
    keep_gait(film, replace(gait, quality=replace(gait.quality, jitter_frac=float("nan"))))
    assert len(list(dump_rows(FilmGait, "default"))) == 2
    assert len(list(dump_rows(Film, "default"))) == 2


def test_a_kept_film_that_is_damaged_says_so(runner):
    film = film_of(hand_over(runner))
    keep_gait(film, made_gait())
    row = FilmGait.objects.get(film=film)
    row.blob = bytes(row.blob)[:-40]
    with pytest.raises(DamagedFileError, match="backup"):
        read_gait(row, "side")


def test_pictures_are_kept_only_where_she_says_so(runner):
    line = hand_over(runner, keep_pictures=True)
    work()
    kept = FilmPicture.objects.filter(film_id=line.id).values_list("moment", flat=True)
    assert set(kept) == {"contact", "midstance", "toe_off"}


def test_slow_motion_that_she_tells_is_undone(runner):
    lines = [hand_over(runner, slower_times=times) for times in (None, 1.2)]
    work()
    plain, slower = (
        read_gait(film_of(line).gait, "side").metric("cadence_spm").value for line in lines
    )
    assert slower == pytest.approx(1.2 * plain, rel=0.01)


@pytest.mark.parametrize(
    "error",
    [NobodyInFilmError("Nobody."), ParserKilledError("x", "", "memory"), ZeroDivisionError()],
    ids=lambda error: type(error).__name__,
)
def test_a_film_that_goes_wrong_is_gone_and_says_so(runner, reader, error):
    reader.error = error
    line = hand_over(runner)
    work()
    film = row_of(line)
    assert film.state == "failed"
    assert film.problem["kind"] in {type(error).__name__, "stopped"}
    assert films_there() == frozenset()
    assert Job.objects.get().state == "failed"


def test_a_film_of_nobody_ends_at_the_first_look(runner, reader):
    reader.look_seen = replace(RIVALS, people=(), has_rivals=False)
    line = hand_over(runner)
    work()
    film = row_of(line)
    assert (film.state, film.problem["kind"]) == ("failed", "nobody")
    assert film.look["people"] == []
    assert [what for what, _ in reader.asked] == ["look"]
    assert films_there() == frozenset()


def test_of_two_who_are_alike_she_says_which_and_it_goes_on_without_a_new_upload(runner, reader):
    reader.look_seen = RIVALS
    line = hand_over(runner)
    work()
    assert row_of(line).state == "asking"
    assert len(films_there()) == 1
    assert choose_person(runner, line.id, "left").state == "waiting"
    with pytest.raises(RefusedError):
        choose_person(runner, line.id, "right")
    work()
    assert film_of(line).state == "done"
    assert reader.asked[-1][1]["whom"] == "left"
    assert films_there() == frozenset()


def test_a_question_that_nobody_answers_lets_the_film_go(runner, reader):
    reader.look_seen = RIVALS
    line = hand_over(runner)
    work()
    sweep_films(timezone.now() + analysis.ANSWER_WITHIN - timedelta(minutes=1))
    assert row_of(line).state == "asking"
    sweep_films(timezone.now() + analysis.ANSWER_WITHIN)
    film = row_of(line)
    assert (film.state, film.problem["kind"], films_there()) == ("failed", "no_answer", frozenset())
    with pytest.raises(RefusedError):
        choose_person(runner, line.id, "left")


@pytest.mark.parametrize("way", ["film", "job"])
def test_a_film_that_is_called_off_is_gone_at_once(runner, way):
    line = hand_over(runner)
    if way == "film":
        assert cancel_film(runner, line.id).state == "cancelled"
    else:
        cancel_job(runner, line.job)
    assert row_of(line).state == "cancelled"
    assert films_there() == frozenset()
    assert work() == 0
    assert cancel_film(runner, line.id).state == "cancelled"


def test_a_film_that_is_called_off_while_it_is_followed_keeps_nothing(runner, reader, monkeypatch):
    def call_off(_self, path, **_asked):
        cancel_film(runner, line.id)
        assert not path.exists()
        reader.asked.clear()
        return reader.look_seen

    monkeypatch.setattr(reader, "look", call_off)
    line = hand_over(runner)
    work()
    assert row_of(line).state == "cancelled"
    assert reader.asked == []
    assert not FilmGait.objects.exists()


def test_a_worker_that_is_asked_to_stop_leaves_the_film_for_the_next(runner, reader):
    reader.error = StopAskedError()
    line = hand_over(runner)
    Worker().do_next_job()
    assert (len(films_there()), Job.objects.get().state) == (1, "queued")
    reader.error = None
    assert work() == 1
    assert (film_of(line).state, films_there()) == ("done", frozenset())


def test_a_film_whose_worker_was_killed_is_analysed_by_the_next(runner):
    line = hand_over(runner)
    Job.objects.claim(timezone.now(), "dead worker", 30)
    Film.objects.update(state="analysing")
    sweep_films(timezone.now())
    assert len(films_there()) == 1, "its job goes on"
    Job.objects.reap(timezone.now() + timedelta(minutes=1), 5)
    assert work() == 1
    assert (film_of(line).state, films_there()) == ("done", frozenset())


def test_without_the_part_that_reads_films_none_is_taken(runner, monkeypatch):
    monkeypatch.setattr("midstance.app.film_run.find_spec", lambda _name: None)
    assert "midstance[video]" in video_part_missing()
    with pytest.raises(MissingPartError):
        hand_over(runner)
    assert not Film.objects.exists()


def test_a_film_that_ended_its_worker_twice_is_given_up(runner, reader):
    line = hand_over(runner)
    Job.objects.update(attempt=analysis.MOST_ATTEMPTS)
    work()
    assert row_of(line).state == "failed"
    assert films_there() == frozenset()
    assert reader.asked == []


def test_what_a_kill_leaves_is_swept(runner):
    killed, named = hand_over(runner), hand_over(runner)
    orphan = film_path("of nobody")
    orphan.write_bytes(b"a film")
    Job.objects.filter(pk=killed.job).update(state="failed")
    sweep_films(timezone.now())
    assert row_of(killed).problem["kind"] == "stopped"
    assert orphan.exists(), "it may just have come"
    stay = film_path(row_of(named).file_name)
    later_s = time.time() + JUST_CAME_S + 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: later_s)
        assert sweep_films(timezone.now()) == 1
    assert films_there() == {stay.name}
    stay.unlink()
    sweep_films(timezone.now())
    assert row_of(named).problem["kind"] == "no_longer_there"


@pytest.mark.parametrize(
    "changes",
    [
        {"view": "top"},
        {"day": -1},
        {"day": 365 * 6},
        {"height_m": 17.0},
        {"treadmill_mps": 40.0},
        {"slower_times": 0.2},
        {"from_s": 3.0, "to_s": 2.0},
        {"from_s": -1.0},
        {"to_s": float("inf")},
        {"treadmill_mps": float("nan")},
        {"whom": "middle"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_the_upload_is_gone(runner, changes):
    if "day" in changes:
        changes = {"day": today_of(runner) - timedelta(days=changes["day"])}
    upload_id = upload(runner, "run.mov")
    with pytest.raises(InvalidValuesError):
        take_films(runner, upload_id, replace(told(runner), **changes))
    assert not upload_folder(runner, upload_id).exists()
    assert not Film.objects.exists()


def test_an_empty_and_a_crowded_and_a_huge_upload_are_refused(runner, monkeypatch):
    with pytest.raises(RefusedError):
        take_films(runner, upload(runner), told(runner))
    with pytest.raises(RefusedError):
        take_films(runner, upload(runner, "a.mov", content=b""), told(runner))
    with pytest.raises(LimitExceededError):
        take_films(runner, upload(runner, *(f"{n}.mov" for n in range(9))), told(runner))
    monkeypatch.setattr("midstance.app.film_run.FILM_MAX_BYTES", 3)
    with pytest.raises(LimitExceededError):
        take_films(runner, upload(runner, "a.mov"), told(runner))
    assert films_there() == frozenset()
    assert not Film.objects.exists()


def test_several_films_of_an_upload_are_each_their_own(runner):
    lines = take_films(runner, upload(runner, "a.mov", "b.mov"), told(runner))
    assert [line.name for line in lines] == ["a.mov", "b.mov"]
    assert work() == 2


def test_nobody_reaches_the_films_of_another(runner):
    line = hand_over(runner)
    other = Runner.objects.create(name="Grace")
    for reach in (cancel_film, lambda who, film: choose_person(who, film, "left")):
        with pytest.raises(NotFoundError):
            reach(other, line.id)
    with pytest.raises(RefusedError):
        take_films(other, upload(runner, "run.mov"), told(runner))
    assert row_of(line).state == "waiting"


def test_a_film_lies_under_a_name_that_says_nothing_in_a_private_folder(runner):
    hand_over(runner)
    (name,) = films_there()
    assert "run" not in name
    if os.name == "posix":
        assert film_path(name).parent.stat().st_mode & 0o077 == 0
