"""Postings and companies over HTTP (CONTRACT, "HTTP API")."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from jobtracker.api.errors import pk_or_404, too_many
from jobtracker.api.openapi import ID_PARAMETER, NOT_FOUND, bad_input
from jobtracker.fields import VALUES_MAX
from search import cursors
from search.criteria import DAYS_MAX, SALARY_MAX, CriteriaForm
from search.domain import adding, finding
from search.forms import CURSOR_MAX, PageForm
from search.models import Job
from search.postings import EmploymentType, Source, Workplace
from search.querysets import Criteria

from . import serializers
from .examples import COMPANY_PAGE, JOB_ADDED, JOB_COUNTS, JOB_DETAIL, JOB_NEW, JOB_PAGE

JOBS_MAX = 100  # on a page
COMPANIES_MAX = 1000


def _parameter(name: str, description: str, *, many: bool = False, **schema) -> OpenApiParameter:
    """A query parameter: text, unless ``schema`` says otherwise; ``many``: it may be repeated."""
    schema = {"type": "string"} | schema
    if many:
        schema = {"type": "array", "items": schema, "maxItems": VALUES_MAX}
    return OpenApiParameter(name, schema, description=description)


CRITERIA = [
    _parameter(
        "q",
        'Words to find, as in a web search: `rust engineer`, `"machine learning"`, `python or ruby`, `-senior`.',
        maxLength=200,
    ),
    _parameter(
        "company",
        "A company's slug or id. Digits that are the slug of some company mean that one.",
        many=True,
        maxLength=220,
    ),
    _parameter("hide_company", "The slug or id of a company to leave out, as in `company`.", many=True, maxLength=220),
    _parameter("location", "A city, a country, or `remote`.", many=True, maxLength=100),
    _parameter("workplace", "Where the work is done.", many=True, enum=Workplace.values),
    _parameter("employment_type", "The kind of contract.", many=True, enum=EmploymentType.values),
    _parameter(
        "salary_min",
        "Pay a year, at least; pay for other periods is annualised.",
        type="number",
        minimum=0,
        maximum=SALARY_MAX,
        multipleOf=0.01,
    ),
    _parameter("currency", "The currency of the pay: `EUR`.", pattern="^[A-Za-z]{3}$"),
    _parameter("posted_within", "Days since it was posted, at most.", type="integer", minimum=1, maximum=DAYS_MAX),
    _parameter("source", "Where the posting comes from.", many=True, enum=Source.values),
    _parameter("open", "Whether it is open.", enum=["true", "false", "any"], default="true"),
    _parameter("hide_tracked", "Leave out what you track.", type="boolean", default=False),
    _parameter("exact", "Look for `q` as it is, even if it seems misspelt.", type="boolean", default=False),
    _parameter(
        "prefix", "The last word of `q` may be the beginning of one, as while typing.", type="boolean", default=False
    ),
]


def _paging(default: int, maximum: int) -> list[OpenApiParameter]:
    return [
        _parameter("cursor", "`next` of the page before.", maxLength=CURSOR_MAX),
        _parameter("limit", "How many.", type="integer", minimum=1, maximum=maximum, default=default),
    ]


def _beyond(maximum: int) -> OpenApiResponse:
    return bad_input(limit=f"Ensure this value is less than or equal to {maximum}.")


def _asked(request, *, default: int, maximum: int) -> tuple[Criteria, dict]:
    """The criteria and the page that the query parameters ask for; a ValidationError names those that are bad."""
    criteria = CriteriaForm(request.query_params)
    page = PageForm(request.query_params, default=default, maximum=maximum)
    if not (criteria.is_valid() & page.is_valid()):
        raise exceptions.ValidationError(criteria.errors | page.errors)
    return criteria.criteria, page.cleaned_data


def _criteria(request) -> Criteria:
    form = CriteriaForm(request.query_params)
    if not form.is_valid():
        raise exceptions.ValidationError(form.errors)
    return form.criteria


class BadCursor(exceptions.ValidationError):
    def __init__(self) -> None:
        super().__init__({"cursor": ["This is not a cursor of this list; begin without one."]})


@extend_schema(tags=["search"])
class JobViewSet(viewsets.ViewSet):
    @extend_schema(
        operation_id="jobs",
        summary="Find postings",
        description=(
            "Public postings and your own; matches in the title first, then the newest. A misspelt `q` is put right, "
            "which `corrected_query` tells, unless `exact` is true."
        ),
        parameters=[*CRITERIA, *_paging(50, JOBS_MAX)],
        responses={200: serializers.JobPageSerializer, 400: _beyond(JOBS_MAX)},
        examples=[JOB_PAGE],
    )
    def list(self, request):
        criteria, page = _asked(request, default=50, maximum=JOBS_MAX)
        try:
            found = finding.jobs(criteria, user=request.user, **page)
        except cursors.CursorError as error:
            raise BadCursor from error
        return Response(
            {
                "results": [serializers.job(job) for job in found.jobs],
                "total": found.total,
                "total_is_exact": found.is_total_exact,
                "corrected_query": found.corrected_query,
                "next": found.next,
            }
        )

    @extend_schema(
        operation_id="job_counts",
        summary="Matching postings by filter",
        description=(
            "How many postings match with each value of a filter, whichever of them are chosen now; values that "
            "none has are left out. Where more than 1,000 match, the newest 1,000 are counted (`is_exact` is false)."
        ),
        parameters=CRITERIA,
        responses={200: serializers.JobCountsSerializer, 400: bad_input(currency="Three letters, as in EUR.")},
        examples=[JOB_COUNTS],
    )
    @action(detail=False)
    def counts(self, request):
        counts = finding.by_filter(_criteria(request), user=request.user)
        return Response({name: {"values": count.values, "is_exact": count.is_exact} for name, count in counts.items()})

    @extend_schema(
        operation_id="job",
        summary="One posting",
        parameters=[ID_PARAMETER],
        responses={200: serializers.JobDetailSerializer, 404: NOT_FOUND},
        examples=[JOB_DETAIL],
    )
    def retrieve(self, request, pk):
        try:
            job = Job.objects.visible_to(request.user).select_related("company").get(pk=pk_or_404(pk))
        except Job.DoesNotExist as error:
            raise Http404 from error
        return Response(serializers.job_detail(job))

    @extend_schema(
        operation_id="job_add",
        summary="Add a posting of your own",
        description="For what is on no board here. You alone see it.",
        request=serializers.NewJobSerializer,
        responses={
            201: serializers.JobSerializer,
            400: bad_input(too_many(adding.TooManyPostingsError()), title="This field is required."),
        },
        examples=[JOB_NEW, JOB_ADDED],
    )
    def create(self, request):
        body = serializers.NewJobSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            job = adding.add(request.user, **body.validated_data)
        except adding.TooManyPostingsError as error:
            raise too_many(error) from error
        return Response(serializers.job(job), status=status.HTTP_201_CREATED)


@extend_schema(tags=["search"])
class CompanyViewSet(viewsets.ViewSet):
    @extend_schema(
        operation_id="companies",
        summary="Companies with matching postings",
        description="Most matches with the words in the title first, then most matches. "
        "Where more than 1,000 postings match, the newest 1,000 are counted.",
        parameters=[*CRITERIA, *_paging(100, COMPANIES_MAX)],
        responses={200: serializers.CompanyPageSerializer, 400: _beyond(COMPANIES_MAX)},
        examples=[COMPANY_PAGE],
    )
    def list(self, request):
        criteria, page = _asked(request, default=100, maximum=COMPANIES_MAX)
        try:
            found = finding.companies(criteria, user=request.user, **page)
        except cursors.CursorError as error:
            raise BadCursor from error
        return Response(
            {
                "companies": [serializers.company(row) for row in found.rows],
                "total": found.matched,
                "total_is_exact": found.is_matched_exact,
                "corrected_query": found.corrected_query,
                "next": found.next,
            }
        )
