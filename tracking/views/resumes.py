"""The way to a resume: an address in the object store that lives for a moment."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tracking.domain import resumes
from tracking.models import JobTracking
from tracking.storage import StorageUnavailableError

from .answers import refused


@login_required
@require_GET
@never_cache
def resume(request, pk: int):
    """Look at the resume; with ``?download=true`` save it under its name."""
    mine = JobTracking.objects.for_user(request.user)
    tracking = get_object_or_404(mine.shown(), pk=pk)
    try:
        return redirect(resumes.download_url(mine, pk, as_attachment=request.GET.get("download") == "true"))
    except resumes.NoResumeError:
        return refused(request, tracking, "There is no resume for this job.", status=HTTPStatus.NOT_FOUND)
    except StorageUnavailableError:
        reason = "Files cannot be reached at the moment. Everything else works. Try again in a little while."
        return refused(request, tracking, reason, status=HTTPStatus.SERVICE_UNAVAILABLE)
