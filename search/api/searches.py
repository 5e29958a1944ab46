"""Saved searches over HTTP: what the Search page's menu does."""

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_serializer
from rest_framework import exceptions, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from jobtracker.api.errors import pk_or_404, too_many
from jobtracker.api.fields import TextField
from jobtracker.api.openapi import ID_PARAMETER, NOT_FOUND, SUCCESS, SuccessSerializer, bad_input
from search.domain import saving
from search.models import SavedSearch

from .serializers import LineField


class SavedSearchSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    query = serializers.CharField(help_text="The filters of `/api/jobs`, as they stand in an address.")
    new = serializers.IntegerField(help_text="Public postings that match and came after the last look.")
    new_is_exact = serializers.BooleanField(help_text=f"False when there are more: `new` ends at {saving.COUNTED_MAX}.")
    created_at = serializers.DateTimeField()


@extend_schema_serializer(many=False)
class SavedSearchesSerializer(serializers.Serializer):
    searches = SavedSearchSerializer(many=True)


class NewSavedSearchSerializer(serializers.Serializer):
    name = LineField(required=True, max_length=SavedSearch._meta.get_field("name").max_length)
    query = TextField(
        max_length=saving.QUERY_MAX,
        trim_whitespace=False,
        help_text="The filters of `/api/jobs`, as they stand in an address; anything else in it is dropped.",
    )


_SEARCH = {
    "id": 3,
    "name": "Remote in Lisbon",
    "query": "q=rust&location=Lisbon&workplace=remote",
    "new": 4,
    "new_is_exact": True,
    "created_at": "2026-06-11T08:00:00Z",
}
LIST = OpenApiExample("One saved search", value={"searches": [_SEARCH]}, response_only=True, status_codes=["200"])
NEW = OpenApiExample("A search", value={"name": _SEARCH["name"], "query": _SEARCH["query"]}, request_only=True)
SAVED = OpenApiExample("Saved", value=_SEARCH | {"new": 0}, response_only=True, status_codes=["201"])
REPLACED = OpenApiExample("Replaced", value=_SEARCH | {"new": 0}, response_only=True, status_codes=["200"])
LOOKED = OpenApiExample("Looked at", value=_SEARCH | {"new": 0}, response_only=True, status_codes=["200"])


@extend_schema(tags=["search"])
class SavedSearchViewSet(viewsets.ViewSet):
    @extend_schema(
        operation_id="searches",
        summary="Your saved searches",
        description="By name, each with its number of new matches.",
        responses={200: SavedSearchesSerializer},
        examples=[LIST],
    )
    def list(self, request):
        return Response({"searches": [_shown(fresh) for fresh in saving.fresh(request.user)]})

    @extend_schema(
        operation_id="search_save",
        summary="Save a search",
        description="What matches now counts as seen. A search of the same name is replaced, and keeps its id: 200.",
        request=NewSavedSearchSerializer,
        responses={
            200: OpenApiResponse(SavedSearchSerializer, description="It replaces the one of that name"),
            201: SavedSearchSerializer,
            400: bad_input(too_many(saving.TooManySearchesError()), name="This field is required."),
        },
        examples=[NEW, REPLACED, SAVED],
    )
    def create(self, request):
        body = NewSavedSearchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            saved, is_new = saving.save(request.user, **body.validated_data)
        except saving.QueryError as error:
            raise exceptions.ValidationError({"query": [str(error)]}) from error
        except saving.TooManySearchesError as error:
            raise too_many(error) from error
        answered = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(_shown(saving.Fresh(saved, new=0)), status=answered)

    @extend_schema(
        operation_id="search_delete",
        summary="Delete a saved search",
        parameters=[ID_PARAMETER],
        responses={200: SuccessSerializer, 404: NOT_FOUND},
        examples=[SUCCESS],
    )
    def destroy(self, request, pk):
        _saved(request.user, pk).delete()
        return Response({"success": True})

    @extend_schema(
        operation_id="search_look",
        summary="Mark a saved search as looked at",
        description="What matches now has been seen: its number of new matches begins anew.",
        parameters=[ID_PARAMETER],
        request=None,
        responses={200: SavedSearchSerializer, 404: NOT_FOUND},
        examples=[LOOKED],
    )
    @action(detail=True, methods=["post"])
    def look(self, request, pk):
        saved = _saved(request.user, pk)
        saving.look(saved)
        return Response(_shown(saving.Fresh(saved, new=0)))


def _saved(user, pk: str) -> SavedSearch:
    saved = user.saved_searches.filter(pk=pk_or_404(pk)).first()
    if saved is None:
        raise Http404
    return saved


def _shown(fresh: saving.Fresh) -> dict:
    return {
        "id": fresh.search.pk,
        "name": fresh.search.name,
        "query": fresh.search.query,
        "new": min(fresh.new, saving.COUNTED_MAX),
        "new_is_exact": fresh.new <= saving.COUNTED_MAX,
        "created_at": fresh.search.created_at,
    }
