"""Signing up, in and out, and the settings, in a real browser."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.domain import tokens
from accounts.models import ApiToken, User
from tests.factories import PASSWORD, UserFactory

from .accessibility import violations_in_every_look


def test_signing_up_signs_in(anonymous_page: Page, live_server):
    anonymous_page.goto("/")
    anonymous_page.get_by_role("link", name="Create an account").click()

    anonymous_page.get_by_label("Email").fill("ada@example.org")
    anonymous_page.get_by_label("Password").fill("correct horse battery")
    anonymous_page.get_by_role("button", name="Create account").click()

    expect(anonymous_page).to_have_url(re.compile("/search$"))
    assert User.objects.get().email == "ada@example.org"


def test_signing_up_takes_the_time_zone_of_the_browser(anonymous_page: Page, context, live_server):
    context.new_cdp_session(anonymous_page).send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
    anonymous_page.goto("/accounts/signup/")

    anonymous_page.get_by_label("Email").fill("ada@example.org")
    anonymous_page.get_by_label("Password").fill("correct horse battery")
    anonymous_page.get_by_role("button", name="Create account").click()

    expect(anonymous_page).to_have_url(re.compile("/search$"))
    assert User.objects.get().time_zone == "Asia/Tokyo"


def test_signing_in_and_out(anonymous_page: Page, live_server):
    UserFactory(email="ada@example.org", name="Ada Lovelace")
    anonymous_page.goto("/settings")

    anonymous_page.get_by_label("Email").fill("ada@example.org")
    anonymous_page.get_by_label("Password").fill("wrong")
    anonymous_page.get_by_role("button", name="Sign in").click()
    expect(anonymous_page.get_by_role("alert")).to_be_visible()
    anonymous_page.get_by_label("Password").fill(PASSWORD)
    anonymous_page.get_by_role("button", name="Sign in").click()
    expect(anonymous_page).to_have_url(re.compile("/settings$"))
    anonymous_page.get_by_role("button", name="Account: Ada Lovelace").click()
    anonymous_page.get_by_role("button", name="Sign out").click()

    expect(anonymous_page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(anonymous_page.get_by_text("Signed out.")).to_be_visible()


def test_resetting_a_forgotten_password(anonymous_page: Page, live_server, settings):
    settings.HAS_MAIL = True
    UserFactory(email="ada@example.org")
    anonymous_page.goto("/accounts/login/")
    anonymous_page.get_by_role("link", name="Forgot your password?").click()
    anonymous_page.get_by_label("Email").fill("ada@example.org")
    anonymous_page.get_by_role("button", name="Send the link").click()
    expect(anonymous_page.get_by_role("heading", level=1)).to_have_text("Look in your mail")

    (message,) = mail.outbox
    assert message.subject == "Reset your password"
    anonymous_page.goto(re.search(r"http\S+", message.body)[0])
    anonymous_page.get_by_label("New Password", exact=True).fill("a fresh new password")
    anonymous_page.get_by_label("New Password (again)").fill("a fresh new password")
    anonymous_page.get_by_role("button", name="Save password").click()

    expect(anonymous_page.get_by_role("heading", level=1)).to_have_text("Password saved")
    assert User.objects.get().check_password("a fresh new password")


def test_changing_the_password(browser_page: Page, user):
    browser_page.goto("/settings")
    browser_page.get_by_role("link", name="Change password").click()

    browser_page.get_by_label("Current Password").fill(PASSWORD)
    browser_page.get_by_label("New Password", exact=True).fill("a fresh new password")
    browser_page.get_by_label("New Password (again)").fill("a fresh new password")
    browser_page.get_by_role("button", name="Change password").click()

    expect(browser_page.get_by_text("The new password counts from now on.")).to_be_visible()
    user.refresh_from_db()
    assert user.check_password("a fresh new password")


def test_name_and_time_zone_are_saved(browser_page: Page, user):
    browser_page.goto("/settings")

    browser_page.get_by_label("Name", exact=True).fill("Maya K.")
    browser_page.get_by_label("Time zone").select_option("Europe/Berlin")
    browser_page.get_by_role("button", name="Save").click()

    expect(browser_page.get_by_role("status")).to_contain_text("Saved.")
    user.refresh_from_db()
    assert (user.name, user.time_zone) == ("Maya K.", "Europe/Berlin")


def test_a_token_is_shown_once_and_revoked_after_asking(browser_page: Page, user):
    browser_page.goto("/settings")
    browser_page.get_by_label("Name of the new token").fill("phone")
    browser_page.get_by_role("button", name="Create token").click()

    secret = browser_page.get_by_label("New token", exact=True).input_value()
    assert ApiToken.objects.get().digest == ApiToken.digest_of(secret)
    browser_page.wait_for_load_state()  # once loaded it scrolls to the tokens: a click under way would miss
    browser_page.get_by_role("button", name="Revoke phone").click()
    browser_page.get_by_role("button", name="Revoke it").click()

    expect(browser_page.get_by_text("Token “phone” is revoked.")).to_be_visible()
    expect(browser_page.get_by_label("New token", exact=True)).to_have_count(0)
    assert list(ApiToken.objects.all()) == []


def test_theme_is_chosen_and_kept(browser_page: Page):
    browser_page.goto("/settings")

    browser_page.get_by_text("Dark", exact=True).click()
    expect(browser_page.locator("html")).to_have_attribute("data-theme", "dark")
    browser_page.reload()
    expect(browser_page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(browser_page.get_by_label("Dark")).to_be_checked()
    browser_page.get_by_text("System", exact=True).click()

    expect(browser_page.locator("html")).not_to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nowhere"])
def test_open_pages_have_nothing_that_axe_objects_to(anonymous_page: Page, context, live_server, path):
    anonymous_page.goto(path)
    context.problems.clear()  # the 404 of a page that is not there

    assert violations_in_every_look(anonymous_page) == []


@pytest.mark.parametrize(
    "path", ["/settings", "/accounts/email/", "/accounts/password/change/", "/accounts/sessions/", "/accounts/logout/"]
)
def test_own_pages_have_nothing_that_axe_objects_to(browser_page: Page, user, path):
    tokens.create(user, "phone")

    browser_page.goto(path)

    assert violations_in_every_look(browser_page) == []
