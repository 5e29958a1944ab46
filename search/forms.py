"""What people fill in on the pages of Search: filters as they write them, a board's address, a name for a search."""

import re
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from jobtracker.fields import VALUES_MAX, NumberField, QueryForm, WholeNumberField

from .criteria import SALARY_MAX, CriteriaForm
from .domain import saving
from .postings import SYMBOLS

CURSOR_MAX = 500  # characters


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


class BoardForm(forms.Form):
    address = forms.CharField(
        label="Address of a careers page",
        max_length=2000,
        error_messages={"required": "Paste the address of the page which lists the jobs."},
    )


class SaveForm(forms.Form):
    name = forms.CharField(max_length=100)
    query = forms.CharField(max_length=saving.QUERY_MAX, required=False)
    replace = forms.BooleanField(required=False)

    def clean_query(self) -> str:
        """As the API takes it, which is stricter about pay than the page's address."""
        query = self.cleaned_data["query"]
        filters = FilterForm(QueryDict(query.removeprefix("?")))
        return urlencode(filters.given) if filters.is_valid() else query
