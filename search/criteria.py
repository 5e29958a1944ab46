"""What may be asked of a search: one form behind the API, the Search page and saved searches."""

from django import forms

from jobtracker.fields import EitherField, FlagField, ManyField, NumberField, QueryForm, SeveralField, WholeNumberField

from .postings import EmploymentType, Source, Workplace
from .querysets import Criteria

DAYS_MAX = 3650
SALARY_MAX = 10**12 - 1  # a year, in units of the currency


class CriteriaForm(QueryForm):
    """The query parameters of ``/api/jobs``, ``/api/companies`` and ``/search``."""

    q = forms.CharField(max_length=200, required=False)
    company = ManyField(max_length=220)
    hide_company = ManyField(max_length=220)
    location = ManyField(max_length=100)
    workplace = SeveralField(choices=Workplace)
    employment_type = SeveralField(choices=EmploymentType)
    salary_min = NumberField(min_value=0, max_value=SALARY_MAX, decimal_places=2, required=False)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$", required=False, error_messages={"invalid": "Three letters, as in EUR."}
    )
    posted_within = WholeNumberField(min_value=1, max_value=DAYS_MAX, required=False)
    source = SeveralField(choices=Source)
    open = EitherField({"true": "Only open", "false": "Only closed", "any": "Open and closed"}, default="true")
    hide_tracked = FlagField()
    exact = FlagField()
    prefix = FlagField()

    @property
    def criteria(self) -> Criteria:
        """What was asked for; the form must be valid."""
        data = self.cleaned_data
        return Criteria(
            q=data["q"],
            companies=tuple(data["company"]),
            hidden_companies=tuple(data["hide_company"]),
            locations=tuple(data["location"]),
            workplaces=tuple(Workplace(value) for value in data["workplace"]),
            employment_types=tuple(EmploymentType(value) for value in data["employment_type"]),
            salary_min=data["salary_min"],
            currency=data["currency"].upper(),
            posted_within=data["posted_within"],
            sources=tuple(Source(value) for value in data["source"]),
            is_open=data["open"],
            hide_tracked=data["hide_tracked"],
            is_exact=data["exact"],
            is_prefix=data["prefix"],
        )
