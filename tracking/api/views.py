"""The tracking endpoints (CONTRACT, "HTTP API")."""

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from jobtracker.api import ID_PARAMETER, BrokenRule, ErrorSerializer, pk_or_404
from search.models import Job
from tracking.domain import trackings
from tracking.models import JobTracking

from . import serializers


@extend_schema(tags=["tracking"])
class TrackingViewSet(viewsets.ViewSet):
    @extend_schema(
        operation_id="tracked_ids",
        summary="What you track",
        description="Every tracked posting by its id, archived ones too: for marking them in a list.",
        responses=serializers.TrackedIdsSerializer,
        examples=[OpenApiExample("Two", value={"tracked": {"123": {"tracking_id": 5, "stage": "interested"}}})],
    )
    @action(detail=False)
    def ids(self, request):
        rows = JobTracking.objects.for_user(request.user).ids()
        return Response({"tracked": {str(job): {"tracking_id": pk, "stage": stage} for job, pk, stage in rows}})

    @extend_schema(
        operation_id="track",
        summary="Track a posting",
        request=serializers.TrackSerializer,
        responses={
            201: serializers.TrackingCreatedSerializer,
            404: ErrorSerializer,
            409: ErrorSerializer,
        },
        examples=[
            OpenApiExample("A posting", value={"job_id": 123}, request_only=True),
            OpenApiExample(
                "Tracked",
                value={"tracking_id": 5, "job_id": 123, "stage": "interested", "tracked_at": "2026-06-12T09:30:00Z"},
                response_only=True,
                status_codes=["201"],
            ),
        ],
    )
    def create(self, request):
        body = serializers.TrackSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            tracking = trackings.track(request.user, body.validated_data["job_id"])
        except Job.DoesNotExist as error:
            raise Http404 from error
        except trackings.AlreadyTrackedError as error:
            raise BrokenRule(
                "already_tracked", "You track this posting already.", status_code=status.HTTP_409_CONFLICT
            ) from error
        created = {
            "tracking_id": tracking.pk,
            "job_id": tracking.job_id,
            "stage": tracking.stage,
            "tracked_at": tracking.tracked_at,
        }
        return Response(created, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="untrack",
        summary="Stop tracking a posting",
        description="Only while it is `interested`; afterwards archive it.",
        parameters=[ID_PARAMETER],
        responses={200: serializers.SuccessSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
        examples=[OpenApiExample("Done", value={"success": True}, response_only=True, status_codes=["200"])],
    )
    def destroy(self, request, pk):
        try:
            trackings.untrack(request.user, pk_or_404(pk))
        except JobTracking.DoesNotExist as error:
            raise Http404 from error
        except trackings.NotInterestedError as error:
            raise BrokenRule(
                "not_interested", "An application is under way: archive it instead of untracking it."
            ) from error
        return Response({"success": True})
