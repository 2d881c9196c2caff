"""A check from its start to what a clinician says, kept for one runner."""

import threading
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.utils import timezone

from app.knee_answers import CLEAN, HOT, KNEECAP
from midstance.app.answer_question import answer_question
from midstance.app.check_answers import check_answers
from midstance.app.check_due import JUMP_POINTS, PainPoint, check_due, reason_due
from midstance.app.checking.profile import careful_age_y
from midstance.app.checking.snapshot import read_snapshot, write_snapshot
from midstance.app.finish_check import finish_check
from midstance.app.list_checks import list_checks
from midstance.app.open_check import open_check
from midstance.app.record_clinician_answer import SAID_CHARACTERS, record_clinician_answer
from midstance.app.routine_lock import routine_lock
from midstance.app.save_check import save_check
from midstance.app.show_check import show_check
from midstance.app.start_check import FRESH, start_check
from midstance.core.assess.answers import InvalidAnswersError
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.knowledge.knee_check import load_check_model
from midstance.store.models import KneeCheck, Runner, Sex

TODAY = date(2026, 11, 23)
HERE = ZoneInfo("Europe/Berlin")  # of the runner that the tests are about
LONG = timedelta(weeks=6)


def today_here() -> date:
    return timezone.localdate(timezone=HERE)


def answer_all(runner, document):
    """Answer whatever is asked from a document, the rest with "not sure"; gives the key."""
    key = start_check(runner)
    page = show_check(runner, key)
    while page.question is not None:
        name = page.question.id
        page = answer_question(runner, key, name, document.get(name, "unknown"))
    return key


def move_back(runner, days):
    """As if every check had been done that many days earlier."""
    for check in KneeCheck.objects.owned_by(runner):
        check.started_at -= timedelta(days=days)
        if check.finished_at is not None:
            check.finished_at -= timedelta(days=days)
        check.save()


def record(runner, key, *, may_load, on=None):
    day = on or today_here()
    record_clinician_answer(
        runner, key, kind="doctor", said="Fine.", may_load=may_load, answered_on=day
    )


# Answering


def test_age_and_sex_of_the_profile_are_not_asked_and_are_shown(runner):
    runner.birth_year, runner.sex = 1990, Sex.FEMALE
    runner.save()
    page = show_check(runner, start_check(runner))
    told = {line.question: line for line in page.lines}
    assert set(told) == {"age_y", "sex"}
    assert all(line.from_profile for line in told.values())
    assert page.question.id not in told
    assert page.asked == 0


def test_an_answer_replaces_the_one_of_the_profile(runner):
    runner.birth_year = 1990
    runner.save()
    key = start_check(runner)
    page = answer_question(runner, key, "age_y", 17)
    (line,) = page.lines
    assert (line.answer, line.from_profile) == (17, False)


@pytest.mark.parametrize(("years", "age_y"), [(16, 15), (18, 17), (25, 24), (26, 26), (50, 50)])
def test_of_two_possible_ages_the_one_that_asks_for_more_care_counts(years, age_y):
    assert careful_age_y(years) == age_y


def test_someone_who_is_neither_female_nor_male_is_not_asked_again(runner):
    runner.sex = Sex.OTHER
    runner.save()
    (line,) = show_check(runner, start_check(runner)).lines
    assert (line.question, line.answer) == ("sex", "unknown")


def test_a_check_goes_on_where_it_was(runner):
    key = start_check(runner)
    first = show_check(runner, key).question.id
    answer_question(runner, key, first, "unknown")
    assert start_check(runner) == key
    page = open_check(runner)
    assert page.key == key
    assert page.question.id != first
    assert page.before == first
    assert page == show_check(runner, key)


def test_back_keeps_the_answers(runner):
    key = start_check(runner)
    answer_question(runner, key, "age_y", 34)
    answer_question(runner, key, "side", "left")
    back = show_check(runner, key, "age_y")
    assert (back.question.id, back.answer, back.before) == ("age_y", 34, None)
    assert show_check(runner, key, "side").before == "age_y"
    page = answer_question(runner, key, "age_y", 35)
    assert [line.answer for line in page.lines] == [35, "left"]
    assert page.side_words == "left knee"


def test_what_is_no_answer_changes_nothing(runner):
    key = start_check(runner)
    answer_question(runner, key, "side", "left")
    before = show_check(runner, key)
    for question, answer in (("side", "middle"), ("shoe", "red"), ("age_y", 3), ("general", 1)):
        with pytest.raises(InvalidAnswersError):
            answer_question(runner, key, question, answer)
    assert show_check(runner, key) == before


def test_an_answer_that_asks_for_help_today_is_told_at_once(runner):
    key = start_check(runner)
    assert show_check(runner, key).stop is None
    page = answer_question(runner, key, "urgent_signs", ["hot_red_swollen_knee"])
    assert page.stop.action == "emergency"
    assert page.stop.care.heading


def test_answers_that_no_longer_apply_go_only_when_she_agrees(runner):
    key = start_check(runner)
    answer_question(runner, key, "onset", "fall_or_blow")
    answer_question(runner, key, "injury_signs", ["pop"])
    page = answer_question(runner, key, "onset", "gradual")
    assert [line.question for line in page.no_longer_asked] == ["injury_signs"]
    assert not page.no_longer_asked[0].applies
    with pytest.raises(RefusedError, match="no longer apply"):
        finish_check(runner, key)
    assert "injury_signs" in KneeCheck.objects.get().answers
    finish_check(runner, key, leave_out=["injury_signs"])
    assert "injury_signs" not in KneeCheck.objects.get().answers


def test_an_answer_that_applies_cannot_be_left_out(runner):
    key = start_check(runner)
    answer_question(runner, key, "urgent_signs", ["hot_red_swollen_knee"])
    assert finish_check(runner, key, leave_out=["urgent_signs"]).action == "emergency"


def test_a_check_without_an_answer_cannot_be_finished(runner):
    with pytest.raises(RefusedError, match="at least one answer"):
        finish_check(runner, start_check(runner))


def test_a_finished_check_takes_no_more_answers(runner):
    key = save_check(runner, CLEAN)
    with pytest.raises(RefusedError, match="finished"):
        answer_question(runner, key, "age_y", 40)


@pytest.mark.parametrize("document", [CLEAN, KNEECAP, HOT, {}])
def test_a_check_ends_within_its_number_of_questions(runner, document):
    key = answer_all(runner, document)
    page = show_check(runner, key)
    assert page.left == 0
    most = load_check_model().constants.most_questions
    assert 0 < page.asked <= most + 4  # those about the runner do not count


# Results


def test_a_result_is_replayed_byte_for_byte(runner):
    key = answer_all(runner, KNEECAP)
    report = finish_check(runner, key)
    stored = KneeCheck.objects.get()
    assert stored.rules_version == report.rules_version
    assert show_check(runner, key).report == report
    assert finish_check(runner, key) == report
    kept = read_snapshot(stored.result)
    assert (kept.answers, list(kept.asked)) == (stored.answers, stored.asked)
    again = check_answers(kept.answers)
    assert write_snapshot(kept.answers, kept.asked, again) == stored.result


def test_a_result_stays_as_it_was_when_rules_and_words_change(runner, monkeypatch):
    key = save_check(runner, KNEECAP)
    report, bytes_before = show_check(runner, key).report, KneeCheck.objects.get().result
    changed = replace(load_check_model(), version="other", red_flags=(), questions=())
    for place in ("checking.pages", "checking.engine", "list_checks"):
        monkeypatch.setattr(f"midstance.app.{place}.load_check_model", lambda: changed)
    assert show_check(runner, key).report == report
    assert finish_check(runner, key) == report
    assert list_checks(runner)[0].action_words == report.action_words
    assert KneeCheck.objects.get().result == bytes_before


def test_an_open_check_survives_an_update_that_knows_fewer_questions(runner):
    key = start_check(runner)
    answer_question(runner, key, "side", "left")
    check = KneeCheck.objects.get()
    check.answers = {**check.answers, "retired_question": "yes", "walking": "retired_option"}
    check.asked = [*check.asked, "retired_question", "walking"]
    check.save()
    page = show_check(runner, key)
    assert [line.question for line in page.lines] == ["side"]
    assert page.question is not None


def test_what_was_saved_equals_what_is_said_without_saving(runner):
    key = save_check(runner, KNEECAP)
    assert show_check(runner, key).report == check_answers(KNEECAP)


def test_a_refused_document_is_not_saved(runner):
    with pytest.raises(InvalidAnswersError):
        save_check(runner, CLEAN | {"age_y": "old"})
    assert not KneeCheck.objects.exists()


def test_nobody_sees_the_check_of_another(runner):
    other = Runner.objects.create(name="Grace")
    key = save_check(other, HOT)
    for look in (show_check, finish_check):
        with pytest.raises(NotFoundError):
            look(runner, key)
    with pytest.raises(NotFoundError):
        answer_question(runner, key, "age_y", 40)
    with pytest.raises(NotFoundError):
        record(runner, key, may_load=True)
    assert list_checks(runner) == ()
    assert routine_lock(runner) is None
    assert open_check(runner) is None


# Starting


def test_a_check_of_yesterday_is_begun_anew(runner):
    key = start_check(runner)
    answer_question(runner, key, "side", "left")
    move_back(runner, FRESH.days + 1)
    assert open_check(runner) is None
    assert start_check(runner) != key
    assert KneeCheck.objects.count() == 1


def test_starting_afresh_drops_the_open_one_but_never_one_that_asks_for_help(runner):
    first = start_check(runner)
    answer_question(runner, first, "side", "left")
    second = start_check(runner, afresh=True)
    assert second != first
    answer_question(runner, second, "urgent_signs", ["hot_red_swollen_knee"])
    third = start_check(runner, afresh=True)
    assert {third, second} == set(KneeCheck.objects.values_list("key", flat=True))
    assert routine_lock(runner).key == second
    assert [row.key for row in list_checks(runner)] == [second]


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_are_one_check(runner):
    keys, errors = [], []

    def start():
        try:
            keys.append(start_check(runner))
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("one connection alone sees a database in memory")
    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(set(keys)) == 1


# Locks


def test_a_result_that_asks_for_help_today_locks_until_a_clinician_allows(runner):
    assert routine_lock(runner) is None
    key = save_check(runner, HOT)
    lock = routine_lock(runner)
    assert (lock.key, lock.action, lock.side_words) == (key, "emergency", "left knee")
    assert lock.flags
    assert "Plan and routines wait" in lock.sentence
    record(runner, key, may_load=True)
    assert routine_lock(runner) is None


def test_a_later_check_that_finds_nothing_does_not_unlock(runner):
    key = save_check(runner, HOT)
    move_back(runner, 3)
    save_check(runner, KNEECAP)
    assert routine_lock(runner).key == key


def test_a_clinician_who_says_no_keeps_the_lock(runner):
    key = save_check(runner, HOT)
    record(runner, key, may_load=True)
    record(runner, key, may_load=False)
    lock = routine_lock(runner)
    assert lock.clinician_said_no
    assert "keep load off" in lock.sentence
    record(runner, key, may_load=True)
    assert routine_lock(runner) is None


def test_an_open_check_that_asks_for_help_locks_before_it_is_finished(runner):
    key = start_check(runner)
    answer_question(runner, key, "urgent_signs", ["hot_red_swollen_knee"])
    assert routine_lock(runner).key == key
    with pytest.raises(RefusedError, match="finish it"):
        record(runner, key, may_load=True)
    answer_question(runner, key, "urgent_signs", ["none"])
    assert routine_lock(runner) is None


def test_an_answer_frees_earlier_checks_of_the_same_knee_and_no_other(runner):
    save_check(runner, HOT)
    right = save_check(runner, HOT | {"side": "right"})
    latest = save_check(runner, HOT)
    record(runner, latest, may_load=True)
    assert routine_lock(runner).key == right


def test_an_answer_to_an_earlier_check_does_not_free_a_later_one(runner):
    first = save_check(runner, HOT)
    second = save_check(runner, HOT)
    record(runner, first, may_load=True)
    assert routine_lock(runner).key == second


@pytest.mark.parametrize(("kind", "days"), [("neighbour", 0), ("doctor", 3), ("doctor", -9)])
def test_an_answer_of_nobody_or_of_another_time_is_refused(runner, kind, days):
    key = save_check(runner, HOT)
    day = today_here() + timedelta(days=days)
    with pytest.raises(InvalidValueError):
        record_clinician_answer(runner, key, kind=kind, said="", may_load=True, answered_on=day)
    assert routine_lock(runner) is not None


def test_long_words_of_a_clinician_are_kept_whole_or_refused(runner):
    key = save_check(runner, HOT)
    for length, is_kept in ((SAID_CHARACTERS, True), (SAID_CHARACTERS + 1, False)):
        words = {"kind": "other", "said": "x" * length, "may_load": False}
        with nullcontext() if is_kept else pytest.raises(InvalidValueError, match="at most"):
            record_clinician_answer(runner, key, answered_on=today_here(), **words)
    (said,) = show_check(runner, key).clinician
    assert len(said.said) == SAID_CHARACTERS


def test_what_a_clinician_said_is_shown(runner):
    key = save_check(runner, HOT)
    record(runner, key, may_load=False)
    (said,) = show_check(runner, key).clinician
    assert (said.kind_words, said.said, said.may_load) == ("Doctor", "Fine.", False)
    assert show_check(runner, key).is_locking
    assert list_checks(runner)[0].clinician == (said,)


# History


def test_the_history_says_what_changed(runner):
    first = save_check(runner, KNEECAP)
    move_back(runner, 20)
    second = save_check(runner, HOT | {"worst_daily_pain": 8})
    newest, oldest = list_checks(runner)
    assert (newest.key, oldest.key) == (second, first)
    assert oldest.changes == ()
    assert any("Emergency" in words for words in newest.changes)
    assert any("8; it was 3" in words for words in newest.changes)
    assert newest.worst_pain == 8
    assert newest.is_locking


def test_the_other_knee_is_another_history(runner):
    save_check(runner, KNEECAP)
    save_check(runner, KNEECAP | {"side": "right", "worst_daily_pain": 9})
    assert list_checks(runner)[0].changes == ()


def test_the_same_check_again_has_no_changes(runner):
    for _ in range(2):
        save_check(runner, KNEECAP)
    assert list_checks(runner)[0].changes == ()


# Due


def test_no_check_is_due_without_a_first_one(runner):
    assert check_due(runner) is None
    start_check(runner)
    assert check_due(runner) is None


def test_after_six_weeks_without_improvement_a_check_is_due(runner):
    save_check(runner, KNEECAP)
    today = today_here()
    assert check_due(runner, today + LONG - timedelta(days=1)) is None
    due = check_due(runner, today + LONG)
    assert due.kind == "no_better"
    assert due.sentence


def test_no_check_is_due_when_it_was_getting_better(runner):
    save_check(runner, KNEECAP | {"trend": "better"})
    assert check_due(runner, today_here() + 2 * LONG) is None


def test_while_a_clinician_has_to_answer_no_check_is_due(runner):
    save_check(runner, HOT)
    assert check_due(runner, today_here() + LONG) is None


def point(days, worst, *, is_better=False, is_check=False):
    return PainPoint(TODAY + timedelta(days=days), worst, is_better=is_better, is_check=is_check)


@pytest.mark.parametrize(
    ("later", "days", "kind"),
    [
        ([], 10, None),
        ([point(5, 4.0)], 10, None),
        ([point(5, 3.0 + JUMP_POINTS)], 10, "pain_jump"),
        ([point(5, 1.0), point(6, 1.0 + JUMP_POINTS)], 10, "pain_jump"),
        ([point(5, 9.0), point(6, 3.0)], 10, None),
        ([point(5, None), point(6, 8.0)], 10, "pain_jump"),
        ([], 42, "no_better"),
        ([point(30, 3.0)], 42, "no_better"),
        ([point(30, 0.0)], 42, None),
        ([point(30, None, is_better=True)], 42, None),
        ([point(30, 9.0), point(31, 3.0, is_check=True)], 42, None),
    ],
)
def test_a_check_is_due_when_pain_jumps_or_stays(later, days, kind):
    points = [point(0, 3.0, is_check=True), *later]
    due = reason_due(points, TODAY + timedelta(days=days))
    assert (due.kind if due else None) == kind


def test_records_of_pain_without_a_check_ask_for_none():
    assert reason_due([point(0, 1.0), point(1, 9.0)], TODAY) is None


def test_a_day_is_the_runners_own(runner):
    runner.time_zone = "Pacific/Auckland"
    runner.save()
    key = save_check(runner, HOT)
    KneeCheck.objects.update(
        started_at=datetime(2026, 11, 20, 13, tzinfo=UTC),
        finished_at=datetime(2026, 11, 20, 14, tzinfo=UTC),
    )
    assert "21 November 2026" in routine_lock(runner).sentence
    with pytest.raises(InvalidValueError, match="2026-11-21"):
        record(runner, key, may_load=True, on=date(2026, 11, 20))
