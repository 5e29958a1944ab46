"""What people and integrators may ask for: the query parameters of the list and the calendar."""

from calendar import monthrange
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from jobtracker.fields import DayField, EitherField, ManyField, QueryForm, SeveralField, WholeNumberField

from .querysets import Filters
from .stages import FIRST_DAY, LAST_DAY, Stage

LIMIT_DEFAULT = 50
LIMIT_MAX = 500
OFFSET_MAX = 1_000_000
MONTHS_EITHER_SIDE = 3
MONTHS_MAX = 24


class FilterForm(QueryForm):
    """The query parameters of ``/api/tracked``."""

    archived = EitherField({"any": "All", "false": "Active", "true": "Archived"}, default="any")
    stage = SeveralField(choices=Stage)
    company = ManyField(required=False, max_length=220)
    q = forms.CharField(max_length=200, required=False)
    limit = WholeNumberField(min_value=1, max_value=LIMIT_MAX, required=False)
    offset = WholeNumberField(min_value=0, max_value=OFFSET_MAX, required=False)

    def clean_limit(self) -> int:
        return self.cleaned_data["limit"] or LIMIT_DEFAULT

    def clean_offset(self) -> int:
        return self.cleaned_data["offset"] or 0

    @property
    def filters(self) -> Filters:
        """What was asked for; the form must be valid."""
        data = self.cleaned_data
        return Filters(
            is_archived=data["archived"],
            stages=tuple(Stage(value) for value in data["stage"]),
            companies=tuple(data["company"]),
            q=data["q"],
        )


class ListPart(TextChoices):
    """The parts of ``/track``, one below the other."""

    ACTIVE = "active", "under way"
    REJECTED = "rejected", "rejected"
    ARCHIVED = "archived", "archived"


class ListForm(forms.Form):
    """The query parameters of ``/track``: which of the cards, in which order."""

    BY_COMPANY = "company"
    SORTS = [(BY_COMPANY, "By company"), ("next", "Next date"), ("changed", "Last changed"), ("added", "Newest")]

    q = forms.CharField(label="Words", max_length=200, required=False)
    stage = forms.ChoiceField(choices=[("", "any"), *Stage.choices], required=False)
    company = forms.CharField(max_length=220, required=False)
    sort = forms.ChoiceField(choices=SORTS, required=False)
    all = SeveralField(label="All of", choices=ListPart)

    def __init__(self, data) -> None:
        super().__init__(data, auto_id="filter-%s")

    def clean_sort(self) -> str:
        return self.cleaned_data["sort"] or self.BY_COMPANY

    def offer_companies(self, companies) -> None:
        """Let one choose among these."""
        self.fields["company"].widget = forms.Select(
            choices=[("", "all"), *((company.slug, company.name) for company in companies)]
        )

    @property
    def is_narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data[name] for name in ("q", "stage", "company"))

    @property
    def filters(self) -> Filters:
        """What was asked for; the form must be valid."""
        data = self.cleaned_data
        return Filters(
            stages=(Stage(data["stage"]),) if data["stage"] else (),
            companies=(data["company"],) if data["company"] else (),
            q=data["q"],
        )


class RangeForm(QueryForm):
    """``start`` and ``end`` of the calendar, both included.

    What is not given lies three months from ``today``, at the end of a whole month, and beyond what is given.
    """

    start = DayField(required=False)
    end = DayField(required=False)

    def __init__(self, data, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict:
        data = super().clean()
        if self.errors:
            return data
        for name in ("start", "end"):
            if data[name] and not FIRST_DAY <= data[name] <= LAST_DAY:
                raise ValidationError({name: f"Must lie between {FIRST_DAY.year} and {LAST_DAY.year}."})
        start = data["start"] or first_of_month(min(self.today, data["end"] or self.today), -MONTHS_EITHER_SIDE)
        end = data["end"] or _end_of(first_of_month(max(self.today, data["start"] or self.today), MONTHS_EITHER_SIDE))
        if end < start:
            raise ValidationError({"end": "Must not come before the start."})
        if _same_day(start, MONTHS_MAX) <= end:
            raise ValidationError({"end": f"At most {MONTHS_MAX} months at a time."})
        return {"start": start, "end": end}


class MonthForm(forms.Form):
    """The query parameters of the calendar's page: a ``month``, or a ``day`` whose events are listed."""

    month = forms.DateField(input_formats=["%Y-%m"], required=False)
    day = DayField(required=False)

    def clean(self) -> dict:
        data = super().clean()
        for name, value in list(data.items()):
            if value and not FIRST_DAY <= value <= LAST_DAY:
                self.add_error(name, f"Must lie between {FIRST_DAY.year} and {LAST_DAY.year}.")
        return data


def months(start: date, end: date) -> list[str]:
    """The months between two days, both included, as ``2026-01``."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def first_of_month(day: date, ahead: int = 0) -> date:
    """The first day of the month that lies ``ahead`` months after that of ``day``; before it, if negative."""
    month = day.year * 12 + day.month - 1 + ahead
    return date(month // 12, month % 12 + 1, 1)


def _end_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _same_day(day: date, ahead: int) -> date:
    """The same day ``ahead`` months later, or the last of that month."""
    month = first_of_month(day, ahead)
    return month.replace(day=min(day.day, _end_of(month).day))
