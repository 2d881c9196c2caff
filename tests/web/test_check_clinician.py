"""What a clinician said is kept on the page of the check, or the form says what is wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from app.knee_answers import HOT
from midstance.app.routine_lock import routine_lock
from midstance.app.save_check import save_check
from midstance.app.set_up_runner import default_runner

pytestmark = pytest.mark.django_db


def tell(client, key, *, days=0, may_load="yes"):
    day = timezone.localdate() + timedelta(days=days)
    words = {"kind": "doctor", "said": "Rest.", "may_load": may_load, "answered_on": day}
    return client.post(f"/check/{key}/clinician/", words)


def test_a_yes_ends_the_lock_and_is_shown(client):
    key = save_check(default_runner(), HOT)
    assert tell(client, key).status_code == 302
    assert routine_lock(default_runner()) is None
    assert "Rest." in client.get(f"/check/{key}/").content.decode()


def test_a_no_keeps_the_lock(client):
    key = save_check(default_runner(), HOT)
    tell(client, key, may_load="no")
    assert routine_lock(default_runner()).clinician_said_no


@pytest.mark.parametrize("days", [-400, 2])
def test_a_day_before_the_check_or_still_to_come_is_told_in_the_form(client, days):
    key = save_check(default_runner(), HOT)
    answer = tell(client, key, days=days)
    assert answer.status_code == 422
    assert "Rest." in answer.content.decode()
    assert routine_lock(default_runner()) is not None


def test_the_summary_is_one_file_to_keep(client):
    answer = client.get(f"/check/{save_check(default_runner(), HOT)}/summary.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
