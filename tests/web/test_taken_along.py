"""What was taken from the app and does not follow it: files in a calendar and on a watch."""

import html

import pytest

from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.records import DayWish, Wishes

WALK = (("limps", False), ("walk_pain", 0))


@pytest.mark.django_db
def test_the_page_says_that_the_app_counts_and_not_what_was_taken_from_it(client, runner):
    days = (DayWish(900, 2700, "any"),) * 7
    set_up_plan(runner, Wishes(days=days, is_returning=True, entry=WALK))
    page = html.unescape(client.get("/plan/calendar/").content.decode())
    assert "A file does not follow the plan: after a bad day, look here before you train." in page
    assert "What the app says today counts, not what is on the watch." in page
