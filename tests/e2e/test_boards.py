"""Boards, saved searches and postings of one's own, as a browser shows them."""

import json
from urllib.parse import quote, unquote

from playwright.sync_api import Page, expect

from search.domain import saving
from search.models import Job, JobBoard, SavedSearch
from tests.factories import JobFactory
from tracking.models import JobTracking

from .accessibility import violations, violations_in_every_look

POSTING = {
    "@type": "JobPosting",
    "title": "Welder",
    "hiringOrganization": {"name": "Acme Tools"},
    "description": "<p>Weld steel.</p>",
}
CAREERS_PAGE = f"""<!doctype html><title>Jobs at Acme</title>
<script type="application/ld+json">{{"@type": "Organization"}}</script>
<script type="application/ld+json; charset=utf-8">{json.dumps(POSTING)}</script>"""


def test_board_is_added_from_a_careers_address(browser_page: Page):
    browser_page.goto("/boards")
    browser_page.get_by_label("Address of a careers page").fill("https://jobs.lever.co/acme/123")
    browser_page.get_by_role("button", name="Add board").click()

    expect(browser_page.get_by_text("Waiting to be fetched")).to_be_visible()
    assert violations_in_every_look(browser_page) == []
    JobBoard.objects.update(next_sync_at="2030-01-01T00:00:00Z")
    expect(browser_page.get_by_text("Waiting to be fetched")).to_be_hidden()  # asked for itself, and was done
    expect(browser_page.get_by_role("button", name="Fetch acme now")).to_be_visible()


def test_bookmarklet_collects_what_a_page_says(browser_page: Page, context, live_server):
    """Run on a page as a browser runs it: by the user's will, past the page's policy."""
    browser_page.goto("/search/add")
    code = unquote(browser_page.locator("#bookmarklet").get_attribute("href").removeprefix("javascript:"))
    careers = context.new_page()
    careers.route("https://acme.example/1", lambda route: route.fulfill(body=CAREERS_PAGE, content_type="text/html"))
    careers.goto("https://acme.example/1")

    with context.expect_page() as opened:
        careers.evaluate(code)

    expect(opened.value.get_by_label("Title")).to_have_value("Welder")
    expect(opened.value.get_by_label("Address", exact=True)).to_have_value("https://acme.example/1")


def test_posting_that_is_handed_over_is_kept_when_somebody_says_so(browser_page: Page, user):
    page = {"url": "https://acme.example/1", "title": "Jobs", "jsonld": [json.dumps(POSTING)]}
    browser_page.goto("/boards")
    browser_page.goto(f"/search/add#{quote(json.dumps(page))}")

    expect(browser_page.get_by_text("Filled in from the page")).to_be_visible()
    expect(browser_page.get_by_label("Title")).to_have_value("Welder")
    assert violations_in_every_look(browser_page) == []
    assert not Job.objects.exists()
    browser_page.get_by_role("button", name="Add and track").click()
    expect(browser_page.get_by_role("heading", name="Welder")).to_be_visible()
    assert JobTracking.objects.for_user(user).get().job.url == "https://acme.example/1"


def test_search_is_saved_and_tells_what_is_new(browser_page: Page, user):
    JobFactory(title="Welder")
    browser_page.goto("/search")
    browser_page.get_by_label("Search jobs").fill("welder")
    browser_page.wait_for_url("**/search?q=welder&prefix=true")  # it may be half typed
    browser_page.get_by_role("button", name="Saved").click()
    expect(browser_page.get_by_label("Save this search as")).to_have_value("welder")
    browser_page.get_by_label("Save this search as").fill("Steel")
    browser_page.get_by_role("button", name="Save", exact=True).click()
    expect(browser_page.get_by_text("“Steel” is saved.")).to_be_visible()
    assert SavedSearch.objects.get().query == "q=welder"

    JobFactory(title="Head Welder")
    browser_page.goto("/search")
    expect(browser_page.get_by_role("button", name="Saved 1 new")).to_be_visible()
    browser_page.get_by_role("button", name="Saved 1 new").click()
    assert violations(browser_page) == []
    browser_page.get_by_role("button", name="Steel 1 new").click()

    browser_page.wait_for_url("**/search?q=welder&new_since=*")
    expect(browser_page.get_by_text("1 new since you last looked")).to_be_visible()
    assert violations(browser_page) == []
    assert saving.fresh(user)[0].new == 0


def test_saved_search_is_replaced_and_removed_after_asking(browser_page: Page, user):
    saving.save(user, "Steel", "q=welder")
    JobFactory(title="Rigger")
    browser_page.goto("/search?q=rigger")

    browser_page.get_by_role("button", name="Saved").click()
    browser_page.get_by_label("Save this search as").fill("Steel")
    browser_page.get_by_role("button", name="Save", exact=True).click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("“Steel” exists already")
    assert violations_in_every_look(browser_page) == []
    browser_page.get_by_role("button", name="Replace it").click()
    expect(browser_page.get_by_text("“Steel” is saved.")).to_be_visible()
    browser_page.goto("/search/saved")
    expect(browser_page.get_by_role("listitem").filter(has_text="Steel")).to_contain_text("“rigger”")
    browser_page.get_by_role("button", name="Remove Steel").click()
    assert violations(browser_page) == []
    browser_page.get_by_role("button", name="Remove it").click()

    expect(browser_page.get_by_text("“Steel” is removed.")).to_be_visible()
    browser_page.context.problems.clear()  # the 422
