"""What somebody has typed stays, whatever happens to the session or in another tab meanwhile."""

import re
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.factories import PASSWORD, CompanyFactory, JobFactory
from tracking.domain import events, trackings
from tracking.models import JobTracking

from .accessibility import violations

DAY = date(2026, 6, 2)


@pytest.fixture
def page(browser_page: Page) -> Page:
    return browser_page


@pytest.fixture
def tracking(live_server, user) -> JobTracking:
    job = JobFactory(title="Staff Engineer", company=CompanyFactory(name="Fernwood Robotics"))
    return trackings.track(user, job.pk)


def add(tracking: JobTracking, event_type: str, **more):
    return events.add(JobTracking.objects.for_user(tracking.user), tracking.pk, event_type, on=DAY, **more).event


def card(page: Page) -> Locator:
    return page.locator(".tcard", has_text="Staff Engineer")


def unfold(page: Page) -> Locator:
    page.goto("/track")
    card(page).locator("> summary").click()
    expect(card(page).locator(".stepper")).to_be_visible()
    return card(page)


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def sign_out(context: BrowserContext, *, of_all: bool = False) -> None:
    """The session ends, as it does after a month; ``of_all``: all cookies are gone."""
    context.clear_cookies() if of_all else context.clear_cookies(name="sessionid")


def sign_in(context: BrowserContext, user) -> None:
    """In another tab."""
    other = context.new_page()
    other.goto("/accounts/login/")
    fill_in(other, user)
    expect(other).to_have_url(re.compile("/search$"))
    other.close()


def fill_in(page: Page, user) -> None:
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


# --- Sessions that end ------------------------------------------------------------------------------


@pytest.mark.parametrize("of_all", [False, True])
def test_note_is_saved_after_signing_in_in_another_tab(page, context, user, tracking, of_all):
    found = unfold(page)
    sign_out(context, of_all=of_all)

    found.get_by_label("General note").fill("Not to be lost.")
    page.keyboard.press("Tab")
    expect(found.get_by_role("alert")).to_contain_text("Not saved. You are signed out. Sign in in another tab,")
    sign_in(context, user)
    found.get_by_role("button", name="Try again").click()

    expect(found.get_by_role("alert")).to_have_count(0)
    tracking.refresh_from_db()
    assert tracking.notes == {"general_note": "Not to be lost."}
    context.problems.clear()  # the 401


@pytest.mark.parametrize("of_all", [False, True])
def test_dialog_stays_when_the_session_has_ended_and_saves_afterwards(page, context, user, tracking, of_all):
    unfold(page).get_by_role("link", name="Add: applied").click()
    dialog(page).get_by_label("Note").fill("Not to be lost.")
    sign_out(context, of_all=of_all)

    dialog(page).get_by_role("button", name="Save applied").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("You are signed out. Sign in in another tab")
    assert violations(page) == []
    sign_in(context, user)
    dialog(page).get_by_role("button", name="Save applied").click()

    expect(card(page).locator("summary .pill").first).to_have_text("Applied")
    assert tracking.events.get().note["note"] == "Not to be lost."
    context.problems.clear()  # the 403


def test_lost_connection_is_told_in_the_dialog(page, context, tracking):
    unfold(page).get_by_role("link", name="Add: applied").click()
    expect(dialog(page)).to_be_visible()
    context.set_offline(True)

    dialog(page).get_by_role("button", name="Save applied").click()

    expect(dialog(page).get_by_role("alert")).to_contain_text("No connection.")
    context.set_offline(False)
    dialog(page).get_by_role("button", name="Save applied").click()
    expect(card(page).locator("summary .pill").first).to_have_text("Applied")
    context.problems.clear()
