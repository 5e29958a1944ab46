"""Postings and companies as JSON: the declared shapes, and the quick way there for lists."""

from datetime import UTC, datetime

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from jobtracker.api.fields import TextField
from search.domain.finding import CompanyRow
from search.feeds import html, values
from search.models import Company, Job
from search.postings import FIRST_DAY, LAST_DAY, EmploymentType, Salary, SalaryPeriod, Source, Workplace

_FIRST = datetime(FIRST_DAY.year, 1, 1, tzinfo=UTC)
_END = datetime(LAST_DAY.year + 1, 1, 1, tzinfo=UTC)


class SalarySerializer(serializers.Serializer):
    """Pay as the posting states it: ``min`` and ``max`` in units of ``currency`` for one ``period``."""

    min = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)
    currency = serializers.CharField(allow_null=True, help_text="ISO 4217: `EUR`.")
    period = serializers.ChoiceField(SalaryPeriod, allow_null=True)
    text = serializers.CharField(allow_null=True, help_text="The posting's own wording.")


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


@extend_schema_serializer(many=False)
class JobPageSerializer(serializers.Serializer):
    results = JobSerializer(many=True)
    total = serializers.IntegerField(help_text="Postings that match, on all pages.")
    total_is_exact = serializers.BooleanField(help_text="False if more than these 1000 match.")
    corrected_query = serializers.CharField(allow_null=True, help_text="What was searched for, if `q` was misspelt.")
    next = serializers.CharField(allow_null=True, help_text="The value of `cursor` for the next page.")


class FilterCountSerializer(serializers.Serializer):
    """How many postings match with each value of a filter."""

    values = serializers.DictField(child=serializers.IntegerField())
    is_exact = serializers.BooleanField(help_text="False if at least so many match.")


class JobCountsSerializer(serializers.Serializer):
    workplace = FilterCountSerializer()
    employment_type = FilterCountSerializer()
    source = FilterCountSerializer()


class CompanySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    logo_url = serializers.CharField(allow_null=True)
    matched = serializers.IntegerField(help_text="Postings that match.")
    total = serializers.IntegerField(help_text="Postings in all.")


@extend_schema_serializer(many=False)
class CompanyPageSerializer(serializers.Serializer):
    companies = CompanySerializer(many=True)
    total = serializers.IntegerField(help_text="Postings that match, of all companies.")
    total_is_exact = serializers.BooleanField(help_text="False if more than these 1000 match.")
    corrected_query = serializers.CharField(allow_null=True, help_text="What was searched for, if `q` was misspelt.")
    next = serializers.CharField(allow_null=True)


class LineField(TextField):
    """A text of one line, without what nobody can see, as a feed's is; null and blank mean "not stated"."""

    def __init__(self, *, required: bool = False, **kwargs) -> None:
        super().__init__(required=required, allow_null=not required, allow_blank=not required, **kwargs)

    def to_internal_value(self, data) -> str:
        text = super().to_internal_value(data)
        line = values.line(text, 3 * len(text))  # normalised (NFC), a text is at most three times as long
        if not line and not self.allow_blank:
            self.fail("blank")
        return line


class AddressField(LineField):
    """An absolute http or https address."""

    default_error_messages = {"not_web": "A web address begins with https:// or http://."}

    def to_internal_value(self, data) -> str:
        text = super().to_internal_value(data)
        if text and len(text) <= values.URL_LENGTH and not values.url(text):
            self.fail("not_web")
        return text


class CurrencyField(LineField):
    default_error_messages = {"unknown": "Three letters of ISO 4217, as in EUR."}

    def to_internal_value(self, data) -> str:
        text = super().to_internal_value(data)
        if text and not values.currency(text):
            self.fail("unknown")
        return values.currency(text)


@extend_schema_field({"type": "number", "minimum": 0, "maximum": 10**12 - 0.01, "multipleOf": 0.01})
class AmountField(serializers.DecimalField):
    """Money, to the cent."""

    def __init__(self, **kwargs) -> None:
        super().__init__(14, 2, min_value=0, allow_null=True, required=False, **kwargs)

    def to_internal_value(self, data):
        if isinstance(data, str | bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class NewSalarySerializer(serializers.Serializer):
    """Pay as the posting states it: ``min`` and ``max`` in units of ``currency`` for one ``period``."""

    min = AmountField()
    max = AmountField()
    currency = CurrencyField()
    period = serializers.ChoiceField(SalaryPeriod, allow_null=True, required=False)
    text = LineField(max_length=300)

    def validate(self, attrs: dict) -> Salary:
        least, most = attrs.get("min"), attrs.get("max")
        if least is not None and most is not None and most < least:
            raise serializers.ValidationError({"max": ["This is less than the minimum."]})
        return Salary(least, most, attrs.get("currency") or "", attrs.get("period"), attrs.get("text") or "")


class NewJobSerializer(serializers.Serializer):
    """A posting to be entered by hand; what it does not state is left out, or null."""

    title = LineField(required=True, max_length=values.TITLE_LENGTH)
    company = LineField(required=True, max_length=Company._meta.get_field("name").max_length, help_text="Its name.")
    url = AddressField(max_length=values.URL_LENGTH, help_text="Begins with https:// or http://.")
    apply_url = AddressField(max_length=values.URL_LENGTH, help_text="Begins with https:// or http://.")
    department = LineField(max_length=values.LINE_LENGTH)
    location = LineField(max_length=values.LOCATION_LENGTH, help_text="The first of `locations`.")
    locations = serializers.ListField(
        child=LineField(max_length=values.LOCATION_LENGTH), max_length=50, required=False, allow_null=True
    )
    workplace = serializers.ChoiceField(Workplace, allow_null=True, required=False)
    employment_type = serializers.ChoiceField(EmploymentType, allow_null=True, required=False)
    salary = NewSalarySerializer(allow_null=True, required=False)
    description = TextField(
        allow_null=True,
        allow_blank=True,
        required=False,
        max_length=html.MAX_CHARACTERS,
        help_text="HTML, of which what is safe is kept; or plain text.",
    )
    posted_at = serializers.DateTimeField(allow_null=True, required=False)

    def validate_posted_at(self, moment: datetime | None) -> datetime | None:
        if moment and not _FIRST <= moment < _END:
            raise serializers.ValidationError(f"This lies outside {FIRST_DAY.year} to {LAST_DAY.year}.")
        return moment

    def validate(self, attrs: dict) -> dict:
        """What ``adding.add`` takes: ``location`` is among ``locations``, and what is not stated is left out."""
        stated = {name: value for name, value in attrs.items() if value not in (None, "")}
        places = [stated.pop("location", ""), *stated.get("locations", [])]
        return stated | {"locations": [place for place in places if place]}


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
