"""What every API endpoint shares: how bodies are read and written, and how errors look.

A leaf: it imports nothing of the apps, they import it.
"""

import json
import logging
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from hashlib import blake2b

import orjson
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema_field
from rest_framework import exceptions, parsers, renderers, serializers, status
from rest_framework.response import Response

from .fields import DAY, ID_MAX, ONCE, WHOLE_NUMBER, id_in

logger = logging.getLogger(__name__)

BODY_MAX = 256 * 1024  # bytes; the largest thing a client sends is a posting's description
DEPTH_MAX = 16

# What a number may look like that a float does not hold, once all its digits are 0.
_SHAPES = bytes.maketrans(b"123456789.E", b"0000000000e")
_DELICATE = (b"0" * 16, b"0e-000")


ID_PARAMETER = OpenApiParameter("id", OpenApiTypes.INT64, OpenApiParameter.PATH)


class ConditionalMixin:
    """Reads of a view that need not be made and sent again (RFC 9110, 13.1.2)."""

    def unless_unchanged(self, facts, make: Callable[[], dict]) -> HttpResponseBase:
        """What ``make`` makes of ``facts``, with a tag of theirs; 304, and nothing is made, if the client has that.

        ``facts`` change with all that the answer tells of what is stored. Another release may tell it differently: its
        static files differ, too, among them the declared notes and the logos.
        """
        release = getattr(staticfiles_storage, "manifest_hash", "")
        told = (release, self.request.get_full_path(), self.request.user.pk, facts)
        tag = f'"{blake2b(orjson.dumps(told, default=tuple), digest_size=16).hexdigest()}"'
        answer = get_conditional_response(self.request, etag=tag) or Response(make())
        answer.headers["ETag"] = tag
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer


class BrokenRule(exceptions.APIException):
    """A rule of the product refuses: ``{"detail": …, "code": …}`` (CONTRACT, "HTTP API")."""

    def __init__(self, code: str, detail: str, *, status_code: int = status.HTTP_400_BAD_REQUEST) -> None:
        super().__init__(detail, code)
        self.status_code = status_code


def too_many(error: Exception) -> BrokenRule:
    """As many as one may have are there; ``error`` says how many."""
    return BrokenRule("too_many", str(error))


class JSONRenderer(renderers.BaseRenderer):
    """JSON through orjson: several times faster than DRF's own on long lists."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        if data is None:
            return b""
        # What is wrong with the items of a list is told by their numbers.
        return orjson.dumps(data, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z)


def _plain(value):
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


class JSONParser(parsers.BaseParser):
    """JSON through orjson, within bounds: size and depth are checked before anything is built."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        body = stream.read(BODY_MAX + 1)
        if len(body) > BODY_MAX:
            raise BodyTooLarge
        if _depth(body) > DEPTH_MAX:
            raise exceptions.ParseError(f"JSON may be nested {DEPTH_MAX} levels deep.")
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(f"This is not JSON: {error}") from error
        shapes = body.translate(_SHAPES)
        if any(delicate in shapes for delicate in _DELICATE):
            # orjson makes floats of integers beyond 64 bits, and rounds; here they stay whole, for the fields to judge.
            return json.loads(body.decode(), parse_float=_exact)
        return data


def _exact(text: str) -> float:
    """:raises ParseError: another number would come back."""
    value = float(text)
    try:
        is_exact = Decimal(text) == Decimal(repr(value))
    except InvalidOperation:  # an exponent of twenty digits
        is_exact = False
    if not is_exact:
        raise exceptions.ParseError(f"A number has more digits than can be kept: {text[:40]}")
    return value


class BodyTooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"A request body has at most {BODY_MAX} bytes."
    default_code = "too_large"


def _depth(body: bytes) -> int:
    """How deep brackets are nested, at most; a body with few of them is not looked at closely."""
    if body.count(b"[") + body.count(b"{") <= DEPTH_MAX:
        return 0
    depth = deepest = 0
    is_string = is_escaped = False
    for byte in body:
        if is_string:
            if is_escaped:
                is_escaped = False
            elif byte == 0x5C:
                is_escaped = True
            elif byte == 0x22:
                is_string = False
        elif byte == 0x22:
            is_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


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


class Unavailable(exceptions.APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "The database is out of reach at the moment. Try again in a little while."
    default_code = "unavailable"


class ErrorSerializer(serializers.Serializer):
    """An error that is not about one field."""

    detail = serializers.CharField(help_text="A sentence for people.")
    code = serializers.CharField(help_text="A word for programs.")


class SuccessSerializer(serializers.Serializer):
    """Something was done of which there is nothing more to tell."""

    success = serializers.BooleanField()


SUCCESS = OpenApiExample("Done", value={"success": True}, response_only=True, status_codes=["200"])


# Answers to declare where they can come: bad input names its fields, a broken rule has a code.
BAD_INPUT_SCHEMA = {
    "type": "object",
    "description": "What is wrong, by the name of the field or parameter.",
    "additionalProperties": {"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "object"}]},
}
_BAD_INPUT_OR_RULE_SCHEMA = {
    "oneOf": [{"$ref": "#/components/schemas/BadInput"}, {"$ref": "#/components/schemas/Error"}]
}


def failure(description: str, *errors: exceptions.APIException) -> OpenApiResponse:
    """The answer that each of ``errors`` can be, all of one status."""
    return OpenApiResponse(ErrorSerializer, description=description, examples=[_example(error) for error in errors])


def bad_input(*rules: BrokenRule, **fields: str) -> OpenApiResponse:
    """The 400 of an operation that takes input: ``rules`` are all that may refuse it.

    ``fields`` are an example of bad input: a parameter or field that the operation has, and what is said of it.
    """
    wrong = OpenApiExample("Bad input", value={name: [sentence] for name, sentence in fields.items()})
    return OpenApiResponse(
        _BAD_INPUT_OR_RULE_SCHEMA,  # an error, too, where nothing of the request could be read
        description="Bad input, or a rule refuses" if rules else "Bad input",
        examples=[wrong, *map(_example, rules)],
    )


def _example(error: exceptions.APIException) -> OpenApiExample:
    code = error.get_codes()
    return OpenApiExample(code, value={"detail": str(error.detail), "code": code})


NOT_FOUND = failure("Not found, or somebody else's", exceptions.NotFound())
NOT_MODIFIED = OpenApiResponse(
    description="Nothing has changed since the answer whose `ETag` was sent as `If-None-Match`"
)

# What any operation may answer; those with a body, and those that change something, more.
_REFUSALS = {
    "401": ("Who are you?", exceptions.NotAuthenticated()),
    "429": ("Too many calls", exceptions.Throttled(34)),
    "503": ("Out of reach", Unavailable()),
}
_REFUSALS_OF_BODIES = {
    "413": ("Too large", BodyTooLarge()),
    "415": ("Not JSON", exceptions.UnsupportedMediaType("text/plain")),
}


def _refusals_of_changes() -> dict[str, tuple]:
    # Not at the top: that module reads the settings, which name this one.
    from rest_framework.settings import api_settings

    csrf = exceptions.PermissionDenied("CSRF Failed: CSRF token missing.")
    # What a token may do is said where it is checked.
    scopes = [
        exceptions.PermissionDenied(permission.message, permission.code)
        for permission in api_settings.DEFAULT_PERMISSION_CLASSES
        if hasattr(permission, "code")
    ]
    return {"403": ("A session without its CSRF token, or a token that may only read", csrf, *scopes)}


def describe_refusals(result: dict, generator, request, public) -> dict:
    """Add to the OpenAPI document what every operation may answer (a hook of drf-spectacular)."""
    result["components"]["schemas"]["BadInput"] = BAD_INPUT_SCHEMA
    for operations in result["paths"].values():
        for method, operation in operations.items():
            refusals = dict(_REFUSALS)
            if method != "get":
                refusals |= _refusals_of_changes()
            if "requestBody" in operation:
                refusals |= _REFUSALS_OF_BODIES
                operation["requestBody"]["required"] = method == "post"  # unknown to it where an event has many shapes
            for status_code, (description, *errors) in refusals.items():
                operation["responses"].setdefault(status_code, _refusal(description, errors))
            operation["responses"]["429"]["headers"] = {
                "Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}, "required": True}
            }
            if any(parameter["in"] == "query" for parameter in operation.get("parameters", ())):
                operation["responses"].setdefault("414", {"description": "The web server takes no address so long"})
            operation["responses"] = dict(sorted(operation["responses"].items()))
            _allow_blanks(operation)
    return result


def _allow_blanks(operation: dict) -> None:
    """A blank value in a query is as if left out: so the forms of pages send what is not filled in."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "query":
            schema = parameter["schema"]
            if schema["type"] != "array":
                parameter["allowEmptyValue"] = True
            elif (choices := schema["items"].get("enum")) and "" not in choices:  # several operations share it
                choices.append("")


def _refusal(description: str, errors: list[exceptions.APIException]) -> dict:
    content = {
        "schema": {"$ref": "#/components/schemas/Error"},
        "examples": {example.name: {"value": example.value} for example in map(_example, errors)},
    }
    return {"description": description, "content": {"application/json": content}}


@csrf_exempt
def no_such_endpoint(request, rest: str = "") -> JsonResponse:
    """Any other address of the API: not found, in JSON, whatever the method and whoever asks."""
    return JsonResponse({"detail": "Not found.", "code": "not_found"}, status=status.HTTP_404_NOT_FOUND)


class TextField(serializers.CharField):
    """Text, measured as it was sent; DRF's own also takes numbers, and measures what is left without blanks."""

    def to_internal_value(self, data) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            raise serializers.ValidationError(f"Ensure this field has no more than {self.max_length} characters.")
        return super().to_internal_value(data)


@extend_schema_field({"type": "integer", "format": "int64", "minimum": 1, "maximum": ID_MAX})
class IdField(serializers.IntegerField):
    """The id of a row; one that no row can have is not found, rather than an error of the database."""

    def to_internal_value(self, data):
        if isinstance(data, float) and data.is_integer():
            data = int(data)  # 861.0 is an integer in JSON Schema, too
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        value = super().to_internal_value(data)
        if not 0 < value <= ID_MAX:
            raise Http404
        return value


class DayField(serializers.DateField):
    """A day as JSON Schema has it; Python also reads 2026-3-1, and digits of every script."""

    def __init__(self, **kwargs) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def to_internal_value(self, value):
        if isinstance(value, str) and not DAY.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class QuerySerializer(serializers.Serializer):
    """Query parameters, each of which is given once."""

    def to_internal_value(self, data) -> dict:
        if repeated := [name for name in self.fields if len(data.getlist(name)) > 1]:
            raise serializers.ValidationError({name: [ONCE] for name in repeated})
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    """A number in a query."""

    def to_internal_value(self, data):
        if isinstance(data, str) and not WHOLE_NUMBER.fullmatch(data):
            self.fail("invalid")
        return super().to_internal_value(data)


def pk_or_404(text: str) -> int:
    """The id in a path.

    :raises Http404: no row can have it.
    """
    if (pk := id_in(text)) is None:
        raise Http404
    return pk
