"""The way to a resume: an address in the object store that lives for a moment. What is told of it, and its end."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jobtracker.form_views import posted_from
from tracking.domain import resumes
from tracking.models import JobTracking
from tracking.stages import RefusedError
from tracking.storage import StorageUnavailableError

from .answers import after_change, card_address, refused


@login_required
@require_GET
@never_cache
def resume(request, pk: int):
    """Look at the resume; with ``?download=true`` save it under its name."""
    mine = JobTracking.objects.for_user(request.user)
    tracking = get_object_or_404(mine.shown(), pk=pk)
    try:
        return redirect(resumes.download_url(mine, pk, as_attachment=request.GET.get("download") == "true"))
    except resumes.NoResumeError as error:
        return refused(request, tracking, str(error), status=HTTPStatus.NOT_FOUND)
    except StorageUnavailableError as error:
        return refused(request, tracking, error.told, status=HTTPStatus.SERVICE_UNAVAILABLE)


@login_required
@require_GET
@never_cache
def facts(request, pk: int):
    """How large the resume is and when it was added: only the object store knows, for which no card waits."""
    mine = JobTracking.objects.for_user(request.user)
    tracking = get_object_or_404(mine.only("pk"), pk=pk)
    if not request.htmx:
        return redirect(card_address(tracking.pk))
    try:
        found = resumes.facts(mine, pk)
    except StorageUnavailableError:
        found = None
    return render(request, "tracking/_resume_facts.html", {"found": found})


@login_required
@posted_from(card_address)
def remove(request, pk: int):
    mine = JobTracking.objects.for_user(request.user)
    try:
        resumes.discard(mine, pk)
    except JobTracking.DoesNotExist as error:
        raise Http404 from error
    except RefusedError as refusal:
        return refused(request, get_object_or_404(mine.shown(), pk=pk), str(refusal))
    messages.success(request, "Resume removed")
    return after_change(request, pk)
