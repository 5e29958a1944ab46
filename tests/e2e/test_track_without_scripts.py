"""The Track page where no script runs: every step is a link, a form, or a menu the browser itself opens."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.factories import CompanyFactory, JobFactory
from tracking.domain import events, trackings
from tracking.models import JobTracking

from .accessibility import violations
from .test_track import card


@pytest.fixture
def plain_page(browser, live_server, client, user) -> Page:
    client.force_login(user)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def tracking(live_server, user) -> JobTracking:
    job = JobFactory(title="Staff Engineer", company=CompanyFactory(name="Fernwood Robotics"))
    return trackings.track(user, job.pk)


def test_a_folded_card_has_a_link_to_its_inside(plain_page, tracking):
    plain_page.goto("/track")

    card(plain_page).locator("> summary").click()
    plain_page.get_by_role("link", name="Show this job").click()

    expect(plain_page).to_have_url(re.compile(r"/track\?open=\d+#card-\d+$"))
    expect(card(plain_page).locator(".stepper")).to_be_visible()


def test_an_event_is_added_edited_and_deleted_with_forms(plain_page, tracking):
    plain_page.goto(f"/track/{tracking.pk}")

    card(plain_page).get_by_role("link", name="Add: applied").click()
    plain_page.get_by_label("Date").fill("")
    plain_page.get_by_role("button", name="Save applied").click()
    expect(plain_page.get_by_text("This field is required.")).to_be_visible()
    plain_page.get_by_label("Date").fill("2026-06-02")
    plain_page.get_by_label("Note").fill("By post.")
    plain_page.get_by_role("button", name="Save applied").click()
    expect(card(plain_page).locator(".mini-text")).to_have_text("Online. By post.")

    card(plain_page).get_by_role("link", name="Edit Applied, 2 Jun").click()
    plain_page.get_by_label("Note").fill("By pigeon.")
    plain_page.get_by_role("button", name="Save applied").click()
    expect(card(plain_page).locator(".mini-text")).to_have_text("Online. By pigeon.")

    card(plain_page).get_by_role("button", name="Delete Applied, 2 Jun").click()
    plain_page.get_by_role("button", name="Delete", exact=True).click()
    expect(card(plain_page).locator("summary .pill")).to_have_text("Interested")


def test_a_rejection_and_its_undo_are_forms(plain_page, tracking):
    plain_page.goto(f"/track/{tracking.pk}")

    card(plain_page).get_by_role("link", name="Mark rejected").click()
    plain_page.get_by_label("Note").fill("Silence.")
    plain_page.get_by_role("button", name="Mark rejected").click()
    expect(plain_page.locator("#rejected .tcard")).to_contain_text("Turned down. Silence.")
    plain_page.get_by_role("button", name="Undo the rejection").click()

    expect(plain_page.locator("#rejected")).to_have_count(0)
    card(plain_page).get_by_role("link", name="Mark rejected").click()
    expect(plain_page.get_by_label("Note")).to_have_value("Silence.")


def test_notes_are_saved_with_a_button_and_the_job_is_archived(plain_page, tracking):
    plain_page.goto(f"/track/{tracking.pk}")

    card(plain_page).get_by_label("Salary").fill("€88,000")
    card(plain_page).get_by_role("button", name="Save").click()
    expect(card(plain_page).get_by_label("Salary")).to_have_value("€88,000")
    card(plain_page).get_by_role("button", name="Archive").click()

    expect(plain_page.locator("#archived .tcard")).to_contain_text("Staff Engineer")


def test_note_changed_in_another_tab_is_told(plain_page, user, tracking):
    whose = JobTracking.objects.for_user(user)
    plain_page.goto(f"/track/{tracking.pk}")
    trackings.change(whose, tracking.pk, notes={"general_note": "Theirs.\nTwo lines."})

    card(plain_page).get_by_label("General note").fill("Mine.")
    card(plain_page).get_by_role("button", name="Save").click()
    expect(plain_page.get_by_text("Another tab has changed this meanwhile, to: “Theirs.")).to_be_visible()
    expect(plain_page.get_by_label("General note")).to_have_value("Mine.")
    assert whose.get().notes == {"general_note": "Theirs.\nTwo lines."}
    plain_page.get_by_role("button", name="Save").click()

    expect(card(plain_page).get_by_label("General note")).to_have_value("Mine.")
    assert whose.get().notes == {"general_note": "Mine."}


def test_the_pages_of_a_form_a_refusal_and_a_posting_have_no_flaw(browser_page, user, tracking):
    events.add(JobTracking.objects.for_user(user), tracking.pk, "applied", on=date(2026, 6, 2))
    found = []
    for path in ("events/add?type=interview", "posting"):
        browser_page.goto(f"/track/{tracking.pk}/{path}")
        found += violations(browser_page)

    assert found == []
