"""What somebody does on the Search page, in a real browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from search.domain import saving, vocabulary
from search.models import Job
from search.postings import Source
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory, JobTrackingFactory
from tracking.models import JobTracking


@pytest.fixture
def postings(live_server) -> dict[str, Job]:
    """Three companies; Fernwood has most postings and stands first."""
    now = timezone.now()
    fernwood = CompanyFactory(name="Fernwood Robotics", slug="fernwood-robotics")
    tideline = CompanyFactory(name="Tideline Energy", slug="tideline-energy")
    oatfield = CompanyFactory(name="Oatfield Bank", slug="oatfield-bank")
    rows = [
        ("Staff Engineer", fernwood, {"locations": ["Berlin, Germany"], "workplace": "hybrid"}),
        ("Forester", fernwood, {"locations": ["Berlin, Germany"], "workplace": "onsite"}),
        ("Site Engineer", fernwood, {"locations": ["Oslo, Norway"], "workplace": "remote"}),
        ("Grid Engineer", tideline, {"locations": ["Oslo, Norway"], "workplace": "remote"}),
        ("Data Engineer", tideline, {}),
        ("Teller", oatfield, {"salary_max": 40000, "salary_currency": "EUR"}),
    ]
    return {
        title: JobFactory(
            title=title,
            company=company,
            posted_at=now - timedelta(days=age),
            description_html=f"<h3>What you will do</h3><p>The work of a {title}.</p>",
            **fields,
        )
        for age, (title, company, fields) in enumerate(rows)
    }


@pytest.fixture
def page(browser_page: Page) -> Page:
    return browser_page


def row(page: Page, title: str):
    return page.locator(".job", has_text=title)


def calls(page: Page, path: str) -> list[Request]:
    """The requests to ``path`` from now on."""
    made: list[Request] = []
    page.on("request", lambda request: made.append(request) if request.url.endswith(path) else None)
    return made


# --- Finding --------------------------------------------------------------------------------------


def test_typing_finds_and_keeps_the_address(page, postings):
    page.goto("/search")

    page.get_by_label("Search jobs").fill("engineer")

    expect(page.get_by_role("heading", level=1)).to_have_text("4 of 6 open jobs match")
    expect(page).to_have_url(re.compile(r"/search\?q=engineer&prefix=true$"))
    expect(page.get_by_label("Search jobs")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=engineer$"))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 of 6 open jobs match")


def test_words_are_finished_and_put_right_while_typing(page, postings):
    vocabulary.refresh()
    page.goto("/search")
    words = page.get_by_label("Search jobs")

    words.fill("engin")
    expect(page.get_by_role("heading", level=1)).to_have_text("4 of 6 open jobs match")
    page.get_by_role("button", name="Workplace").click()
    choice = page.get_by_role("group", name="Workplace").locator("label", has_text="Remote")
    expect(choice.locator(".count")).to_have_attribute("data-count", "2")
    page.get_by_label("Remote", exact=True).check()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 6 open jobs match")

    words.fill("forestre")
    expect(page.locator(".results-note")).to_have_text("Showing results for forester Search instead for forestre")
    page.get_by_role("link", name="Search instead").click()
    expect(page).to_have_url(re.compile("exact=true"))
    expect(page.get_by_role("heading", level=2, name="No jobs match")).to_be_visible()
    page.get_by_role("button", name="Workplace").click()
    page.get_by_label("Remote", exact=True).uncheck()
    expect(page).to_have_url(re.compile(r"q=forestre&.*exact=true"))
    words.fill("forest")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 6 open jobs match")


def test_typing_on_breaks_off_what_was_asked_before_without_a_complaint(page, postings):
    page.goto("/search")
    words = page.get_by_label("Search jobs")
    page.route("**/search?*q=engin*", lambda route: None)  # never answered

    with page.expect_request("**/search?*q=engin*") as asked:
        words.fill("engin")
    with page.expect_event("requestfailed", lambda request: request == asked.value):
        words.fill("forester")

    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 6 open jobs match")


def test_a_company_is_hidden_and_shown_again(page, postings):
    page.goto("/search")

    hide = page.get_by_role("link", name="Hide Fernwood Robotics")
    assert hide.bounding_box()["y"] < row(page, "Staff Engineer").bounding_box()["y"]
    hide.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 6 open jobs match")
    page.get_by_role("button", name="Hidden").click()
    page.get_by_label("Fernwood Robotics").uncheck()

    expect(page.get_by_role("heading", level=1)).to_have_text("6 open jobs")


def test_going_back_shows_the_search_before(page, postings):
    page.goto("/search")
    page.get_by_label("Search jobs").fill("engineer")
    expect(page).to_have_url(re.compile("q=engineer"))

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("6 open jobs")
    expect(page.get_by_label("Search jobs")).to_have_value("")


def test_filters_narrow_at_once(page, postings):
    page.goto("/search")

    page.get_by_role("button", name="Workplace").click()
    page.get_by_label("Remote", exact=True).check()

    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 6 open jobs match")
    expect(page).to_have_url(re.compile(r"/search\?workplace=remote$"))
    expect(page.get_by_role("button", name="Workplace")).to_have_text("Workplace Remote")
    page.get_by_label("Hybrid").check()
    expect(page.get_by_role("button", name="Workplace")).to_have_text("Workplace Remote +1")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 6 open jobs match")


@pytest.mark.parametrize(
    ("chip", "label", "value", "query"),
    [
        ("Salary", "A year, at least", "30000", "salary_min=30000"),
        ("Location", "City, country or “remote”", "oslo", "location=oslo"),
        ("Company", "Oatfield Bank", None, "company=oatfield-bank"),
        ("Source", "Ashby", None, "source=ashby"),
    ],
)
def test_each_popover_filters(page, postings, chip, label, value, query):
    page.goto("/search")

    page.get_by_role("button", name=chip).click()
    field = page.get_by_role("group", name=chip).get_by_label(label)
    if value is None:
        field.check()
    else:
        field.fill(value)
        field.press("Tab")

    expect(page).to_have_url(re.compile(rf"/search\?{query}$"))


def test_places_are_added_one_after_the_other(page, postings):
    page.goto("/search")
    page.get_by_role("button", name="Location").click()
    box = page.get_by_label("City, country or “remote”")

    for place in ("oslo", "berlin", "Oslo"):
        box.fill(place)
        box.press("Enter")
        expect(box).to_have_value("")
        expect(page.get_by_label(place.lower(), exact=True)).to_be_checked()

    expect(page).to_have_url(re.compile(r"/search\?location=oslo&location=berlin$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("4 of 6 open jobs match")
    expect(page.get_by_role("button", name="Location")).to_contain_text("oslo +1")
    page.get_by_label("oslo", exact=True).uncheck()
    expect(page).to_have_url(re.compile(r"/search\?location=berlin$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 6 open jobs match")


@pytest.mark.parametrize(("chip", "label"), [("Location", "City, country or “remote”"), ("Salary", "A year, at least")])
def test_a_menu_with_a_field_opens_with_the_focus_in_it(page, postings, chip, label):
    page.goto("/search")

    page.get_by_role("button", name=chip).click()

    expect(page.get_by_label(label)).to_be_focused()


def test_filters_that_are_set_do_not_move_the_page(page, postings):
    page.goto("/search")
    at_rest = page.locator(".results-head").bounding_box()["y"]

    page.goto(
        "/search?workplace=hybrid&employment_type=full_time&location=berlin&salary_min=100000&currency=EUR"
        "&company=fernwood-robotics&posted_within=30&source=greenhouse&open=any&hide_tracked=on"
    )

    expect(page.get_by_role("link", name="Clear", exact=True)).to_be_visible()
    assert page.locator(".results-head").bounding_box()["y"] == at_rest
    assert page.locator(".filters").evaluate("filters => filters.scrollWidth - filters.clientWidth") == 0


@pytest.mark.parametrize("width", [1440, 1024, 800, 390])
def test_the_count_keeps_to_one_line_beside_the_news(page, user, postings, width):
    saving.save(user, "Steel", "q=engineer")
    JobFactory(title="Engineer")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/search?open=any")
    expect(page.get_by_role("button", name="Saved 1 new")).to_be_visible()
    at_rest = page.locator(".results-head").bounding_box()

    page.locator("#count").evaluate("count => { count.textContent = '1,000+ of 125,583 open jobs match'; }")

    assert page.locator(".results-head").bounding_box() == at_rest
    first_line = """count => {
        const number = document.createRange();
        number.setStart(count.firstChild, 0);
        number.setEnd(count.firstChild, "1,000+ of 125,583".length);
        return number.getClientRects().length;
    }"""
    assert page.locator("#count").evaluate(first_line) == 1


def test_companies_to_choose_follow_what_is_typed(page, postings):
    page.goto("/search")
    page.get_by_label("Search jobs").fill("engineer")
    expect(page.get_by_role("heading", level=1)).to_have_text("4 of 6 open jobs match")
    menu = page.get_by_role("group", name="Company")

    page.get_by_role("button", name="Company").click()
    expect(menu.locator("label:not(.sr-only)")).to_have_text(["Fernwood Robotics", "Tideline Energy"])
    menu.get_by_label("Find a company").fill("tide")
    expect(menu.locator("label:not(.sr-only)")).to_have_text(["Tideline Energy"])
    menu.get_by_label("Tideline Energy").check()

    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 6 open jobs match")
    expect(page.get_by_role("button", name="Company")).to_have_text("Company Tideline Energy")
    assert "company_name" not in page.url


def test_selects_and_boxes_filter(page, user, postings):
    JobTrackingFactory(user=user, job=postings["Forester"])
    page.goto("/search")

    page.get_by_label("Posted").select_option("24 hours")
    expect(page).to_have_url(re.compile(r"/search\?posted_within=1$"))
    page.get_by_label("State").select_option("Open and closed")
    expect(page).to_have_url(re.compile(r"/search\?posted_within=1&open=any$"))
    page.get_by_label("Hide tracked").check()
    expect(page).to_have_url(re.compile("hide_tracked=on"))
    page.get_by_role("link", name="Clear").click()

    expect(page).to_have_url(re.compile("/search$"))
    expect(page.get_by_role("link", name="Clear")).to_be_hidden()


def test_a_value_that_makes_no_sense_is_named_at_its_field_and_the_list_stays(page, context, postings):
    page.goto("/search")
    page.get_by_role("button", name="Salary").click()
    field = page.get_by_label("A year, at least")

    field.fill("plenty")
    field.press("Tab")

    expect(page.get_by_role("alert")).to_contain_text("Salary: Write an amount, as in 60,000 or 60k.")
    expect(field).to_have_accessible_description("Write an amount, as in 60,000 or 60k.")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(row(page, "Staff Engineer")).to_be_visible()
    (problem,) = context.problems
    assert "422" in problem
    context.problems.clear()
    field.fill("€30k")
    field.press("Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 6 open jobs match")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_a_company_unfolds_and_loads_its_postings(page, postings):
    page.goto("/search")
    expect(row(page, "Grid Engineer")).to_have_count(0)

    page.get_by_role("heading", name="Tideline Energy").click()

    row(page, "Grid Engineer").click()
    expect(page.get_by_role("heading", level=2, name="Grid Engineer")).to_be_visible()
    expect(page.get_by_role("region", name="Job details")).to_be_focused()
    expect(page.get_by_role("banner")).to_have_count(1)
    page.set_viewport_size({"width": 1440, "height": 300})
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")  # the panes scroll, the page does not
    page.get_by_role("button", name="Fold all companies").click()
    expect(row(page, "Grid Engineer")).to_be_hidden()
    expect(row(page, "Forester")).to_be_hidden()


def test_a_company_that_could_not_be_loaded_is_tried_again(page, context, postings):
    page.goto("/search")
    page.route("**/search/companies/*", lambda route: route.abort())
    page.get_by_role("heading", name="Tideline Energy").click()
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.unroute("**/search/companies/*")

    page.get_by_role("heading", name="Tideline Energy").click()
    page.get_by_role("heading", name="Tideline Energy").click()

    expect(row(page, "Grid Engineer")).to_be_visible()
    context.problems.clear()  # the failed request


def test_more_companies_follow(page, monkeypatch, postings):
    monkeypatch.setattr("search.search_page.COMPANIES_A_PAGE", 2)
    page.goto("/search")

    page.get_by_role("link", name="More companies").click()

    expect(page.get_by_role("heading", level=2, name="Oatfield Bank")).to_be_visible()
    expect(page.locator("summary", has_text="Oatfield Bank")).to_be_focused()
    expect(page.get_by_role("link", name="More companies")).to_have_count(0)


def test_more_postings_of_a_company_follow(page, monkeypatch, postings):
    monkeypatch.setattr("search.search_page.JOBS_A_PAGE", 2)
    page.goto("/search")

    page.get_by_role("link", name="More of Fernwood Robotics").click()

    expect(row(page, "Site Engineer")).to_be_focused()


# --- Reading --------------------------------------------------------------------------------------


def test_a_posting_opens_beside_the_list(page, postings):
    page.goto("/search?q=engineer")

    row(page, "Site Engineer").click()

    expect(page.get_by_role("heading", level=2, name="Site Engineer")).to_be_visible()
    expect(page.get_by_text("The work of a Site Engineer.")).to_be_visible()
    expect(row(page, "Site Engineer")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("region", name="Job details")).to_be_focused()
    expect(page).to_have_url(re.compile(rf"/search\?q=engineer&job={postings['Site Engineer'].pk}#job$"))
    expect(page).to_have_title("Site Engineer, Fernwood Robotics · jobtracker")


def test_an_open_posting_stays_open_while_searching_on(page, postings):
    page.goto("/search")
    row(page, "Forester").click()
    expect(page.get_by_role("heading", level=2, name="Forester")).to_be_visible()

    page.get_by_label("Search jobs").fill("engineer")

    expect(page).to_have_url(re.compile(rf"/search\?q=engineer&job={postings['Forester'].pk}&prefix=true$"))
    expect(page.get_by_role("heading", level=2, name="Forester")).to_be_visible()


def test_keys_walk_open_and_track(page, user, postings):
    page.goto("/search")

    page.keyboard.press("j")
    expect(row(page, "Staff Engineer")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(row(page, "Forester")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Forester")).to_be_visible()
    page.keyboard.press("t")
    expect(page.get_by_role("button", name="Untrack")).to_be_visible()
    page.keyboard.press("j")
    expect(row(page, "Site Engineer")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Search jobs")).to_be_focused()
    page.keyboard.type("jkt/")
    expect(page.get_by_label("Search jobs")).to_have_value("jkt/")


def test_letter_keys_can_be_switched_off(page, postings):
    page.goto("/settings")
    page.get_by_label("Letter keys").uncheck()

    page.goto("/search")
    page.keyboard.press("/")

    expect(page.get_by_label("Search jobs")).not_to_be_focused()


def test_on_a_phone_the_posting_covers_the_list(page, postings):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/search")
    row(page, "Forester").click()
    expect(page.get_by_role("heading", level=2, name="Forester")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Results")).to_be_in_viewport()

    page.get_by_role("link", name="Results").click()

    expect(page.get_by_role("heading", level=2, name="Forester")).to_be_hidden()
    expect(row(page, "Forester")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/search$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/search$"))
    expect(row(page, "Forester")).to_be_visible()
    expect(page.locator("#job")).to_be_hidden()


def test_a_shared_address_opens_on_a_phone_and_leads_back(page, postings):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(postings["Forester"].get_absolute_url())
    expect(page.get_by_role("heading", level=2, name="Forester")).to_be_in_viewport()

    page.get_by_role("link", name="Results").click()

    expect(row(page, "Forester")).to_be_focused()
    expect(page.locator("#job")).to_be_hidden()


# --- Tracking -------------------------------------------------------------------------------------


def test_tracking_and_untracking_shows_at_once_and_lasts(page, user, postings):
    asked = calls(page, "/api/tracked/ids")
    job = postings["Forester"]
    page.goto(job.get_absolute_url())
    panel = page.locator(".job-panel")
    expect(panel).not_to_have_attribute("data-tracked", "")

    with page.expect_response("**/api/tracked") as tracked:
        page.get_by_role("button", name="Interested").click()
    expect(panel).to_have_attribute("data-tracked", "")
    expect(row(page, "Forester")).to_have_attribute("data-tracked", "")
    expect(page.get_by_role("button", name="Untrack")).to_be_focused()
    expect(page.get_by_text("Tracking Forester")).to_be_visible()

    assert tracked.value.status == 201
    assert JobTracking.objects.for_user(user).get().job == job
    assert len(asked) == 1
    page.reload()
    expect(row(page, "Forester")).to_have_attribute("data-tracked", "")
    with page.expect_response(lambda response: response.request.method == "DELETE") as untracked:
        page.get_by_role("button", name="Untrack").click()
    expect(panel).not_to_have_attribute("data-tracked", "")
    assert untracked.value.status == 200
    assert list(JobTracking.objects.for_user(user)) == []
    assert len(asked) == 2  # one a page load


def test_tracking_is_taken_back_when_the_call_fails(page, context, user, postings):
    page.goto(postings["Forester"].get_absolute_url())
    context.set_offline(True)

    page.get_by_role("button", name="Interested").click()

    expect(page.get_by_text("Forester: not saved. No connection.")).to_be_visible()
    expect(page.get_by_role("button", name="Interested")).to_be_visible()
    expect(row(page, "Forester")).not_to_have_attribute("data-tracked", "")
    assert list(JobTracking.objects.all()) == []
    context.problems.clear()


def test_tracking_agrees_with_another_tab(page, context, user, postings):
    job = postings["Forester"]
    page.goto(job.get_absolute_url())
    page.wait_for_load_state("networkidle")
    JobTrackingFactory(user=user, job=job, stage="applied")

    page.get_by_role("button", name="Interested").click()

    expect(page.get_by_text("Forester: not saved. You track this posting already.")).to_be_visible()
    expect(page.locator(".stage-text")).to_have_text("Stage: Applied")
    context.problems.clear()


def test_the_last_wish_of_a_quick_hand_counts(page, user, postings):
    page.goto(postings["Forester"].get_absolute_url())
    page.wait_for_load_state("networkidle")

    for _ in range(3):
        page.keyboard.press("t")
    page.wait_for_load_state("networkidle")

    expect(page.get_by_role("button", name="Untrack")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Untrack")).to_be_visible()
    assert JobTracking.objects.for_user(user).count() == 1


def test_untracking_asks_before_notes_are_lost(page, user, postings):
    job = postings["Forester"]
    JobTrackingFactory(user=user, job=job, notes={"general_note": "Ask about the boots"})
    page.goto(job.get_absolute_url())

    page.get_by_role("button", name="Untrack", exact=True).click()
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".job-panel")).to_have_attribute("data-tracked", "")
    page.get_by_role("button", name="Untrack", exact=True).click()
    with page.expect_response("**/api/tracked/*"):
        page.get_by_role("button", name="Untrack it").click()

    expect(page.get_by_role("button", name="Interested")).to_be_visible()
    assert list(JobTracking.objects.all()) == []


def test_untracking_is_undone_from_its_message(page, user, postings):
    tracking = JobTrackingFactory(user=user, job=postings["Forester"], is_archived=True)
    page.goto(tracking.job.get_absolute_url())

    page.get_by_role("button", name="Untrack").click()
    expect(row(page, "Forester")).not_to_have_attribute("data-tracked", "")
    with page.expect_response(lambda response: response.request.method == "PATCH"):
        page.get_by_role("button", name="Undo").click()

    expect(row(page, "Forester")).to_have_attribute("data-tracked", "")
    expect(page.get_by_role("button", name="Untrack")).to_be_focused()
    expect(page.get_by_text("Tracking Forester")).to_be_visible()
    assert JobTracking.objects.for_user(user).get().is_archived


def test_notes_kept_in_another_tab_are_not_lost(page, context, user, postings):
    job = postings["Forester"]
    tracking = JobTrackingFactory(user=user, job=job)
    page.goto(job.get_absolute_url())
    page.wait_for_load_state("networkidle")
    JobTracking.objects.filter(pk=tracking.pk).update(notes={"general_note": "Ask about the boots"})

    page.get_by_role("button", name="Untrack").click()

    expect(page.get_by_text("Forester: not saved. There are notes or a resume")).to_be_visible()
    expect(row(page, "Forester")).to_have_attribute("data-tracked", "")
    page.get_by_role("button", name="Untrack it").click()
    expect(page.get_by_role("button", name="Interested")).to_be_visible()
    context.problems.clear()  # the 400


def test_rows_that_unfold_later_are_marked(page, user, postings):
    JobTrackingFactory(user=user, job=postings["Grid Engineer"])
    page.goto("/search")

    page.get_by_role("heading", name="Tideline Energy").click()

    expect(row(page, "Grid Engineer")).to_have_attribute("data-tracked", "")
    expect(row(page, "Grid Engineer")).to_contain_text("(tracked: interested)")


def test_a_session_that_ended_leads_to_the_sign_in_page(page, context, postings):
    page.goto("/search")
    page.wait_for_load_state("networkidle")
    context.clear_cookies()

    row(page, "Forester").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


# --- The demo -------------------------------------------------------------------------------------


def test_demo_is_removed_after_asking(page, postings):
    JobFactory(board=JobBoardFactory(source=Source.DEMO), title="Made up")
    page.goto("/search")

    page.get_by_role("button", name="Remove the demo postings").click()
    page.get_by_role("button", name="Remove", exact=True).click()

    expect(page.get_by_text("Demo postings removed: 1.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("6 open jobs")
    expect(page.get_by_role("button", name="Remove the demo postings")).to_have_count(0)
