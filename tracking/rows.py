"""The rows of the API's hot reads, by statements written by hand.

A queryset takes as long to write one of these as PostgreSQL takes to answer it, and then looks at each column of
each row once more: a list of 500 trackings with 2,000 events costs a third less this way
(``python -m tests.benchmarks.tracking``). Whatever is asked for with filters is a queryset, as everywhere.
"""

from collections import namedtuple
from collections.abc import Collection
from datetime import date, datetime, time
from typing import NamedTuple

from jobtracker import binary

from .fields import parsed


class EventRow(NamedTuple):
    """An event as the API tells it; ``note`` is JSON, for ``tracking.notes.read_json``."""

    id: int
    tracking_id: int
    event_type: str
    event_date: date
    event_time: time | None
    location: str | None
    note: str
    created_at: datetime


CalendarRow = namedtuple("CalendarRow", (*EventRow._fields, "updated_at", "title", "company", "company_logo"))
"""An event with the posting that it is about; ``updated_at`` is that of their tracking."""


class TrackingRow(NamedTuple):
    """As ``JobTrackingQuerySet.with_total`` names it, and in its order."""

    id: int
    job_id: int
    stage: str
    is_archived: bool
    notes: object
    resume_s3_url: str | None
    tracked_at: datetime
    updated_at: datetime
    job__title: str
    job__url: str
    job__locations__0: str | None
    job__is_open: bool
    job__company__name: str
    job__company__logo: str
    total: int


LOCKED = "id user_id job_id stage is_archived notes resume_s3_url tracked_at updated_at".split()
"""The columns of a tracking that a change needs; not the kept posting, which is long and seldom changes."""

_LOCK = """
SELECT id, user_id, job_id, stage::text, is_archived, notes::text, resume_s3_url, tracked_at, updated_at
FROM job_tracking WHERE id = %s AND user_id = %s FOR UPDATE
"""

_IDS = "SELECT job_id, id, stage::text FROM job_tracking WHERE user_id = %s"

# The page is cut out first: the postings of all trackings would be looked up for fifty.
_PAGE = """
SELECT tracking.id, job_id, stage::text, is_archived, notes::text, resume_s3_url, tracked_at, updated_at,
  title, url, locations[1], is_open, name, logo, total
FROM (
  SELECT id, job_id, stage, is_archived, notes, resume_s3_url, tracked_at, updated_at, count(*) OVER () AS total
  FROM job_tracking WHERE user_id = %s ORDER BY is_archived, tracked_at DESC, id DESC LIMIT %s OFFSET %s
) tracking
JOIN jobs ON jobs.id = tracking.job_id
JOIN companies ON companies.id = jobs.company_id
ORDER BY is_archived, tracked_at DESC, tracking.id DESC
"""

_COLUMNS = """
event.id, tracking_id, event_type::text, event_date, event_time, event.location, note::text, event.created_at
"""
_IN_ORDER = "ORDER BY event_date, event_time NULLS FIRST, event.id"

_EVENTS = f"SELECT {_COLUMNS} FROM tracking_events event WHERE tracking_id = ANY (%s::bigint[]) {_IN_ORDER}"  # noqa: S608  # nosec B608 - constants

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


def lock(pk: int, user_id: int) -> tuple | None:
    """The ``LOCKED`` columns of the person's tracking, its row locked until the transaction ends."""
    row = binary.row(_LOCK, [pk, user_id])
    return row and (*row[:5], parsed(row[5]), *row[6:])


def ids(user) -> list[tuple[int, int, str]]:
    """(job id, tracking id, stage) of everything that the person tracks."""
    return binary.rows(_IDS, [user.pk])


def page(user, limit: int, offset: int) -> list[TrackingRow]:
    """What the person tracks, active ones first, newest first: ``limit`` rows after the first ``offset``."""
    found = binary.rows(_PAGE, [user.pk, limit, offset])
    return [TrackingRow(*row[:4], parsed(row[4]), *row[5:]) for row in found]


def events(tracking_ids: Collection[int]) -> list[EventRow]:
    """The events of these trackings, by date, time (none first) and id."""
    if not tracking_ids:
        return []
    return [EventRow._make(row) for row in binary.rows(_EVENTS, [list(tracking_ids)])]


def calendar(user, start: date, end: date) -> list[CalendarRow]:
    """All events of the person's trackings that have one between the two days, by date, time (none first) and id."""
    return [CalendarRow._make(row) for row in binary.rows(_CALENDAR, [user.pk, start, end])]
