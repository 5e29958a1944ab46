"""The tracking endpoints (CONTRACT, "HTTP API")."""

from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import TextChoices
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from jobtracker.api.errors import BrokenRule, pk_or_404
from jobtracker.api.openapi import ID_PARAMETER, NOT_FOUND, NOT_MODIFIED, SUCCESS, SuccessSerializer, bad_input, failure
from jobtracker.api.unchanged import ConditionalMixin
from jobtracker.fields import VALUES_MAX
from tracking import rows, stages
from tracking.domain import events, trackings
from tracking.domain.resumes import DownloadRefusal
from tracking.domain.trackings import TrackingRefusal
from tracking.forms import LIMIT_DEFAULT, LIMIT_MAX, MONTHS_MAX, OFFSET_MAX, FilterForm, RangeForm, months
from tracking.models import JobTracking
from tracking.notes import NoteError
from tracking.querysets import Filters, JobTrackingQuerySet
from tracking.rows import EventRow
from tracking.stages import Refusal, RefusedError, Stage

from . import examples, serializers

TRACKING_ID = OpenApiParameter("tracking_id", OpenApiTypes.INT64, OpenApiParameter.PATH)
BEYOND_A_PAGE = f"Ensure this value is less than or equal to {LIMIT_MAX}."
NO_DAY = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."
IN_CONFLICT = "In conflict with what is there"

# What the contract answers a refusal with, where that is not 400.
STATUSES = {
    TrackingRefusal.ALREADY_TRACKED: status.HTTP_409_CONFLICT,
    TrackingRefusal.CHANGED_MEANWHILE: status.HTTP_409_CONFLICT,
    DownloadRefusal.NO_RESUME: status.HTTP_404_NOT_FOUND,
}


def broken(refusal: TextChoices) -> BrokenRule:
    return BrokenRule(refusal.value, refusal.label, status_code=STATUSES.get(refusal, status.HTTP_400_BAD_REQUEST))


class RuledViewSet(viewsets.ViewSet):
    """What the domain raises, as the contract words it."""

    note_field = "note"

    def handle_exception(self, error):
        if isinstance(error, RefusedError):
            error = broken(error.refusal)
        elif isinstance(error, ObjectDoesNotExist):
            error = Http404()
        elif isinstance(error, NoteError):
            errors = error.message_dict if hasattr(error, "error_dict") else error.messages
            error = exceptions.ValidationError({self.note_field: errors})
        elif isinstance(error, DjangoValidationError):
            error = exceptions.ValidationError(error.message_dict)
        return super().handle_exception(error)

    @property
    def mine(self) -> JobTrackingQuerySet:
        return JobTracking.objects.for_user(self.request.user)

    def checked(self, body, tracking_id: int) -> dict:
        """What a valid body says. A stranger's tracking is not found, however bad the body."""
        if not body.is_valid():
            if not self.mine.filter(pk=tracking_id).exists():
                raise Http404
            raise exceptions.ValidationError(body.errors)
        return body.validated_data


@extend_schema(tags=["tracking"])
class TrackingViewSet(ConditionalMixin, RuledViewSet):
    note_field = "notes"

    @extend_schema(
        operation_id="tracked_ids",
        summary="What you track",
        description="Every tracked posting by its id, archived ones too: for marking them in a list.",
        responses={200: serializers.TrackedIdsSerializer, 304: NOT_MODIFIED},
        examples=[examples.IDS],
    )
    @action(detail=False)
    def ids(self, request):
        found = rows.ids(request.user)
        return self.unless_unchanged(
            found,
            lambda: {"tracked": {str(job): {"tracking_id": pk, "stage": stage} for job, pk, stage in found}},
        )

    @extend_schema(
        operation_id="tracked_list",
        summary="Your tracked jobs with their events",
        description="Active ones first, then archived ones, newest first.",
        parameters=[
            OpenApiParameter("archived", description="Whether archived.", enum=["true", "false", "any"], default="any"),
            OpenApiParameter("stage", description="The stage it is in.", enum=Stage.values, many=True),
            OpenApiParameter(
                "company",
                {"type": "array", "items": {"type": "string", "maxLength": 220}, "maxItems": VALUES_MAX},
                description="Slug or id. Digits that are the slug of some company mean that one.",
            ),
            OpenApiParameter(
                "q",
                {"type": "string", "maxLength": 200},
                description="Words or parts of words: each stands in the title, the company's name, the tracking's "
                "notes, or a note or location of its events. Accents and capitals do not matter.",
            ),
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT_DEFAULT},
                description="How many.",
            ),
            OpenApiParameter(
                "offset",
                {"type": "integer", "minimum": 0, "maximum": OFFSET_MAX, "default": 0},
                description="How many to leave out.",
            ),
        ],
        responses={200: serializers.TrackedPageSerializer, 304: NOT_MODIFIED, 400: bad_input(limit=BEYOND_A_PAGE)},
        examples=[examples.TRACKED_PAGE],
    )
    def list(self, request):
        asked = FilterForm(request.query_params)
        if not asked.is_valid():
            raise exceptions.ValidationError(asked.errors)
        page = asked.cleaned_data
        found, total = self._found(asked.filters, page["limit"], page["offset"])
        # Notes and events can hold what no JSON can; ``updated_at`` changes with them.
        facts = [total, *(row._replace(notes=None) for row in found)]
        return self.unless_unchanged(facts, lambda: self._page(found, total))

    def _found(self, filters: Filters, limit: int, offset: int) -> tuple[Sequence, int]:
        """``limit`` rows after the first ``offset``, and how many there are in all."""
        if filters == Filters():
            found = rows.page(self.request.user, limit, offset)
        else:
            found = self.mine.matching(filters).with_total()[offset : offset + limit]
        if found or not offset:
            return found, found[0].total if found else 0
        return [], self.mine.matching(filters).count()

    def _page(self, found: Sequence, total: int) -> dict:
        of_each = serializers.by_tracking(rows.events([row.id for row in found]))
        return {"tracked_jobs": [serializers.tracked(row, of_each.get(row.id, [])) for row in found], "total": total}

    @extend_schema(
        operation_id="track",
        summary="Track a posting",
        request=serializers.TrackSerializer,
        responses={
            201: serializers.TrackingCreatedSerializer,
            404: NOT_FOUND,
            409: failure(IN_CONFLICT, broken(TrackingRefusal.ALREADY_TRACKED)),
            400: bad_input(job_id="A valid integer is required."),
        },
        examples=[examples.TRACK, examples.TRACKING_CREATED],
    )
    def create(self, request):
        body = serializers.TrackSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        tracking = trackings.track(request.user, body.validated_data["job_id"])
        created = {
            "tracking_id": tracking.pk,
            "job_id": tracking.job_id,
            "stage": tracking.stage,
            "tracked_at": tracking.tracked_at,
        }
        return Response(created, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="tracked",
        summary="One tracked job",
        description="With the posting as it read when tracked, null where no copy was kept, and as it reads now.",
        parameters=[ID_PARAMETER],
        responses={200: serializers.TrackedDetailSerializer, 404: NOT_FOUND},
        examples=[examples.TRACKED_DETAIL],
    )
    def retrieve(self, request, pk):
        row = self._row(pk_or_404(pk), "posting", "job__description_html", "job__description_text")
        answer = self._tracked(row)
        answer["job"] |= {
            "description_html": row.job__description_html,
            "description_text": row.job__description_text,
        }
        return Response(answer | {"posting": trackings.kept_posting(row.posting)})

    @extend_schema(
        operation_id="tracked_change",
        summary="Archive, unarchive, or change notes",
        description="The stage follows the events and cannot be written. While rejected, notes cannot be changed.",
        parameters=[ID_PARAMETER],
        request=serializers.TrackedChangesSerializer,
        responses={
            200: serializers.TrackedSerializer,
            400: bad_input(
                broken(Refusal.REJECTED_LOCKED),
                broken(TrackingRefusal.STAGE_FOLLOWS_EVENTS),
                is_archived="Must be a valid boolean.",
            ),
            404: NOT_FOUND,
            409: failure(IN_CONFLICT, broken(TrackingRefusal.CHANGED_MEANWHILE)),
        },
        examples=[examples.TRACKED_CHANGES, examples.TRACKED],
    )
    def partial_update(self, request, pk):
        pk = pk_or_404(pk)
        changes = self.checked(serializers.TrackedChangesSerializer(data=request.data), pk)
        if "stage" in request.data:
            self._row(pk)
            raise broken(TrackingRefusal.STAGE_FOLLOWS_EVENTS)
        trackings.change(self.mine, pk, **changes)
        return Response(self._tracked(self._row(pk)))

    @extend_schema(
        operation_id="untrack",
        summary="Stop tracking a posting",
        description="Only while it is `interested` (`not_interested`); afterwards archive it. Its notes and its resume"
        " go with it; with `if_empty` it stays while there are any (`not_empty`).",
        parameters=[
            ID_PARAMETER,
            OpenApiParameter("if_empty", OpenApiTypes.BOOL, description="Only without notes and resume."),
        ],
        responses={
            200: SuccessSerializer,
            400: bad_input(
                broken(TrackingRefusal.NOT_INTERESTED),
                broken(TrackingRefusal.NOT_EMPTY),
                if_empty="Must be a valid boolean.",
            ),
            404: NOT_FOUND,
        },
        examples=[SUCCESS],
    )
    def destroy(self, request, pk):
        pk = pk_or_404(pk)
        query = self.checked(serializers.UntrackQuerySerializer(data=request.query_params), pk)
        trackings.untrack(self.mine, pk, if_empty=query.get("if_empty", False))
        return Response({"success": True})

    @extend_schema(
        operation_id="calendar",
        summary="Events by date",
        description="Of archived jobs too. Without a range: three months either side of today, in whole months."
        f" From start to end at most {MONTHS_MAX} months; `months` names those it touches, one more when it begins in"
        " the midst of one.",
        parameters=[
            OpenApiParameter("start", OpenApiTypes.DATE, description="The first day."),
            OpenApiParameter("end", OpenApiTypes.DATE, description="The last day."),
        ],
        responses={
            200: serializers.CalendarSerializer,
            304: NOT_MODIFIED,
            400: bad_input(end=f"At most {MONTHS_MAX} months at a time."),
        },
        examples=[examples.CALENDAR],
    )
    @action(detail=False, url_path="calendar/events")
    def calendar(self, request):
        asked = RangeForm(request.query_params, today=timezone.localdate(timezone=request.user.zone))
        if not asked.is_valid():
            raise exceptions.ValidationError(asked.errors)
        start, end = asked.cleaned_data["start"], asked.cleaned_data["end"]
        found = rows.calendar(request.user, start, end)
        trackings = {row.tracking_id: row[len(EventRow._fields) :] for row in found}  # ``updated_at`` and what it shows
        facts = [(start, end), *trackings.items()]
        return self.unless_unchanged(
            facts,
            lambda: {
                "events": serializers.calendar(found, start, end),
                "range": {"start": start, "end": end},
                "months": months(start, end),
            },
        )

    def _row(self, pk: int, *more: str):
        return self.mine.rows(*more).get(pk=pk)

    def _tracked(self, row) -> dict:
        return serializers.tracked(row, rows.events([row.id]))


@extend_schema(tags=["tracking"])
class EventViewSet(RuledViewSet):
    @extend_schema(
        operation_id="event_add",
        summary="Add an event",
        description="The latest event decides the stage. Refused with `rejected_locked`, `closed` or `needs_offer`.",
        parameters=[TRACKING_ID],
        request=serializers.NEW_EVENT,
        responses={
            201: serializers.EVENT_OUTCOME,
            400: bad_input(
                broken(Refusal.REJECTED_LOCKED),
                broken(Refusal.CLOSED),
                broken(Refusal.NEEDS_OFFER),
                event_date=NO_DAY,
            ),
            404: NOT_FOUND,
        },
        examples=[examples.NEW_EVENT, examples.EVENT_ADDED],
    )
    def create(self, request, tracking_id):
        tracking_id = pk_or_404(tracking_id)
        body = self.checked(serializers.NewEventSerializer(data=request.data), tracking_id)
        outcome = events.add(
            self.mine,
            tracking_id,
            body["event_type"],
            on=body["event_date"],
            at=body.get("event_time"),
            location=body.get("location"),
            note=body.get("note", {}),
        )
        return Response(_answer(outcome), status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="event_change",
        summary="Change an event",
        description="But for its type. null clears `event_time` and `location`; the note is merged key by key."
        " Refused with `rejected_locked`.",
        parameters=[TRACKING_ID, ID_PARAMETER],
        request=serializers.EventPatchSerializer,
        responses={
            200: serializers.EVENT_OUTCOME,
            400: bad_input(broken(Refusal.REJECTED_LOCKED), event_date=NO_DAY),
            404: NOT_FOUND,
        },
        examples=[examples.EVENT_CHANGES, examples.EVENT_CHANGED],
    )
    def partial_update(self, request, tracking_id, pk):
        tracking_id, pk = pk_or_404(tracking_id), pk_or_404(pk)
        changes = self.checked(serializers.EventPatchSerializer(data=request.data), tracking_id)
        return Response(_answer(events.edit(self.mine, tracking_id, pk, changes)))

    @extend_schema(
        operation_id="event_delete",
        summary="Delete an event",
        description="The latest, or the one entered last; the stage rolls back. While rejected, only the rejection:"
        " that is its undo. Refused with `not_latest` or `rejected_locked`.",
        parameters=[TRACKING_ID, ID_PARAMETER],
        responses={
            200: serializers.EventDeletedSerializer,
            400: failure("A rule refuses", broken(Refusal.NOT_LATEST), broken(Refusal.REJECTED_LOCKED)),
            404: NOT_FOUND,
        },
        examples=[examples.EVENT_DELETED],
    )
    def destroy(self, request, tracking_id, pk):
        event_id = pk_or_404(pk)
        outcome = events.delete(self.mine, pk_or_404(tracking_id), event_id)
        latest = stages.latest(outcome.events)
        return Response(
            {
                "deleted_event_id": event_id,
                "new_stage": outcome.tracking.stage,
                "next_deletable_event": latest
                and {"id": latest.id, "event_type": latest.event_type, "event_date": latest.event_date},
            }
        )


def _answer(outcome: events.Outcome) -> dict:
    shown = serializers.event(outcome.event, stages.deletable_ids(outcome.events))
    return shown | {"stage": outcome.tracking.stage}
