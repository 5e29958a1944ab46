"""Postings and companies as JSON: the declared shape, and the quick way there for lists."""

from rest_framework import serializers

from search.domain.finding import CompanyRow
from search.models import Job
from search.postings import EmploymentType, Salary, SalaryPeriod, Source, Workplace


class SalarySerializer(serializers.Serializer):
    """Pay as the posting states it: ``min`` and ``max`` in units of ``currency`` for one ``period``."""

    min = serializers.FloatField(allow_null=True, required=False, min_value=0, max_value=10**11)
    max = serializers.FloatField(allow_null=True, required=False, min_value=0, max_value=10**11)
    currency = serializers.RegexField(r"^[A-Z]{3}$", allow_null=True, required=False)
    period = serializers.ChoiceField(SalaryPeriod, allow_null=True, required=False)
    text = serializers.CharField(allow_null=True, required=False, max_length=300)


class JobSerializer(serializers.Serializer):
    """A posting in a list. What it does not state is null."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    company = serializers.CharField()
    company_id = serializers.IntegerField()
    company_slug = serializers.CharField()
    company_logo_url = serializers.CharField(allow_null=True)
    department = serializers.CharField(allow_null=True)
    location = serializers.CharField(allow_null=True, help_text="The first of `locations`.")
    locations = serializers.ListField(child=serializers.CharField())
    workplace = serializers.ChoiceField(Workplace, allow_null=True)
    employment_type = serializers.ChoiceField(EmploymentType, allow_null=True)
    salary = SalarySerializer(allow_null=True)
    url = serializers.CharField(allow_null=True)
    apply_url = serializers.CharField(allow_null=True)
    source = serializers.ChoiceField(Source)
    posted_at = serializers.DateTimeField(allow_null=True)
    first_seen_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    is_open = serializers.BooleanField()
    is_private = serializers.BooleanField(help_text="Entered by hand; you alone see it.")


class JobDetailSerializer(JobSerializer):
    description_html = serializers.CharField(help_text="Sanitised.")
    description_text = serializers.CharField()


class JobPageSerializer(serializers.Serializer):
    results = JobSerializer(many=True)
    total = serializers.IntegerField()
    total_is_exact = serializers.BooleanField()
    corrected_query = serializers.CharField(allow_null=True, help_text="What was searched for, if `q` was misspelt.")
    next = serializers.CharField(allow_null=True, help_text="The value of `cursor` for the next page.")


class CompanySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    logo_url = serializers.CharField(allow_null=True)
    matched = serializers.IntegerField(help_text="Postings that match.")
    total = serializers.IntegerField(help_text="Postings in all.")


class CompanyPageSerializer(serializers.Serializer):
    companies = CompanySerializer(many=True)
    next = serializers.CharField(allow_null=True)


def job(row: Job) -> dict:
    """The shape that ``JobSerializer`` declares, without its cost."""
    return {
        "id": row.pk,
        "title": row.title,
        "company": row.company.name,
        "company_id": row.company_id,
        "company_slug": row.company.slug,
        "company_logo_url": row.company.logo_url,
        "department": row.department or None,
        "location": row.location,
        "locations": row.locations,
        "workplace": row.workplace,
        "employment_type": row.employment_type,
        "salary": _salary(row.salary),
        "url": row.url or None,
        "apply_url": row.apply_url or None,
        "source": row.source,
        "posted_at": row.posted_at,
        "first_seen_at": row.first_seen_at,
        "closed_at": row.closed_at,
        "is_open": row.is_open,
        "is_private": row.is_private,
    }


def job_detail(row: Job) -> dict:
    return job(row) | {"description_html": row.description_html, "description_text": row.description_text}


def company(row: CompanyRow) -> dict:
    return {
        "id": row.company.pk,
        "name": row.company.name,
        "slug": row.company.slug,
        "logo_url": row.company.logo_url,
        "matched": row.matched,
        "total": row.total,
    }


def _salary(salary: Salary | None) -> dict | None:
    if salary is None:
        return None
    return {
        "min": _number(salary.min),
        "max": _number(salary.max),
        "currency": salary.currency or None,
        "period": salary.period,
        "text": salary.text or None,
    }


def _number(amount):
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
