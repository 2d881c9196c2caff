"""What a film tells, on a terminal."""

from pose.films import make_film


def test_a_film_of_nobody_and_one_that_is_not_there_are_told_as_problems(bare, tmp_path):
    empty = make_film(tmp_path / "empty.mp4")
    answer = bare("gait", empty, tmp_path / "gone.mp4", "--model", "lite", "--json")
    assert answer.code == 1
    assert (answer.json["films"], answer.json["quicker_steps"]) == ([], None)
    assert [each["kind"] for each in answer.json["problems"]] == [
        "NobodyInFilmError",
        "InvalidValueError",
    ]
    assert "gone.mp4" in answer.err


def test_what_cannot_be_is_refused(bare):
    answer = bare("gait", "run.mp4", "--height-m", 17, "--json")
    assert answer.code == 1
    assert "height" in answer.json["error"]["reason"]
    assert bare("gait").code == 2
    assert bare("gait", "run.mp4", "--view", "top").code == 2
    assert bare("gait", "run.mp4", "--model", "large").code == 2


def test_a_file_that_is_there_is_not_drawn_over_without_a_word(bare, tmp_path):
    there = tmp_path / "there.mp4"
    there.write_bytes(b"hers")
    answer = bare("gait", make_film(tmp_path / "run.mp4"), "--overlay", there, "--json")
    assert answer.code == 1
    assert "there already" in answer.json["error"]["reason"]
    assert there.read_bytes() == b"hers"
