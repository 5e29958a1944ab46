"""What people and integrators may ask for: one form behind the Search page and the API."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from jobtracker.fields import NumberField, QueryForm, WholeNumberField

from .postings import SYMBOLS, EmploymentType, Source, Workplace
from .querysets import Criteria

VALUES_MAX = 50  # of one repeated parameter
DAYS_MAX = 3650
SALARY_MAX = 10**12 - 1  # a year, in units of the currency
CURSOR_MAX = 500  # characters


class SeveralField(forms.MultipleChoiceField):
    """A repeated parameter; blank values are as if left out."""

    def __init__(self, *, required: bool = False, **kwargs) -> None:
        super().__init__(required=required, **kwargs)

    def to_python(self, value) -> list[str]:
        if len(value or []) > VALUES_MAX:
            raise ValidationError(f"At most {VALUES_MAX} values.")
        return [item for item in super().to_python(value) if item]


class ManyField(SeveralField):
    """A repeated parameter of free text, each value trimmed and at most ``max_length`` long."""

    def __init__(self, *, max_length: int, **kwargs) -> None:
        self.text = forms.CharField(max_length=max_length, required=False)
        super().__init__(**kwargs)

    def to_python(self, value) -> list[str]:
        return [cleaned for item in super().to_python(value) if (cleaned := self.text.clean(item))]

    def valid_value(self, value) -> bool:
        return True


class OpenField(forms.TypedChoiceField):
    """``true`` (the default), ``false`` or ``any``; as True, False and None."""

    VALUES = {"true": True, "false": False, "any": None}

    def __init__(self, **kwargs) -> None:
        choices = [("true", "Only open"), ("false", "Only closed"), ("any", "Open and closed")]
        super().__init__(choices=choices, required=False, **kwargs)

    def clean(self, value) -> bool | None:
        return self.VALUES[super().clean(value) or "true"]


FLAGS = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False, "": False}


class FlagInput(forms.CheckboxInput):
    """A checkbox that hands on what was sent, for the field to judge, and always sends "on"."""

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs, check_test=lambda value: FLAGS.get(str(value).lower(), False))

    def value_from_datadict(self, data, files, name) -> str:
        return data.get(name, "")

    def format_value(self, value) -> None:
        return None


class FlagField(forms.Field):
    """``true`` or ``false`` (the default), also as a checkbox sends them; anything else is an error."""

    widget = FlagInput

    def __init__(self, **kwargs) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: str) -> bool:
        try:
            return FLAGS[value.lower()]
        except KeyError:
            raise ValidationError("Write true or false.", code="invalid") from None


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
    open = OpenField()
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


_CURRENCY = r"(?:[A-Za-z]{3}|[" + "".join(SYMBOLS.values()) + r"])"
_AMOUNT = re.compile(
    rf"(?P<before>{_CURRENCY})?\s*(?P<number>-?[0-9](?:[0-9.,'’\s]*[0-9])?)\s*(?P<k>[kK])?\s*(?P<after>{_CURRENCY})?"
)
_GROUPED = re.compile(
    r"(?P<whole>-?[1-9][0-9]{0,2}(?:(?P<mark>[.,'’\s])[0-9]{3})(?:(?P=mark)[0-9]{3})*)(?P<rest>[.,][0-9]{1,2})?"
)
_PLAIN = re.compile(r"(?P<whole>-?[0-9]+)(?P<rest>[.,][0-9]+)?")
_CODES = {symbol: code for code, symbol in SYMBOLS.items()}


def amount(written: str) -> tuple[str, str]:
    """The number and the currency that people mean by "100k", "100,000", "€ 100 000" or "100.000 EUR".

    Three digits after a mark are thousands; "" where no currency is named. What is no amount is given back as it is.
    """
    match = _AMOUNT.fullmatch(written.strip())
    number = match and (_GROUPED.fullmatch(match["number"]) or _PLAIN.fullmatch(match["number"]))
    if not number or (match["before"] and match["after"]):
        return written, ""
    plain = re.sub(r"[^0-9-]", "", number["whole"]) + (number["rest"] or "").replace(",", ".")
    if match["k"]:
        plain = f"{(Decimal(plain) * 1000).normalize():f}"
    return plain, currency_code(match["before"] or match["after"] or "")


def currency_code(written: str) -> str:
    """ "EUR" for "€"; anything else as it is."""
    return _CODES.get(written.strip(), written)


class AmountField(NumberField):
    default_error_messages = {"invalid": "Write an amount, as in 60,000 or 60k."}

    def to_python(self, value):
        return super().to_python(amount(value or "")[0])


class CurrencyField(forms.RegexField):
    def to_python(self, value) -> str:
        return currency_code(super().to_python(value)).upper()


class FilterForm(CriteriaForm):
    """The same as the filter bar of the Search page: what is offered to choose from, pay as people write it.

    What cannot be read filters nothing: ``criteria`` are those of the rest, and the form is not valid.
    """

    POSTED = [("", "any time"), (1, "24 hours"), (7, "7 days"), (30, "30 days"), (90, "90 days")]

    salary_min = AmountField(min_value=0, max_value=SALARY_MAX, decimal_places=2, required=False)
    currency = CurrencyField(r"^[A-Za-z]{3}$", required=False, error_messages={"invalid": "Three letters, as in EUR."})

    def __init__(self, data) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["q"].label = "Words"
        self.fields["salary_min"].label = "Salary"
        for name in ("workplace", "employment_type", "source"):
            self._offer(name, self.fields[name].choices)
        for name in ("company", "hide_company", "location"):
            self._offer(name, [(value, value) for value in self._given(name)])
        days = [int(value) for value in self._given("posted_within") if value.isascii() and value.isdigit()]
        others = [(day, f"{day} days") for day in days if day not in dict(self.POSTED)]
        self.fields["posted_within"].widget = forms.Select(choices=[*self.POSTED, *others])

    def clean(self) -> dict:
        """A person's address is read as browsers write it: the last value counts."""
        for name in self.errors:
            self.cleaned_data[name] = self.fields[name].clean("")
        if self.cleaned_data["salary_min"] is not None and not self.cleaned_data["currency"]:
            self.cleaned_data["currency"] = amount(self["salary_min"].value())[1].upper()
        return self.cleaned_data

    @property
    def given(self) -> list[tuple[str, str]]:
        """What was asked for and could be read, as the API takes it."""
        salary, currency = self.cleaned_data["salary_min"], self.cleaned_data["currency"]
        plain = {
            "salary_min": [] if salary is None else [f"{salary.normalize():f}"],
            "currency": [currency] if currency else [],
        }
        return [
            (name, value)
            for name in self.fields
            if name not in self.errors
            for value in plain.get(name, self.data.getlist(name))
            if value
        ]

    def offer_companies(self, companies) -> None:
        """Let one choose among these, beside those that are chosen already."""
        names = {company.slug: company.name for company in companies}
        self._offer("company", [(value, names.get(value, value)) for value in {*self._given("company"), *names}])
        self.fields["company"].widget.choices.sort(key=lambda choice: choice[1].casefold())

    def name_hidden(self, companies) -> None:
        """Let these, which are hidden, be shown again, by their names."""
        names = {company.slug: company.name for company in companies}
        self._offer("hide_company", [(value, names.get(value, value)) for value in self._given("hide_company")])

    def _given(self, name: str) -> list[str]:
        values = self.data.getlist(name)[:VALUES_MAX]
        return list(dict.fromkeys(value.strip() for value in values if value.strip()))

    def _offer(self, name: str, choices) -> None:
        self.fields[name].widget = forms.CheckboxSelectMultiple(choices=list(choices))


class PageForm(QueryForm):
    """``limit`` and ``cursor``; ``limit`` is ``default`` when absent, and an error beyond ``maximum``."""

    cursor = forms.CharField(max_length=CURSOR_MAX, required=False)
    limit = WholeNumberField(min_value=1, required=False)

    def __init__(self, data, *, default: int, maximum: int) -> None:
        super().__init__(data)
        self.default = default
        self.fields["limit"].max_value = maximum
        self.fields["limit"].validators.append(forms.fields.validators.MaxValueValidator(maximum))

    def clean_limit(self) -> int:
        return self.cleaned_data["limit"] or self.default
