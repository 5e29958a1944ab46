"""The board's page without scripts: columns, counts, and where each card may go."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import JobTrackingFactory
from tracking.board_page import A_COLUMN_SHOWS, BoardPage
from tracking.domain import events
from tracking.models import JobTracking
from tracking.stages import Stage

PATH = "/track/board"
TODAY = date(2026, 6, 17)


def add(tracking, *event_types: str, on: date = TODAY):
    for event_type in event_types:
        events.add(JobTracking.objects.all(), tracking.pk, event_type, on=on)


def board_of(user, query: str = "") -> BoardPage:
    return BoardPage(QueryDict(query), user=user, today=TODAY)


def pks(page: BoardPage) -> dict[str, list[int]]:
    return {stage.value: [card.pk for card in column.cards] for stage, column in page.columns.items() if column.total}


def moves(page: BoardPage) -> dict[str, str]:
    """Of the only card: the reason against each move, "" where there is none."""
    [card] = [card for column in page.columns.values() for card in column.cards]
    return {move.stage.value: move.why for move in card.moves}


def test_board_is_for_those_signed_in(client, db):
    assertRedirects(client.get(PATH), f"/accounts/login/?next={PATH}", fetch_redirect_response=False)


def test_cards_lie_in_the_column_of_their_stage(user, stranger):
    fresh, asked, over = (JobTrackingFactory(user=user) for _ in range(3))
    add(asked, "applied", "interview")
    add(over, "rejected")
    JobTrackingFactory(user=stranger)
    JobTrackingFactory(user=user, is_archived=True)

    page = board_of(user)

    assert pks(page) == {"interested": [fresh.pk], "interview": [asked.pk], "rejected": [over.pk]}
    assert (page.closed_total, page.archived) == (1, 1)


def test_what_comes_next_stands_first(user):
    waiting, later, sooner = (JobTrackingFactory(user=user) for _ in range(3))
    add(waiting, "interview", on=TODAY - timedelta(days=3))
    add(later, "interview", on=TODAY + timedelta(days=9))
    add(sooner, "interview", on=TODAY + timedelta(days=1))

    assert pks(board_of(user)) == {"interview": [sooner.pk, later.pk, waiting.pk]}


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ((), {"interested": "now", "accepted": "needs_offer", "declined": "needs_offer"}),
        (
            ("applied", "interview"),
            {
                "interested": "back",
                "applied": "back",
                "screening": "back",
                "interview": "now",
                "accepted": "needs_offer",
                "declined": "needs_offer",
            },
        ),
        (
            ("offer",),
            {
                "interested": "back",
                "applied": "back",
                "screening": "back",
                "interview": "back",
                "reference": "back",
                "offer": "now",
            },
        ),
        (
            ("offer", "accepted"),
            {
                "interested": "back",
                "applied": "back",
                "screening": "back",
                "interview": "back",
                "reference": "back",
                "offer": "back",
                "accepted": "now",
                "declined": "closed",
            },
        ),
        (
            ("applied", "rejected"),
            {stage: "now" if stage == Stage.REJECTED else "rejected_locked" for stage in Stage.values},
        ),
    ],
)
def test_moves_follow_the_rules_for_adding(user, done, expected):
    tracking = JobTrackingFactory(user=user)
    add(tracking, *done)

    assert moves(board_of(user)) == dict.fromkeys(Stage.values, "") | expected


def test_menu_links_lead_to_the_form_and_back_here(page, tracking):
    answer = page.get(PATH)

    href = f"/track/{tracking.pk}/events/add?type=applied&amp;next=%2Ftrack%2Fboard"
    assertContains(answer, f'href="{href}"', count=1)
    assertContains(answer, '<span class="hint">next</span>', count=1)
    assertContains(page.get(href.replace("&amp;", "&")), "Add applied")


def test_move_without_scripts_comes_back_to_the_board(page, tracking):
    href = f"/track/{tracking.pk}/events/add?type=applied&next=%2Ftrack%2Fboard"

    answer = page.post(href, {"event_date": "2026-06-17", "note_type": "online"})

    assertRedirects(answer, PATH)
    tracking.refresh_from_db()
    assert tracking.stage == "applied"


def test_long_columns_show_their_first_cards_and_all_on_demand(page, user):
    JobTrackingFactory.create_batch(A_COLUMN_SHOWS + 3, user=user)

    short, whole = page.get(PATH), page.get(PATH, {"all": "interested"})

    assertContains(short, f"Show all {A_COLUMN_SHOWS + 3}", count=1)
    assertContains(short, "<article", count=A_COLUMN_SHOWS)
    assertNotContains(whole, "Show all")
    assertContains(whole, "<article", count=A_COLUMN_SHOWS + 3)
    assertContains(whole, "next=%2Ftrack%2Fboard%3Fall%3Dinterested")


def test_htmx_gets_the_columns_and_what_is_to_be_said(page, tracking):
    page.post(
        f"/track/{tracking.pk}/events/add?type=applied&next=/track/board",
        {"event_date": "2026-06-17", "note_type": "online"},
        headers={"HX-Request": "true"},
    )

    answer = page.get(PATH, headers={"HX-Request": "true", "HX-Target": "board"})

    assertContains(answer, 'hx-swap-oob="beforeend:#toasts"', count=1)
    assertContains(answer, "Applied added")
    assertNotContains(answer, "<html")


def test_empty_board_leads_to_the_search(page):
    assertContains(page.get(PATH), "Nothing on the board")


def test_titles_are_escaped(page, tracking):
    tracking.job.title = '"><script>alert(1)</script>'
    tracking.job.save()

    assertNotContains(page.get(PATH), "<script>alert(1)")


@pytest.mark.parametrize("trackings", [1, 40])
def test_board_takes_a_constant_number_of_statements(page, user, trackings, django_assert_num_queries):
    for number in range(trackings):
        add(JobTrackingFactory(user=user), *["applied", "screening", "interview"][: number % 4])

    with django_assert_num_queries(5):  # session, user, trackings, events, archived
        page.get(PATH)
