"""Adding, editing and deleting events; the stage follows (CONTRACT, "Stages and events").

Each function locks the tracking's row first, so that what the rules see is what stands when the change is made.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from jobtracker import binary
from tracking import notes, rows, stages
from tracking.fields import parsed
from tracking.models import JobTracking, TrackingEvent
from tracking.querysets import JobTrackingQuerySet
from tracking.stages import EventType, RefusedError

from . import trackings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change came to: the tracking with its new stage, the event, and all events there are now."""

    tracking: JobTracking
    event: TrackingEvent
    events: Sequence[stages.Event]


class Changes(TypedDict, total=False):
    """What of an event is to become what; None clears a time or a place, and a key of the note."""

    event_type: str
    event_date: date
    event_time: time | None
    location: str | None
    note: object


def add(
    whose: JobTrackingQuerySet,
    tracking_id: int,
    event_type: str,
    *,
    on: date,
    at: time | None = None,
    location: str | None = None,
    note: object = None,
) -> Outcome:
    """Something happened, or will. At the first ``applied`` the posting is kept anew.

    ``at`` is the clock where it happens; ``note`` an object, None for an empty one.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    :raises RefusedError: see ``stages.refusal_to_add``.
    :raises ValidationError: a date that cannot be.
    :raises NoteError: a note that cannot be kept.
    """
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        events = _events_of(tracking)
        if refusal := stages.refusal_to_add(event_type, events):
            raise RefusedError(refusal)
        _check_date(on)
        event = TrackingEvent(
            pk=1 + max((other.id for other in events), default=0),  # for now: any greater one, it is entered last
            tracking=tracking,
            event_type=event_type,
            event_date=on,
            event_time=at,
            location=location or None,
            note=_note(event_type, {}, {} if note is None else note),
        )
        if event_type == EventType.APPLIED and all(other.event_type != EventType.APPLIED for other in events):
            tracking.posting = trackings.posting_now(tracking)
            tracking.save(update_fields=["posting"])
        events.append(event)
        event.pk, event.created_at = settle(
            tracking,
            events,
            """
            INSERT INTO tracking_events (tracking_id, event_type, event_date, event_time, location, note)
            VALUES (%s, %s::event_type, %s, %s, %s, %s) RETURNING id, created_at
            """,
            *(tracking.pk, event.event_type, on, at, event.location, json.dumps(event.note)),
        )
        return Outcome(tracking, event, events)


def record(tracking: JobTracking, happened: Sequence[TrackingEvent]) -> None:
    """Save a new tracking with its history, in the order of entry: what was kept elsewhere until now.

    As if each had been added by itself, but in three statements. Nobody else sees the row yet, so it needs no lock.

    :raises RefusedError: together they break a rule (see ``stages.Fault``).
    """
    for number, event in enumerate(happened):
        event.pk = number  # for now, so that the rules know the order
    if faults := stages.faults(stages.stage_of(happened), happened):
        raise RefusedError(faults[0])
    for event in happened:
        event.pk = None
    tracking.save(force_insert=True)
    settle(tracking, TrackingEvent.objects.bulk_create(happened))


def edit(
    whose: JobTrackingQuerySet, tracking_id: int, event_id: int, changes: Changes, *, before: Changes | None = None
) -> Outcome:
    """Change what is known of an event, but for its type. Its note is merged key by key.

    ``before`` is what the page that writes has seen where it writes: two must not replace each other's words unseen.

    :raises JobTracking.DoesNotExist, TrackingEvent.DoesNotExist: it is not among ``whose``; there is no such event.
    :raises RefusedError: see ``stages.refusal_to_edit``.
    :raises ValidationError: another type, or a date that cannot be.
    :raises NoteError: a note that cannot be kept.
    :raises ChangedMeanwhileError: see ``before``; what it tells has the shape of ``Changes``.
    """
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        events = _events_of(tracking)
        place = _place_of(event_id, events)
        if refusal := stages.refusal_to_edit(events):
            raise RefusedError(refusal)
        event = events[place] = _model(tracking, events[place])
        if before and (stands := _differing(event, before)):
            raise trackings.ChangedMeanwhileError(stands)
        if changes.get("event_type", event.event_type) != event.event_type:
            raise ValidationError(
                {"event_type": "An event keeps its type. Delete it and add one of the other type."}, code="invalid"
            )
        values = {field: value for field, value in changes.items() if field != "event_type"}
        if "event_date" in values:
            _check_date(values["event_date"])
        if "location" in values:
            values["location"] = values["location"] or None
        if "note" in values:
            values["note"] = _note(event.event_type, event.note, values["note"])
        if values:
            for field, value in values.items():
                setattr(event, field, value)
            settle(
                tracking,
                events,
                """
                UPDATE tracking_events
                SET event_date = %s, event_time = %s, location = %s, note = coalesce(%s::jsonb, note)
                WHERE id = %s RETURNING id, created_at
                """,
                *(event.event_date, event.event_time, event.location),
                json.dumps(event.note) if "note" in values else None,  # one that cannot be read stays as it is
                event.pk,
            )
        return Outcome(tracking, event, events)


def delete(whose: JobTrackingQuerySet, tracking_id: int, event_id: int) -> Outcome:
    """Take an event back; the stage rolls back to what the events left say. Undoes a rejection, too.

    The outcome's ``events`` are those left.

    :raises JobTracking.DoesNotExist, TrackingEvent.DoesNotExist: it is not among ``whose``; there is no such event.
    :raises RefusedError: see ``stages.refusal_to_delete``.
    """
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        events = _events_of(tracking)
        place = _place_of(event_id, events)
        if refusal := stages.refusal_to_delete(event_id, events):
            raise RefusedError(refusal)
        event = _model(tracking, events.pop(place))
        settle(tracking, events, "DELETE FROM tracking_events WHERE id = %s RETURNING id, created_at", event_id)
        return Outcome(tracking, event, events)


def _events_of(tracking: JobTracking) -> list[stages.Event]:
    """In the order of entry. Rows: the rules need no models."""
    return sorted(rows.events([tracking.pk]))  # the id comes first


def _place_of(event_id: int, events: Sequence[stages.Event]) -> int:
    for place, event in enumerate(events):
        if event.id == event_id:
            return place
    raise TrackingEvent.DoesNotExist


def _differing(event: TrackingEvent, before: Changes) -> Changes:
    """What of ``event`` reads differently from ``before``."""
    columns = {name: value for name, value in before.items() if name != "note"}
    stands = trackings.differing({name: getattr(event, name) for name in columns}, columns)
    if note := trackings.differing(event.clean_note, before.get("note", {})):
        stands["note"] = note
    return stands


def _model(tracking: JobTracking, row: rows.EventRow) -> TrackingEvent:
    event = TrackingEvent.from_db(connection.alias, row._fields, row._replace(note=parsed(row.note)))
    event.tracking = tracking
    return event


NO_CHANGE = "SELECT NULL::bigint AS id, NULL::timestamptz AS created_at"


def settle(
    tracking: JobTracking, events: Sequence[stages.Event], change: str = NO_CHANGE, *parameters
) -> tuple[int | None, datetime | None]:
    """The one place that writes the stage (rule 1): what ``events`` amount to once ``change`` is made.

    ``change`` is the statement that adds or deletes one of them; it goes in the same round trip, and what it
    returns (the event's id and moment of entry) is given back. The caller holds the tracking's lock.
    """
    tracking.stage = stages.stage_of(events)
    tracking.updated_at, event_id, created_at = binary.row(
        f"WITH event AS ({change})"  # a constant of the caller  # noqa: S608  # nosec B608
        " UPDATE job_tracking SET stage = %s::tracking_stage, updated_at = statement_timestamp() WHERE id = %s"
        " RETURNING updated_at, (SELECT id FROM event), (SELECT created_at FROM event)",
        [*parameters, tracking.stage.value, tracking.pk],
    )
    return event_id, created_at


def refuse_date(on: date) -> None:
    """Rule 6: dates lie between 1970 and 2100.

    :raises ValidationError: this one does not.
    """
    if not stages.FIRST_DAY <= on <= stages.LAST_DAY:
        between = f"{stages.FIRST_DAY.year} and {stages.LAST_DAY.year}"
        raise ValidationError(f"Must lie between {between}.", code="invalid")


def _check_date(on: date) -> None:
    try:
        refuse_date(on)
    except ValidationError as error:
        raise ValidationError({"event_date": error}) from error


def _note(event_type: str, stored: object, changes: object) -> dict:
    return notes.write(notes.EVENT_NOTES[event_type], stored, changes)
