"""Whatever a runner does, in whatever order, no lock ends and no answer goes by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from app.knee_answers import CLEAN, HOT, KNEECAP
from app.test_check_answers import MODEL, answers_to
from midstance.app.answer_question import answer_question
from midstance.app.checking.snapshot import read_snapshot
from midstance.app.finish_check import finish_check
from midstance.app.list_checks import list_checks
from midstance.app.open_check import open_check
from midstance.app.record_clinician_answer import record_clinician_answer
from midstance.app.routine_lock import routine_lock
from midstance.app.save_check import save_check
from midstance.app.show_check import show_check
from midstance.app.start_check import start_check
from midstance.core.base.errors import RefusedError
from midstance.store.models import KneeCheck, Runner

URGENT = {"emergency", "same_day"}
ANSWERS = st.sampled_from(MODEL.questions).flatmap(
    lambda question: st.tuples(st.just(question.id), answers_to(question))
)
STEPS = st.one_of(
    st.tuples(st.just("answer"), ANSWERS),
    st.tuples(st.just("start"), st.booleans()),
    st.tuples(st.just("finish"), st.booleans()),
    st.tuples(st.just("save"), st.sampled_from([CLEAN, KNEECAP, HOT])),
    st.tuples(st.just("clinician"), st.booleans()),
)


class Day:
    """A runner who does one thing after the other, and what should hold of it."""

    def __init__(self) -> None:
        self.runner = Runner.objects.create(name="Ada", birth_year=1990)
        self.urgent: set[str] = set()
        self.freed = False
        self.said: dict[str, object] = {}

    def do(self, name: str, what: object) -> None:
        getattr(self, name)(what)
        self.urgent = {row.key for row in list_checks(self.runner) if row.action in URGENT}

    def answer(self, pair) -> None:
        question, answer = pair
        key = start_check(self.runner)
        page = answer_question(self.runner, key, question, answer)
        self.said[question] = None
        kept = {line.question for line in page.lines}
        assert set(self.said) <= kept, "an answer went by itself"

    def start(self, afresh) -> None:
        start_check(self.runner, afresh=afresh)
        if afresh:
            self.said = {}

    def finish(self, agrees) -> None:
        page = open_check(self.runner)
        if page is None:
            return
        moot = [line.question for line in page.no_longer_asked]
        try:
            report = finish_check(self.runner, page.key, leave_out=moot if agrees else ())
        except RefusedError:
            assert page.asked == 0 or (moot and not agrees)
            return
        kept = read_snapshot(KneeCheck.objects.get(key=page.key).result)
        assert set(kept.answers) == {line.question for line in page.lines} - set(moot)
        assert show_check(self.runner, page.key).report == report
        self.said = {}

    def save(self, document) -> None:
        save_check(self.runner, document)

    def clinician(self, may_load) -> None:
        lock = routine_lock(self.runner)
        if lock is not None and show_check(self.runner, lock.key).report is not None:
            day = timezone.now().date()
            record_clinician_answer(
                self.runner, lock.key, kind="other", said="", may_load=may_load, answered_on=day
            )
            self.freed = self.freed or may_load

    def check(self) -> None:
        if self.urgent and not self.freed:
            assert routine_lock(self.runner) is not None, "a lock ended without a clinician"
        lock = routine_lock(self.runner)
        if lock is not None:
            assert lock.action in URGENT
            assert lock.sentence


class Laws(TestCase):
    """Each example is a day of its own."""

    @pytest.fixture(autouse=True)
    def _home(self, tmp_path, monkeypatch):
        monkeypatch.setenv("MIDSTANCE_HOME", str(tmp_path))

    @settings(max_examples=40)
    @given(st.lists(STEPS, max_size=15))
    def test_no_lock_ends_and_no_answer_goes_by_itself(self, steps):
        day = Day()
        for name, what in steps:
            day.do(name, what)
            day.check()

    @settings(max_examples=40)
    @given(st.lists(st.sampled_from([CLEAN, KNEECAP]), max_size=4), st.integers(0, 90))
    def test_no_number_of_calm_checks_ends_a_lock(self, later, days):
        runner = Runner.objects.create()
        key = save_check(runner, HOT)
        past = timedelta(days=days)
        check = KneeCheck.objects.get(key=key)
        check.started_at, check.finished_at = check.started_at - past, check.finished_at - past
        check.save()
        for document in later:
            save_check(runner, document)
        assert routine_lock(runner).key == key
