"""Reads: whose trackings, and what they hold."""

from django.db import models


class JobTrackingQuerySet(models.QuerySet):
    def for_user(self, user) -> "JobTrackingQuerySet":
        return self.filter(user=user)

    def ids(self) -> list[tuple[int, int, str]]:
        """(job id, tracking id, stage) of each, without making a model per row."""
        return list(self.order_by().values_list("job_id", "pk", "stage"))


class TrackingEventQuerySet(models.QuerySet):
    def for_user(self, user) -> "TrackingEventQuerySet":
        return self.filter(tracking__user=user)
