"""The settings of the reminders on one page, and what a page that asks is answered."""

from datetime import UTC, datetime

import pytest

from midstance.app import remind
from midstance.app.remind import RemindingTold, read_reminding, set_reminding
from midstance.app.training.reminders import Remind, RemindKind
from midstance.store.models import ReminderShown
from midstance.web.components.frame import REMINDS_COOKIE

TODAY = datetime.now(UTC).date()
ON = {"is_on": "on", "at": "18:00", "quiet_from": "21:00", "quiet_until": "08:00"}
OFF = {name: value for name, value in ON.items() if name != "is_on"}


@pytest.fixture
def home(client, runner):  # noqa: ARG001 - whose pages they are
    return client


def test_they_are_off_and_no_script_asks(home):
    page = home.get("/reminders/").content.decode()
    assert "Reminders are off" in page
    assert "reminder-" not in page


def test_on_is_on_and_off_is_off(home, runner):
    page = home.post("/reminders/", ON, follow=True).content.decode()
    assert "A reminder comes at 18:00" in page
    assert home.cookies[REMINDS_COOKIE]["httponly"]
    assert "assets/reminder-" in page
    home.post("/reminders/", OFF)
    assert not read_reminding(runner).told.is_on
    assert home.cookies[REMINDS_COOKIE].value == ""
    assert home.post("/reminders/claim/").json()["title"] == ""


@pytest.mark.parametrize(
    "change", [{"at": "22:00"}, {"at": "soon"}, {"quiet_from": ""}, {"quiet_from": "08:00"}]
)
def test_what_cannot_be_is_said(home, runner, change):
    page = home.post("/reminders/", ON | change)
    assert page.status_code == 422
    assert "There is something to put right" in page.content.decode()
    assert not read_reminding(runner).told.is_on


def test_a_claim_is_answered_once(home, runner, monkeypatch):
    set_reminding(runner, RemindingTold(is_on=True))
    told = Remind(TODAY, RemindKind.USUAL)
    monkeypatch.setattr(remind, "decide_reminder", lambda _state: told)
    first, second = (home.post("/reminders/claim/").json() for _time in range(2))
    assert first["title"] == "Midstance"
    assert first["body"].startswith("Planned for today: about")
    assert second["title"] == ""
    assert first["again_s"] > 0
    assert ReminderShown.objects.count() == 1


def test_looking_claims_nothing(home):
    assert home.get("/reminders/claim/").status_code == 405
    assert not ReminderShown.objects.exists()
