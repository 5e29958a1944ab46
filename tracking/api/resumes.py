"""The resume calls (CONTRACT, "Resume" and "HTTP API"); the file itself goes straight to the object store."""

import logging

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import exceptions, serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from accounts.api.permissions import MayWrite
from jobtracker.api.errors import BrokenRule, pk_or_404
from jobtracker.api.fields import QuerySerializer, WholeNumberField
from jobtracker.api.openapi import NOT_FOUND, bad_input, failure
from tracking.domain import resumes
from tracking.domain.resumes import DownloadRefusal, UploadRefusal
from tracking.stages import Refusal
from tracking.storage import StorageUnavailableError

from . import examples
from .views import TRACKING_ID, RuledViewSet, broken

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5
NOT_CACHED = {"Cache-Control": "no-store"}  # the address in the answer is a key, and soon void


class StorageUnavailable(BrokenRule):
    wait = RETRY_SECONDS  # becomes Retry-After

    def __init__(self) -> None:
        super().__init__(
            "storage_unavailable",
            StorageUnavailableError.told,
            status_code=status.HTTP_503_SERVICE_UNAVAILABLE,
        )


@extend_schema_field(OpenApiTypes.STR)
class AnyTextField(serializers.Field):
    """Text of any kind: NUL, nothing at all. What it is worth is for the domain to say."""

    default_error_messages = {"invalid": "Not a valid string."}

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class UploadQuerySerializer(QuerySerializer):
    size = WholeNumberField(min_value=1, required=False)


class DownloadQuerySerializer(QuerySerializer):
    download = serializers.BooleanField(required=False)


class UploadSerializer(serializers.Serializer):
    upload_url = serializers.CharField(help_text="PUT the file here.")
    s3_key = serializers.CharField(help_text="For `confirm`.")
    expires_in = serializers.IntegerField(help_text="Seconds.")
    headers = serializers.DictField(child=serializers.CharField(), help_text="Send exactly these with the file.")


class ConfirmSerializer(serializers.Serializer):
    s3_key = AnyTextField(help_text="From `upload-url`.")
    filename = AnyTextField(
        required=False, allow_null=True, help_text="An odd one is cleaned; without one it is resume.pdf."
    )


class ConfirmedSerializer(serializers.Serializer):
    has_resume = serializers.BooleanField()
    resume_filename = serializers.CharField()


class DownloadSerializer(serializers.Serializer):
    url = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")


READ_ONLY_TOKEN = failure("A token that may only read", exceptions.PermissionDenied(MayWrite.message, MayWrite.code))
STORAGE_UNAVAILABLE = {503: failure("The object store is out of reach", StorageUnavailable())}


@extend_schema(tags=["resume"])
class ResumeViewSet(RuledViewSet):
    def handle_exception(self, error):
        if isinstance(error, StorageUnavailableError):
            logger.warning("The object store is out of reach: %s", error)
            error = StorageUnavailable()
        return super().handle_exception(error)

    @extend_schema(
        operation_id="resume_upload_url",
        summary="An address to upload a resume to",
        description="PUT a PDF of at most 5 MB there, with exactly the headers given, then call `confirm`. With `size`,"
        " the address takes exactly so many bytes; without it, what is too large is refused by `confirm`. A token that"
        " may only read gets no such address. Refused with `rejected_locked` or `too_large`.",
        parameters=[
            TRACKING_ID,
            OpenApiParameter(
                "size",
                {"type": "integer", "minimum": 1, "maximum": resumes.MAX_BYTES},
                description="Of the file, in bytes.",
            ),
        ],
        responses={
            200: UploadSerializer,
            400: bad_input(
                broken(Refusal.REJECTED_LOCKED),
                broken(UploadRefusal.TOO_LARGE),
                size="Ensure this value is greater than or equal to 1.",
            ),
            403: READ_ONLY_TOKEN,
            404: NOT_FOUND,
            **STORAGE_UNAVAILABLE,
        },
        examples=[examples.RESUME_UPLOAD],
    )
    @action(detail=False, url_path="upload-url", permission_classes=[IsAuthenticated, MayWrite])
    def upload_url(self, request, tracking_id):
        tracking_id = pk_or_404(tracking_id)
        query = self.checked(UploadQuerySerializer(data=request.query_params), tracking_id)
        upload = resumes.prepare_upload(self.mine, tracking_id, size=query.get("size"))
        answer = {
            "upload_url": upload.url,
            "s3_key": upload.key,
            "expires_in": resumes.UPLOAD_SECONDS,
            "headers": upload.headers,
        }
        return Response(answer, headers=NOT_CACHED)

    @extend_schema(
        operation_id="resume_confirm",
        summary="Make an upload the resume",
        description="Looks at what was uploaded. A former resume is replaced; confirming the same upload again changes"
        " nothing. Refused with `rejected_locked`, `invalid_key`, `not_uploaded`, `not_pdf` or `too_large`; what is"
        " refused for what it is, is removed.",
        parameters=[TRACKING_ID],
        request=ConfirmSerializer,
        responses={
            200: ConfirmedSerializer,
            400: bad_input(
                broken(Refusal.REJECTED_LOCKED), *map(broken, UploadRefusal), s3_key="This field is required."
            ),
            404: NOT_FOUND,
            **STORAGE_UNAVAILABLE,
        },
        examples=[examples.RESUME_CONFIRM, examples.RESUME_CONFIRMED],
    )
    @action(detail=False, methods=["post"])
    def confirm(self, request, tracking_id):
        tracking_id = pk_or_404(tracking_id)
        body = self.checked(ConfirmSerializer(data=request.data), tracking_id)
        tracking = resumes.confirm(self.mine, tracking_id, body["s3_key"], body.get("filename") or "")
        return Response({"has_resume": tracking.has_resume, "resume_filename": resumes.filename_of(tracking)})

    @extend_schema(
        operation_id="resume_url",
        summary="An address to read the resume from",
        description="To look at it in the browser, or with `download` to save it under its name. While rejected, too.",
        parameters=[
            TRACKING_ID,
            OpenApiParameter("download", OpenApiTypes.BOOL, description="Save it instead of showing it."),
        ],
        responses={
            200: DownloadSerializer,
            400: bad_input(download="Must be a valid boolean."),
            404: failure("Not found, somebody else's, or without a resume", broken(DownloadRefusal.NO_RESUME)),
            **STORAGE_UNAVAILABLE,
        },
        examples=[examples.RESUME_URL],
    )
    @action(detail=False)
    def url(self, request, tracking_id):
        tracking_id = pk_or_404(tracking_id)
        query = self.checked(DownloadQuerySerializer(data=request.query_params), tracking_id)
        url = resumes.download_url(self.mine, tracking_id, as_attachment=query.get("download", False))
        return Response({"url": url, "expires_in": resumes.DOWNLOAD_SECONDS}, headers=NOT_CACHED)
