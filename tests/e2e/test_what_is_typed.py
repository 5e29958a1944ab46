"""What somebody has typed stays, whatever happens to the session or in another tab meanwhile."""

import re
import time
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.factories import PASSWORD, CompanyFactory, JobFactory, UserFactory
from tracking.domain import events, trackings
from tracking.models import JobTracking, TrackingEvent

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


def test_form_comes_back_filled_in_after_signing_in(page, context, user):
    page.goto("/search/add")
    page.get_by_label("Title").fill("Welder")
    page.get_by_label("Description").fill("Weld steel.\nAnd iron.")
    page.get_by_label("Company").fill("Acme Tools")
    sign_out(context)

    page.get_by_role("button", name="Add and track").click()
    expect(page.locator(".toast")).to_contain_text("what you typed is not saved yet")
    assert violations(page) == []
    fill_in(page, user)

    expect(page.locator(".toast")).to_contain_text("What you typed is in its form again")
    expect(page.get_by_label("Description")).to_have_value("Weld steel.\nAnd iron.")
    page.get_by_role("button", name="Add and track").click()
    expect(page.get_by_role("heading", name="Welder")).to_be_visible()
    page.goto("/search/add")
    expect(page.get_by_label("Title")).to_have_value("")


def test_form_whose_address_is_no_page_comes_back_filled_in(page, context, user, live_server):
    page.goto("/settings")
    page.get_by_label("Name", exact=True).fill("Maya K.")
    sign_out(context)

    page.get_by_role("button", name="Save").click()
    fill_in(page, user)

    expect(page).to_have_url(re.compile("/settings$"))
    expect(page.get_by_label("Name", exact=True)).to_have_value("Maya K.")


def test_form_that_was_sent_is_not_for_who_signs_in_next(page, context, user, live_server):
    page.goto("/settings")
    page.get_by_label("Name", exact=True).fill("Maya K.")
    sign_out(context)

    page.get_by_role("button", name="Save").click()
    fill_in(page, UserFactory(name="Jonas"))

    expect(page.get_by_label("Name", exact=True)).to_have_value("Jonas")


def test_stale_form_is_kept(page, context, user, live_server):
    page.goto("/search/add")
    page.get_by_label("Title").fill("Welder")
    context.clear_cookies(name="csrftoken")

    page.get_by_role("button", name="Add and track").click()
    page.get_by_label("Company").fill("Acme Tools")  # the browser asks for it
    page.get_by_role("button", name="Add and track").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This form has grown stale")
    context.problems.clear()  # the 403
    assert violations(page) == []
    page.get_by_role("link", name="Back to the form").click()
    expect(page.get_by_label("Title")).to_have_value("Welder")
    page.get_by_role("button", name="Add and track").click()

    expect(page.get_by_role("heading", name="Welder")).to_be_visible()


def test_reload_makes_no_second_token(page, user, live_server):
    page.goto("/settings")
    page.get_by_label("Name of the new token").fill("phone")
    page.get_by_role("button", name="Create token").click()
    expect(page.get_by_label("New token", exact=True)).to_be_visible()

    page.reload()

    expect(page.get_by_label("New token", exact=True)).to_have_count(0)
    assert user.api_tokens.count() == 1


# --- Forms that fill themselves in ------------------------------------------------------------------


def test_filling_in_keeps_what_is_typed(page, live_server):
    page.goto("/search/add")
    page.get_by_label("Title").fill("Lead welder")
    page.get_by_label("Description").fill("Heard from Ana.")
    page.get_by_role("heading", name="Fill in from the page’s source").click()
    page.get_by_label("Address of the posting").fill("https://jobs.lever.co/acme-tools/1")

    page.get_by_role("button", name="Fill in the fields").click()

    expect(page.get_by_text("please fill in the fields yourself")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Lead welder")
    expect(page.get_by_label("Description")).to_have_value("Heard from Ana.")
    expect(page.get_by_label("Company")).to_have_value("Acme Tools")


# --- Pages that are left ----------------------------------------------------------------------------


def test_note_is_saved_after_a_pause(page, tracking):
    unfold(page).get_by_label("General note").press_sequentially("Team of nine.")

    expect(card(page).locator("label", has_text="General note").locator(".saved")).to_be_visible()
    tracking.refresh_from_db()
    assert tracking.notes == {"general_note": "Team of nine."}


def test_note_is_saved_when_the_page_is_left(page, tracking):
    unfold(page).get_by_label("General note").press_sequentially("Team of nine.")

    page.goto("/search")

    # The browser sends it in the background, and tells nobody when that is done.
    deadline = time.monotonic() + 10
    while not JobTracking.objects.get().notes and time.monotonic() < deadline:
        time.sleep(0.02)
    assert JobTracking.objects.get().notes == {"general_note": "Team of nine."}


def test_dialog_asks_before_it_throws_away_what_was_written(page, tracking):
    unfold(page).get_by_role("link", name="Add: applied").click()
    dialog(page).get_by_label("Note").press_sequentially("A long story.")

    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_contain_text("Throw away what you wrote?")
    expect(page.get_by_role("button", name="Keep writing")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(dialog(page).get_by_label("Note")).to_have_value("A long story.")
    expect(dialog(page).get_by_label("Note")).to_be_focused()
    dialog(page).get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Throw it away").click()

    expect(dialog(page)).to_be_hidden()
    expect(card(page).get_by_role("link", name="Add: applied")).to_be_focused()


def test_page_asks_before_a_form_is_lost(page, tracking):
    asked: list[str] = []
    page.on("dialog", lambda asking: (asked.append(asking.type), asking.dismiss()))
    unfold(page).get_by_role("link", name="Add: applied").click()
    dialog(page).get_by_label("Note").press_sequentially("A long story.")

    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(0)

    expect(dialog(page).get_by_label("Note")).to_have_value("A long story.")
    assert asked == ["beforeunload"]


# --- Two tabs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "kept"), [("Keep both", "Theirs.\nMine."), ("Keep mine", "Mine.")])
def test_note_changed_in_another_tab_is_told(page, context, tracking, choice, kept):
    found = unfold(page)
    whose = JobTracking.objects.for_user(tracking.user)
    trackings.change(whose, tracking.pk, notes={"general_note": "Theirs."})

    found.get_by_label("General note").fill("Mine.")
    page.keyboard.press("Tab")
    expect(found.get_by_role("alert")).to_contain_text("Not saved. Another tab has written: “Theirs.”")
    assert violations(page) == []
    assert whose.get().notes == {"general_note": "Theirs."}
    found.get_by_role("button", name=choice).click()

    expect(found.get_by_role("alert")).to_have_count(0)
    expect(found.get_by_label("General note")).to_have_value(kept)
    assert whose.get().notes == {"general_note": kept}
    context.problems.clear()  # the 409


def edited_in_two_tabs(page, tracking) -> TrackingEvent:
    """The form of an event is open, and meanwhile its note was changed elsewhere."""
    event = add(tracking, "screening", note={"note": "First."})
    unfold(page).get_by_role("link", name=re.compile("Edit Screening")).click()
    expect(dialog(page).get_by_label("Note")).to_have_value("First.")
    whose = JobTracking.objects.for_user(tracking.user)
    events.edit(whose, tracking.pk, event.pk, {"note": {"note": "From the other tab."}})
    return event


def test_event_changed_in_another_tab_keeps_both(page, tracking):
    event = edited_in_two_tabs(page, tracking)

    dialog(page).get_by_label("With").fill("Ana Ruiz")
    dialog(page).get_by_role("button", name="Save screening").click()

    expect(dialog(page)).to_be_hidden()
    event.refresh_from_db()
    assert event.note == {"note": "From the other tab.", "with_person": "Ana Ruiz"}


def test_event_field_changed_in_another_tab_is_told(page, context, tracking):
    event = edited_in_two_tabs(page, tracking)

    dialog(page).get_by_label("Note").fill("Mine.")
    dialog(page).get_by_role("button", name="Save screening").click()
    expect(dialog(page)).to_contain_text("Another tab has changed this meanwhile, to: “From the other tab.”")
    expect(dialog(page).get_by_label("Note")).to_have_value("Mine.")
    dialog(page).get_by_role("button", name="Save screening").click()

    expect(dialog(page)).to_be_hidden()
    event.refresh_from_db()
    assert event.note == {"note": "Mine."}
    context.problems.clear()  # the 422


def test_form_overtaken_by_another_tab_keeps_its_text_and_the_card_follows(page, context, tracking):
    unfold(page).get_by_role("link", name="Add: applied").click()
    dialog(page).get_by_label("Note").fill("Not to be lost.")
    add(tracking, "rejected")  # in another tab

    dialog(page).get_by_role("button", name="Save applied").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("Undo the rejection")
    expect(dialog(page).get_by_label("Note")).to_have_value("Not to be lost.")
    dialog(page).get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Throw it away").click()

    expect(page.locator("#rejected .tcard")).to_have_count(1)
    expect(card(page).get_by_role("button", name="Undo the rejection")).to_be_visible()
    context.problems.clear()  # the 422


# --- A quick hand -----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1440, 390])
def test_double_click_tracks_and_stays(page, user, live_server, width):
    page.set_viewport_size({"width": width, "height": 844})
    job = JobFactory(title="Staff Engineer")
    page.goto(f"/search?job={job.pk}#job")
    page.wait_for_load_state("networkidle")
    box = page.get_by_role("button", name="Interested").bounding_box()

    with page.expect_response(lambda response: response.request.method == "POST"):
        page.mouse.dblclick(box["x"] + box["width"] - 5, box["y"] + box["height"] / 2)

    expect(page.get_by_role("button", name="Untrack")).to_be_visible()
    expect(page).to_have_url(re.compile("/search"))
    assert JobTracking.objects.for_user(user).count() == 1
