"""The calendar in a real browser: other months from what was fetched once, days, cards, and every time zone."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.factories import CompanyFactory, JobTrackingFactory
from tracking.domain import events
from tracking.models import JobTracking, TrackingEvent

from .accessibility import violations_in_every_look, widths_that_scroll_sideways

API = "/api/tracked/calendar/events"


@pytest.fixture
def page(browser_page: Page) -> Page:
    return browser_page


@pytest.fixture
def tracking(live_server, user) -> JobTracking:
    company = CompanyFactory(name="Fernwood Robotics")
    return JobTrackingFactory(user=user, job__company=company, job__title="Staff Engineer, Simulation")


def add(tracking, event_type: str, on: str, **more) -> TrackingEvent:
    return events.add(JobTracking.objects.all(), tracking.pk, event_type, on=date.fromisoformat(on), **more).event


def calls(page: Page) -> list[str]:
    """The queries with which the API was asked for events from now on."""
    made: list[str] = []
    page.on("request", lambda request: made.append(request.url.partition("?")[2]) if API in request.url else None)
    return made


def approach(page: Page) -> None:
    """Come near the next month, for which the events of the months around are fetched."""
    with page.expect_response(re.compile(API)):
        page.get_by_role("link", name="Next month").hover()


def cell(page: Page, day: str):
    return page.locator(f'td[data-day="{day}"]')


def month(page: Page):
    return page.get_by_role("heading", level=1)


def test_months_nearby_come_from_one_call(page, tracking):
    add(tracking, "applied", "2026-03-02")
    add(tracking, "interview", "2026-09-30", at="10:30")
    made = calls(page)
    page.goto("/track/calendar?month=2026-06")
    approach(page)

    for name in ("July", "August", "September"):
        page.get_by_role("link", name="Next month").click()
        expect(month(page)).to_have_text(f"{name} 2026")

    expect(cell(page, "2026-09-30").get_by_role("link", name="Interview 10:30 Fernwood Robotics")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?month=2026-09$"))
    expect(page).to_have_title("September 2026, calendar · jobtracker")
    for name in ("August", "July", "June", "May", "April", "March"):
        page.get_by_role("link", name="Previous month").click()
        expect(month(page)).to_have_text(f"{name} 2026")
    expect(cell(page, "2026-03-02").get_by_role("link", name="Applied Fernwood Robotics")).to_be_visible()
    expect(page.get_by_role("link", name="Previous month")).to_be_focused()
    assert made == ["start=2026-02-23&end=2026-10-04"]


def test_months_further_away_are_fetched_and_merged(page, tracking):
    far = add(tracking, "interview", "2026-10-15")
    made = calls(page)
    page.goto("/track/calendar?month=2026-06")
    approach(page)

    for _ in range(4):
        page.get_by_role("link", name="Next month").click()

    expect(month(page)).to_have_text("October 2026")
    expect(page.locator(f"#event-{far.pk}")).to_have_count(1)
    page.get_by_role("link", name="Previous month").click()
    expect(month(page)).to_have_text("September 2026")
    assert made == ["start=2026-02-23&end=2026-10-04", "start=2026-06-29&end=2027-01-31"]


def test_script_draws_what_the_server_draws(page, tracking):
    add(tracking, "applied", "2026-06-03", note={"type": "referral", "referrer_name": "Ines Albrecht"})
    add(tracking, "screening", "2026-06-05", at="14:00", location="Video call")
    for hour in ("09:00", "11:30", "13:00", "15:15"):
        add(tracking, "interview", "2026-06-11", at=hour, note={"round": "2nd", "interviewers": "Tomasz <Wolny>"})
    add(tracking, "offer", "2026-07-01", note={"amount": "80k"})

    def drawn() -> tuple[str, str]:
        tidy = "element => element.innerHTML.replace(/\\s+/g, ' ').replace(/> | </g, (edge) => edge.trim())"
        return page.locator("#month tbody").evaluate(tidy), page.locator("#day").evaluate(tidy)

    page.goto("/track/calendar?day=2026-06-11")
    by_server = drawn()
    page.get_by_role("link", name="Next month").click()
    expect(month(page)).to_have_text("July 2026")
    page.go_back()
    expect(month(page)).to_have_text("June 2026")

    assert [unslotted(part) for part in drawn()] == [unslotted(part) for part in by_server]


def unslotted(html: str) -> str:
    """Without what only marks a place for the script, and attributes in one order."""
    html = re.sub(r' (data-slot="[^"]*"|class="")', "", html)
    return re.sub(r"<(\w+)((?: [\w-]+=\"[^\"]*\")+)", _ordered, html)


def _ordered(tag: re.Match) -> str:
    return f"<{tag[1]} {' '.join(sorted(re.findall(r'[\w-]+="[^"]*"', tag[2])))}"


def test_going_back_and_today_show_the_month_before(page, tracking):
    page.goto("/track/calendar?month=2026-06")
    page.get_by_role("link", name="Next month").click()
    expect(month(page)).to_have_text("July 2026")

    page.go_back()
    expect(month(page)).to_have_text("June 2026")
    page.get_by_role("link", name="Today").click()

    expect(month(page)).to_have_text(f"{timezone.localdate():%B %Y}")
    expect(page.locator('td[aria-current="date"]')).to_have_attribute("data-day", timezone.localdate().isoformat())


def test_day_shows_everything_and_gives_focus_back(page, tracking):
    for hour in ("09:00", "10:00", "11:00", "12:00", "13:00"):
        add(tracking, "interview", "2026-06-18", at=hour)
    page.goto("/track/calendar?month=2026-06")
    expect(cell(page, "2026-06-18").locator(".event")).to_have_count(3)

    page.get_by_role("link", name="+2 more").click()

    day = page.get_by_role("region", name="Thursday 18 June 2026")
    expect(day).to_be_focused()
    expect(day.get_by_role("listitem")).to_have_count(5)
    expect(page).to_have_url(re.compile(r"\?day=2026-06-18#day$"))
    day.get_by_role("link", name="Close this day").press("Enter")
    expect(day).to_be_hidden()
    expect(cell(page, "2026-06-18").locator("a.day")).to_be_focused()


def test_card_beside_an_event_closes_on_escape(page, tracking):
    event = add(
        tracking, "interview", "2026-06-11", at="10:30", location="Third floor", note={"interviewers": "T. Wolny"}
    )
    page.goto("/track/calendar?month=2026-06")
    card = page.locator(f"#event-{event.pk}")
    expect(card).to_be_hidden()

    page.locator(f'[aria-describedby="event-{event.pk}"]').focus()
    expect(card).to_be_visible()
    expect(card).to_contain_text("11 June 2026, 10:30")
    expect(card).to_contain_text("Third floor")
    expect(card).to_contain_text("T. Wolny")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    cell(page, "2026-06-11").locator(".event").hover()
    page.mouse.move(5, 5)
    page.get_by_role("link", name="Today").focus()
    cell(page, "2026-06-11").locator(".event").hover()
    expect(card).to_be_visible()
    card.hover()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


@pytest.mark.parametrize("day", ["2026-06-02", "2026-06-10", "2026-06-18", "2026-06-30"])
@pytest.mark.parametrize("block", ["start", "end"])
def test_card_beside_an_event_opens_where_there_is_room(page, tracking, day, block):
    event = add(tracking, "interview", day, at="10:30", location="Third floor", note={"interviewers": "T. Wolny"})
    page.set_viewport_size({"width": 1440, "height": 560})
    page.goto("/track/calendar?month=2026-06")
    pill = page.locator(f'[aria-describedby="event-{event.pk}"]')
    pill.evaluate("(pill, block) => pill.scrollIntoView({ block, behavior: 'instant' })", block)
    page.evaluate("by => scrollBy({ top: by, behavior: 'instant' })", -80 if block == "start" else 0)  # below the bar

    pill.focus()

    card = page.locator(f"#event-{event.pk}")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box["y"] >= 52
    assert box["y"] + box["height"] <= 560


def test_event_leads_to_its_card(page, tracking):
    add(tracking, "interview", "2026-06-11")
    page.goto("/track/calendar?month=2026-05")
    page.get_by_role("link", name="Next month").click()

    cell(page, "2026-06-11").get_by_role("link", name="Interview").click()

    expect(page).to_have_url(re.compile(rf"/track\?open={tracking.pk}#card-{tracking.pk}$"))


def test_offline_says_so_and_stays(page, context, tracking):
    page.goto("/track/calendar?month=2026-03")
    approach(page)
    context.set_offline(True)

    for _ in range(4):
        page.get_by_role("link", name="Next month").click()

    expect(page.get_by_role("status")).to_contain_text("July 2026 could not be loaded")
    expect(month(page)).to_have_text("June 2026")
    context.problems.clear()  # the failed request
    context.set_offline(False)
    page.get_by_role("link", name="Next month").click()
    expect(month(page)).to_have_text("July 2026")


def test_calendar_needs_no_script(browser: Browser, live_server, browser_page, tracking):
    add(tracking, "interview", "2026-07-11", at="10:30")
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=browser_page.context.storage_state()
    )
    page = context.new_page()
    page.goto("/track/calendar?month=2026-06")

    page.get_by_role("link", name="Next month").click()
    page.get_by_role("link", name=re.compile("^11 July, 1 event")).click()

    expect(page.get_by_role("region", name="Saturday 11 July 2026")).to_contain_text("Staff Engineer, Simulation")
    context.close()


@pytest.mark.parametrize("browser_zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize("person_zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_no_day_slips_in_any_time_zone(browser: Browser, live_server, browser_page, user, browser_zone, person_zone):
    user.time_zone = person_zone
    user.save()
    tracking = JobTrackingFactory(user=user)
    for day, at in (("2026-03-08", "02:30"), ("2026-05-31", "23:59"), ("2026-06-01", "00:00"), ("2026-06-30", None)):
        add(tracking, "interview", day, at=at)
    today = timezone.localdate(timezone=user.zone)
    context = browser.new_context(
        base_url=live_server.url, timezone_id=browser_zone, storage_state=browser_page.context.storage_state()
    )
    page = context.new_page()
    page.goto("/track/calendar?month=2026-04")
    expect(page.locator("#this-month")).to_have_attribute("href", f"?month={today:%Y-%m}")

    def days() -> list[str]:
        return page.locator("td:has(.event)").evaluate_all("cells => cells.map(cell => cell.dataset.day)")

    page.get_by_role("link", name="Next month").click()
    expect(month(page)).to_have_text("May 2026")
    assert days() == ["2026-05-31"]
    page.get_by_role("link", name="Next month").click()
    expect(month(page)).to_have_text("June 2026")
    assert days() == ["2026-06-01", "2026-06-30"]
    expect(cell(page, "2026-06-01").locator(".event-who")).to_contain_text("00:00")
    for _ in range(3):
        page.get_by_role("link", name="Previous month").click()
    expect(month(page)).to_have_text("March 2026")
    assert days() == ["2026-03-08"]
    page.get_by_role("link", name="Today").click()
    expect(month(page)).to_have_text(f"{today:%B %Y}")
    expect(page.locator('td[aria-current="date"]')).to_have_attribute("data-day", today.isoformat())
    context.close()


@pytest.fixture
def busy(tracking, user):
    """Today and the days around it, with every type and a name of great length."""
    today = timezone.localdate()
    long_name = CompanyFactory(name="Northern Lighthouse & Harbour Maintenance Cooperative of Telemark")
    other = JobTrackingFactory(user=user, job__company=long_name, job__title="Keeper")
    for ahead, event_type in enumerate(("applied", "screening", "interview", "reference", "offer", "declined"), -3):
        add(other, event_type, str(today + timedelta(days=ahead)), at="09:05", location="Pier 4")
    for _ in range(5):
        add(tracking, "interview", str(today))
    add(tracking, "rejected", str(today - timedelta(days=40)))
    return today


@pytest.mark.parametrize("state", ["month", "day", "empty"])
def test_calendar_has_nothing_that_axe_objects_to(page, request, live_server, state):
    today = timezone.localdate() if state == "empty" else request.getfixturevalue("busy")

    page.goto(f"/track/calendar?day={today}" if state == "day" else "/track/calendar")

    assert violations_in_every_look(page) == []


def test_calendar_never_scrolls_sideways_nor_cuts_a_company(page, busy):
    page.goto(f"/track/calendar?day={busy}")

    assert widths_that_scroll_sideways(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})

    expect(page.locator(".event-who", has_text="Fernwood").first).to_be_visible()
    cut = page.locator(".event-who", has_text="Fernwood").evaluate_all(
        "parts => parts.filter(({scrollHeight, clientHeight, scrollWidth, clientWidth}) =>"
        " scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1).length"
    )
    assert cut == 0


def test_calendar_is_light(page, busy):
    requests = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto("/track/calendar")
    page.wait_for_load_state("networkidle")

    assert len(requests) <= 12, requests
    assert not [url for url in requests if API in url]  # who only looks needs no other month
