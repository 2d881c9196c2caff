"""What is said of the time before a pain, and what is never said."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from app.even_runs import at, run_every_second_day
from app.knee_answers import HOT
from app.makers import add_run
from midstance.app.explain_pain import explain_pain
from midstance.app.save_check import save_check
from midstance.app.why import words
from midstance.app.why.onsets import find_onsets, read_onsets, worst_by_day
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.why_constants import load_why_constants
from midstance.store.models import (
    PainEntry,
    Run,
    Runner,
    SessionLog,
    Shoe,
    Units,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def tell_pain(runner, day, pain, moment="during"):
    return PainEntry.objects.create(
        owner=runner, day=day, moment=moment, pain=pain, told_at=at(day, 9)
    )


def explain(runner, onset=TODAY, **asked):
    return explain_pain(runner, onset, today=TODAY, **asked)


def what(lines):
    return [line.what for line in lines]


def test_what_changed_stands_first_with_before_after_and_how_sure(runner):
    run_every_second_day(runner, TODAY, descent_m=300.0)
    found = explain(runner)
    assert what(found.changes) == ["downhill"]
    line = found.changes[0]
    assert line.unusual is True
    assert line.before == pytest.approx(210, rel=0.02)
    assert line.after == pytest.approx(1050, rel=0.02)
    assert (line.certainty, line.raises_load) == ("studies", True)
    assert line.words == "Your runs went down 1,050 m a week. Before that, it was 210 m."
    assert found.sentence == words.WORDS["downhill"].head
    assert found.note == words.SOMETHING_NOTE
    assert found.cannot_say == ""
    assert "1 of 10" in found.basis


def test_nothing_unusual_is_a_normal_answer_and_not_the_all_clear(runner):
    run_every_second_day(runner, TODAY)
    found = explain(runner)
    assert found.changes == ()
    assert found.sentence == words.NOTHING
    assert "does not mean that nothing is wrong" in found.note
    assert {"weekly_distance", "downhill", "longest_run"} <= set(what(found.looked_at))
    assert found.needs_check


def test_what_is_not_known_is_said_and_not_guessed(runner):
    run_every_second_day(runner, TODAY)
    found = explain(runner)
    told = " ".join(found.not_known)
    for measure in ("contact_time", "new_shoes", "strength", "balance"):
        assert str(words.WORDS[measure].unknown) in told
    assert not {"contact_time", "new_shoes", "worn_shoes", "strength"} & set(what(found.looked_at))


def test_the_parts_of_the_load_add_up(runner):
    run_every_second_day(runner, TODAY, distance_m=12_000.0)
    found = explain(runner)
    assert sum(found.load_share.values()) == pytest.approx(found.load_log_ratio, abs=1e-9)
    assert {"distance", "speed", "cadence", "slope", "frequency"} <= set(found.load_share)
    assert found.load_share["distance"] == pytest.approx(np.log(1.5), abs=0.05)
    assert found.load_parts[0].name == "distance"
    assert found.load_parts[0].sentence == "Your runs were longer: about 45 % more load."


def test_a_run_beyond_the_limit_is_told_apart_from_what_stands_out(runner):
    run_every_second_day(runner, TODAY)
    last = Run.objects.owned_by(runner).order_by("-start_at")[2]
    Run.objects.filter(pk=last.pk).update(distance_m=11_000.0)
    for back in range(100, 560, 42):
        day = TODAY - back * DAY
        Run.objects.owned_by(runner).filter(local_day=day).update(distance_m=11_500.0)
    found = explain(runner)
    assert found.changes == ()
    assert found.beyond_limit.what == "longest_run"
    assert found.beyond_limit.run == last.key
    assert found.beyond_limit.certainty == "cohort"


def test_without_runs_nothing_is_said(runner):
    found = explain(runner)
    assert found.sentence == found.cannot_say == words.NO_RUNS
    assert (found.changes, found.looked_at, found.load_share) == ((), (), None)


def test_a_day_before_the_first_run(runner):
    run_every_second_day(runner, TODAY, days=60)
    found = explain(runner, TODAY - 200 * DAY)
    assert found.sentence == words.BEFORE_FIRST
    assert found.changes == ()


def test_one_run_only(runner):
    add_run(runner, at(TODAY))
    assert explain(runner).sentence == words.ONE_RUN


def test_a_few_weeks_of_runs_tell_numbers_without_a_claim(runner):
    run_every_second_day(runner, TODAY, days=120, descent_m=400.0)
    found = explain(runner)
    assert found.changes == ()
    assert found.sentence == found.cannot_say
    assert found.sentence == words.TOO_SHORT
    assert "about 44 weeks" in found.note
    assert {line.unusual for line in found.looked_at} == {None}
    assert "downhill" in what(found.looked_at)


def test_years_without_a_run_are_no_usual(runner):
    run_every_second_day(runner, TODAY - 800 * DAY, days=600)
    add_run(runner, at(TODAY))
    found = explain(runner)
    assert found.changes[0].what == "return"
    assert set(what(found.looked_at)) <= {"return", "strength", "mobility", "other_sport"}
    assert "years" not in found.sentence
    assert found.load_share is None


def test_a_day_long_after_the_last_run(runner):
    run_every_second_day(runner, TODAY - 40 * DAY, days=300)
    found = explain(runner)
    assert found.sentence.startswith("There was no run in the 40 days")
    assert found.changes == ()


def test_runs_of_a_clock_gone_wrong_are_left_out_and_told(runner):
    run_every_second_day(runner, TODAY)
    as_it_was = explain(runner)
    add_run(runner, at(TODAY + 3000 * DAY), distance_m=90_000.0)
    add_run(runner, datetime(1990, 1, 1, tzinfo=UTC), distance_m=90_000.0)
    found = explain(runner)
    assert found.not_known[0].startswith("1 run lies in the future")
    assert found.changes == as_it_was.changes
    assert found.looked_at == as_it_was.looked_at


def test_runs_that_she_only_told_of_are_said_to_be_missing(runner):
    run_every_second_day(runner, TODAY)
    for back in (2, 3, 5):
        day = TODAY - back * DAY
        SessionLog.objects.create(owner=runner, day=day, kind="run", started_at=at(day))
    told = explain(runner).not_known[0]
    assert told.startswith("You told of runs on 2 of the 98 days without a recording.")


def wear(runner, name, days, **told):
    shoe = Shoe.objects.create(owner=runner, name=name, **told)
    last = TODAY - days * DAY
    Run.objects.owned_by(runner).filter(local_day__gt=last).update(shoe=shoe)


@pytest.mark.parametrize(
    ("told", "is_new"),
    [
        ({}, True),
        ({"before_m": 300_000.0}, False),
        ({"before_m": 9_000.0, "first_day": TODAY - 25 * DAY}, True),
        ({"first_day": TODAY - 400 * DAY}, False),
    ],
)
def test_a_pair_is_new_where_its_first_day_is_known(runner, told, is_new):
    run_every_second_day(runner, TODAY)
    wear(runner, "Old pair", 999)
    wear(runner, "New pair", 20, **told)
    found = explain(runner)
    assert ("new_shoes" in what(found.changes)) == is_new
    assert ("changed_shoes" in what(found.changes)) != is_new
    if is_new:
        line = next(line for line in found.changes if line.what == "new_shoes")
        assert line.raises_load is None
        assert line.before == 0
        assert line.after > 0.6


def test_the_first_pair_that_was_told_is_of_no_known_age(runner):
    run_every_second_day(runner, TODAY, days=120)
    wear(runner, "The only pair", 999)
    line = next(line for line in explain(runner).looked_at if line.what == "new_shoes")
    assert (line.before, line.after) == (0, 0)


def test_a_day_to_come_and_an_unknown_tissue_are_refused(runner):
    with pytest.raises(InvalidValueError, match="still to come"):
        explain(runner, TODAY + DAY)
    with pytest.raises(InvalidValueError, match="tissue"):
        explain(runner, tissue="elbow")


def test_the_tissue_decides_what_raises_its_load(runner):
    run_every_second_day(runner, TODAY, cadence_spm=150.0)
    assert explain(runner).changes[0].raises_load is True
    assert "kneecap tendon" in explain(runner, tissue="patellar_tendon").changes[0].load_words
    band = explain(runner, tissue="iliotibial_band")
    assert band.changes[0].raises_load is None
    assert band.load_share is None


def test_what_takes_load_off_is_no_reason(runner):
    run_every_second_day(runner, TODAY, cadence_spm=182.0)
    found = explain(runner)
    assert found.changes[0].raises_load is False
    assert found.note == words.EASED_NOTE


def test_a_red_flag_comes_before_every_reason(runner):
    run_every_second_day(runner, TODAY, descent_m=300.0)
    save_check(runner, HOT)
    found = explain(runner)
    assert found.is_care
    assert found.lock is not None
    assert found.sentence == found.lock.sentence
    assert (found.changes, found.looked_at, found.load_share) == ((), (), None)


def test_nothing_of_anybody_else_is_read(runner):
    run_every_second_day(runner, TODAY)
    before = explain(runner)
    other = Runner.objects.create(name="Somebody else")
    run_every_second_day(other, TODAY, days=30, descent_m=3000.0)
    tell_pain(other, TODAY, 9)
    Shoe.objects.create(owner=other, name="Theirs")
    SessionLog.objects.create(owner=other, day=TODAY, kind="strength", started_at=at(TODAY))
    assert explain(runner) == before


def test_her_units(runner):
    run_every_second_day(runner, TODAY, descent_m=300.0)
    Runner.objects.filter(pk=runner.pk).update(units=Units.IMPERIAL)
    line = explain(Runner.objects.get(pk=runner.pk)).changes[0]
    assert line.after_words == "3,440 ft"
    assert line.after == pytest.approx(1050, rel=0.02)


def onsets(*told):
    worst = {TODAY + day * DAY: pain for day, pain in told}
    return [(day - TODAY).days for day in find_onsets(worst, load_why_constants())]


def test_a_pain_begins_where_it_rises_above_her_usual():
    assert onsets((0, 1)) == []
    assert onsets((0, 2)) == [0]
    assert onsets((0, 3), (2, 3), (4, 3)) == [0]
    assert onsets((0, 1), (3, 1), (5, 2)) == [5]
    assert onsets((0, 2), (3, 2), (5, 2), (8, 4)) == [0]
    assert onsets((0, 4), (30, 4)) == [30, 0]


def test_pains_that_follow_each_other_are_one():
    assert onsets(*((day, 2 + day % 3) for day in range(0, 60, 2))) == [0]
    assert onsets((0, 4), (10, 5), (20, 6), (30, 7)) == [0]


def test_a_morning_belongs_to_the_day_before():
    told = [(TODAY, "morning", 4), (TODAY, "before", 1), (TODAY - DAY, "during", 2)]
    assert worst_by_day(told) == {TODAY - DAY: 4, TODAY: 1}


def test_without_a_day_it_is_the_latest_pain_that_began(runner):
    run_every_second_day(runner, TODAY)
    assert explain(runner, None).sentence == words.NO_PAIN
    tell_pain(runner, TODAY - 60 * DAY, 3)
    tell_pain(runner, TODAY - 6 * DAY, 3)
    tell_pain(runner, TODAY - 5 * DAY, 4, "morning")
    tell_pain(runner, TODAY - 2 * DAY, 4)
    found = explain(runner, None)
    assert (found.onset, found.is_told) == (TODAY - 6 * DAY, True)
    assert found.onsets == (TODAY - 6 * DAY, TODAY - 60 * DAY)
    assert not explain(runner, TODAY).is_told


def test_a_slip_that_was_mended_at_once_began_no_pain(runner):
    run_every_second_day(runner, TODAY)
    slip = tell_pain(runner, TODAY, 8)
    mended = tell_pain(runner, TODAY, 0)
    mended.told_at = slip.told_at + timedelta(minutes=2)
    mended.save()
    assert read_onsets(runner, TODAY, load_why_constants()) == ()
