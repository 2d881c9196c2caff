"""What she wants is kept, with the day on which she told when it begins to hurt."""

from dataclasses import replace
from datetime import timedelta

import pytest

from midstance.app.checking.days import today_of
from midstance.app.set_up_plan import read_wishes, set_up_plan
from midstance.app.training.state import running_now, situate
from midstance.app.training.wishes import DEFAULT_WISHES, onset_day
from midstance.core.plan.pain_rules import Light
from midstance.core.plan.return_to_run import ILIOTIBIAL, OutingKind, OutingLog
from midstance.store.models import PlanWishes

pytestmark = pytest.mark.django_db


def test_the_day_of_an_onset_is_that_on_which_it_was_told(runner):
    today = today_of(runner)
    told = replace(DEFAULT_WISHES, onset_s=600)
    set_up_plan(runner, told)
    assert onset_day(runner) == today
    PlanWishes.objects.update(onset_on=today - timedelta(days=9))
    set_up_plan(runner, replace(told, runs_a_week=4))
    assert onset_day(runner) == today - timedelta(days=9)
    set_up_plan(runner, replace(told, onset_s=720))
    assert onset_day(runner) == today
    set_up_plan(runner, DEFAULT_WISHES)
    assert (onset_day(runner), read_wishes(runner)) == (None, DEFAULT_WISHES)


def test_runs_that_went_well_since_then_are_counted(runner):
    today = today_of(runner)
    set_up_plan(runner, replace(DEFAULT_WISHES, is_returning=False, onset_s=60))
    days = [today.toordinal() - ago for ago in (6, 4, 2)]
    outings = tuple(OutingLog(day, Light.GREEN, None, 1800, 1800) for day in days)
    found = replace(situate(runner, today), condition=ILIOTIBIAL, outings=outings)
    assert running_now(found).outing.kind is OutingKind.WALK
    PlanWishes.objects.update(onset_on=today - timedelta(days=9))
    assert running_now(found).outing.running_s == 1080
