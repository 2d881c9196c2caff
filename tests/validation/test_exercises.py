"""The page of exercises is that of the records: an edit of a record shows in two places."""

from validation.tables import write_into

from validation import exercises


def test_the_page_of_exercises_is_that_of_the_records():
    page = exercises.PAGE.read_text(encoding="utf-8")
    assert page == write_into(page, exercises.tables()), "run: python -m validation --write"


def test_it_holds_every_exercise():
    assert len(exercises.exercises_table().rows) == 82
