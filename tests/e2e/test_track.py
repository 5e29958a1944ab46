"""What somebody does on the Track page, in a real browser."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from search.models import Job
from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory
from tracking.domain import events, trackings
from tracking.models import JobTracking, TrackingEvent
from tracking.stages import EventType

from .accessibility import violations, violations_in_every_look, widths_that_scroll_sideways

DAY = date(2026, 6, 2)


@pytest.fixture
def job(live_server) -> Job:
    company = CompanyFactory(name="Fernwood Robotics", slug="fernwood-robotics")
    return JobFactory(title="Staff Engineer", company=company, description_text="Build robots.")


@pytest.fixture
def tracking(user, job) -> JobTracking:
    return trackings.track(user, job.pk)


@pytest.fixture
def page(browser_page: Page) -> Page:
    return browser_page


def add(tracking: JobTracking, event_type: str, on: date = DAY, **more) -> TrackingEvent:
    return events.add(JobTracking.objects.for_user(tracking.user), tracking.pk, event_type, on=on, **more).event


def card(page: Page, title: str = "Staff Engineer") -> Locator:
    return page.locator(".tcard", has_text=title)


def unfold(page: Page, title: str = "Staff Engineer") -> Locator:
    found = card(page, title)
    found.locator("> summary").click()
    expect(found.locator(".stepper")).to_be_visible()
    return found


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def step(found: Locator, name: str) -> Locator:
    return found.locator(".step", has=found.page.locator(".step-name", has_text=name))


def states(found: Locator) -> list[str]:
    return found.locator(".step:not(.step-end)").evaluate_all("steps => steps.map(({dataset}) => dataset.state)")


# --- Tracking -------------------------------------------------------------------------------------


def test_tracked_on_the_search_page_it_opens_in_track(page, job):
    page.goto(f"/search?job={job.pk}#job")
    page.get_by_role("button", name="Interested").click()
    page.get_by_role("link", name="Open in Track").click()  # at once: the server may not have heard of it yet

    expect(page).to_have_url(re.compile(r"/track\?open=\d+#card-\d+$"))
    expect(card(page).locator(".stepper")).to_be_visible()
    page.reload()
    expect(card(page).locator(".stepper")).to_be_visible()


def test_a_long_link_in_a_note_stays_in_the_dialog(page, tracking):
    page.goto("/track")
    unfold(page).get_by_role("link", name="Add: applied").click()
    note = dialog(page).get_by_label("Note")

    note.fill("https://example.org/" + "a" * 400)

    inside = dialog(page).locator(".dialog-body").bounding_box()
    box = note.bounding_box()
    assert inside["x"] <= box["x"]
    assert box["x"] + box["width"] <= inside["x"] + inside["width"]
    assert dialog(page).evaluate("dialog => dialog.scrollWidth === dialog.clientWidth")


def test_untracked_card_is_gone_and_stays_gone(page, tracking):
    page.goto("/track")

    unfold(page).get_by_role("button", name="Untrack").click()

    expect(page.get_by_text("Your list starts in Search")).to_be_visible()
    expect(page.get_by_text("No longer tracking Staff Engineer")).to_be_visible()
    expect(page.get_by_role("heading", name="Your applications")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(card(page).locator("> summary")).to_be_focused()
    expect(page.get_by_text("No longer tracking Staff Engineer")).to_have_count(0)
    card(page).get_by_role("button", name="Untrack").click()
    expect(page.get_by_text("Your list starts in Search")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Your list starts in Search")).to_be_visible()


def test_untracking_asks_before_notes_are_lost(page, context, tracking):
    page.goto("/track")
    unfold(page).get_by_label("General note").fill("Ask about on-call.")  # kept since the card was drawn

    card(page).get_by_role("button", name="Untrack").click()
    expect(dialog(page).get_by_role("link", name="Keep")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_hidden()
    expect(card(page).get_by_role("button", name="Untrack")).to_be_focused()
    page.keyboard.press("Enter")
    dialog(page).get_by_role("button", name="Untrack it").click()

    expect(card(page)).to_have_count(0)
    expect(page.get_by_text("No longer tracking Staff Engineer")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    context.problems.clear()  # the 422


# --- Events ---------------------------------------------------------------------------------------


def test_event_is_added_and_the_stage_follows(page, tracking):
    page.goto("/track")

    unfold(page).get_by_role("link", name="Add: applied").click()
    expect(dialog(page).get_by_label("Date")).to_be_focused()
    dialog(page).get_by_label("How").select_option("Referral")
    dialog(page).get_by_label("Referred by").fill("Jonas Brandt")
    dialog(page).get_by_role("button", name="Save applied").click()

    expect(card(page).locator("summary .pill").first).to_have_text("Applied")
    expect(dialog(page)).to_be_hidden()
    expect(step(card(page), "Applied").locator(".mini-text")).to_have_text("Referral, Jonas Brandt")
    expect(card(page).get_by_role("link", name="Edit Applied, Today")).to_be_focused()
    assert states(card(page)) == ["current", "next", "locked", "locked", "locked"]
    page.reload()
    expect(card(page).locator("summary .pill").first).to_have_text("Applied")


def test_referral_fields_are_for_a_referral(page, tracking):
    page.goto(f"/track/{tracking.pk}/events/add?type=applied")

    expect(page.get_by_label("Referred by")).to_be_hidden()
    page.get_by_label("How").select_option("Referral")
    expect(page.get_by_label("Referred by")).to_be_visible()


def test_event_is_edited_and_deleted_and_the_stage_follows(page, tracking):
    add(tracking, EventType.APPLIED)
    add(tracking, EventType.SCREENING, DAY + timedelta(days=3), note={"with_person": "Ana"})
    page.goto("/track")

    unfold(page).get_by_role("link", name=re.compile("Edit Screening")).click()
    dialog(page).get_by_label("With").fill("Ana Ruiz")
    dialog(page).get_by_role("button", name="Save screening").click()
    expect(step(card(page), "Screening").locator(".mini-text")).to_have_text("Phone, Ana Ruiz")
    card(page).get_by_role("button", name=re.compile("Delete Screening")).click()
    page.get_by_role("button", name="Delete", exact=True).locator("visible=true").click()

    expect(card(page).locator("summary .pill").first).to_have_text("Applied")
    expect(card(page).locator("> summary")).to_be_focused()
    assert states(card(page)) == ["current", "next", "locked", "locked", "locked"]


def test_error_stays_in_the_dialog_beside_its_field(page, context, tracking):
    page.goto("/track")
    unfold(page).get_by_role("link", name="Add: applied").click()

    dialog(page).get_by_label("Note").fill("Kept.")
    dialog(page).get_by_label("Date").fill("")
    dialog(page).get_by_role("button", name="Save applied").click()

    expect(dialog(page).get_by_text("This field is required.")).to_be_visible()
    expect(dialog(page).get_by_label("Note")).to_have_value("Kept.")
    expect(dialog(page).get_by_label("Date")).to_be_focused()
    assert violations(page) == []
    context.problems.clear()  # the 422


def test_escape_closes_the_dialog_and_the_focus_goes_back(page, tracking):
    page.goto("/track")
    unfold(page).get_by_role("link", name="Add: applied").press("Enter")
    expect(dialog(page)).to_be_visible()

    page.keyboard.press("Escape")

    expect(dialog(page)).to_be_hidden()
    expect(card(page).get_by_role("link", name="Add: applied")).to_be_focused()


def test_offer_that_a_later_interview_outdoes_is_told_and_settled(page, tracking):
    add(tracking, EventType.INTERVIEW, date.today() + timedelta(days=9))  # noqa: DTZ011
    page.goto("/track")

    unfold(page).get_by_role("button", name="Other stage").click()
    page.get_by_role("link", name="Skip to offer").click()
    dialog(page).get_by_role("button", name="Save offer").click()
    expect(card(page).locator(".standing")).to_contain_text("The stage stays Interview")
    card(page).get_by_role("button", name="Delete it").click()

    expect(card(page).locator("summary .pill").first).to_have_text("Offer")


# --- Rejecting ------------------------------------------------------------------------------------


def test_rejection_locks_the_card_and_its_undo_restores_it(page, tracking):
    add(tracking, EventType.APPLIED)
    page.goto("/track")

    unfold(page).get_by_role("link", name="Mark rejected").click()
    dialog(page).get_by_label("Reason").select_option("No answer")
    dialog(page).get_by_label("Note").fill("Silence.")
    dialog(page).get_by_role("button", name="Mark rejected").click()

    rejected = page.locator("#rejected .tcard")
    expect(page.get_by_role("heading", name="Your applications")).to_be_focused()
    expect(rejected.get_by_label("General note")).to_have_attribute("readonly", "")
    expect(rejected.get_by_role("link", name=re.compile("Edit|Add|Mark"))).to_have_count(0)
    assert violations(page) == []
    rejected.get_by_role("button", name="Undo the rejection").click()
    expect(page.locator("#rejected")).to_have_count(0)
    expect(card(page).locator("summary .pill").first).to_have_text("Applied")
    card(page).get_by_role("link", name="Mark rejected").click()
    expect(dialog(page).get_by_label("Note")).to_have_value("Silence.")
    expect(dialog(page).get_by_label("Reason")).to_have_value("no answer")


def test_message_takes_a_rejection_back(page, tracking):
    page.goto("/track")
    unfold(page).get_by_role("link", name="Mark rejected").click()
    dialog(page).get_by_role("button", name="Mark rejected").click()

    page.locator(".toast", has_text="marked as rejected").get_by_role("button", name="Undo").click()

    expect(page.locator("#rejected")).to_have_count(0)
    expect(page.locator(".toast", has_text="marked as rejected")).to_have_count(0)
    expect(card(page).locator("summary .pill").first).to_have_text("Interested")


@pytest.mark.parametrize(
    ("gone", "expected"), [("Job 1", "Job 2"), ("Job 3", "Job 2")], ids=["to the next", "from the last"]
)
def test_focus_stays_where_a_card_was_sent_away(page, user, gone, expected):
    for number in (3, 2, 1):
        JobTrackingFactory(user=user, job=JobFactory(title=f"Job {number}", company__name=f"Company {number}"))
    page.goto("/track")

    unfold(page, gone).get_by_role("link", name="Mark rejected").click()
    dialog(page).get_by_role("button", name="Mark rejected").click()

    expect(page.locator("#rejected .tcard")).to_contain_text(gone)
    expect(card(page, expected).locator("> summary")).to_be_focused()
    unfold(page, expected).get_by_role("button", name="Archive").click()
    expect(page.locator("#archived .tcard")).to_contain_text(expected)
    expect(page.locator("#active .tcard > summary")).to_be_focused()
    page.locator("#archived").get_by_role("button", name="Unarchive").click()
    expect(card(page, expected).locator("> summary")).to_be_focused()


def test_archive_leaves_other_cards_as_they_are(page, user, tracking):
    JobTrackingFactory(user=user, job=JobFactory(title="Forester"))
    page.goto("/track")
    unfold(page)
    card(page).get_by_label("Salary").fill("half a")
    unfold(page, "Forester").get_by_role("button", name="Archive").click()

    expect(page.locator("#archived .tcard")).to_contain_text("Forester")
    expect(card(page)).to_have_attribute("open", "")
    expect(card(page).get_by_label("Salary")).to_have_value("half a")


def test_folded_part_of_the_list_stays_folded_until_something_comes_into_it(page, user, tracking):
    JobTrackingFactory(user=user, job=JobFactory(title="Forester"), is_archived=True)
    add(JobTrackingFactory(user=user, job=JobFactory(title="Teller")), EventType.REJECTED)
    page.goto("/track")
    page.locator("#archived > summary").click()
    page.locator("#rejected > summary").click()

    unfold(page).get_by_role("link", name="Mark rejected").click()
    dialog(page).get_by_role("button", name="Mark rejected").click()

    expect(page.locator("#rejected").get_by_role("button", name="Undo the rejection")).to_be_visible()
    expect(page.locator("#archived")).not_to_have_attribute("open", "")


# --- Notes ----------------------------------------------------------------------------------------


def test_notes_save_themselves_when_left(page, tracking):
    page.goto("/track")
    found = unfold(page)

    found.get_by_label("General note").fill("Team of nine.")
    found.get_by_label("Salary").fill("€88,000")
    page.keyboard.press("Tab")

    for field in ("General note", "Salary"):
        expect(found.locator("label", has_text=field).locator(".saved")).to_be_visible()
    expect(found.locator(".saved:not([hidden])")).to_have_count(0)
    tracking.refresh_from_db()
    assert tracking.notes == {"general_note": "Team of nine.", "salary": "€88,000"}
    page.reload()
    expect(unfold(page).get_by_label("General note")).to_have_value("Team of nine.")


def test_note_that_cannot_be_saved_is_kept_until_it_can(page, context: BrowserContext, tracking):
    add(tracking, EventType.APPLIED)
    page.goto("/track")
    found = unfold(page)
    page.route("**/api/tracked/*", lambda route: route.abort())

    found.get_by_label("General note").fill("Not to be lost.")
    page.keyboard.press("Tab")
    expect(found.get_by_role("alert")).to_contain_text("Not saved. No connection.")
    assert violations(page) == []
    found.get_by_role("link", name="Add: screening").click()
    dialog(page).get_by_role("button", name="Save screening").click()  # swaps the card

    expect(card(page).locator("summary .pill").first).to_have_text("Screening")
    expect(card(page).get_by_label("General note")).to_have_value("Not to be lost.")
    page.unroute("**/api/tracked/*")
    card(page).get_by_role("button", name="Try again").click()
    expect(card(page).get_by_role("alert")).to_have_count(0)
    tracking.refresh_from_db()
    assert tracking.notes == {"general_note": "Not to be lost."}
    context.problems.clear()  # the failed request


# --- The list -------------------------------------------------------------------------------------


def test_filters_narrow_the_list_and_keep_the_address(page, user, tracking):
    other = JobTrackingFactory(user=user, job=JobFactory(title="Forester"))
    add(other, EventType.APPLIED)
    page.goto("/track")

    page.get_by_label("Search your applications").fill("forest")
    expect(page.locator(".tcard")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/track\?q=forest$"))
    expect(page.get_by_label("Search your applications")).to_be_focused()
    page.get_by_label("Search your applications").fill("")
    page.locator("#filter-stage").select_option("Interested")

    expect(page.locator(".tcard")).to_have_count(1)
    expect(card(page)).to_be_visible()


def test_rest_of_a_long_list_comes_when_asked_for(page, user, live_server):
    for number in range(42):
        job = JobFactory(title=f"Job {number:02}", company=CompanyFactory(name=f"Company {number:02}"))
        JobTrackingFactory(user=user, job=job)
    page.goto("/track")
    unfold(page, "Job 03").get_by_label("Salary").fill("half a")

    more = page.get_by_role("link", name="Show all 42 under way")
    more.focus()
    page.keyboard.press("Enter")

    expect(card(page, "Job 40").locator("> summary")).to_be_focused()
    expect(page.locator(".tcard")).to_have_count(42)
    expect(page).to_have_url(re.compile(r"/track\?all=active$"))
    expect(card(page, "Job 03").get_by_label("Salary")).to_have_value("half a")
    expect(more).to_have_count(0)


def test_posting_as_it_was(page, tracking, job):
    Job.objects.filter(pk=job.pk).update(title="Principal Engineer", description_text="Sell robots.")
    page.goto("/track")

    unfold(page, "Principal Engineer").get_by_role("link", name="The posting as it was").click()

    expect(dialog(page).get_by_role("heading", name="Staff Engineer")).to_be_visible()
    expect(dialog(page)).to_contain_text("Principal Engineer")
    expect(dialog(page)).to_contain_text("The text: 1 line gone, 1 new")
    assert violations(page) == []


def test_keyboard_alone_adds_an_event(page, tracking):
    page.goto("/track")

    card(page).locator("> summary").focus()
    page.keyboard.press("Enter")
    expect(card(page).locator(".stepper")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_label("Date")).to_be_focused()
    page.keyboard.press("Enter")

    expect(card(page).locator("summary .pill").first).to_have_text("Applied")


def test_digits_lead_to_the_other_views(page, tracking):
    page.goto("/track")
    page.get_by_label("Search your applications").press("3")
    expect(page.get_by_label("Search your applications")).to_have_value("3")

    page.locator("body").press("Escape")
    page.get_by_role("main").focus()
    page.keyboard.press("3")

    expect(page).to_have_url(re.compile("/track/calendar"))


@pytest.mark.parametrize("width", [1280, 320])
def test_menu_in_a_corner_stays_in_the_window(page, tracking, width):
    add(tracking, EventType.OFFER)
    page.set_viewport_size({"width": width, "height": 400})
    page.goto("/track")
    button = unfold(page).get_by_role("button", name=re.compile("Delete Offer"))
    button.evaluate("button => scrollBy(0, button.getBoundingClientRect().bottom - innerHeight + 60)")

    button.click()

    expect(page.locator(".menu:popover-open")).to_be_in_viewport(ratio=1)


def test_first_visit_is_light(page, user, tracking):
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))

    page.goto("/track", wait_until="networkidle")

    assert len(sizes) <= 12
    assert sum(sizes) <= 180_000  # the suite's server compresses nothing; gzip makes 100 KB of it


def test_no_look_has_a_flaw(page, user, tracking):
    for number in range(4):
        add(tracking, EventType.INTERVIEW, DAY + timedelta(days=number), note={"interviewers": "Lena Ott"})
    add(JobTrackingFactory(user=user, job=JobFactory(title="Forester")), EventType.REJECTED)
    JobTrackingFactory(user=user, job=JobFactory(title="Teller"), is_archived=True)
    page.goto("/track")
    for title in ("Staff Engineer", "Forester", "Teller"):
        unfold(page, title)

    assert violations_in_every_look(page) == []
    assert widths_that_scroll_sideways(page) == []
