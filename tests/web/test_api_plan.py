"""Plan, day and diary over REST: the use cases' documents, and nothing kept twice or by half."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.knee_answers import HOT
from app.makers import add_run
from midstance.app.make_plan import make_plan
from midstance.app.plain import to_plain
from midstance.app.read_today import read_today
from midstance.app.save_check import save_check
from midstance.app.training.records import Wishes
from midstance.app.training.told_documents import (
    read_pain_document,
    read_session_document,
    read_wishes_document,
    write_wishes_document,
)
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.core.base.errors import InvalidValuesError
from midstance.store.models import PainEntry, PlannedWeek, PlanWishes, Runner, SessionLog

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
TODAY = NOW.date()
PAIN = {"day": TODAY.isoformat(), "moment": "during", "pain": 1, "key": "a" * 32}
ITEM = {"exercise": "wall_sit", "form": "strength", "sets": 3, "reps": 1, "hold_s": 30}
SESSION = {
    "day": TODAY.isoformat(), "kind": "strength", "started_at": NOW.isoformat(), "seconds": 600,
    "effort_rpe": 5, "pain_during": 1, "key": "b" * 32,
}  # fmt: skip


@pytest.fixture
def call(client, runner):  # noqa: ARG001 # there has to be a runner
    """Asks for an address, with a document where there is one, and gives what came back."""

    def ask(method, address, document=None, status=200):
        body = {} if document is None else {
            "data": json.dumps(document), "content_type": "application/json"
        }  # fmt: skip
        response = getattr(client, method)(f"/api{address}", **body)
        assert response.status_code == status, response.content[:500]
        return response.json()

    return ask


def as_json(record):
    return json.loads(json.dumps(to_plain(record)))


def test_the_day_is_that_of_the_use_case(call, runner):
    add_run(runner, NOW - timedelta(hours=2))
    answer = call("get", "/today")
    told = as_json(read_today(runner))
    assert answer == told
    assert answer["asks"]


def test_the_plan_is_that_of_the_use_case(call, runner):
    answer = call("get", "/plan?weeks=2")
    told = as_json(make_plan(runner, weeks=2))
    for week in (*answer["weeks"], *told):
        del week["made_at"]  # now, for a look ahead
    assert answer == {"lock": None, "weeks": told}
    assert [week["key"] != "" for week in answer["weeks"]] == [True, False]


def test_asking_for_the_plan_makes_one_week_once(call):
    for _ in range(3):
        call("get", "/plan?weeks=4")
        call("get", "/today")
    assert PlannedWeek.objects.count() == 1


@pytest.mark.parametrize("weeks", ["0", "5", "-1", "many", "1.5"])
def test_a_span_that_cannot_be_is_refused(call, weeks):
    assert call("get", f"/plan?weeks={weeks}", status=422)["detail"]


def test_a_lock_comes_before_everything(call, runner):
    key = save_check(runner, HOT)
    day, plan = call("get", "/today"), call("get", "/plan")
    assert (day["light"], day["lock"]["key"], day["sessions"]) == ("stop", key, [])
    assert plan["lock"]["key"] == key
    assert plan["weeks"][0]["empty"]
    assert not any(line["sessions"] for line in plan["weeks"][0]["days"])
    for address, document in (("/pains", PAIN), ("/sessions", SESSION)):
        meaning = call("post", address, document)
        assert (meaning["light"], meaning["sentence"]) == ("stop", day["sentence"])


def test_wishes_are_what_the_plan_takes_until_she_says_them(call):
    wishes = call("get", "/plan/wishes")
    assert wishes == as_json(write_wishes_document(DEFAULT_WISHES))
    assert not PlanWishes.objects.exists()
    assert call("put", "/plan/wishes", wishes) == wishes
    assert PlanWishes.objects.count() == 1


def test_what_wishes_leave_out_stays_as_it_is(call):
    call("put", "/plan/wishes", {"situations": ["pregnancy"], "entry": {"walk_pain": 2}})
    wishes = call("put", "/plan/wishes", {"runs_a_week": 2})
    assert wishes["situations"] == ["pregnancy"]
    assert wishes["entry"] == {"walk_pain": 2}
    assert wishes["runs_a_week"] == 2
    assert call("put", "/plan/wishes", {"situations": []})["situations"] == []


def test_all_problems_of_wishes_come_at_once_and_nothing_is_kept(call):
    day = {"exercise_s": "long", "outing_s": -1, "time": "noon", "mood": 3}
    wrong = {
        "days": [day, 4], "equipment": ["trampoline", 3], "runs_a_week": 9, "goal_s": 3.5,
        "hills_back": "yes", "entry": {"walk_pain": "a lot", "cartwheels": 3}, "wings": 2,
        "place": "a\0b",
    }  # fmt: skip
    answer = call("put", "/plan/wishes", wrong, status=422)
    for words in (
        "days.1.exercise_s", "0 to 24 hours", "noon", "days.1.mood", "days.2", "seven days",
        "trampoline", "equipment.2", "7 runs", "goal_s", "hills_back", "entry.walk_pain",
        "cartwheels", "wings", "place",
    ):  # fmt: skip
        assert any(words in problem for problem in answer["problems"]), words
        assert words in answer["detail"]
    assert not PlanWishes.objects.exists()


def test_telling_twice_keeps_it_once_and_means_the_same(call):
    for address, document, kept in (
        ("/pains", PAIN, PainEntry),
        ("/sessions", SESSION, SessionLog),
    ):
        assert call("post", address, document) == call("post", address, document)
        assert kept.objects.filter(key=document["key"]).count() == 1


def test_without_a_key_each_telling_is_its_own(call):
    document = {name: value for name, value in PAIN.items() if name != "key"}
    for _ in range(2):
        call("post", "/pains", document)
    assert len({pain["key"] for pain in call("get", "/pains")}) == 2


def test_a_pain_comes_back_as_it_was_told(call, runner):
    run = add_run(runner, NOW - timedelta(hours=2), utc_offset_s=0.0)
    told = {
        **PAIN, "day": run.local_day.isoformat(), "places": ["front_kneecap"], "swelling": False,
        "limp": True, "run": run.key, "told_at": "2026-11-01T08:30:00+02:00",
    }  # fmt: skip
    call("post", "/pains", told)
    shown = call("get", "/pains")[0]
    assert shown.pop("moment_words")
    assert shown == {**told, "told_at": "2026-11-01T06:30:00Z"}


def test_pains_are_listed_from_a_day_on(call):
    for back in range(4):
        day = (TODAY - timedelta(days=back)).isoformat()
        call("post", "/pains", {"day": day, "moment": "after", "pain": back})
    assert [pain["pain"] for pain in call("get", "/pains")] == [0, 1, 2, 3]
    since = (TODAY - timedelta(days=1)).isoformat()
    assert [pain["pain"] for pain in call("get", f"/pains?since={since}")] == [0, 1]
    call("get", "/pains?since=yesterday", status=422)


def test_a_session_with_exercises_is_kept_whole(call):
    item = {**ITEM, "sets_done": 2, "pain": 1}
    assert call("post", "/sessions", {**SESSION, "items": [item], "stopped": "pain"})["light"]
    kept = SessionLog.objects.get()
    assert kept.items == [{**item, "instead_of": ""}]
    assert kept.stopped == "pain"
    assert PainEntry.objects.get().pain == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"pain": 11}, "0 to 10"),
        ({"pain": -1}, "0 to 10"),
        ({"pain": 2.5}, "whole number"),
        ({"pain": True}, "whole number"),
        ({"pain": None}, "whole number"),
        ({"pain": 1e400}, "whole number"),
        ({"day": "2026-13-01"}, "a day"),
        ({"day": (TODAY + timedelta(days=3)).isoformat()}, "last 60 days"),
        ({"day": (TODAY - timedelta(days=90)).isoformat()}, "last 60 days"),
        ({"moment": "noon"}, "noon"),
        ({"moment": "\ud800"}, "moment"),
        ({"places": ["elbow"]}, "elbow"),
        ({"places": "front_kneecap"}, "a list"),
        ({"run": "none"}, "none"),
        ({"run": "a\0"}, "run"),
        ({"key": "k" * 40}, "34"),
        ({"key": "a b"}, "letters"),
        ({"key": "abc-p"}, "letters"),
        ({"told_at": "2026-11-01"}, "zone"),
        ({"told_at": "2026-11-01T08:00:00"}, "zone"),
        ({"told_at": "0001-01-01T00:00:00+14:00"}, "zone"),
        ({"told_at": "2999-01-01T00:00:00Z"}, "clock"),
        ({"mood": "fine"}, "mood"),
    ],
)
def test_a_pain_that_cannot_be_is_refused_and_not_kept(call, wrong, words):
    answer = call("post", "/pains", {**PAIN, **wrong}, status=422)
    assert len(answer["problems"]) == 1
    assert words in answer["detail"]
    assert not PainEntry.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "yoga"}, "yoga"),
        ({"seconds": -1}, "seconds"),
        ({"seconds": 10**9}, "seconds"),
        ({"effort_rpe": 11}, "0 to 10"),
        ({"started_at": "2999-01-01T00:00:00Z"}, "clock"),
        ({"stopped": "x" * 33}, "32"),
        ({"items": [{**ITEM, "sets_done": 1, "exercise": "cartwheel"}]}, "cartwheel"),
        ({"items": [ITEM]}, "items.1.sets_done"),
        ({"items": [{**ITEM, "sets_done": 99}]}, "0 to 20"),
        ({"items": [{**ITEM, "sets_done": 1}] * 61}, "60"),
        ({"items": {}}, "a list"),
    ],
)
def test_a_session_that_cannot_be_is_refused_and_not_kept(call, wrong, words):
    answer = call("post", "/sessions", {**SESSION, **wrong}, status=422)
    assert len(answer["problems"]) == 1
    assert words in answer["detail"]
    assert not SessionLog.objects.exists()
    assert not PainEntry.objects.exists()


def test_what_is_missing_is_told_by_name(call):
    assert call("post", "/pains", {}, status=422)["problems"] == [
        "day is missing.", "moment is missing.", "pain is missing.",
    ]  # fmt: skip
    missing = call("post", "/sessions", {}, status=422)["detail"]
    assert missing == "day is missing. kind is missing. started_at is missing. seconds is missing."


@pytest.mark.parametrize("address", ["/pains", "/sessions"])
@pytest.mark.parametrize("body", ["[1]", "nonsense", '"a"', "[" * 100_000, '{"pain": NaN}'])
def test_what_is_no_document_is_refused(client, runner, address, body):  # noqa: ARG001 # there has to be a runner
    response = client.post(f"/api{address}", body, content_type="application/json")
    assert response.status_code in {400, 422}
    assert response.json()["detail"]


WORDS = st.text(max_size=12)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [*Wishes.__dataclass_fields__, *PAIN, *SESSION, "items", "places", "told_at", "run", "stopped"]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=st.dictionaries(NAMES | WORDS, ANYTHING, max_size=6))
def test_any_document_is_read_or_refused_in_words(runner, document):
    for read in (
        lambda: read_wishes_document(document, DEFAULT_WISHES),
        lambda: read_pain_document(runner, {**PAIN, **document}),
        lambda: read_session_document(runner, {**SESSION, **document}),
    ):
        try:
            read()
        except InvalidValuesError as error:
            assert all(error.problems)  # noqa: PT017 - some documents are fine


def test_another_runner_is_told_nothing(client, runner):
    other = Runner.objects.create(name="Grace")
    PainEntry.objects.create(owner=other, day=TODAY, moment="after", pain=7, key="c" * 32)
    response = client.get("/api/pains")
    assert response.status_code == 401 or response.json() == []
    assert PainEntry.objects.owned_by(runner).count() == 0


@pytest.mark.parametrize(
    ("method", "address"),
    [("put", "/plan/wishes"), ("post", "/pains"), ("post", "/sessions")],
)
def test_a_change_needs_the_form_token(method, address):
    strict = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    response = getattr(strict, method)(f"/api{address}", "{}", content_type="application/json")
    assert response.status_code == 403
