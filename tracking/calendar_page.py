"""What the calendar's page shows: a month as weeks of days, one day in full, and what comes and came.

Days are days: an event lies on its ``event_date`` wherever its reader is; only "today" depends on their zone.
The browser draws other months from the API with the page's own templates (static/js/calendar.js).
"""

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from http import HTTPStatus
from itertools import batched

from django.db.models import Count, F, Window
from django.http import QueryDict

from accounts.models import User

from . import notes
from .forms import MonthForm, first_of_month
from .models import TrackingEvent
from .stages import CLOSING, FIRST_DAY, LAST_DAY, EventType, Stage, is_ahead

A_DAY_SHOWS = 3
"""Events of a day in the month; the others are in the day's own view."""

FOLDED_AFTER = 5
LISTED = 25
"""Events in "Upcoming" and in "Past": shown at once, and behind "Show more"."""

OFF = "Off: {} since"
"""What is said of a planned event whose application has come to an end."""

JOB_COLUMNS = ("tracking__stage", "tracking__job__title", "tracking__job__company__name")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the page shows it; without anything in it, the mould that the browser fills.

    ``off`` says why it will not take place, "" if it will, or did.
    """

    id: int | None = None
    tracking_id: int | None = None
    event_type: str = ""
    on: date | None = None
    at: time | None = None
    location: str = ""
    title: str = ""
    company: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    is_past: bool = False
    off: str = ""

    @property
    def label(self) -> str:
        return EventType(self.event_type).label if self.event_type else ""


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    entries: list[Entry]
    is_out: bool  # of the month shown
    is_today: bool

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:A_DAY_SHOWS]

    @property
    def more(self) -> int:
        return len(self.entries) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The first of what comes, or of what has been, and how many there are."""

    entries: list[Entry]
    total: int

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:FOLDED_AFTER]

    @property
    def folded(self) -> list[Entry]:
        return self.entries[FOLDED_AFTER:]

    @property
    def left_out(self) -> int:
        return self.total - len(self.entries)


class CalendarPage:
    """The page that the query parameters ask for, as ``user`` sees it on ``today``, their day.

    What cannot be read of the parameters falls back to the current month.
    """

    mould = Entry()
    a_day_shows = A_DAY_SHOWS

    def __init__(self, params: QueryDict, *, user: User, today: date) -> None:
        self.user = user
        self.today = today
        self.form = MonthForm(params)
        self.is_valid = self.form.is_valid()
        asked = self.form.cleaned_data if self.is_valid else {"month": None, "day": None}
        self.day: date | None = asked["day"]
        self.month: date = first_of_month(asked["day"] or asked["month"] or today)

    @property
    def status(self) -> HTTPStatus:
        return HTTPStatus.OK if self.is_valid else HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def previous_month(self) -> date | None:
        return first_of_month(self.month, -1) if self.month > FIRST_DAY else None

    @property
    def next_month(self) -> date | None:
        following = first_of_month(self.month, 1)
        return following if following <= LAST_DAY else None

    @cached_property
    def weeks(self) -> list[tuple[Day, ...]]:
        """Monday to Sunday, with the days of other months that share a week with this one."""
        days = list(Calendar().itermonthdates(self.month.year, self.month.month))
        by_day = defaultdict(list)
        for entry in self._entries(self._events.between(days[0], days[-1]).rows(*JOB_COLUMNS)):
            by_day[entry.on].append(entry)
        return list(
            batched(
                (
                    Day(day, by_day[day], is_out=day.month != self.month.month, is_today=day == self.today)
                    for day in days
                ),
                7,
            )
        )

    @cached_property
    def day_entries(self) -> list[Entry]:
        """The events of the day that was asked for."""
        return next((day.entries for week in self.weeks for day in week if day.on == self.day), [])

    @cached_property
    def upcoming(self) -> Agenda:
        """What is still to come, the nearest first."""
        return self._agenda(self._counted(self._events.upcoming(self.today)))

    @cached_property
    def past(self) -> Agenda:
        """What has been, the latest first."""
        backwards = ("-event_date", F("event_time").desc(nulls_last=True), "-id")
        return self._agenda(self._counted(self._events.past(self.today)).order_by(*backwards))

    @property
    def _events(self):
        return TrackingEvent.objects.for_user(self.user)

    def _counted(self, events):
        return events.annotate(total=Window(Count("pk"))).rows("total", *JOB_COLUMNS)

    def _off(self, row) -> str:
        stage = row.tracking__stage
        is_off = stage in CLOSING and row.event_type not in CLOSING and is_ahead(row, self.today)
        return OFF.format(Stage(stage).label.lower()) if is_off else ""

    def _agenda(self, rows) -> Agenda:
        rows = list(rows[:LISTED])
        return Agenda(self._entries(rows), rows[0].total if rows else 0)

    def _entries(self, rows) -> list[Entry]:
        return [
            Entry(
                id=row.id,
                tracking_id=row.tracking_id,
                event_type=row.event_type,
                on=row.event_date,
                at=row.event_time,
                location=row.location or "",
                title=row.tracking__job__title,
                company=row.tracking__job__company__name,
                facts=_facts(row.event_type, row.note),
                is_past=row.event_date < self.today,
                off=self._off(row),
            )
            for row in rows
        ]


def _facts(event_type: str, stored: object) -> tuple[tuple[str, str], ...]:
    """What the note says, field by field as declared: (label, text); nothing of what is not filled in."""
    kind = notes.EVENT_NOTES[event_type]
    note = notes.read(kind, stored)
    return tuple(
        (field.label, dict(field.options).get(note[field.name], note[field.name]))
        for field in notes.form_fields(kind)
        if note[field.name] and (field.shown_for is None or note[field.shown_for[0]] == field.shown_for[1])
    )
