"""The page of red flags is that of the rules: an edit of a rule shows in two places."""

from validation.tables import write_into

from validation import red_flags


def test_the_page_of_red_flags_is_that_of_the_rules():
    page = red_flags.PAGE.read_text(encoding="utf-8")
    assert page == write_into(page, red_flags.tables()), "run: python -m validation --write"


def test_it_holds_every_rule_and_every_screen_question():
    assert len(red_flags.rules_table().rows) > 100
    assert len(red_flags.questions_table().rows) > 20
