"""The door: who may knock, from where, and what every answer carries."""

import importlib

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from midstance.app.first_account import adopt_runner, issue_first_account_token
from midstance.app.set_up_runner import default_runner
from midstance.web import security, settings
from midstance.web.gates import is_open
from midstance.web.security import Bind

HERE = "127.0.0.1:8600"
FILMING = "/films/new/"
PASS_PHRASE = "a long enough pass phrase"  # noqa: S105 - of a made-up account
BEYOND = Bind(host="0.0.0.0", port=8600)  # noqa: S104 - what is being tested
BEHIND_TLS = Bind(host="127.0.0.1", port=8600, address="https://knee.example.org")
EXAMPLES = {
    "str": "none",
    "slug": "height",
    "int": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uuidstr": "00000000-0000-4000-8000-000000000000",
    "path": "icon.svg",
    "day": "2026-11-23",
}


@pytest.fixture(autouse=True)
def _bound_here():
    with override_settings(BIND=Bind()):
        yield


@pytest.fixture
def client():
    return Client(HTTP_HOST=HERE)


def all_paths():
    """One address for every route there is."""

    def walk(patterns, before=""):
        for pattern in patterns:
            route = before + filled(pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                yield f"/{route}"

    return sorted(set(walk(get_resolver().url_patterns)))


def filled(pattern):
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        route = route.replace(f"<{kind}:{name}>", EXAMPLES[kind]).replace(
            f"<{name}>", EXAMPLES[kind]
        )
    return route.replace("^", "").replace("$", "")


PATHS = all_paths()


def test_the_walk_finds_every_page():
    assert {"/", "/start/", "/settings/", "/help/", "/account/login/"} <= set(PATHS)
    assert len(PATHS) > 25
    assert not [path for path in PATHS if "<" in path]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(client, path):
    client.raise_request_exception = False
    response = client.get(path)
    assert response.status_code != 500
    for name, value in headers_of(path).items():
        assert response.headers[name] == value, name
    if not path.startswith("/static/"):
        assert "no-store" in response.headers["Cache-Control"]
    assert "X-Powered-By" not in response.headers


def headers_of(path):
    filming = security.FILMING_HEADERS if path == FILMING else {}
    return {**security.HEADERS, **filming}


def test_the_page_that_films_differs_in_its_camera_and_nothing_else():
    plain, filming = rules_of(security.HEADERS), rules_of(security.FILMING_HEADERS)
    assert set(filming.items()) - set(plain.items()) == {
        ("script-src", "'self' 'wasm-unsafe-eval'"),
        ("media-src", "blob:"),
    }
    assert set(plain) <= set(filming)
    before, now = leaves_of(security.HEADERS), leaves_of(security.FILMING_HEADERS)
    opened = {"accelerometer=(self)", "camera=(self)", "gyroscope=(self)"}
    assert set(now) - set(before) == opened
    assert len(now) == len(before)
    assert "microphone=()" in now


def rules_of(headers):
    return dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))


def leaves_of(headers):
    return headers["Permissions-Policy"].split(", ")


def test_the_policy_lets_no_page_load_from_elsewhere():
    rules = rules_of(security.HEADERS)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["object-src"] == "'none'"
    assert "unsafe" not in security.CONTENT_POLICY
    assert "http" not in security.CONTENT_POLICY


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/settings/", "/help/", "/static/icon.svg"])
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8600",
        "127.0.0.1",
        "127.0.0.1:8601",
        "127.0.0.1.evil.example:8600",
        "localhost.evil.example:8600",
        "user@127.0.0.1:8600",
        "192.168.1.5:8600",
        "0.0.0.0:8600",
        "",
    ],
)
def test_a_foreign_name_is_refused_everywhere(client, path, host):
    assert client.get(path, headers={"host": host}).status_code == 421


@pytest.mark.django_db
@pytest.mark.parametrize("host", [HERE, "localhost:8600", "LOCALHOST:8600", "[::1]:8600"])
def test_this_machine_is_answered(client, host):
    assert client.get("/help/", headers={"host": host}).status_code == 200


@given(st.text(max_size=60))
def test_no_host_header_breaks_the_check(host):
    security.is_host_ours(host, Bind(), 8600)
    security.split_host(host)


@given(st.from_regex(r"[a-z0-9-]{1,20}(\.[a-z0-9-]{1,20}){1,3}", fullmatch=True))
def test_no_name_but_ours_passes(name):
    if not security.is_number(name):
        assert not security.is_host_ours(f"{name}:8600", Bind(), 8600)
        assert not security.is_host_ours(f"{name}:8600", BEYOND, 8600)


def test_a_stated_address_is_answered_under_its_name_alone():
    assert security.is_host_ours("knee.example.org", BEHIND_TLS, 8600)
    assert not security.is_host_ours("other.example.org", BEHIND_TLS, 8600)
    assert security.is_host_ours("192.168.1.5:8600", BEYOND, 8600)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_another_site_can_change_nothing(client, headers):
    response = client.post("/settings/units/", {"units": "imperial"}, headers=headers)
    assert response.status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["cors", "no-cors", "same-origin", "websocket"])
def test_another_site_can_read_nothing(client, mode):
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode, "sec-fetch-dest": "empty"}
    assert client.get("/settings/", headers=headers).status_code == 403


@pytest.mark.django_db
def test_a_link_elsewhere_may_lead_here(client):
    headers = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    assert client.get("/help/", headers=headers).status_code == 200


@pytest.mark.django_db
def test_no_other_site_may_frame_a_page(client):
    headers = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "iframe",
    }
    assert client.get("/help/", headers=headers).status_code == 403


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused():
    strict = Client(enforce_csrf_checks=True, HTTP_HOST=HERE)
    response = strict.post("/settings/units/", {"units": "imperial"})
    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_beyond_this_machine_every_page_asks_for_an_account(client, path):
    with override_settings(BIND=BEYOND):
        response = client.get(path)
    if is_open(path):
        assert response.status_code in {200, 302, 404, 405}
    elif path.startswith("/api/"):
        assert response.status_code == 401
    else:
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/account/login/?next=")


def test_what_is_open_to_strangers_is_known():
    assert sorted(path for path in PATHS if is_open(path)) == [
        "/account/2fa/authenticate/",
        "/account/2fa/webauthn/login/",
        "/account/first/none/",
        "/account/inactive/",
        "/account/login/",
        "/account/logout/",
        "/account/signup/",
        "/calendar/none.ics",
        "/manifest.webmanifest",
        "/offline/",
        "/service-worker.js",
        "/static/icon.svg",
    ]


@given(st.sampled_from(["127.0.0.1", "localhost", "::1", "127.9.9.9"]), st.integers(0, 1))
def test_one_runner_on_this_machine_logs_in_nowhere(host, runners):
    assert not security.needs_log_in(Bind(host=host), runners)
    assert security.needs_log_in(Bind(host=host), runners + 2)


@given(st.sampled_from(["0.0.0.0", "::", "192.168.1.5", "knee.example.org", ""]))  # noqa: S104
def test_beyond_this_machine_even_one_runner_logs_in(host):
    assert security.needs_log_in(Bind(host=host), 1)


@pytest.mark.parametrize(
    ("said", "host", "port"),
    [
        ("127.0.0.1:8600", "127.0.0.1", 8600),
        ("[::1]:9000", "::1", 9000),
        ("0.0.0.0:80", "0.0.0.0", 80),  # noqa: S104
        ("127.0.0.1", "127.0.0.1", None),
    ],
)
def test_the_bind_is_read_as_serve_writes_it(monkeypatch, said, host, port):
    monkeypatch.setenv("MIDSTANCE_BIND", said)
    bind = security.read_bind()
    assert (bind.host, bind.port) == (host, port)


@pytest.mark.django_db
def test_a_caller_from_elsewhere_is_refused_while_nobody_logs_in(client):
    assert client.get("/help/", REMOTE_ADDR="192.168.1.9").status_code == 403


def test_behind_tls_cookies_belong_to_the_host_alone(monkeypatch):
    monkeypatch.setenv("MIDSTANCE_ADDRESS", "https://knee.example.org")
    behind_tls = importlib.reload(settings)
    try:
        assert behind_tls.SESSION_COOKIE_NAME.startswith("__Host-")
        assert behind_tls.CSRF_COOKIE_NAME.startswith("__Host-")
        assert behind_tls.SESSION_COOKIE_SECURE
        assert behind_tls.CSRF_COOKIE_SECURE
    finally:
        monkeypatch.delenv("MIDSTANCE_ADDRESS")
        importlib.reload(settings)


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client):
    client.post("/start/height/", {"skip": "1"})
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


@pytest.fixture
def account(db):  # noqa: ARG001 - opens the database
    user = get_user_model().objects.create_user("ada", password=PASS_PHRASE)
    adopt_runner(user)
    return user


def log_in(client):
    said = {"login": "ada", "password": PASS_PHRASE}
    return client.post("/account/login/", said)


@pytest.mark.django_db
def test_the_log_in_speaks_as_the_other_pages_do(client):
    page = client.get("/account/login/").content.decode()
    assert "Remember me</span>" in page


def test_logging_in_opens_the_pages_and_changes_the_session(client, account):
    with override_settings(BIND=BEYOND):
        client.get("/account/login/")
        response = log_in(client)
        assert response.status_code == 302
        assert client.get("/settings/").status_code == 200
    assert account.password.startswith("argon2$argon2id")


@pytest.mark.usefixtures("account")
def test_logging_out_closes_the_session_on_the_server(client):
    with override_settings(BIND=BEYOND):
        log_in(client)
        key = client.session.session_key
        response = client.post("/account/logout/")
        assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
        client.cookies["midstance_session"] = key
        assert client.get("/settings/").status_code == 302


@pytest.mark.usefixtures("account")
def test_nobody_learns_which_names_exist(client):
    with override_settings(BIND=BEYOND):
        known = client.post("/account/login/", {"login": "ada", "password": "wrong"})
        unknown = client.post("/account/login/", {"login": "eve", "password": "wrong"})
    assert known.status_code == unknown.status_code
    assert "not correct" in known.content.decode()
    assert "not correct" in unknown.content.decode()


@pytest.mark.django_db
def test_the_one_time_link_makes_the_first_account_and_no_second(client):
    runner = default_runner()
    with override_settings(BIND=BEYOND):
        said = {
            "username": "ada",
            "password1": PASS_PHRASE,
            "password2": PASS_PHRASE,
        }
        client.post("/account/signup/", said)
        assert not get_user_model().objects.exists()

        token = issue_first_account_token()
        assert client.get(f"/account/first/{token}x/").status_code == 404
        assert client.get(f"/account/first/{token}/").status_code == 302
        assert client.post("/account/signup/", said).status_code == 302
        assert get_user_model().objects.get().runner == runner

        stranger = Client(HTTP_HOST=HERE)
        assert stranger.get(f"/account/first/{token}/").status_code == 404
        stranger.post("/account/signup/", {**said, "username": "eve"})
        assert get_user_model().objects.count() == 1


@pytest.mark.django_db
def test_a_short_or_common_password_is_refused(client):
    for word in ("short", "password1234"):
        said = {"username": "ada", "password1": word, "password2": word}
        assert client.post("/account/signup/", said).status_code in {200, 422}
    assert not get_user_model().objects.exists()
