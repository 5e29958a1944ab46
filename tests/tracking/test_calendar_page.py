"""The calendar's page without scripts (CONTRACT, "Pages"; issue: month, day, Upcoming and Past, every time zone)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import JobTrackingFactory
from tracking.calendar_page import CalendarPage
from tracking.domain import events
from tracking.models import JobTracking

PATH = "/track/calendar"
TODAY = date(2026, 6, 17)


def add(tracking, event_type: str, on: date | str, **more):
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return events.add(JobTracking.objects.all(), tracking.pk, event_type, on=day, **more).event


def page_of(user, query: str = "", today: date = TODAY) -> CalendarPage:
    return CalendarPage(QueryDict(query), user=user, today=today)


def ids(entries) -> list[int]:
    return [entry.id for entry in entries]


@pytest.fixture
def now(monkeypatch):
    """Sets the clock."""

    def set_clock(*moment):
        monkeypatch.setattr(timezone, "now", lambda: datetime(*moment, tzinfo=UTC))

    return set_clock


def test_calendar_is_for_those_signed_in(client, db):
    answer = client.get(PATH)

    assertRedirects(answer, f"/accounts/login/?next={PATH}", fetch_redirect_response=False)


def test_month_begins_on_monday_and_fills_its_weeks(user):
    weeks = page_of(user, "month=2026-07").weeks

    assert [[day.on.isoformat() for day in week][::6] for week in weeks] == [
        ["2026-06-29", "2026-07-05"],
        ["2026-07-06", "2026-07-12"],
        ["2026-07-13", "2026-07-19"],
        ["2026-07-20", "2026-07-26"],
        ["2026-07-27", "2026-08-02"],
    ]
    assert [day.is_out for day in weeks[0]] == [True, True, False, False, False, False, False]


def test_events_lie_on_their_day_in_the_order_of_their_times(user, tracking):
    late = add(tracking, "interview", "2026-06-11", at="16:00")
    early = add(tracking, "interview", "2026-06-11", at="09:00")
    untimed = add(tracking, "screening", "2026-06-11")
    beside = add(tracking, "offer", "2026-07-05")  # in the last week of June's page
    add(tracking, "offer", "2026-07-06")

    found = {day.on: ids(day.entries) for week in page_of(user).weeks for day in week if day.entries}

    assert found == {date(2026, 6, 11): [untimed.pk, early.pk, late.pk], date(2026, 7, 5): [beside.pk]}


def test_events_of_archived_trackings_stay_and_those_of_others_do_not_show(user, stranger, tracking):
    event = add(tracking, "interview", TODAY)
    JobTracking.objects.filter(pk=tracking.pk).update(is_archived=True)
    add(JobTrackingFactory(user=stranger), "interview", TODAY)

    shown = page_of(user)

    assert ids(shown.upcoming.entries) == [event.pk]
    assert [ids(day.entries) for week in shown.weeks for day in week if day.entries] == [[event.pk]]


def test_upcoming_and_past_part_at_today_nearest_first(user, tracking):
    old = add(tracking, "applied", "2026-05-30")
    noon = add(tracking, "screening", "2026-06-16", at="12:00")
    morning = add(tracking, "screening", "2026-06-16", at="08:00")
    today = add(tracking, "interview", "2026-06-17")
    later = add(tracking, "interview", "2027-01-04")

    shown = page_of(user)

    assert (ids(shown.upcoming.entries), shown.upcoming.total) == ([today.pk, later.pk], 2)
    assert (ids(shown.past.entries), shown.past.total) == ([noon.pk, morning.pk, old.pk], 3)


def test_what_has_been_today_is_not_upcoming(user, tracking):
    applied = add(tracking, "applied", TODAY)
    interview = add(tracking, "interview", TODAY)

    shown = page_of(user)

    assert (ids(shown.upcoming.entries), ids(shown.past.entries)) == ([interview.pk], [applied.pk])


def test_nothing_of_a_rejected_application_is_upcoming(user, tracking):
    rejected = add(tracking, "rejected", TODAY)
    dropped = add(JobTrackingFactory(user=user), "interview", TODAY + timedelta(days=3))
    add(dropped.tracking, "rejected", TODAY - timedelta(days=1))

    shown = page_of(user)

    assert (ids(shown.upcoming.entries), ids(shown.past.entries)[0]) == ([], rejected.pk)


@pytest.mark.parametrize(
    ("end", "told"), [("rejected", "Off: rejected since"), ("declined", "Off: declined since"), ("offer", "")]
)
def test_what_is_planned_of_an_application_that_is_over_is_off(user, tracking, end, told):
    held = add(tracking, "offer", TODAY - timedelta(days=2))
    planned = add(tracking, "interview", TODAY + timedelta(days=3))
    last = add(tracking, end, TODAY)

    entries = [entry for week in page_of(user).weeks for day in week for entry in day.entries]

    assert {entry.id: entry.off for entry in entries} == {held.pk: "", last.pk: "", planned.pk: told}


def test_what_is_off_says_so_in_the_month_and_in_its_day(page, tracking, now):
    now(2026, 6, 17, 12)
    add(tracking, "interview", TODAY + timedelta(days=3))
    add(tracking, "rejected", TODAY)

    answer = page.get(f"{PATH}?day=2026-06-20")

    assertContains(answer, "Off: rejected since", count=2)
    assertContains(answer, "is-off", count=2)


def test_long_lists_fold_and_end(user, tracking):
    for ahead in range(52):
        add(tracking, "interview", TODAY + timedelta(days=ahead))

    agenda = page_of(user).upcoming

    assert (len(agenda.shown), len(agenda.folded), agenda.left_out) == (5, 20, 27)


def test_day_lists_all_that_is_on_it(page, tracking):
    for hour in range(9, 14):
        add(tracking, "interview", "2026-06-18", at=f"{hour:02}:30", location=f"Room {hour}")

    answer = page.get(PATH, {"day": "2026-06-18"})

    assert [entry.at.hour for entry in answer.context["page"].day_entries] == [9, 10, 11, 12, 13]
    assertContains(answer, '<h2 id="day-name">Thursday 18 June 2026</h2>', html=True)
    assertContains(answer, '<a class="event-more" href="?day=2026-06-18#day">+2<span> more</span></a>', html=True)
    assertContains(answer, "Room 13", count=1)


def test_event_says_what_its_note_says(user, tracking):
    tomorrow = TODAY + timedelta(days=1)
    add(tracking, "applied", tomorrow, note={"type": "referral", "referrer_name": "Ines Albrecht"})
    add(tracking, "applied", tomorrow, note={"referrer_name": "not shown: online"})
    add(tracking, "interview", tomorrow, note={"round": "2nd", "interviewers": "Tomasz Wolny"})

    assert [entry.facts for entry in page_of(user).upcoming.entries] == [
        (("How", "Referral"), ("Referred by", "Ines Albrecht")),
        (("How", "Online"),),
        (("Round", "2nd"), ("Type", "Technical"), ("Interviewers", "Tomasz Wolny")),
    ]


@pytest.mark.parametrize(
    ("zone", "today", "is_past"),
    [
        ("America/Los_Angeles", "2026-06-10", False),
        ("UTC", "2026-06-11", False),
        ("Pacific/Kiritimati", "2026-06-12", True),
    ],
)
def test_today_is_that_of_the_person_and_days_stay_where_they_are(page, user, tracking, now, zone, today, is_past):
    user.time_zone = zone
    user.save()
    add(tracking, "interview", "2026-06-11", at="23:30")
    now(2026, 6, 11, 6 if zone != "Pacific/Kiritimati" else 11)

    answer = page.get(PATH)

    shown = answer.context["page"]
    assert shown.today.isoformat() == today
    assert [day.on.isoformat() for week in shown.weeks for day in week if day.entries] == ["2026-06-11"]
    assert [entry.is_past for entry in (shown.past if is_past else shown.upcoming).entries] == [is_past]
    assertContains(answer, f'<td aria-current="date" data-day="{today}">')


@pytest.mark.parametrize(
    ("query", "previous", "following"),
    [
        ("month=2026-01", "2025-12", "2026-02"),
        ("month=1970-01", None, "1970-02"),
        ("month=2100-12", "2100-11", None),
        ("day=2026-12-31", "2026-11", "2027-01"),
    ],
)
def test_months_lead_to_their_neighbours(page, query, previous, following):
    answer = page.get(f"{PATH}?{query}")

    shown = answer.context["page"]
    assert (
        shown.previous_month and f"{shown.previous_month:%Y-%m}",
        shown.next_month and f"{shown.next_month:%Y-%m}",
    ) == (
        previous,
        following,
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=soon", "day=2026-02-30", "month=1969-12", "day=2101-01-01", "month=%00"]
)
def test_what_is_no_month_is_said_and_the_current_one_shown(page, query):
    answer = page.get(f"{PATH}?{query}")

    assert answer.status_code == 422
    assertContains(answer, 'role="alert"', status_code=422, count=1)
    assert answer.context["page"].month == timezone.localdate().replace(day=1)


def test_texts_are_escaped(page, tracking):
    tracking.job.title = "<script>alert(1)</script>"
    tracking.job.save()
    add(tracking, "applied", timezone.localdate(), location="<b>bold</b>")

    answer = page.get(PATH)

    assertNotContains(answer, "<script>alert(1)")
    assertNotContains(answer, "<b>bold</b>")


@pytest.mark.parametrize("trackings", [1, 12])
def test_calendar_takes_a_constant_number_of_statements(page, user, trackings, django_assert_num_queries):
    for _ in range(trackings):
        tracking = JobTrackingFactory(user=user)
        add(tracking, "applied", TODAY)
        add(tracking, "interview", TODAY)

    with django_assert_num_queries(5):  # session, user, month, upcoming, past
        page.get(PATH, {"day": "2026-06-17"})
