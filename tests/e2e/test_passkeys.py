"""A passkey, from the settings to signing in with it, in a real browser with an authenticator of its own."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, Page, expect

from tests.factories import PASSWORD, UserFactory
from tests.served import Web

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def page(browser: Browser, tmp_path, transactional_db) -> Iterator[Page]:
    with Web(tmp_path / "web.log", PASSKEYS="true", SERVE_STATIC="yes", ALLOWED_HOSTS="localhost,127.0.0.1") as web:
        # A passkey belongs to a name: browsers make none for an address of numbers.
        context = browser.new_context(base_url=f"http://localhost:{web.port}")
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page
        context.close()
    assert problems == []


def test_passkey_is_made_and_signs_in(page: Page):
    ada = UserFactory(email="ada@example.org", name="Ada Lovelace")
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=True)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("webauthn/add/$"))
    page.get_by_label("Name").fill("Ada's laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Security key added.")).to_be_visible()
    expect(page.get_by_text("There are 10 out of 10 recovery codes available.")).to_be_visible()

    page.get_by_role("button", name="Account: Ada Lovelace").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/settings")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page).to_have_url(re.compile("/settings$"))
    expect(page.get_by_role("button", name="Account: Ada Lovelace")).to_be_visible()
