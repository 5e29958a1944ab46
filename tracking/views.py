"""Tracking from a page without scripts; with them the pages call the API."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from search.models import Job

from .domain import trackings
from .models import JobTracking


@login_required
@require_POST
def track(request, job_id: int):
    try:
        trackings.track(request.user, job_id)
    except Job.DoesNotExist as error:
        raise Http404 from error
    except trackings.AlreadyTrackedError:
        messages.info(request, "You track this posting already.")
    return redirect(_back(request))


@login_required
@require_POST
def untrack(request, pk: int):
    try:
        trackings.untrack(JobTracking.objects.for_user(request.user), pk)
    except JobTracking.DoesNotExist as error:
        raise Http404 from error
    except trackings.NotInterestedError:
        messages.error(request, "An application is under way: archive it instead of untracking it.")
    return redirect(_back(request))


def _back(request) -> str:
    """Where the form said to go on, if that is one of our own pages."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return target
    return "/search"
