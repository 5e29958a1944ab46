"""The forms of events. Each works as a page of its own, and as what htmx puts into a dialog."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jobtracker.form_views import posted_from
from tracking import drafts, stages
from tracking.domain import events
from tracking.domain.trackings import ChangedMeanwhileError
from tracking.event_forms import EventForm
from tracking.models import JobTracking, TrackingEvent
from tracking.stages import EventType, RefusedError

from .answers import after_change, card_address, own_page, refused

ROUNDS = ("1st", "2nd", "3rd")  # which one is the last, only the employer knows
FORM_METHODS = ["GET", "HEAD", "POST"]


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
def add(request, pk: int):
    """The form for an event of ``?type=``, and what becomes of it; ``?next=`` names the page to go on with."""
    event_type = request.GET.get("type")
    if event_type not in EventType:
        raise Http404
    form = EventForm(event_type, request.POST, today=timezone.localdate()) if request.method == "POST" else None
    if form and form.is_valid() and (answer := _add(request, pk, event_type, form)):
        return answer
    tracking = _tracking(request, pk)
    if form is None:
        if refusal := stages.refusal_to_add(event_type, tracking.events.all()):
            return refused(request, tracking, refusal.label)
        form = EventForm(event_type, today=timezone.localdate(), draft=_draft(request, tracking, event_type))
    return _form(request, tracking, form, EventType(event_type))


def _add(request, pk: int, event_type: str, form: EventForm):
    """The answer to the event that a valid form tells of; None if the domain refuses it, as the form then says.

    The domain looks whether it can be added under its lock, so nothing is read here before.
    """
    try:
        outcome = events.add(_mine(request), pk, event_type, **_new(form.changes))
    except ValidationError as error:
        form.refuse(error)
        return None
    except RefusedError as error:
        form.overtake(error)
        return None
    except JobTracking.DoesNotExist as error:
        raise Http404 from error
    drafts.forget(request.session, pk)
    return _after(request, outcome, _said_of_adding(outcome))


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
def edit(request, pk: int, event_id: int):
    tracking = _tracking(request, pk)
    event = next((event for event in tracking.events.all() if event.pk == event_id), None)
    if event is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    if data is None and (refusal := stages.refusal_to_edit(tracking.events.all())):
        return refused(request, tracking, refusal.label)
    form = EventForm(event.event_type, data, event=event, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            outcome = events.edit(_mine(request), pk, event_id, form.changes, before=form.before)
        except ValidationError as error:
            form.refuse(error)
        except ChangedMeanwhileError as error:
            form.meet(error.stands)
        except RefusedError as error:
            form.overtake(error)
        except (JobTracking.DoesNotExist, TrackingEvent.DoesNotExist) as error:
            raise Http404 from error
        else:
            return _after(request, outcome, "Saved")
    return _form(request, tracking, form, EventType(event.event_type), event)


@login_required
@posted_from(card_address)
def delete(request, pk: int, event_id: int):
    """Take an event back; of a rejection, keep what was said for the next one."""
    try:
        outcome = events.delete(_mine(request), pk, event_id)
    except RefusedError as error:
        return refused(request, _tracking(request, pk), str(error))
    except (JobTracking.DoesNotExist, TrackingEvent.DoesNotExist) as error:
        raise Http404 from error
    if outcome.event.event_type == EventType.REJECTED:
        drafts.keep(request.session, pk, outcome.event)
        said = f"No longer rejected: {outcome.tracking.get_stage_display()} again"
    else:
        said = f"{outcome.event.get_event_type_display()} event deleted"
    messages.success(request, said)
    return after_change(request, pk)


def _mine(request):
    return JobTracking.objects.for_user(request.user)


def _tracking(request, pk: int) -> JobTracking:
    found = _mine(request).select_related("job__company").defer("posting").prefetch_related("events")
    return get_object_or_404(found, pk=pk)


def _draft(request, tracking: JobTracking, event_type: str) -> dict | None:
    """The note to begin with: what an undone rejection said; of an interview, the round that usually follows."""
    if event_type == EventType.INTERVIEW:
        held = sum(event.event_type == EventType.INTERVIEW for event in tracking.events.all())
        return {"round": ROUNDS[min(held, len(ROUNDS) - 1)]}
    return drafts.of(request.session, tracking.pk, event_type)


def _new(changes: dict) -> dict:
    """``events.Changes`` as ``events.add`` takes them."""
    return {
        "on": changes["event_date"],
        "at": changes.get("event_time"),
        "location": changes.get("location"),
        "note": changes["note"],
    }


def _form(request, tracking: JobTracking, form: EventForm, event_type: EventType, event: TrackingEvent | None = None):
    context = {
        "tracking": tracking,
        "form": form,
        "event_type": event_type,
        "event": event,
        "next": own_page(request, request.GET.get("next", "")),
        "back": card_address(tracking.pk),
    }
    template = "tracking/_event_form.html" if request.htmx else "tracking/event_form.html"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, context, status=status)


def _after(request, outcome: events.Outcome, said: str):
    messages.success(request, said)
    event = outcome.event
    is_rejection = event.event_type == EventType.REJECTED
    undo = reverse("tracking:event-delete", args=[event.tracking_id, event.pk]) if is_rejection else ""
    return after_change(request, event.tracking_id, event_id=event.pk, undo=undo)


def _said_of_adding(outcome: events.Outcome) -> str:
    if outcome.event.event_type == EventType.REJECTED:
        return f"{outcome.tracking.job.title} marked as rejected"
    return f"{outcome.event.get_event_type_display()} added"
