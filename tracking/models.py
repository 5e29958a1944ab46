"""What you do about it: a tracked posting, and the events of its application."""

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.db.models.lookups import Exact

from search.models import Job

from . import notes
from .fields import NativeEnumField, NoteField
from .querysets import JobTrackingQuerySet, TrackingEventQuerySet
from .stages import FIRST_DAY, LAST_DAY, EventType, Stage


def _is_object(column: str) -> Exact:
    return Exact(Func(F(column), function="jsonb_typeof", output_field=models.TextField()), "object")


class JobTracking(models.Model):
    """A posting that somebody tracks (CONTRACT, "Data").

    ``stage`` follows the events: ``tracking.domain`` alone writes it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DB_CASCADE,
        related_name="trackings",
        db_index=False,  # the unique constraint's index begins with it
    )
    job = models.ForeignKey(Job, on_delete=models.DB_CASCADE, related_name="trackings")
    stage = NativeEnumField(
        type_name="tracking_stage", choices=Stage, default=Stage.INTERESTED, db_default=Stage.INTERESTED
    )
    is_archived = models.BooleanField(default=False, db_default=False)
    notes = NoteField(default=dict, db_default={}, blank=True)
    resume_s3_url = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "no resume"
    posting = NoteField(default=dict, db_default={}, blank=True, editable=False)
    tracked_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = JobTrackingQuerySet.as_manager()

    class Meta:
        db_table = "job_tracking"
        ordering = ["is_archived", "-tracked_at", "-id"]
        constraints = [
            models.UniqueConstraint("user", "job", name="job_tracking_user_job_unique"),
            # Who replaces a resume removes the former object, which therefore must be nobody else's.
            models.UniqueConstraint(fields=["resume_s3_url"], name="job_tracking_resume_unique"),
            models.CheckConstraint(condition=_is_object("notes"), name="job_tracking_notes_is_object"),
            models.CheckConstraint(condition=_is_object("posting"), name="job_tracking_posting_is_object"),
        ]
        indexes = [
            models.Index("user", "is_archived", F("tracked_at").desc(), F("id").desc(), name="job_tracking_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.job} ({self.get_stage_display()})"

    @property
    def has_resume(self) -> bool:
        return self.resume_s3_url is not None

    @property
    def is_empty(self) -> bool:
        """Whether untracking it loses neither notes nor a resume (CONTRACT, rule 7).

        An empty text is nothing; 0 and false are something, as are notes that cannot be read.
        """
        if self.has_resume or not isinstance(self.notes, dict):
            return False
        return all(value is None or value == "" for value in self.notes.values())

    @property
    def clean_notes(self) -> dict:
        """The notes as every reader gets them: declared fields with their defaults, then unknown keys."""
        return notes.read(notes.TrackingNotes, self.notes)


class TrackingEvent(models.Model):
    """One dated step of an application."""

    tracking = models.ForeignKey(
        JobTracking,
        on_delete=models.DB_CASCADE,
        related_name="events",
        db_index=False,  # tracking_events_in_order begins with it
    )
    event_type = NativeEnumField(type_name="event_type", choices=EventType)
    event_date = models.DateField()
    event_time = models.TimeField(null=True, blank=True, help_text="The clock where it happens.")
    location = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "none stated"
    note = NoteField(default=dict, db_default={}, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TrackingEventQuerySet.as_manager()

    class Meta:
        db_table = "tracking_events"
        ordering = ["event_date", F("event_time").asc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tracking"], condition=Q(event_type=EventType.REJECTED), name="tracking_events_one_rejection"
            ),
            models.CheckConstraint(condition=_is_object("note"), name="tracking_events_note_is_object"),
            models.CheckConstraint(
                condition=Q(event_date__range=(FIRST_DAY, LAST_DAY)), name="tracking_events_date_in_range"
            ),
        ]
        indexes = [
            # The events of one tracking in order; and, tracking by tracking, a user's events by date.
            models.Index(
                "tracking", "event_date", F("event_time").asc(nulls_first=True), "id", name="tracking_events_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_type_display()}, {self.event_date}"

    @property
    def clean_note(self) -> dict:
        """The note as every reader gets it: the fields of its type with their defaults, then unknown keys."""
        return notes.read(notes.EVENT_NOTES[self.event_type], self.note)
