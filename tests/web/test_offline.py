"""What a device gets and gives: a page without data, seven days, and a door for what it told."""

import json
import re
import struct
import uuid
import zlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from midstance.app.checking.days import today_of
from midstance.app.first_account import adopt_runner
from midstance.app.log_pain import log_pain
from midstance.app.offline_days import offline_days, offline_key
from midstance.app.play_session import read_play_sheet
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.records import DayWish, PainTold, Wishes
from midstance.core.base.errors import RefusedError
from midstance.store.epoch import read_epoch, renew_epoch
from midstance.store.models import PainEntry
from midstance.web import settings
from midstance.web.components.assets import is_built
from midstance.web.gates import LEFT_COOKIE
from midstance.web.pages.offline.shell import shell_now
from midstance.web.security import Bind

pytestmark = pytest.mark.django_db
BEYOND = Bind(host="0.0.0.0", port=80)  # noqa: S104 - what is being tested
PASS_PHRASE = "a long enough pass phrase"  # noqa: S105 - of a made-up account
WEEK = Wishes(days=tuple(DayWish(900, 1800, "any") for _ in range(7)), runs_a_week=3)
NAME = "Aurelia Quibble"


@pytest.fixture
def ada(runner):
    runner.name = NAME
    runner.save()
    set_up_plan(runner, WEEK)
    return runner


@pytest.fixture(autouse=True)
def _front_end():
    assert is_built(), "run make assets"


def state(client):
    return client.get("/offline/state.json").json()


def pain_document(runner, **more):
    return {
        "key": uuid.uuid4().hex,
        "day": today_of(runner).isoformat(),
        "moment": "during",
        "pain": 2,
        "told_at": datetime.now(UTC).isoformat(),
        **more,
    }


def tell(client, owner, *documents):
    entries = [{"kind": "pain", "document": document} for document in documents]
    return client.post(
        "/offline/sync/",
        json.dumps({"owner": owner, "entries": entries}),
        content_type="application/json",
    )


# Installing


def test_the_app_can_be_installed_and_every_picture_is_there(client):
    told = client.get("/manifest.webmanifest")
    assert told.headers["Content-Type"] == "application/manifest+json"
    manifest = told.json()
    assert manifest["scope"] == "/"
    assert manifest["display"] == "standalone"
    assert client.get(manifest["start_url"]).status_code in {200, 302}
    sizes = {(icon["sizes"], icon.get("purpose")) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes
    for icon in manifest["icons"]:
        assert icon["src"].startswith("/static/")
        answer = client.get(icon["src"])
        assert answer.status_code == 200
        if icon["type"] == "image/png":
            assert "{}x{}".format(*png_size(answer.content)) == icon["sizes"]


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG whose every part is whole."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    start = 8
    while start < len(content):
        (length,) = struct.unpack(">I", content[start : start + 4])
        body = content[start + 4 : start + 8 + length]
        (check,) = struct.unpack(">I", content[start + 8 + length : start + 12 + length])
        assert zlib.crc32(body) == check
        start += 12 + length
    return struct.unpack(">II", content[16:24])


def test_a_maskable_picture_has_no_corner_to_cut(client):
    pixels = {}
    for name in ("app-512", "app-512-maskable"):
        content = client.get(f"/static/built/icons/{name}.png").content
        rows = zlib.decompress(content[content.index(b"IDAT") + 4 : content.rindex(b"IEND") - 8])
        pixels[name] = rows[1:5]
    assert pixels["app-512"][3] == 0
    assert pixels["app-512-maskable"][3] == 255


@pytest.mark.usefixtures("ada")
def test_every_page_names_the_manifest_but_on_a_shared_device(client):
    assert 'rel="manifest"' in client.get("/settings/").content.decode()
    client.cookies["midstance_shared"] = "yes"
    page = client.get("/settings/").content.decode()
    assert 'rel="manifest"' not in page
    assert "data-shared" in page


# The page without data, and the worker that keeps it


@pytest.mark.usefixtures("ada")
def test_the_page_without_a_server_holds_no_data_and_is_the_same_for_everybody(client):
    known = client.get("/offline/").content.decode()
    stranger = Client(HTTP_HOST="127.0.0.1").get("/offline/").content.decode()
    assert known == stranger
    assert NAME not in known
    assert 'data-owner=""' in known
    assert """{"X-CSRFToken": ""}""" in known


@pytest.mark.usefixtures("ada")
def test_it_swallows_no_message_of_another_page(client):
    client.post("/settings/units/", {"units": "imperial"})
    client.get("/offline/")
    assert "Saved." in client.get("/settings/").content.decode()


def worker(client):
    text = client.get("/service-worker.js").content.decode()
    first, script = text.split("\n", 1)
    return json.loads(first.removeprefix("const SHELL = ").removesuffix(";")), script


def test_the_worker_keeps_the_page_and_hashed_files_and_nothing_else(client):
    kept, script = worker(client)
    assert kept["page"] == "/offline/"
    assert kept["files"]
    for file in kept["files"]:
        assert re.fullmatch(r"/static/built/assets/[\w.-]+-[\w-]{8}\.(js|css|woff2)", file)
        assert client.get(file).headers["Cache-Control"].endswith("immutable")
    assert "import" not in re.sub(r"important", "", script)
    assert not re.search(r"https?:", script)


def test_the_page_finds_all_it_needs_among_what_is_kept(client):
    kept, _ = worker(client)
    page = client.get("/offline/").content.decode()
    wanted = set(re.findall(r'(?:src|href)="(/static/built/[^"]+)"', page))
    pictures = {address for address in wanted if address.endswith(".png")}
    assert wanted - pictures <= set(kept["files"])
    for file in kept["files"]:
        if file.endswith(".js"):
            text = client.get(file).content.decode()
            for other in re.findall(r'from"\./([\w.-]+\.js)"', text):
                assert f"/static/built/assets/{other}" in kept["files"]


def test_the_worker_changes_whenever_something_that_it_keeps_does(client, monkeypatch):
    before, _ = worker(client)
    assert state_version(client) == before["version"]
    monkeypatch.setattr("midstance.web.pages.offline.shell.__version__", "99")
    monkeypatch.setattr(
        "midstance.web.pages.offline.shell.shell_in",
        __import__("midstance.web.pages.offline.shell", fromlist=["shell_in"]).shell_in.__wrapped__,
    )
    after, _ = worker(client)
    assert after["version"] != before["version"]


def state_version(client):
    del client
    return shell_now().version


def test_without_a_front_end_there_is_no_worker(client, monkeypatch):
    monkeypatch.setattr("midstance.web.pages.offline.shell.is_built", lambda: False)
    assert client.get("/service-worker.js").status_code == 404


def test_workers_and_the_manifest_may_come_from_here_alone():
    policy = dict(rule.split(" ", 1) for rule in settings_policy().split("; "))
    assert policy["worker-src"] == policy["manifest-src"] == "'self'"


def settings_policy():
    from midstance.web.security import CONTENT_POLICY  # noqa: PLC0415 - beside what reads it

    return CONTENT_POLICY


# The seven days


def test_seven_days_come_with_every_sheet_and_each_figure_once(client, ada):
    document = client.get("/offline/days.json").json()
    days = [date.fromisoformat(each["day"]) for each in document["days"]]
    assert days == [today_of(ada) + timedelta(days=number) for number in range(7)]
    assert all(each["sentence"] for each in document["days"])
    sheets = {sheet["key"]: sheet for sheet in document["sheets"]}
    clocked = {line["key"] for each in document["days"] for line in each["sessions"]}
    assert clocked <= set(sheets)
    assert {key for key in sheets if key.startswith("routine-")}
    for sheet in sheets.values():
        assert set(sheet["figures"]) <= set(document["figures"])
        assert "player-stage" in sheet["html"]
    assert document["opens_on"] == today_of(ada).isoformat()
    assert document["light"] == "carry_on"


def test_a_sheet_of_today_is_the_one_that_the_player_gets(ada):
    days = offline_days(ada)
    for sheet in days.sheets:
        if sheet.day == today_of(ada) or sheet.day is None:
            same = read_play_sheet(ada, sheet.key, "en-gb")
            assert same.items == sheet.items
            assert same.pain == sheet.pain


def test_the_key_stays_while_nothing_changes_and_changes_with_each_answer(ada):
    assert offline_days(ada).key == offline_key(ada) == offline_days(ada).key
    before = offline_key(ada)
    log_pain(ada, PainTold(today_of(ada), "during", 1))
    assert offline_key(ada) != before


def test_a_red_day_comes_with_the_day_on_which_sessions_begin_again(ada):
    log_pain(ada, PainTold(today_of(ada), "during", 6))
    days = offline_days(ada)
    assert days.light == "stop"
    assert days.opens_on is not None
    assert days.opens_on > today_of(ada)
    assert all(not each.sessions for each in days.days if each.day < days.opens_on)
    with pytest.raises(RefusedError):
        read_play_sheet(ada, "routine-warm_up")


@pytest.mark.parametrize("told", [{"pain": 8}, {"pain": 1, "limp": True}])
def test_while_the_warning_signs_come_first_nothing_is_there_to_do(ada, told):
    log_pain(ada, PainTold(today_of(ada), "during", **told))
    days = offline_days(ada)
    assert days.opens_on is None
    assert days.days == days.sheets == ()
    assert days.light == "stop"
    assert days.sentence


# Telling


def test_what_is_told_is_kept_once_and_its_meaning_said(client, ada):
    owner, document = state(client)["owner"], pain_document(ada)
    first, second = tell(client, owner, document), tell(client, owner, document)
    assert [each["outcome"] for each in first.json()["answers"]] == ["kept"]
    assert [each["outcome"] for each in second.json()["answers"]] == ["again"]
    assert first.json()["answers"][0]["meaning"]["sentence"]
    assert first.json()["epoch"] == read_epoch() == state(client)["epoch"]
    assert PainEntry.objects.count() == 1


def test_after_a_restore_the_epoch_is_another(client, ada):
    del ada
    before = state(client)["epoch"]
    renew_epoch()
    assert state(client)["epoch"] != before


def test_what_was_told_for_another_is_not_taken(client, ada):
    answer = tell(client, uuid.uuid4().hex, pain_document(ada))
    assert answer.status_code == 409
    assert not PainEntry.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"entries": 1}', '{"entries": [1]}', "\xff", '{"owner": []}', "null"]
)
def test_what_is_no_batch_is_refused_in_words(client, ada, body):
    del ada
    answer = client.post("/offline/sync/", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("Expected")


def test_more_than_a_batch_is_refused(client, ada):
    owner = state(client)["owner"]
    assert tell(client, owner, *[pain_document(ada) for _ in range(51)]).status_code == 413


def test_telling_needs_the_token_that_the_state_gives(ada):
    strict = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    found = strict.get("/offline/state.json").json()
    body = json.dumps(
        {"owner": found["owner"], "entries": [{"kind": "pain", "document": pain_document(ada)}]}
    )
    refused = strict.post("/offline/sync/", body, content_type="application/json")
    assert refused.status_code == 403
    taken = strict.post(
        "/offline/sync/",
        body,
        content_type="application/json",
        headers={"X-CSRFToken": found["token"]},
    )
    assert taken.status_code == 200


# Who may, and what stays behind


@pytest.mark.parametrize("address", ["/offline/state.json", "/offline/days.json"])
def test_strangers_get_no_state_and_no_days(client, ada, address):
    del ada
    with override_settings(BIND=BEYOND):
        answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


def test_a_shared_device_keeps_nothing_from_now_on(client, ada):
    del ada
    answer = client.post("/offline/device/", {"shared": "yes"})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "midstance_shared" in client.cookies
    page = client.get("/settings/").content.decode()
    assert "It keeps nothing" in page
    client.post("/offline/device/", {"shared": "no"})
    assert "keeps the next seven days" in client.get("/settings/").content.decode()


def test_who_logged_out_while_nothing_answered_is_logged_out_at_the_next_request(client, ada):
    user = get_user_model().objects.create_user("ada", password=PASS_PHRASE)
    adopt_runner(user)
    del ada
    with override_settings(BIND=BEYOND):
        client.post("/account/login/", {"login": "ada", "password": PASS_PHRASE})
        assert client.get("/settings/").status_code == 200
        client.cookies[LEFT_COOKIE] = "1"
        answer = client.get("/settings/")
        assert answer.status_code == 302
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert not client.cookies[LEFT_COOKIE].value
        assert client.get("/settings/").headers["Location"].startswith("/account/login/")


def test_no_script_keeps_anything_unsealed():
    """Only the vault touches the store of the browser, and only the worker its cache of files."""
    web = Path(settings.__file__).parent
    pattern = re.compile(
        r"\b(localStorage|sessionStorage)\.(setItem|\w+\s*=)|indexedDB\.open|caches\.open|\.addAll\(|cache\.put\("
    )
    found = {
        path.relative_to(web).as_posix()
        for path in web.rglob("*.ts")
        if pattern.search(path.read_text("utf-8"))
    }
    assert found == {"components/offline/vault.ts", "components/worker/worker.ts"}
