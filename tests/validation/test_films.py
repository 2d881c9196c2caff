"""The page of what films say is that of the records: an edit of a record shows in two places."""

from validation.tables import write_into

from validation import films


def test_the_page_of_films_is_that_of_the_records():
    page = films.PAGE.read_text(encoding="utf-8")
    assert page == write_into(page, films.tables()), "run: python -m validation --write"
