"""An account made without any e-mail: password, recovery codes, a passkey, and back in with it."""

import re
from collections.abc import Iterator

import pytest

from e2e.everybody import axe_faults
from e2e.product import DESKTOP, Watched, watching

PASS_PHRASE = "a long enough pass phrase"  # noqa: S105 - of a made-up account


@pytest.fixture
def watched(chromium, sample_product) -> Iterator[Watched]:
    """The product under its name, because a passkey cannot be tied to a number."""
    named = sample_product.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(viewport=DESKTOP, reduced_motion="reduce")
    with watching(context, named) as page:
        yield page


def add_virtual_key(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_up(page):
    page.get_by_label(re.compile("Username")).fill("ada")
    page.locator("#id_password1").fill(PASS_PHRASE)
    page.locator("#id_password2").fill(PASS_PHRASE)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url(re.compile(r"/(start|today)/"))


def confirm_it_is_her(page):
    if "reauthenticate" in page.url:
        page.locator("#id_password").fill(PASS_PHRASE)
        page.get_by_role("button", name=re.compile("Confirm")).first.click()
        page.wait_for_load_state()


def check_with_axe(page):
    assert axe_faults(page) == [], page.url


def test_an_account_and_a_passkey_without_any_mail(watched):
    page = watched.open("/account/signup/")
    add_virtual_key(page)
    sign_up(page)

    page = watched.open("/account/2fa/webauthn/add/")
    confirm_it_is_her(page)
    check_with_axe(page)
    page.locator("#id_name").fill("This laptop")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))
    page = watched.open("/account/2fa/recovery-codes/")
    check_with_axe(page)
    assert len(page.locator("textarea").input_value().split()) == 10
    for path in ("/account/2fa/", "/account/2fa/webauthn/", "/account/2fa/totp/activate/"):
        check_with_axe(watched.open(path))

    page = watched.open("/account/logout/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_load_state()
    page = watched.open("/account/login/")
    check_with_axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"/(start|today)/"))
    page = watched.open("/settings/")
    assert page.get_by_text("You are logged in as").is_visible()
