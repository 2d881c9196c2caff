"""The page of screens is that of the records: an edit of a record shows in two places."""

from validation.tables import write_into

from validation import screens


def test_the_page_of_screens_is_that_of_the_records():
    page = screens.PAGE.read_text(encoding="utf-8")
    assert page == write_into(page, screens.tables()), "run: python -m validation --write"


def test_it_holds_every_screen():
    assert len(screens.screens_table().rows) == 11
