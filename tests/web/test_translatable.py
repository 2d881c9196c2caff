"""Every page in a language that nobody speaks: no sentence may keep its plain letters.

The pages are found by their addresses and by following their links, so a new page is read without
a word here. What may stay plain is listed below: what the runner's files say, names, knowledge.
"""

import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from django.contrib.auth.models import User
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override

import midstance.knowledge
from midstance.app.set_up_runner import Profile, default_runner, set_up_runner
from midstance.knowledge.load import RecordLoader
from midstance.store.home import home
from midstance.store.models import ImportedFile, Job, Original, Run
from midstance.web.pages.errors import views as errors
from pseudo import LEFT_TO_RIGHT, disguise, speaking
from web.conftest import HERE
from web.made_up import store_made_up_runs
from web.plain_words import plain_pieces, read_page, texts_of

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
KNOWLEDGE = Path(midstance.knowledge.__file__).parent
NAMES = [
    "Midstance",
    "FIT",
    "GPX",
    "TCX",
    "Sample runner",
    "pat",
    "Europe/Berlin",
    "x.zip",
    "of_tomorrow",
]
PLACEHOLDERS = [r"\{\w+\}", r"%\(\w+\)s"]  # filled in by a script
SAME_VIEW_AT_MOST = 4
NONSENSE = "¿?"
LEFT_ALONE = {"account_logout"}
NO_PAGES = ("api/", "static/")
PASSWORD = "uncommon-horse-battery-72"  # noqa: S105 # of a made-up account
REASONS = [
    ("skipped", "not_a_run", "Not a run: a ride."),
    ("failed", "DamagedFileError", "There is no backup named “x.zip”."),
    ("failed", "unreadable", "It could not be opened (9). Nothing was changed."),
    ("duplicate", "same_bytes", "The same file was imported before."),
]


@pytest.fixture(autouse=True)
def _pseudo():
    with speaking(LEFT_TO_RIGHT):
        yield


@pytest.fixture
def runner():
    return default_runner()


@pytest.fixture
def full(runner, client):
    """A runner with runs, repairs, imports that ended in every way, and an account."""
    set_up_runner(runner, Profile("Sample runner", 1.68, 61.0, "female", 1990))
    keys = store_made_up_runs(runner, TODAY)
    Run.objects.filter(key=keys[-1]).update(
        repairs=[
            {"kind": "gaps", "count": 2, "detail": "80 s"},
            {"kind": "values_not_possible", "count": 1, "detail": "heart_rate_bpm"},
            {"kind": "of_tomorrow", "count": 1, "detail": ""},
        ]
    )
    job = Job.objects.create(owner=runner, kind="import", state="done", result={"failed": 2})
    ImportedFile.objects.bulk_create(
        ImportedFile(owner=runner, job=job, path=f"{n}.fit", outcome=end, kind=kind, reason=reason)
        for n, (end, kind, reason) in enumerate(REASONS)
    )
    Job.objects.create(owner=runner, kind="import", progress_total=9, progress_done=6)
    words = "The disk of this machine is nearly full. Nothing was lost. Make room, then try again."
    Job.objects.create(owner=runner, kind="backup", state="failed", message=words)
    User.objects.create_user("pat", password=PASSWORD)
    client.post("/account/login/", {"login": "pat", "password": PASSWORD})
    return keys


def bare_addresses(resolver: URLResolver | None = None, before: str = "") -> list[str]:
    """Every address without an argument in it."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += bare_addresses(pattern, address)
        elif isinstance(pattern, URLPattern) and not re.search(r"[<(]", address):
            found.append("/" + address.strip("^$"))
    return [address for address in found if not address.lstrip("/").startswith(NO_PAGES)]


def view_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


def visit_all(client) -> dict[str, str]:
    """Each page by its address: all bare ones, and of the linked ones a few of each kind."""
    waiting, seen, pages = bare_addresses(), Counter(), {}
    while waiting:
        address = waiting.pop(0)
        view = view_of(address)
        if address in pages or seen[view] >= SAME_VIEW_AT_MOST or view in LEFT_ALONE:
            continue
        seen[view] += 1
        pages[address] = ""
        answer = client.get(address, follow=True)
        if "text/html" in answer.get("Content-Type", ""):
            pages[address] = answer.content.decode()
        if answer.streaming:
            answer.getvalue()  # at its end a file closes itself; `close` closes the store too
        place = answer.request["PATH_INFO"]
        links = [urljoin(place, link) for link in read_page(pages[address]).links]
        waiting += [link for link in links if not link.startswith(("/api", "/static"))]
    return pages


def may_stay_plain() -> re.Pattern[str]:
    """What the files and the machine say, and what the knowledge base says in its own files."""
    stored = [
        *Original.objects.values_list("name", flat=True),
        *Run.objects.values_list("name", flat=True),
        *Run.objects.values_list("device_manufacturer", flat=True),
        *Run.objects.values_list("device_product", flat=True),
        *ImportedFile.objects.values_list("path", flat=True),
        str(home()),
    ]
    words = {*NAMES, *filter(None, stored), *(word.capitalize() for word in stored)}
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join([*longest_first, *PLACEHOLDERS])})(?!\w)")


@cache
def knowledge_words() -> str:
    files = sorted(KNOWLEDGE.rglob("*.yaml"))
    read = (yaml.load(path.read_text("utf-8"), Loader=RecordLoader) for path in files)  # noqa: S506 - a safe loader
    return bare_words(" ".join(word for record in read for word in texts_of(record)))


def bare_words(text: str) -> str:
    """Words alone, so that a file and a page can be compared."""
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def untranslated(pages: dict[str, str]) -> set[str]:
    """What keeps plain letters and does not come from the knowledge base."""
    allowed, known = may_stay_plain(), knowledge_words()
    return {
        f"{address}: {text[:200]}"
        for address, html in pages.items()
        for text in read_page(html).texts
        for piece in plain_pieces(text, allowed)
        if any(bare_words(part) not in known for part in piece.split("; "))  # several sources
    }


def answers_to_nonsense(client, pages: dict[str, str]) -> dict[str, str]:
    """What each form of the pages says when nothing in it makes sense."""
    forms = {
        urljoin(address, action): names
        for address, html in pages.items()
        for action, names in read_page(html).forms
    }
    said = {}
    for address, names in forms.items():
        if view_of(address) not in LEFT_ALONE:
            answer = client.post(address, dict.fromkeys(filter(None, names), NONSENSE), follow=True)
            said[f"nonsense to {address}"] = answer.content.decode()
    return said


def test_the_pages_of_a_new_runner_speak_another_language(client):
    pages = visit_all(client)
    assert len(pages) > 15
    assert sorted(untranslated(pages)) == []
    assert sorted(untranslated(answers_to_nonsense(client, pages))) == []


@pytest.mark.usefixtures("full")
def test_the_pages_of_a_runner_with_runs_speak_another_language(client):
    pages = visit_all(client)
    views = {view_of(address) for address, html in pages.items() if html}
    assert {"run", "import_job", "start_question", "mfa_index", "load"} <= views
    assert sorted(untranslated(pages)) == []
    assert sorted(untranslated(answers_to_nonsense(client, pages))) == []


def test_pages_that_cannot_be_shown_speak_another_language(client, rf):
    strict = Client(HTTP_HOST=HERE, enforce_csrf_checks=True)
    request = rf.get("/", HTTP_HOST=HERE)
    with override(LEFT_TO_RIGHT):
        broken = errors.broken(request)
    answers = [
        client.get("/nowhere/"),
        strict.post("/settings/units/"),
        client.get("/", HTTP_HOST="elsewhere.example"),
        client.get("/", HTTP_ORIGIN="https://elsewhere.example", HTTP_SEC_FETCH_SITE="cross-site"),
        broken,
    ]
    pages = {f"{n}": answer.content.decode() for n, answer in enumerate(answers)}
    assert [answer.status_code for answer in answers] == [404, 403, 421, 403, 500]
    assert sorted(untranslated(pages)) == []


def test_a_sentence_that_no_translator_sees_is_found():
    text = f"{disguise('Bring your runs')} and look at them, Midstance"
    assert untranslated({"/new/": f"<p>{text}</p>"}) == {f"/new/: {text}"}
    assert untranslated({"/new/": '<button aria-label="Close it">x</button>'})
    assert not untranslated({"/new/": f"<p>{disguise('Bring your runs')} 12</p>"})
