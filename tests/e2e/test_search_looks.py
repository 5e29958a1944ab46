"""The Search page in its states and themes: nothing for axe-core to find, and light on the line."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory

from .accessibility import violations, violations_in_every_look, widths_that_scroll_sideways

STATES = {
    "list": "/search?open=any",
    "job": "/search?open=any&job={job}#job",
    "later": "/search?open=any&job={later}#job",
    "closed": "/search?open=any&job={closed}#job",
    "nothing": "/search?q=lighthouse&posted_within=7",
    "gone": "/search?job=1000000000",
}


@pytest.fixture
def jobs(live_server, user) -> dict[str, int]:
    company = CompanyFactory(name="Fernwood Robotics")
    job = JobFactory(
        company=company,
        title="Forester",
        url="https://fernwood.example/1",
        locations=["Berlin"],
        description_html="<h3>You</h3><p>A <a href='https://fernwood.example'>link</a></p><ul><li>Boots</li></ul>",
    )
    JobTrackingFactory(user=user, job=job)
    later = JobTrackingFactory(user=user, job__company=company, stage="applied")
    closed = JobFactory(company=company, is_open=False, closed_at=timezone.now())
    JobFactory()
    return {"job": job.pk, "later": later.job_id, "closed": closed.pk}


@pytest.mark.parametrize("state", STATES)
def test_search_has_nothing_that_axe_objects_to(browser_page: Page, jobs, state):
    browser_page.goto(STATES[state].format(**jobs))
    browser_page.wait_for_load_state("networkidle")

    assert violations_in_every_look(browser_page) == []


def test_filters_have_nothing_that_axe_objects_to(browser_page: Page, jobs):
    browser_page.emulate_media(reduced_motion="reduce")
    browser_page.goto("/search")
    found = {}

    for chip in ("Workplace", "Location", "Salary", "Company", "Source"):
        browser_page.get_by_role("button", name=chip).click()
        expect(browser_page.get_by_role("group", name=chip)).to_be_visible()
        found[chip] = violations(browser_page)
        browser_page.keyboard.press("Escape")

    assert {chip: flaws for chip, flaws in found.items() if flaws} == {}


@pytest.mark.parametrize("state", ["list", "job", "later"])
def test_search_never_scrolls_sideways(browser_page: Page, jobs, state):
    browser_page.goto(STATES[state].format(**jobs))

    assert widths_that_scroll_sideways(browser_page) == []
    # On a phone, now, the details cover the list and scroll by themselves.
    assert browser_page.locator("#job").evaluate("({scrollWidth, clientWidth}) => scrollWidth <= clientWidth")


def test_search_is_one_page_and_few_requests(browser_page: Page, jobs):
    requests: list[str] = []
    browser_page.on("request", lambda request: requests.append(re.sub(r"^.*?//[^/]+", "", request.url)))

    browser_page.goto("/search")
    browser_page.wait_for_load_state("networkidle")

    assert len(requests) <= 12, requests
    assert requests.count("/api/tracked/ids") == 1


def test_search_keeps_to_its_content_security_policy_and_draws_its_icons(browser_page: Page, jobs):
    answer = browser_page.goto(STATES["job"].format(**jobs))
    browser_page.wait_for_load_state("networkidle")

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    # A violation would be a console error, which fails the test by itself.
    assert browser_page.locator("[style], style, script:not([src])").count() == 0
    assert browser_page.locator(".facts use").first.evaluate("icon => icon.getBBox().width") > 0


def test_theme_comes_with_the_page(browser: Browser, browser_page: Page, jobs, live_server):
    browser_page.goto("/settings")
    browser_page.get_by_label("Dark").check(force=True)

    answer = browser_page.goto("/search")

    assert '<html lang="en" data-theme="dark">' in answer.text()
