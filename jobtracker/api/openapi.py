"""What the OpenAPI document says of every operation: its errors, with the codes and sentences that they have."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import exceptions, serializers

from .errors import BodyTooLarge, BrokenRule, Unavailable

ID_PARAMETER = OpenApiParameter("id", OpenApiTypes.INT64, OpenApiParameter.PATH)


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
