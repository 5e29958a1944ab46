"""Tracking and untracking a posting."""

from django.db import IntegrityError, transaction

from search.models import Job
from tracking.models import JobTracking
from tracking.stages import Stage


class AlreadyTrackedError(Exception):
    """The person tracks this posting already."""


class NotInterestedError(Exception):
    """Only what is still ``interested`` can be untracked (CONTRACT, rule 7)."""


def track(user, job_id: int) -> JobTracking:
    """Start tracking a posting; its stage is ``interested``.

    :raises Job.DoesNotExist: there is no such posting, or it is somebody else's.
    :raises AlreadyTrackedError: it is tracked; also when two calls race.
    """
    job = Job.objects.visible_to(user).only("pk").get(pk=job_id)
    try:
        with transaction.atomic():
            return JobTracking.objects.create(user=user, job=job)
    except IntegrityError as error:
        raise AlreadyTrackedError from error


def untrack(user, tracking_id: int) -> None:
    """Stop tracking a posting that is still ``interested``.

    :raises JobTracking.DoesNotExist: there is no such tracking, or it is somebody else's.
    :raises NotInterestedError: an application is under way; archive it instead.
    """
    with transaction.atomic():
        tracking = JobTracking.objects.for_user(user).select_for_update().get(pk=tracking_id)
        if tracking.stage != Stage.INTERESTED:
            raise NotInterestedError
        tracking.delete()
