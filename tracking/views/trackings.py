"""Changes to a tracking as a whole: track, untrack, archive, notes. Each is a plain form, too."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from search.models import Job
from tracking import notes as declared
from tracking.domain import trackings
from tracking.models import JobTracking
from tracking.stages import RefusedError

from .answers import after_change, card_address, own_page, refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def track(request, job_id: int):
    """Track a posting; a GET leads to the card of one that is tracked."""
    if request.method != "POST":
        tracking = get_object_or_404(_mine(request).only("pk"), job=job_id)
        return redirect(card_address(tracking.pk))
    try:
        trackings.track(request.user, job_id)
    except Job.DoesNotExist as error:
        raise Http404 from error
    except trackings.AlreadyTrackedError:
        messages.info(request, "You track this posting already.")
    return redirect(own_page(request, request.POST.get("next", "")) or "/search")


@login_required
@require_POST
def untrack(request, pk: int):
    tracking = get_object_or_404(_mine(request).shown(), pk=pk)
    try:
        trackings.untrack(_mine(request), pk)
    except JobTracking.DoesNotExist as error:
        raise Http404 from error
    except trackings.NotInterestedError:
        return refused(request, tracking, "An application is under way: archive it instead of untracking it.")
    messages.success(request, f"No longer tracking {tracking.job.title}")
    return after_change(request, pk)


@login_required
@require_POST
def archive(request, pk: int):
    return _archive(request, pk, is_archived=True, said="Archived")


@login_required
@require_POST
def unarchive(request, pk: int):
    return _archive(request, pk, is_archived=False, said="Back from the archive")


@login_required
@require_POST
def notes(request, pk: int):
    """Keep what is known of the job itself; scripts save field by field through the API instead."""
    asked = [field.name for field in declared.form_fields(declared.TrackingNotes) if not field.is_read_only]
    changes = {name: request.POST[name].strip() or None for name in asked if name in request.POST}
    try:
        tracking = trackings.change(_mine(request), pk, notes=changes)
    except JobTracking.DoesNotExist as error:
        raise Http404 from error
    except (RefusedError, ValidationError) as error:
        tracking = get_object_or_404(_mine(request).shown(), pk=pk)
        reason = str(error) if isinstance(error, RefusedError) else " ".join(error.messages)
        return refused(request, tracking, reason)
    messages.success(request, "Saved")
    return redirect(card_address(tracking.pk))


def _archive(request, pk: int, *, is_archived: bool, said: str):
    try:
        trackings.change(_mine(request), pk, is_archived=is_archived)
    except JobTracking.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, said)
    undo = reverse("tracking:unarchive" if is_archived else "tracking:archive", args=[pk])
    return after_change(request, pk, undo=undo)


def _mine(request):
    return JobTracking.objects.for_user(request.user)
