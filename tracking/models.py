"""What you do about it: a tracked posting, and the events of its application."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from search.models import Job

from .fields import NativeEnumField
from .querysets import JobTrackingQuerySet
from .stages import Stage


class JobTracking(models.Model):
    """A posting that somebody tracks (CONTRACT, "Data")."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DB_CASCADE, related_name="trackings")
    job = models.ForeignKey(Job, on_delete=models.DB_CASCADE, related_name="trackings")
    stage = NativeEnumField(
        type_name="tracking_stage", choices=Stage, default=Stage.INTERESTED, db_default=Stage.INTERESTED
    )
    is_archived = models.BooleanField(default=False, db_default=False)
    notes = models.TextField(blank=True, default="", db_default="")
    resume_s3_url = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "no resume"
    tracked_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = JobTrackingQuerySet.as_manager()

    class Meta:
        db_table = "job_tracking"
        ordering = ["is_archived", "-tracked_at", "-id"]
        constraints = [models.UniqueConstraint("user", "job", name="job_tracking_user_job_unique")]

    def __str__(self) -> str:
        return f"{self.job} ({self.get_stage_display()})"


class TrackingEvent(models.Model):
    """One dated step of an application."""

    tracking = models.ForeignKey(JobTracking, on_delete=models.DB_CASCADE, related_name="events")
    event_type = models.CharField(max_length=50)
    event_date = models.DateField()
    event_time = models.TimeField(null=True, blank=True)
    location = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "none stated"
    note = models.TextField(blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "tracking_events"
        ordering = ["event_date", models.F("event_time").asc(nulls_first=True), "id"]

    def __str__(self) -> str:
        return f"{self.event_type}, {self.event_date}"
