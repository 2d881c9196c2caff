"""Real films through the real worker: looked at in the locked process, told, and gone."""

import pytest

from app.film_makers import TODAY
from app.test_films import work
from midstance.app.collect_upload import add_to_upload, open_upload
from midstance.app.film_run import choose_person, take_films
from midstance.app.films.files import films_there
from midstance.app.films.records import FilmTold
from midstance.app.read_films import read_film, read_film_picture
from pose.films import CLIP, make_film


def hand_over(runner, path, **told):
    upload_id = open_upload(runner)
    with add_to_upload(runner, upload_id, path.name) as file:
        file.write(path.read_bytes())
    (line,) = take_films(runner, upload_id, FilmTold("side", TODAY, **told))
    return line


def test_a_film_of_nobody_ends_at_the_first_look_and_says_what_to_do(runner, tmp_path):
    line = hand_over(runner, make_film(tmp_path / "empty.mp4"))
    assert work() == 1
    sheet = read_film(runner, line.id)
    assert (sheet.line.state, films_there()) == ("failed", frozenset())
    assert sheet.problem.kind in {"nobody", "too_short"}
    assert sheet.problem.what_to_do
    assert sheet.verdict.level == "not_enough"


def test_what_is_no_film_is_gone_and_told_by_the_name_that_she_knows(runner, tmp_path):
    notes = tmp_path / "notes.mp4"
    notes.write_text("buy shoes", encoding="utf-8")
    line = hand_over(runner, notes)
    assert work() == 1
    sheet = read_film(runner, line.id)
    assert (sheet.line.state, films_there()) == ("failed", frozenset())
    assert sheet.problem.kind == "UnknownFormatError"
    assert sheet.problem.reason


@pytest.mark.long
@pytest.mark.skipif(not CLIP.exists(), reason="no walking clip: make .venv/clips.stamp")
@pytest.mark.django_db(transaction=True)  # the heartbeat has a connection of its own
def test_of_a_walk_with_others_she_says_who_she_is_and_it_is_told_with_pictures(runner):
    line = hand_over(runner, CLIP, keep_pictures=True)
    work()
    asked = read_film(runner, line.id)
    assert (asked.line.state, len(films_there())) == ("asking", 1)
    assert [choice.whom for choice in asked.problem.choices] == ["left", "right"]
    assert len(asked.verdict.people) == 2
    choose_person(runner, line.id, "left")
    work()
    sheet = read_film(runner, line.id)
    assert (sheet.line.state, films_there()) == ("done", frozenset()), sheet.problem
    assert len(sheet.metrics) + sum(len(each.names) for each in sheet.untold) >= 13
    kept = [moment.id for moment in sheet.moments if moment.has_picture]
    assert all(read_film_picture(runner, line.id, each).startswith(b"\xff\xd8") for each in kept)
    assert bool(kept) != bool(sheet.no_pictures)
