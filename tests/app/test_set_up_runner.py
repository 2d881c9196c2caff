"""Who runs: everything may be left out, nothing impossible gets in."""

from dataclasses import replace

import pytest

from app.makers import add_run
from midstance.app.set_up_runner import (
    LOST_BY_SKIPPING,
    Profile,
    check_profile,
    default_runner,
    read_profile,
    set_up_runner,
)
from midstance.core.base.errors import InvalidValueError
from midstance.store.models import Job, Runner

FULL = Profile("Ada", 1.7, 60.0, "female", 1990, "imperial", "Europe/Berlin", "")


@pytest.mark.django_db
def test_there_is_one_runner_however_often_asked():
    assert default_runner().pk == default_runner().pk
    assert Runner.objects.count() == 1


def test_what_was_said_is_read_back(runner):
    assert read_profile(set_up_runner(runner, FULL)) == FULL
    assert runner.set_up_at is not None


def test_everything_may_be_left_out(runner):
    assert check_profile(Profile()).problems == {}
    assert read_profile(set_up_runner(runner, Profile())) == Profile()


def test_skipping_names_its_price():
    assert set(LOST_BY_SKIPPING) == {"height_m", "mass_kg", "sex", "birth_year"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("height_m", 170.0),
        ("height_m", 0.0),
        ("mass_kg", 0.0),
        ("birth_year", 1066),
        ("birth_year", 2999),
        ("sex", "unicorn"),
        ("units", "furlongs"),
        ("time_zone", "Mars/Olympus"),
        ("watched_folder", "/no/such/folder"),
    ],
)
def test_what_cannot_be_is_named(runner, name, value):
    wrong = replace(FULL, **{name: value})
    assert set(check_profile(wrong).problems) == {name}
    with pytest.raises(InvalidValueError):
        set_up_runner(runner, wrong)


def test_all_problems_come_at_once():
    wrong = replace(FULL, height_m=170.0, mass_kg=0.0, units="furlongs")
    assert set(check_profile(wrong).problems) == {"height_m", "mass_kg", "units"}


def test_another_height_asks_for_new_loads_once_there_are_runs(runner):
    set_up_runner(runner, FULL)
    assert not Job.objects.exists()
    add_run(runner)
    set_up_runner(runner, replace(FULL, name="Bea"))
    assert not Job.objects.exists()
    set_up_runner(runner, replace(FULL, height_m=1.8))
    assert Job.objects.get().kind == "loads"
