"""Trackings and events as JSON: the declared shape, what a body may hold, and the quick way there for lists."""

import re
from collections import defaultdict
from collections.abc import Iterable

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.utils import humanize_datetime

from jobtracker.api.fields import DayField, IdField, QuerySerializer, TextField
from search import logos
from tracking import notes, stages
from tracking.rows import CalendarRow, EventRow
from tracking.stages import EventType, Stage

LOCATION_MAX = 2000  # characters; the address of a video call can be long


def _note(kind: type[notes.Note], *, is_written: bool = False) -> serializers.JSONField:
    """A field whose schema is the declared note; what it holds is checked by ``tracking.notes``."""

    @extend_schema_field(notes.json_schema(kind, is_written=is_written))
    class NoteOfType(serializers.JSONField):
        pass

    return NoteOfType(required=not is_written)


def _only(event_type: EventType) -> serializers.CharField:
    """A field that has this value: it tells the shapes of an event apart."""

    @extend_schema_field({"type": "string", "const": event_type.value})
    class OnlyType(serializers.CharField):
        pass

    return OnlyType()


def _by_type(name: str, base: type[serializers.Serializer], *, is_written: bool = False) -> PolymorphicProxySerializer:
    """``base`` once for each event type, with the note of that type; told apart by ``event_type``."""
    return PolymorphicProxySerializer(
        component_name=name,
        resource_type_field_name="event_type",
        serializers={
            event_type.value: type(
                f"{event_type.label}{name}Serializer",
                (base,),
                {"event_type": _only(event_type), "note": _note(notes.EVENT_NOTES[event_type], is_written=is_written)},
            )
            for event_type in EventType
        },
    )


CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"


@extend_schema_field({"type": "string", "pattern": CLOCK})
class ClockField(serializers.TimeField):
    """A time of day without a zone, which the formats named "time" elsewhere demand."""

    FORMATS = ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f"]

    def __init__(self, **kwargs) -> None:
        super().__init__(input_formats=self.FORMATS, **kwargs)

    def to_internal_value(self, value):
        if isinstance(value, str) and not re.fullmatch(CLOCK, value):
            self.fail("invalid", format=humanize_datetime.time_formats(self.FORMATS))
        return super().to_internal_value(value)


# What is answered


class TrackedIdSerializer(serializers.Serializer):
    tracking_id = serializers.IntegerField()
    stage = serializers.ChoiceField(Stage.choices)


class TrackedIdsSerializer(serializers.Serializer):
    tracked = serializers.DictField(child=TrackedIdSerializer(), help_text="By job id.")


class TrackingCreatedSerializer(serializers.Serializer):
    tracking_id = serializers.IntegerField()
    job_id = serializers.IntegerField()
    stage = serializers.ChoiceField(Stage.choices)
    tracked_at = serializers.DateTimeField()


class UntrackQuerySerializer(QuerySerializer):
    if_empty = serializers.BooleanField(required=False)


class EventSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    tracking_id = serializers.IntegerField()
    event_type = serializers.ChoiceField(EventType.choices)
    event_date = serializers.DateField()
    event_time = ClockField(allow_null=True, help_text="The clock where it happens.")
    location = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    is_deletable = serializers.BooleanField(help_text="The latest event, and the one entered last.")


class EventOutcomeSerializer(EventSerializer):
    stage = serializers.ChoiceField(Stage.choices, help_text="Of the tracking, after the change.")


class CompanyAndTitleSerializer(serializers.Serializer):
    title = serializers.CharField()
    company = serializers.CharField()
    company_logo_url = serializers.CharField(allow_null=True)


class CalendarEventSerializer(EventSerializer):
    stage = serializers.ChoiceField(Stage.choices, help_text="Of the tracking: what is planned of a closed one is off.")
    job = CompanyAndTitleSerializer()


EVENT = _by_type("Event", EventSerializer)
EVENT_OUTCOME = _by_type("EventOutcome", EventOutcomeSerializer)
CALENDAR_EVENT = _by_type("CalendarEvent", CalendarEventSerializer)


class RangeSerializer(serializers.Serializer):
    start = serializers.DateField()
    end = serializers.DateField()


@extend_schema_field(CALENDAR_EVENT)
class _CalendarEvents(serializers.JSONField):
    pass


@extend_schema_field(EVENT)
class _Event(serializers.JSONField):
    pass


class CalendarSerializer(serializers.Serializer):
    events = serializers.ListField(child=_CalendarEvents(), help_text="By date, time (none first) and id.")
    range = RangeSerializer()
    months = serializers.ListField(child=serializers.RegexField(r"^\d{4}-\d{2}$"), help_text="Those of the range.")


class TrackedJobSerializer(CompanyAndTitleSerializer):
    id = serializers.IntegerField()
    location = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    is_open = serializers.BooleanField()


class TrackedJobDetailSerializer(TrackedJobSerializer):
    description_html = serializers.CharField(help_text="Sanitised.")
    description_text = serializers.CharField()


class TrackedSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    job_id = serializers.IntegerField()
    stage = serializers.ChoiceField(Stage.choices)
    is_archived = serializers.BooleanField()
    notes = _note(notes.TrackingNotes)
    has_resume = serializers.BooleanField()
    tracked_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField(help_text="Changes with the events, too.")
    job = TrackedJobSerializer()
    events = serializers.ListField(child=_Event(), help_text="By date, time (none first) and id.")


class KeptSalarySerializer(serializers.Serializer):
    min = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    period = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_null=True)


class KeptPostingSerializer(serializers.Serializer):
    """The posting as it read when tracked, kept anew at the first `applied` event."""

    title = serializers.CharField()
    company = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    location = serializers.CharField(allow_null=True)
    salary = KeptSalarySerializer(allow_null=True)
    description = serializers.CharField()


class TrackedDetailSerializer(TrackedSerializer):
    job = TrackedJobDetailSerializer()
    posting = KeptPostingSerializer(allow_null=True)


@extend_schema_serializer(many=False)
class TrackedPageSerializer(serializers.Serializer):
    tracked_jobs = TrackedSerializer(many=True)
    total = serializers.IntegerField()


class DeletableEventSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    event_type = serializers.ChoiceField(EventType.choices)
    event_date = serializers.DateField()


class EventDeletedSerializer(serializers.Serializer):
    deleted_event_id = serializers.IntegerField()
    new_stage = serializers.ChoiceField(Stage.choices)
    next_deletable_event = DeletableEventSerializer(allow_null=True, help_text="The latest of those left.")


# What a body may hold


class TrackSerializer(serializers.Serializer):
    job_id = IdField()


class StrictBooleanField(serializers.BooleanField):
    """true or false; DRF's own also takes "yes", 1 and the like."""

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class TrackedChangesSerializer(serializers.Serializer):
    is_archived = StrictBooleanField(required=False)
    notes = _note(notes.TrackingNotes, is_written=True)
    notes_before = serializers.DictField(
        child=serializers.CharField(allow_null=True, allow_blank=True),
        required=False,
        help_text="What you have of the notes you change: if one reads differently by now, nothing is changed"
        " (`changed_meanwhile`).",
    )


class EventChangesSerializer(serializers.Serializer):
    """The fields of an event that a client writes; the note is checked where it is merged."""

    event_type = serializers.ChoiceField(EventType.choices)
    event_date = DayField()
    event_time = ClockField(required=False, allow_null=True, help_text="The clock where it happens, as in 10:30.")
    location = TextField(required=False, allow_null=True, allow_blank=True, max_length=LOCATION_MAX)


@extend_schema_field({"type": "object"})
class AnyNoteField(serializers.JSONField):
    """What keys a note has depends on the event's type."""


class NewEventSerializer(EventChangesSerializer):
    note = AnyNoteField(required=False, help_text="Merged key by key; null clears a key.")


class EventPatchSerializer(NewEventSerializer):
    """Every field may be left out."""

    event_type = serializers.ChoiceField(EventType.choices, required=False, help_text="Only the one it has.")
    event_date = DayField(required=False)


NEW_EVENT = _by_type("NewEvent", EventChangesSerializer, is_written=True)


# The quick way to the declared shapes


def event(row, deletable: frozenset[int], *, read=notes.read) -> dict:
    """The shape of ``Event``; ``row`` is a model or a named row, ``deletable`` of its tracking, ``read`` its note."""
    return {
        "id": row.id,
        "tracking_id": row.tracking_id,
        "event_type": row.event_type,
        "event_date": row.event_date,
        "event_time": row.event_time,
        "location": row.location,
        "note": read(notes.EVENT_NOTES[row.event_type], row.note),
        "created_at": row.created_at,
        "is_deletable": row.id in deletable,
    }


def tracked(row, events: list[EventRow]) -> dict:
    """The shape of ``Tracked``; ``events`` are the rows of this tracking, in order."""
    deletable = stages.deletable_ids(events)
    return {
        "id": row.id,
        "job_id": row.job_id,
        "stage": row.stage,
        "is_archived": row.is_archived,
        "notes": notes.read(notes.TrackingNotes, row.notes),
        "has_resume": row.resume_s3_url is not None,
        "tracked_at": row.tracked_at,
        "updated_at": row.updated_at,
        "job": {
            "id": row.job_id,
            "title": row.job__title,
            "company": row.job__company__name,
            "company_logo_url": logos.address(row.job__company__logo),
            "location": row.job__locations__0,
            "url": row.job__url or None,
            "is_open": row.job__is_open,
        },
        "events": [event(one, deletable, read=notes.read_json) for one in events],
    }


def by_tracking(events: Iterable) -> dict[int, list]:
    """The rows of each tracking, in the order in which they come."""
    found = defaultdict(list)
    for row in events:
        found[row.tracking_id].append(row)
    return found


def calendar(rows: list[CalendarRow], start, end) -> list[dict]:
    """The shape of ``CalendarEvent`` for each row between the two days; ``rows`` hold their trackings' others too."""
    deletable, jobs, reached = {}, {}, {}
    for pk, (row, *others) in by_tracking(rows).items():
        deletable[pk] = stages.deletable_ids([row, *others])
        reached[pk] = stages.stage_of([row, *others]).value
        jobs[pk] = {"title": row.title, "company": row.company, "company_logo_url": logos.address(row.company_logo)}
    shown = []
    for row in rows:
        if start <= row.event_date <= end:
            shown.append(event(row, deletable[row.tracking_id], read=notes.read_json))
            shown[-1]["stage"] = reached[row.tracking_id]
            shown[-1]["job"] = jobs[row.tracking_id]
    return shown
