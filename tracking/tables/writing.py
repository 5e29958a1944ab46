"""Everything that somebody tracks as a table, for spreadsheets: a row each."""

import csv
import json
from collections.abc import Collection, Iterator
from io import StringIO

from django.db.models import Prefetch
from django.utils import timezone

from search.domain.belongings import key_of
from tracking import notes
from tracking.models import JobTracking, TrackingEvent
from tracking.stages import EventType

from . import events
from .columns import OURS, Meaning
from .escaping import escape
from .reading import Table

BOM = "\ufeff"  # else Excel takes UTF-8 for something else


SHOWN = (
    *("user", "stage", "is_archived", "notes", "tracked_at", "job__title", "job__url", "job__locations"),
    *("job__external_id", "job__source", "job__company__name", "job__board__token"),
)


class _Echo:
    """What a CSV writer writes to that hands its lines on."""

    def write(self, line: str) -> str:
        return line


def write(user) -> Iterator[bytes]:
    """The table in UTF-8, row by row; days are those of the person's time zone."""
    writer = csv.writer(_Echo())
    yield (BOM + writer.writerow(OURS.values())).encode()
    rows = JobTracking.objects.for_user(user).select_related("job__company", "job__board").only(*SHOWN).order_by("pk")
    ordered = Prefetch("events", TrackingEvent.objects.order_by("pk"))
    for tracking in rows.prefetch_related(ordered).iterator(chunk_size=200):
        cells = _cells(tracking, user.zone)
        yield writer.writerow([escape(cells[meaning]) for meaning in OURS]).encode()


def some(table: Table, lines: Collection[int]) -> str:
    """Of somebody's table the rows on these lines, as CSV with its headings; "" where there are none."""
    written = csv.writer(text := StringIO())
    found = [row.cells for row in table.rows if row.line in lines]
    written.writerows([escape(cell) for cell in cells] for cells in (table.headings, *found) if found)
    return text.getvalue()


def _cells(tracking: JobTracking, zone) -> dict[Meaning, str]:
    job = tracking.job
    said = notes.write(notes.TrackingNotes, tracking.notes, {})
    happened = tracking.events.all()
    for event in happened:
        event.note = notes.write(notes.EVENT_NOTES[event.event_type], event.note, {})
    applied = min((event.event_date for event in happened if event.event_type == EventType.APPLIED), default="")
    return {
        Meaning.COMPANY: job.company.name,
        Meaning.TITLE: job.title,
        Meaning.URL: job.url,
        Meaning.PLACE: job.location or "",
        Meaning.STAGE: tracking.get_stage_display(),
        Meaning.APPLIED: str(applied),
        Meaning.TRACKED: str(timezone.localdate(tracking.tracked_at, zone)),
        Meaning.ARCHIVED: "yes" if tracking.is_archived else "no",
        Meaning.SALARY: said.pop("salary", ""),
        Meaning.LOCATION: said.pop("location", ""),
        Meaning.GENERAL_NOTE: said.pop("general_note", ""),
        Meaning.LEAVE_OUT: said.pop("resume_filename", ""),
        Meaning.EVENTS: events.write(happened),
        Meaning.MORE_NOTES: json.dumps(said, ensure_ascii=False) if said else "",
        Meaning.POSTING: key_of(job),
    }
