"""What devices tell while far away: nothing lost, nothing doubled, whatever the network does.

The devices run the queue of the app itself (node runs its TypeScript); the server is `sync_told` on
a real database. Only what an answer means is left out, because no rule of the queue depends on it.
"""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.device import Devices
from app.makers import add_run
from laws import cases
from midstance.app import log_pain, log_session
from midstance.app.checking.days import today_of
from midstance.app.offline_days import light_rule
from midstance.app.plain import to_plain
from midstance.app.sync_told import MOST_TOLD, Outcome, Told, sync_told
from midstance.app.training.diary import WITH_SESSION, build_diary
from midstance.app.training.records import Meaning
from midstance.core.base.errors import LimitExceededError
from midstance.core.plan.pain_rules import DayLog, light_of
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.store.epoch import read_epoch, renew_epoch
from midstance.store.models import Moment, PainEntry, Runner, SessionKind, SessionLog

pytestmark = pytest.mark.django_db
MEANING = Meaning("carry_on", "Carry on", "Noted.", rescreen=False)
NUMBER_OF_DEVICES = 3


@pytest.fixture(scope="module")
def devices() -> Iterator[Devices]:
    started = Devices()
    yield started
    started.end()


@pytest.fixture
def meaningless() -> Iterator[None]:
    with (
        patch.object(log_pain, "meaning_for", lambda *_: MEANING),
        patch.object(log_session, "meaning_for", lambda *_: MEANING),
    ):
        yield


def pain_document(day, *, pain=2, key="", moment="during", **more):
    return {
        "key": key or uuid.uuid4().hex,
        "day": day.isoformat(),
        "moment": moment,
        "pain": pain,
        "told_at": datetime.now(UTC).isoformat(),
        **more,
    }


def session_document(day, *, key="", pain=None, kind="strength", **more):
    return {
        "key": key or uuid.uuid4().hex,
        "day": day.isoformat(),
        "kind": kind,
        "started_at": datetime.now(UTC).isoformat(),
        "seconds": 600,
        "effort_rpe": 4,
        "pain_during": pain,
        **more,
    }


# The use case


def test_each_piece_is_kept_and_said_to_be_and_twice_is_once(runner):
    day = today_of(runner)
    told = [
        Told("pain", pain_document(day)),
        Told("session", session_document(day, pain=1)),
    ]
    first, second = sync_told(runner, told), sync_told(runner, told)
    assert [each.outcome for each in first] == [Outcome.KEPT, Outcome.KEPT]
    assert [each.outcome for each in second] == [Outcome.AGAIN, Outcome.AGAIN]
    assert all(each.meaning is not None for each in (*first, *second))
    assert SessionLog.objects.count() == 1
    assert PainEntry.objects.count() == 2


def test_what_cannot_be_is_refused_by_itself_with_every_reason(runner):
    day = today_of(runner)
    wrong = pain_document(day + timedelta(days=40), pain=11)
    taken = sync_told(
        runner,
        [
            Told("pain", wrong),
            Told("pain", pain_document(day)),
            Told("dance", pain_document(day)),
            Told("pain", {"day": day.isoformat()}),
            Told("pain", None),
            Told("session", {"key": "a\0b"}),
        ],
    )
    assert [each.outcome for each in taken] == ["refused", "kept", *["refused"] * 4]
    assert taken[0].key == wrong["key"]
    assert "Expected a day of the last 60 days" in taken[0].reason
    assert "from 0 to 10" in taken[0].reason
    assert PainEntry.objects.count() == 1


def test_a_clock_an_hour_ahead_is_taken_and_more_is_refused(runner):
    day, now = today_of(runner), datetime.now(UTC)
    near = pain_document(day, told_at=(now + timedelta(minutes=59)).isoformat())
    far = pain_document(day, told_at=(now + timedelta(minutes=62)).isoformat())
    taken = sync_told(runner, [Told("pain", near), Told("pain", far)])
    assert [each.outcome for each in taken] == ["kept", "refused"]
    assert "clock of the device" in taken[1].reason


def test_a_pain_outlives_its_run(runner):
    run = add_run(runner)
    day = today_of(runner)
    known = pain_document(run.local_day, run=run.key)
    gone = pain_document(day, run="0123456789abcdef")
    taken = sync_told(runner, [Told("pain", gone), Told("pain", known)])
    assert taken[0].outcome == Outcome.KEPT
    assert PainEntry.objects.get(key=gone["key"]).run is None
    assert ("last 60 days" in taken[1].reason) or PainEntry.objects.get(key=known["key"]).run == run


def test_more_than_a_batch_holds_is_refused_as_a_whole(runner):
    day = today_of(runner)
    with pytest.raises(LimitExceededError):
        sync_told(runner, [Told("pain", pain_document(day))] * (MOST_TOLD + 1))
    assert not PainEntry.objects.exists()


def test_nobody_takes_the_place_of_another(runner):
    other = Runner.objects.create(name="Bea")
    told = [Told("pain", pain_document(today_of(runner)))]
    assert sync_told(runner, told)[0].outcome == Outcome.KEPT
    assert sync_told(other, told)[0].outcome == Outcome.KEPT
    assert PainEntry.objects.owned_by(runner).count() == 1
    assert PainEntry.objects.owned_by(other).count() == 1


# The whole of it: three devices, a network that fails in every way, a server that goes back in time


class Network:
    """What stands between a device and the server; `fates` says what becomes of each question."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.fates: list[str] = []
        self.restore = renew_epoch
        self.sent: list[list[Told]] = []

    def __call__(self, question):
        fate = self.fates.pop(0) if self.fates else "there"
        if fate == "away":
            return {"unreachable": True}
        if fate == "broken":
            return {"broken": True}
        if question["ask"] == "state":
            return {"answer": self.state()}
        return self.deliver(question, fate)

    def state(self):
        return {
            "owner": self.runner.pk.hex,
            "epoch": read_epoch(),
            "today": today_of(self.runner).isoformat(),
            "shell": "",
            "key": "",
            "token": "",
        }

    def deliver(self, question, fate):
        told = [Told(each["kind"], each["document"]) for each in question["entries"]]
        assert question["owner"] == self.runner.pk.hex
        if fate == "half":
            sync_told(self.runner, told[: len(told) // 2])
            return {"unreachable": True}
        if fate == "restored":
            self.restore()
        self.sent.append(told)
        epoch = read_epoch()
        taken = sync_told(self.runner, told)
        if fate == "answer_lost":
            return {"unreachable": True}
        return {"answer": {"epoch": epoch, "answers": to_plain(taken)}}


FATES = st.lists(
    st.sampled_from(["there", "there", "away", "answer_lost", "half", "broken", "restored"]),
    max_size=4,
)
DEVICE = st.integers(0, NUMBER_OF_DEVICES - 1)


class Telling(RuleBasedStateMachine):
    """Three devices of one runner and her server."""

    devices: Devices
    runner: Runner

    @initialize()
    def begin(self):
        SessionLog.objects.all().delete()
        PainEntry.objects.all().delete()
        renew_epoch()
        self.devices.do("begin")
        self.network = Network(self.runner)
        self.network.restore = self.restore
        self.told: dict[str, tuple[str, dict]] = {}
        self.on_device: dict[str, int] = {}
        self.removed: set[str] = set()
        self.backup: set[str] = set()
        self.day = today_of(self.runner)

    @property
    def owner(self):
        return self.runner.pk.hex

    def tell(self, device, kind, document):
        self.devices.do("tell", device=device, owner=self.owner, kind=kind, document=document)
        self.told[document["key"]] = kind, document
        self.on_device[document["key"]] = device

    @rule(device=DEVICE, pain=st.integers(0, 6), back=st.integers(0, 40))
    def tell_pain(self, device, pain, back):
        self.tell(device, "pain", pain_document(self.day - timedelta(days=back), pain=pain))

    @rule(device=DEVICE, pain=st.none() | st.integers(0, 6))
    def tell_session(self, device, pain):
        self.tell(device, "session", session_document(self.day, pain=pain))

    @rule(device=DEVICE)
    def tell_more_than_a_batch(self, device):
        for _ in range(23):
            self.tell(device, "pain", pain_document(self.day))

    @rule(device=DEVICE)
    def tell_what_cannot_be(self, device):
        document = pain_document(self.day + timedelta(days=30))
        self.tell(device, "pain", document)
        self.removed.add(document["key"])

    @precondition(lambda self: self.told)
    @rule(picked=st.randoms(use_true_random=False))
    def tap_twice(self, picked):
        key = picked.choice(sorted(self.told))
        self.tell(self.on_device[key], *self.told[key])

    @rule(device=DEVICE, fates=FATES)
    def sync(self, device, fates):
        self.network.fates = list(fates)
        self.devices.do("sync", self.network, device=device)
        self.network.fates = []

    @precondition(lambda self: self.network.sent)
    @rule()
    def a_batch_comes_twice(self):
        sync_told(self.runner, self.network.sent[-1])

    @rule()
    def back_up(self):
        self.backup = self.on_server()

    @rule()
    def the_server_goes_back(self):
        self.restore()

    def restore(self):
        """Back to the backup: all that came since is gone, and the epoch is another."""
        renew_epoch()
        PainEntry.objects.exclude(key__in=self.backup).delete()
        SessionLog.objects.exclude(key__in=self.backup).delete()

    def on_server(self):
        keys = {*PainEntry.objects.values_list("key", flat=True)}
        return keys | {*SessionLog.objects.values_list("key", flat=True)}

    def entries(self, device):
        return self.devices.do("entries", device=device, owner=self.owner)

    @invariant()
    def nothing_is_lost(self):
        if not hasattr(self, "told"):
            return
        epoch, there = read_epoch(), self.on_server()
        will_be_told = {
            entry["key"]
            for device in range(NUMBER_OF_DEVICES)
            for entry in self.entries(device)
            if entry["refused"] or entry["keptIn"] != epoch
        }
        assert set(self.told) <= there | will_be_told

    def teardown(self):
        if not hasattr(self, "told"):
            return
        for device in range(NUMBER_OF_DEVICES):
            assert self.devices.do("sync", self.network, device=device) is not None
        for device in range(NUMBER_OF_DEVICES):
            for entry in self.entries(device):
                assert bool(entry["refused"]) == (entry["key"] in self.removed)
                assert entry["refused"] or entry["keptIn"] == read_epoch()
        self.each_is_there_once()

    def each_is_there_once(self):
        possible = {key: told for key, told in self.told.items() if key not in self.removed}
        pains = {key: told for key, (kind, told) in possible.items() if kind == "pain"}
        sessions = {key: told for key, (kind, told) in possible.items() if kind == "session"}
        with_pain = [
            f"{key}{WITH_SESSION}"
            for key, told in sessions.items()
            if told["pain_during"] is not None
        ]
        assert sorted(SessionLog.objects.values_list("key", flat=True)) == sorted(sessions)
        stored = dict(PainEntry.objects.values_list("key", "pain"))
        assert PainEntry.objects.count() == len(stored)
        assert sorted(stored) == sorted([*pains, *with_pain])
        assert all(stored[key] == told["pain"] for key, told in pains.items())


@pytest.mark.usefixtures("meaningless")
def test_three_devices_lose_and_double_nothing_whatever_happens(runner, devices):
    Telling.devices, Telling.runner = devices, runner
    run_state_machine_as_test(
        Telling,
        settings=settings(
            max_examples=cases(40),
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("meaningless")
def test_one_piece_that_breaks_the_server_holds_back_no_other(runner, devices):
    devices.do("begin")
    network, day, owner = Network(runner), today_of(runner), runner.pk.hex
    documents = [pain_document(day, pain=pain) for pain in (1, 2, 3)]
    for document in documents:
        devices.do("tell", device=0, owner=owner, kind="pain", document=document)
    poisoned = documents[1]["key"]

    def breaks_on_the_second(question):
        keys = [each["document"]["key"] for each in question.get("entries", ())]
        return {"broken": True} if poisoned in keys else network(question)

    devices.do("sync", breaks_on_the_second, device=0)
    assert set(PainEntry.objects.values_list("pain", flat=True)) == {1, 3}
    waiting = [each for each in devices.do("entries", device=0, owner=owner) if not each["keptIn"]]
    assert [each["key"] for each in waiting] == [poisoned]
    devices.do("sync", network, device=0)
    assert PainEntry.objects.count() == 3


@pytest.mark.usefixtures("meaningless")
def test_what_is_refused_stays_until_she_sends_it_again_or_removes_it(runner, devices):
    devices.do("begin")
    network, owner = Network(runner), runner.pk.hex
    ahead = datetime.now(UTC) + timedelta(hours=3)
    early = pain_document(today_of(runner), told_at=ahead.isoformat())
    devices.do("tell", device=0, owner=owner, kind="pain", document=early)
    for _ in range(2):
        devices.do("sync", network, device=0)
    (entry,) = devices.do("entries", device=0, owner=owner)
    assert "clock of the device" in entry["refused"]
    assert len(network.sent) == 1
    with patch("django.utils.timezone.now", lambda: ahead):
        devices.do("retry", device=0, key=early["key"])
        devices.do("sync", network, device=0)
    assert PainEntry.objects.get().key == early["key"]
    devices.do("remove", device=0, key=early["key"])
    assert devices.do("entries", device=0, owner=owner) == []


@pytest.mark.usefixtures("meaningless")
def test_what_was_acknowledged_is_kept_for_sixty_days(runner, devices):
    devices.do("begin")
    network, day, owner = Network(runner), today_of(runner), runner.pk.hex
    for back in (0, 59, 60):
        document = pain_document(day - timedelta(days=back))
        devices.do("tell", device=0, owner=owner, kind="pain", document=document)
    devices.do("sync", network, device=0)
    assert len(devices.do("entries", device=0, owner=owner)) == 3
    tomorrow = {**network.state(), "today": (day + timedelta(days=1)).isoformat()}
    devices.do("sync", lambda _: {"answer": tomorrow}, device=0)
    left = devices.do("entries", device=0, owner=owner)
    assert [each["document"]["day"] for each in left] == [
        (day - timedelta(days=back)).isoformat() for back in (0, 59)
    ]


@pytest.mark.usefixtures("meaningless")
def test_what_waited_too_long_is_told_and_never_dropped(runner, devices):
    devices.do("begin")
    document = pain_document(today_of(runner) - timedelta(days=61))
    devices.do("tell", device=0, owner=runner.pk.hex, kind="pain", document=document)
    for _ in range(2):
        devices.do("sync", Network(runner), device=0)
    (entry,) = devices.do("entries", device=0, owner=runner.pk.hex)
    assert "last 60 days" in entry["refused"]


@pytest.mark.usefixtures("meaningless")
def test_what_waits_of_one_person_is_never_sent_for_another(runner, devices):
    devices.do("begin")
    bea = Runner.objects.create(name="Bea")
    document = pain_document(today_of(runner))
    devices.do("tell", device=0, owner=runner.pk.hex, kind="pain", document=document)
    devices.do("sync", Network(bea), device=0)
    assert not PainEntry.objects.exists()
    devices.do("sync", Network(runner), device=0)
    assert PainEntry.objects.owned_by(runner).count() == 1


# The rule of pain, on the device and here


CONSTANTS = load_plan_constants()
SCORE = st.none() | st.integers(0, 10)
LOGS = st.builds(
    DayLog,
    day=st.just(1),
    had_load=st.booleans(),
    before=SCORE,
    during=SCORE,
    after_60_min=SCORE,
    next_morning=SCORE,
    limp=st.booleans(),
    swelling=st.booleans(),
)


def rule_of(ceiling):
    return to_plain(replace(light_rule("", CONSTANTS), ceiling=ceiling))


@given(log=LOGS, ceiling=st.sampled_from([0.0, 2.0, 3.0, 5.0]))
@settings(max_examples=cases(400), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_device_gives_a_day_the_light_that_the_server_gives_it(devices, log, ceiling):
    found = devices.do("light", log=to_plain(log), rule=rule_of(ceiling))
    assert found == light_of(log, ceiling, CONSTANTS)


@st.composite
def told_in_two_days(draw, today):
    """Pains and sessions of yesterday and today in order, some within minutes of each other."""
    start = datetime.now(UTC) - timedelta(hours=3)
    told = []
    for number in range(draw(st.integers(1, 7))):
        day = today - timedelta(days=draw(st.integers(0, 1)))
        at = (start + timedelta(minutes=4 * number)).isoformat()
        if draw(st.booleans()):
            moment, pain = draw(st.sampled_from(Moment.values)), draw(st.integers(0, 10))
            flags = {name: draw(st.none() | st.booleans()) for name in ("limp", "swelling")}
            told.append(("pain", pain_document(day, pain=pain, moment=moment) | flags))
            told[-1][1]["told_at"] = at
        else:
            kind = draw(st.sampled_from(SessionKind.values))
            document = session_document(day, pain=draw(SCORE), kind=kind)
            told.append(("session", document | {"started_at": at}))
    return told


@pytest.mark.usefixtures("meaningless")
@given(data=st.data(), split=st.integers(0, 7))
@settings(max_examples=cases(60), deadline=None, suppress_health_check=list(HealthCheck))
def test_no_answer_on_the_device_is_taken_more_lightly_than_on_the_server(
    runner, devices, data, split
):
    """All of it told on the device gives the days of the server; part of it, never a milder red."""
    PainEntry.objects.all().delete()
    SessionLog.objects.all().delete()
    today = today_of(runner)
    told = data.draw(told_in_two_days(today))
    assert all(each.outcome == "kept" for each in sync_told(runner, [Told(*each) for each in told]))
    logs = diary_logs(today, {document["key"] for _, document in told})
    entries = [{"kind": kind, "document": document} for kind, document in told]
    days = devices.do("overlay", logs=[], entries=entries, rule=rule_of(2.0))
    assert [to_plain(log) for log in logs] == days

    heard = {document["key"] for _, document in told[:split]}
    part = [to_plain(log) for log in diary_logs(today, heard)]
    rest = devices.do("overlay", logs=part, entries=entries[split:], rule=rule_of(2.0))
    over = {log["day"]: log for log in rest}
    for log in logs:
        if light_of(log, 2.0, CONSTANTS).name == "RED" and not corrected(told):
            assert devices.do("light", log=over[log.day], rule=rule_of(2.0)) == 3


def corrected(told):
    """Whether a pain takes the place of one before it."""
    places = [(each["day"], each["moment"]) for kind, each in told if kind == "pain"]
    return len(set(places)) < len(places)


def diary_logs(today, keys):
    sessions = tuple(SessionLog.objects.filter(key__in=keys).order_by("started_at", "pk"))
    of_sessions = {f"{key}{WITH_SESSION}" for key in keys}
    pains = PainEntry.objects.filter(key__in=keys | of_sessions).order_by("told_at", "pk")
    return build_diary(today, sessions, (), tuple(pains)).logs
