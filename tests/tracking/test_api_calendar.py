"""The calendar over HTTP (CONTRACT, "HTTP API")."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from tests.factories import JobTrackingFactory
from tracking.domain import events
from tracking.models import JobTracking

PATH = "/api/tracked/calendar/events"


def add(tracking, event_type: str, on: str, **more):
    day = date.fromisoformat(on)
    return events.add(JobTracking.objects.all(), tracking.pk, event_type, on=day, **more).event


@pytest.fixture
def now(monkeypatch):
    """Sets the clock."""

    def set_clock(*moment):
        monkeypatch.setattr(timezone, "now", lambda: datetime(*moment, tzinfo=UTC))

    return set_clock


def test_calendar_answers_events_with_their_job(api, tracking):
    event = add(tracking, "interview", "2026-03-04", at="10:30", location="Third floor", note={"round": "2nd"})

    answer = api.get(PATH, {"start": "2026-03-01", "end": "2026-04-30"})

    assert answer.status_code == 200
    assert answer.json() == {
        "events": [
            {
                "id": event.pk,
                "tracking_id": tracking.pk,
                "event_type": "interview",
                "event_date": "2026-03-04",
                "event_time": "10:30:00",
                "location": "Third floor",
                "note": {"round": "2nd", "type": "technical", "interviewers": None, "note": None},
                "created_at": event.created_at.isoformat().replace("+00:00", "Z"),
                "is_deletable": True,
                "stage": "interview",
                "job": {
                    "title": "Staff Engineer",
                    "company": "Fernwood Robotics",
                    "company_logo_url": "/static/logos/fernwood.svg",
                },
            }
        ],
        "range": {"start": "2026-03-01", "end": "2026-04-30"},
        "months": ["2026-03", "2026-04"],
    }


def test_calendar_takes_both_days_and_orders_by_date_time_and_entry(api, user, stranger):
    one, other, archived = (JobTrackingFactory(user=user) for _ in range(3))
    JobTracking.objects.filter(pk=archived.pk).update(is_archived=True)
    add(one, "applied", "2026-02-28")
    afternoon = add(one, "interview", "2026-03-31", at="15:00")
    morning = add(other, "interview", "2026-03-31", at="09:00")
    all_day = add(archived, "interview", "2026-03-31")
    first = add(other, "applied", "2026-03-01")
    add(one, "interview", "2026-04-01")
    add(JobTrackingFactory(user=stranger), "interview", "2026-03-15")

    answer = api.get(PATH, {"start": "2026-03-01", "end": "2026-03-31"}).json()

    assert [event["id"] for event in answer["events"]] == [first.pk, all_day.pk, morning.pk, afternoon.pk]


def test_what_can_be_deleted_depends_on_events_out_of_range_too(api, tracking):
    add(tracking, "interview", "2026-03-04")
    add(tracking, "interview", "2026-05-04")

    answer = api.get(PATH, {"start": "2026-03-01", "end": "2026-03-31"}).json()

    assert [event["is_deletable"] for event in answer["events"]] == [False]


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        ("UTC", "2025-12-01", "2026-06-30"),
        ("Pacific/Kiritimati", "2026-01-01", "2026-07-31"),  # already the next day, and the next month
    ],
)
def test_default_range_is_three_months_either_side_of_the_users_today(api, user, now, zone, start, end):
    user.time_zone = zone
    user.save()
    now(2026, 3, 31, 20)

    answer = api.get(PATH).json()

    assert answer["range"] == {"start": start, "end": end}
    assert len(answer["months"]) == 7


@pytest.mark.parametrize(
    ("query", "answered"),
    [
        ({"start": "2026-05-15"}, ("2026-05-15", "2026-08-31")),
        ({"start": "2025-12-24"}, ("2025-12-24", "2026-06-30")),
        ({"end": "2026-01-15"}, ("2025-10-01", "2026-01-15")),
        ({"end": "2026-12-24"}, ("2025-12-01", "2026-12-24")),
        ({"start": "2026-03-04", "end": "2026-03-04"}, ("2026-03-04", "2026-03-04")),
        ({"start": "2026-01-01", "end": "2027-12-31"}, ("2026-01-01", "2027-12-31")),
        ({"start": "2024-02-29", "end": "2026-02-27"}, ("2024-02-29", "2026-02-27")),
        ({"start": "2099-01-01", "end": "2100-12-31"}, ("2099-01-01", "2100-12-31")),
    ],
)
def test_range_takes_what_is_given(api, now, query, answered):
    now(2026, 3, 31, 12)

    answer = api.get(PATH, query)

    assert tuple(answer.json()["range"].values()) == answered


def test_months_are_those_that_the_longest_range_touches(api):
    months = api.get(PATH, {"start": "2024-01-15", "end": "2026-01-14"}).json()["months"]

    assert (len(months), months[0], months[-1]) == (25, "2024-01", "2026-01")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"start": "2026-03-02", "end": "2026-03-01"}, "end"),
        ({"start": "2026-01-01", "end": "2028-01-01"}, "end"),
        ({"start": "2024-02-29", "end": "2026-02-28"}, "end"),
        ({"start": "2020-01-01"}, "end"),
        ({"start": "1969-12-31", "end": "1970-01-31"}, "start"),
        ({"end": "2101-01-01"}, "end"),
        ({"start": "yesterday"}, "start"),
        ({"start": "\0"}, "start"),
        ({"end": "2026-03-01T00:00:00"}, "end"),
        ({"start": "9" * 5000}, "start"),
    ],
)
def test_range_refuses(api, now, query, field):
    now(2026, 3, 31, 12)

    answer = api.get(PATH, query)

    assert answer.status_code == 400
    assert list(answer.json()) == [field]
