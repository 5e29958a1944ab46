"""Changes to a tracking as a whole: track, untrack, archive, notes. Each is a plain form, too."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jobtracker.form_views import posted_from
from search.models import Job
from tracking.domain import trackings
from tracking.models import JobTracking
from tracking.notes_form import NotesForm
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
        tracking = trackings.track(request.user, job_id)
    except Job.DoesNotExist as error:
        raise Http404 from error
    except trackings.AlreadyTrackedError as error:
        messages.info(request, str(error))
        tracking = get_object_or_404(_mine(request).only("pk"), job=job_id)
    if request.htmx:
        return _tracked_again(request, tracking)
    return redirect(own_page(request, request.POST.get("next", "")) or "/search")


@login_required
@posted_from(card_address)
def untrack(request, pk: int):
    """Stop tracking. Notes and a resume go with it only after asking (``agreed``); without any it can be undone."""
    tracking = get_object_or_404(_mine(request).shown(), pk=pk)
    has_agreed = "agreed" in request.POST
    try:
        trackings.untrack(_mine(request), pk, if_empty=not has_agreed)
    except JobTracking.DoesNotExist as error:
        raise Http404 from error
    except trackings.NotInterestedError as error:
        return refused(request, tracking, str(error))
    except trackings.NotEmptyError:
        return _ask(request, tracking)
    messages.success(request, f"No longer tracking {tracking.job.title}")
    archived = "?archived=true" if tracking.is_archived else ""
    undo = reverse("tracking:track", args=[tracking.job_id]) + archived
    return after_change(request, pk, undo="" if has_agreed else undo)


@login_required
@posted_from(card_address)
def archive(request, pk: int):
    return _archive(request, pk, is_archived=True, said="Archived")


@login_required
@posted_from(card_address)
def unarchive(request, pk: int):
    return _archive(request, pk, is_archived=False, said="Back from the archive")


@login_required
@posted_from(card_address)
def notes(request, pk: int):
    """Keep what is known of the job itself; scripts save field by field through the API instead."""
    tracking = get_object_or_404(_mine(request).shown(), pk=pk)
    form = NotesForm(tracking, request.POST)
    if form.is_valid():
        try:
            trackings.change(_mine(request), pk, notes=form.changes, notes_before=form.before)
        except JobTracking.DoesNotExist as error:
            raise Http404 from error
        except trackings.ChangedMeanwhileError as error:
            form.meet(error.stands)
        except RefusedError as error:
            form.overtake(error)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, "Saved")
            return redirect(card_address(pk))
    context = {"tracking": tracking, "form": form, "back": card_address(pk)}
    return render(request, "tracking/notes.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _tracked_again(request, tracking: JobTracking):
    """What Undo has brought back, as it was: also among the archived."""
    if request.GET.get("archived") == "true":
        trackings.change(_mine(request), tracking.pk, is_archived=True)
    messages.success(request, "Tracked again")
    return after_change(request, tracking.pk)


def _ask(request, tracking: JobTracking):
    target = own_page(request, request.POST.get("next", ""))
    context = {"tracking": tracking, "next": target, "back": card_address(tracking.pk)}
    template = "tracking/_untrack.html" if request.htmx else "tracking/untrack.html"
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


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
