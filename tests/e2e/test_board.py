"""The board in a real browser: moves by pointer, keys and menu, taken back, refused, and saved."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from tests.factories import CompanyFactory, JobTrackingFactory
from tracking.domain import events
from tracking.models import JobTracking

from .accessibility import violations_in_every_look, widths_that_scroll_sideways


@pytest.fixture
def page(browser_page: Page) -> Page:
    return browser_page


@pytest.fixture
def tracking(live_server, user) -> JobTracking:
    company = CompanyFactory(name="Fernwood Robotics")
    return JobTrackingFactory(user=user, job__company=company, job__title="Platform Engineer")


def add(tracking, *event_types: str, ahead: int = 0):
    for event_type in event_types:
        on = timezone.localdate() + timedelta(days=ahead)
        events.add(JobTracking.objects.all(), tracking.pk, event_type, on=on)


def column(page: Page, stage: str) -> Locator:
    return page.locator(f'[data-target="{stage}"]')


def card(place: Page | Locator) -> Locator:
    return place.locator(".kcard", has_text="Platform Engineer")


def grip(page: Page) -> Locator:
    return page.get_by_role("button", name="Drag Platform Engineer")


def drag(page: Page, stage: str) -> None:
    """Hold the card over a column, without letting it go."""
    handle, target = grip(page).bounding_box(), column(page, stage).bounding_box()
    page.mouse.move(handle["x"] + 10, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(handle["x"] + 30, handle["y"] + 20)
    page.mouse.move(target["x"] + target["width"] / 2, target["y"] + min(60, target["height"] / 2), steps=4)


def stage_of(tracking) -> str:
    return JobTracking.objects.get(pk=tracking.pk).stage


def test_dragged_card_asks_for_the_event_and_moves(page, tracking):
    page.goto("/track/board")

    drag(page, "applied")
    expect(column(page, "applied").locator(".slot")).to_have_text("Drop for applied")
    page.mouse.up()
    form = page.get_by_role("dialog", name="Add applied")
    expect(form).to_be_visible()
    assert stage_of(tracking) == "interested"
    form.get_by_role("button", name="Save applied").click()

    expect(page.locator("#board-live")).to_have_text("Platform Engineer is in Applied now.")
    expect(card(column(page, "applied"))).to_be_visible()
    expect(page.locator("dialog")).to_be_hidden()
    expect(grip(page)).to_be_focused()
    expect(column(page, "applied").locator(".count")).to_have_text("1")
    expect(page.locator("#toasts")).to_contain_text("Applied added")
    expect(page.locator("#board-live")).to_have_class(re.compile("sr-only"))
    assert stage_of(tracking) == "applied"


@pytest.mark.parametrize("way", ["Cancel", "Close", "Escape"])
def test_cancelled_form_puts_the_card_back(page, tracking, way):
    page.goto("/track/board")
    drag(page, "interview")
    page.mouse.up()
    expect(card(column(page, "interview"))).to_have_count(1)
    form = page.get_by_role("dialog", name="Add interview")
    expect(form).to_be_visible()

    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        form.get_by_role("link", name=way).click()

    expect(form).to_be_hidden()
    expect(card(column(page, "interested"))).to_have_count(1)
    expect(grip(page)).to_be_focused()
    expect(page.locator("#board-live")).to_have_text("Platform Engineer put back.")
    assert stage_of(tracking) == "interested"


def test_form_with_an_error_stays_open_and_is_saved_then(page, tracking):
    page.goto("/track/board")
    drag(page, "applied")
    page.mouse.up()
    form = page.get_by_role("dialog")

    form.get_by_label("Date").fill("")
    form.get_by_role("button", name="Save applied").click()
    expect(form.get_by_text("This field is required.").first).to_be_visible()
    form.get_by_label("Date").fill("2026-06-17")
    form.get_by_role("button", name="Save applied").click()

    expect(page.locator("#board-live")).to_have_text("Platform Engineer is in Applied now.")
    page.context.problems.clear()  # the console tells of the 422
    assert stage_of(tracking) == "applied"


def test_a_card_far_down_is_dragged_over_a_short_column_and_the_board_scrolls_along(page, tracking, user):
    JobTrackingFactory.create_batch(12, user=user)
    page.goto("/track/board")
    board = page.locator(".board")
    board.evaluate("board => board.scrollTo(0, board.scrollHeight)")
    box = board.bounding_box()

    drag_from = column(page, "interested").locator(".grip").last.bounding_box()
    page.mouse.move(drag_from["x"] + 10, drag_from["y"] + 10)
    page.mouse.down()
    target = column(page, "applied").bounding_box()
    page.mouse.move(target["x"] + 60, drag_from["y"] - 20, steps=4)
    expect(column(page, "applied")).to_have_class(re.compile("is-over"))
    expect(page.locator("#c-applied")).to_be_in_viewport()
    page.mouse.move(target["x"] + 60, box["y"] + 5, steps=2)

    expect(column(page, "interested").locator(".grip").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.mouse.up()


def test_escape_while_dragging_puts_back(page, tracking):
    page.goto("/track/board")
    drag(page, "applied")

    page.keyboard.press("Escape")
    page.mouse.move(700, 500)
    page.mouse.up()

    expect(page.locator(".is-lifted")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(card(column(page, "interested"))).to_have_count(1)


def test_keys_move_a_card(page, tracking):
    page.goto("/track/board")
    live = page.locator("#board-live")

    grip(page).press("Space")
    expect(grip(page)).to_have_attribute("aria-pressed", "true")
    expect(live).to_contain_text("Platform Engineer picked up. Applied is next.")
    page.keyboard.press("ArrowRight")
    expect(live).to_have_text("Applied: drop to add it.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(live).to_have_text("Interview: drop to add it.")
    page.keyboard.press("Space")

    form = page.get_by_role("dialog", name="Add interview")
    expect(form.get_by_label("Date")).to_be_focused()
    form.get_by_label("Interviewers").fill("Ines Albrecht")
    page.keyboard.press("Enter")
    expect(live).to_have_text("Platform Engineer is in Interview now.")
    expect(grip(page)).to_be_focused()
    assert stage_of(tracking) == "interview"


def test_escape_and_tab_put_a_lifted_card_back(page, tracking):
    page.goto("/track/board")
    for key in ("Escape", "Tab"):
        grip(page).press("Space")
        page.keyboard.press("ArrowRight")

        page.keyboard.press(key)

        expect(grip(page)).to_have_attribute("aria-pressed", "false")
        expect(page.locator("#board-live")).to_have_text("Platform Engineer put back.")
        expect(page.locator("[data-drop], .slot")).to_have_count(0)


def test_impossible_moves_say_why(page, tracking):
    add(tracking, "applied", "interview")
    page.goto("/track/board")
    said = page.locator("#toasts .toast[data-kind=error]")

    drag(page, "applied")
    expect(column(page, "applied").locator(".slot")).to_have_text("Not possible")
    page.mouse.up()
    expect(said).to_contain_text("cannot move to applied. A card does not move back")
    drag(page, "accepted")
    page.mouse.up()
    expect(said).to_contain_text("There is no offer to answer yet. Add the offer first.")
    expect(said).to_have_count(1)

    expect(card(column(page, "interview"))).to_have_count(1)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_menu_moves_to_rejected_and_locks(page, tracking):
    page.goto("/track/board")

    page.get_by_role("button", name="Move Platform Engineer").click()
    page.get_by_role("link", name="Rejected").click()
    form = page.get_by_role("dialog", name="Mark as rejected?")
    form.get_by_role("button", name="Mark rejected").click()

    expect(column(page, "rejected").locator(".count")).to_have_text("1")
    expect(page.locator("#c-rejected")).to_be_focused()
    assert stage_of(tracking) == "rejected"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move Platform Engineer").click()
    page.locator(".menu:popover-open").get_by_role("button", name="Applied").click(force=True)  # aria-disabled
    expect(page.locator("#toasts")).to_contain_text("This application was rejected. Undo the rejection to change it.")


def test_move_leaves_the_board_as_it_stands(page, tracking):
    add(tracking, "screening", ahead=-7)
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto("/track/board")
    page.locator("#c-accepted").evaluate("heading => { heading.parentElement.open = true; }")
    page.locator(".board").evaluate("board => { board.scrollLeft = 196; }")  # a column further

    page.get_by_role("button", name="Move Platform Engineer").click()
    page.get_by_role("link", name="Interview").click()
    before = page.locator(".board").evaluate("board => board.scrollLeft")
    page.get_by_role("dialog").get_by_role("button", name="Save interview").click()

    expect(card(column(page, "interview")).locator(".grip")).to_be_focused()
    expect(column(page, "accepted")).to_have_attribute("open", "")
    assert page.locator(".board").evaluate("board => board.scrollLeft") == before > 0


def test_cancelled_menu_gives_focus_back_to_its_button(page, tracking):
    page.goto("/track/board")
    page.get_by_role("button", name="Move Platform Engineer").press("Enter")
    page.keyboard.press("Tab")
    page.get_by_role("link", name="Applied").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Move Platform Engineer")).to_be_focused()


def test_added_event_that_moves_nothing_is_explained(page, tracking):
    add(tracking, "interview", ahead=7)
    page.goto("/track/board")

    page.get_by_role("button", name="Move Platform Engineer").click()
    page.get_by_role("link", name="Offer").click()
    page.get_by_role("dialog").get_by_role("button", name="Save offer").click()

    expect(page.locator("#board-live")).to_contain_text("Offer is added. Platform Engineer stays in Interview")
    expect(card(column(page, "interview"))).to_be_visible()


def test_move_refused_meanwhile_shows_where_the_card_is(page, tracking):
    page.goto("/track/board")
    add(tracking, "rejected")  # in another tab

    drag(page, "applied")
    page.mouse.up()

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Undo the rejection")
    page.keyboard.press("Escape")
    expect(card(column(page, "rejected"))).to_have_count(1)  # where the other tab has put it
    page.context.problems.clear()  # the console tells of the 422


def test_lost_connection_puts_the_card_back(page, context, tracking):
    page.goto("/track/board")
    page.wait_for_load_state("networkidle")
    context.set_offline(True)

    drag(page, "applied")
    page.mouse.up()

    expect(page.locator("#toasts")).to_contain_text("No connection")
    expect(card(column(page, "interested"))).to_have_count(1)
    context.problems.clear()


def test_title_leads_to_the_card(page, tracking):
    page.goto("/track/board")

    page.get_by_role("link", name="Platform Engineer").click()

    expect(page).to_have_url(re.compile(rf"/track\?open={tracking.pk}#card-{tracking.pk}$"))


def test_menu_needs_no_script(browser: Browser, live_server, browser_page, tracking):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=browser_page.context.storage_state()
    )
    page = context.new_page()
    page.goto("/track/board")
    expect(grip(page)).to_be_hidden()

    page.get_by_role("button", name="Move Platform Engineer").click()
    page.get_by_role("link", name="Applied").click()
    page.get_by_role("button", name="Save applied").click()

    expect(page).to_have_url(re.compile("/track/board$"))
    expect(card(column(page, "applied"))).to_be_visible()
    context.close()


@pytest.fixture
def busy(tracking, user) -> None:
    chain = ("applied", "screening", "interview", "reference", "offer", "accepted")
    for length in range(7):
        add(JobTrackingFactory(user=user), *chain[:length])
    add(JobTrackingFactory(user=user, job__company__name="Northern Lighthouse & Harbour Maintenance"), "rejected")


@pytest.mark.parametrize("state", ["board", "empty", "menu", "lifted", "form"])
def test_board_has_nothing_that_axe_objects_to(page, request, live_server, state):
    if state != "empty":
        request.getfixturevalue("busy")
    page.goto("/track/board")
    if state == "menu":
        page.get_by_role("button", name="Move Platform Engineer").click()
    elif state == "lifted":
        grip(page).press("Space")
        page.keyboard.press("ArrowRight")
    elif state == "form":
        page.get_by_role("button", name="Move Platform Engineer").click()
        page.get_by_role("link", name="Interview").click()
        expect(page.get_by_role("dialog")).to_be_visible()

    assert violations_in_every_look(page) == []


def test_page_never_scrolls_sideways(page, busy, monkeypatch):
    monkeypatch.setattr("tracking.board_page.A_COLUMN_SHOWS", 0)  # "Show all" in every column

    page.goto("/track/board")

    assert page.get_by_role("link", name="Show all").count() > 5
    assert widths_that_scroll_sideways(page) == []
    page.goto("/track/board?all=interested&all=applied&all=rejected")
    assert widths_that_scroll_sideways(page) == []


def test_board_is_light(page, busy):
    requests = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto("/track/board")
    page.wait_for_load_state("networkidle")

    assert len(requests) <= 12, requests
