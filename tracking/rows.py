"""The rows of the API's hot reads, by statements written by hand.

A queryset takes as long to write one of these as PostgreSQL takes to answer it, and then looks at each column of
each row once more: a list of 500 trackings with 2,000 events costs a third less this way
(``python -m tests.benchmarks.tracking``). Whatever is asked for with filters is a queryset, as everywhere.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import connection

from .fields import parsed


class EventRow(NamedTuple):
    """An event as the API tells it; ``note`` is what the column holds, for ``tracking.notes.read``."""

    id: int
    tracking_id: int
    event_type: str
    event_date: date
    event_time: time | None
    location: str | None
    note: Any
    created_at: datetime


class CalendarRow(NamedTuple):
    """An event with the posting that it is about; ``updated_at`` is that of their tracking."""

    event: EventRow
    updated_at: datetime
    title: str
    company: str
    company_logo: str


_COLUMNS = "event.id, tracking_id, event_type, event_date, event_time, event.location, note, event.created_at"
_IN_ORDER = "ORDER BY event_date, event_time NULLS FIRST, event.id"

_IDS = "SELECT job_id, id, stage FROM job_tracking WHERE user_id = %s"

_EVENTS = f"SELECT {_COLUMNS} FROM tracking_events event WHERE tracking_id = ANY (%s) {_IN_ORDER}"  # noqa: S608  # nosec B608 - constants

# All events of the trackings that have one between the two days: which can be deleted depends on all.
_CALENDAR = f"""
SELECT {_COLUMNS}, tracking.updated_at, title, name, logo
FROM job_tracking tracking
JOIN tracking_events event ON event.tracking_id = tracking.id
JOIN jobs ON jobs.id = tracking.job_id
JOIN companies ON companies.id = jobs.company_id
WHERE tracking.user_id = %s AND EXISTS (
  SELECT FROM tracking_events between_them
  WHERE between_them.tracking_id = tracking.id AND between_them.event_date BETWEEN %s AND %s
)
{_IN_ORDER}
"""  # noqa: S608  # nosec B608 - constants


def ids(user) -> list[tuple[int, int, str]]:
    """(job id, tracking id, stage) of everything that the person tracks."""
    return list(_rows(_IDS, [user.pk]))


def events(tracking_ids: Collection[int]) -> list[EventRow]:
    """The events of these trackings, by date, time (none first) and id."""
    if not tracking_ids:
        return []
    return [_event(row) for row in _rows(_EVENTS, [list(tracking_ids)])]


def calendar(user, start: date, end: date) -> list[CalendarRow]:
    """All events of the person's trackings that have one between the two days, by date, time (none first) and id."""
    return [CalendarRow(_event(row[:8]), *row[8:]) for row in _rows(_CALENDAR, [user.pk, start, end])]


def _rows(statement: str, parameters: list) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        yield from cursor.fetchall()


def _event(row: tuple) -> EventRow:
    pk, tracking_id, event_type, on, at, location, note, created_at = row
    return EventRow(pk, tracking_id, event_type, on, at, location, parsed(note), created_at)
