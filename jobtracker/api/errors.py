"""What can be wrong, and how the answer says so (CONTRACT, "HTTP API")."""

import logging

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, status
from rest_framework.response import Response

from jobtracker.fields import id_in

logger = logging.getLogger(__name__)

BODY_MAX = 256 * 1024  # bytes; the largest thing a client sends is a posting's description


class BrokenRule(exceptions.APIException):
    """A rule of the product refuses: ``{"detail": …, "code": …}`` (CONTRACT, "HTTP API")."""

    def __init__(self, code: str, detail: str, *, status_code: int = status.HTTP_400_BAD_REQUEST) -> None:
        super().__init__(detail, code)
        self.status_code = status_code


def too_many(error: Exception) -> BrokenRule:
    """As many as one may have are there; ``error`` says how many."""
    return BrokenRule("too_many", str(error))


class BodyTooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"A request body has at most {BODY_MAX} bytes."
    default_code = "too_large"


class Unavailable(exceptions.APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "The database is out of reach at the moment. Try again in a little while."
    default_code = "unavailable"


def exception_handler(error, context) -> Response | None:
    """Errors as the contract words them: a rule or a refusal has ``detail`` and ``code``, bad input names fields."""
    # Not at the top: that module reads the settings, which name this one.
    from rest_framework.views import exception_handler as rest_exception_handler
    from rest_framework.views import set_rollback

    if isinstance(error, exceptions.ValidationError):
        set_rollback()
        detail = error.detail
        return Response(detail if isinstance(detail, dict) else {"non_field_errors": detail}, status=error.status_code)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, SuspiciousOperation):
        # Its own words are for the log: "The number of GET/POST parameters exceeded settings…".
        error = exceptions.ParseError("This request is too large or malformed.", code="bad_request")
    elif isinstance(error, (OperationalError, InterfaceError)):
        logger.error("The database refused.", exc_info=error)  # away, full, deadlocked: the client need not know
        error = Unavailable()
    response = rest_exception_handler(error, context)
    if response is not None and isinstance(error, exceptions.APIException):
        response.data = {"detail": str(error.detail), "code": error.get_codes()}
    return response


@csrf_exempt
def no_such_endpoint(request, rest: str = "") -> JsonResponse:
    """Any other address of the API: not found, in JSON, whatever the method and whoever asks."""
    return JsonResponse({"detail": "Not found.", "code": "not_found"}, status=status.HTTP_404_NOT_FOUND)


def pk_or_404(text: str) -> int:
    """The id in a path.

    :raises Http404: no row can have it.
    """
    if (pk := id_in(text)) is None:
        raise Http404
    return pk
