"""The Search page where no script runs: every step is a link or a form."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory
from tracking.models import JobTracking


@pytest.fixture
def plain_page(browser, live_server, client, user) -> Page:
    client.force_login(user)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def postings(live_server):
    fernwood = CompanyFactory(name="Fernwood Robotics", slug="fernwood-robotics")
    tideline = CompanyFactory(name="Tideline Energy", slug="tideline-energy")
    for title in ("Staff Engineer", "Forester", "Gardener"):
        JobFactory(title=title, company=fernwood)
    JobFactory(title="Grid Engineer", company=tideline)


def test_searching_is_a_form(plain_page, postings):
    plain_page.goto("/search")

    plain_page.get_by_label("Search jobs").fill("engineer")
    plain_page.get_by_role("button", name="Search", exact=True).click()

    expect(plain_page.get_by_role("heading", level=1)).to_have_text("2 of 4 open jobs match")
    expect(plain_page).to_have_url(re.compile(r"/search\?q=engineer&"))


def test_a_folded_company_has_a_link_to_its_postings(plain_page, postings):
    plain_page.goto("/search")

    plain_page.get_by_role("heading", name="Tideline Energy").click()
    plain_page.get_by_role("link", name="Show 1 job").click()

    expect(plain_page.get_by_role("link", name="Grid Engineer")).to_be_visible()


def test_a_posting_opens_as_a_page(plain_page, postings):
    plain_page.goto("/search?q=forester")

    plain_page.get_by_role("link", name="Forester").click()

    expect(plain_page.get_by_role("heading", level=2, name="Forester")).to_be_visible()
    expect(plain_page).to_have_url(re.compile(r"/search\?q=forester&job=\d+#job$"))


def test_on_a_phone_the_posting_covers_the_list(plain_page, postings):
    plain_page.set_viewport_size({"width": 390, "height": 844})
    plain_page.goto("/search")
    plain_page.get_by_role("link", name="Forester").click()
    expect(plain_page.get_by_role("heading", level=2, name="Forester")).to_be_in_viewport()

    plain_page.get_by_role("link", name="Results").click()

    expect(plain_page.get_by_role("heading", level=2, name="Forester")).to_be_hidden()


def test_tracking_and_untracking_are_forms(plain_page, user, postings):
    plain_page.goto("/search?q=forester")
    plain_page.get_by_role("link", name="Forester").click()

    plain_page.get_by_role("button", name="Interested").click()

    expect(plain_page.locator(".job[data-tracked]", has_text="Forester")).to_be_visible()
    expect(plain_page).to_have_url(re.compile(r"/search\?q=forester&job=\d+#job$"))
    assert JobTracking.objects.for_user(user).get().job.title == "Forester"
    plain_page.get_by_role("button", name="Untrack").click()
    expect(plain_page.get_by_role("button", name="Interested")).to_be_visible()
    assert list(JobTracking.objects.all()) == []


def test_untracking_with_notes_asks_first(plain_page, user, postings):
    tracking = JobTrackingFactory(user=user, notes={"general_note": "Ask about the boots"})
    plain_page.goto(tracking.job.get_absolute_url())

    plain_page.get_by_role("button", name="Untrack", exact=True).click()
    plain_page.get_by_role("button", name="Untrack it").click()

    expect(plain_page.get_by_role("button", name="Interested")).to_be_visible()
    assert list(JobTracking.objects.all()) == []
