"""Adding a posting by hand: what is pasted, and the fields that it fills in."""

import re
from html import unescape

from django import forms
from django.core.exceptions import ValidationError

from .feeds import html, jsonld, values
from .forms import AmountField, CurrencyField, amount
from .models import Company, Job
from .postings import FIRST_DAY, LAST_DAY, EmploymentType, FeedError, JobPosting, Salary, SalaryPeriod, Workplace

PASTED_MAX = 900_000  # characters; a request may have a megabyte
HTML_MAX = 50_000  # of a description, which comes a second time as text
SALARY_TEXT_MAX = Job._meta.get_field("salary_text").max_length
NO_CURRENCY = "Three letters of ISO 4217, as in EUR, or a symbol, as €."
BETWEEN_PLACES = " · "
# What of the form tells each fact of a posting, where it is not a field of the same name.
FIELDS = {
    "locations": {"location"},
    "salary": {"salary_min", "salary_max", "currency", "period", "salary_text"},
    "posted_at": {"posted_on"},
    "expires_at": {"expires_on"},
}
_HAS_NO_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)")
_HAS_MORE_THAN_PARAGRAPHS = re.compile(r"<(?!/?p>|br>)")


class LineField(forms.CharField):
    """A text of one line, without invisible marks."""

    def to_python(self, value) -> str:
        return values.line(super().to_python(value), self.max_length)


class AddressField(LineField):
    """An address of the web, also one that only a company's own network knows."""

    def __init__(self, **kwargs) -> None:
        super().__init__(max_length=values.URL_LENGTH, required=False, **kwargs)

    def to_python(self, value) -> str:
        """As people copy it from where browsers leave the scheme out."""
        address = super().to_python(value)
        return f"https://{address}" if _HAS_NO_SCHEME.match(address) else address

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not values.url(value):
            raise ValidationError("Enter a valid address: it begins with https:// or http://.")


class DayField(forms.DateField):
    """A day of a posting's life."""

    def __init__(self, **kwargs) -> None:
        super().__init__(required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def validate(self, value) -> None:
        super().validate(value)
        if value and not FIRST_DAY <= value <= LAST_DAY:
            raise ValidationError(f"Enter a day between {FIRST_DAY.year} and {LAST_DAY.year}.")


class PastedForm(forms.Form):
    """A page's HTML or its JSON-LD, and where it is from: as pasted, or as the bookmarklet hands it over."""

    page_url = AddressField(label="Address of the posting")
    text = forms.CharField(
        label="The page’s source", required=False, max_length=PASTED_MAX, widget=forms.Textarea({"rows": 4})
    )

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not (data["page_url"] or data["text"]):
            raise ValidationError("Paste the posting’s address, or the source of its page.")
        return data

    def posting(self) -> JobPosting | None:
        """What the page says about its posting; of several, the one at its address. None if it says nothing."""
        text, url = self.cleaned_data["text"], self.cleaned_data["page_url"]
        try:
            found = jsonld.read(text.encode("utf-8", errors="replace"), token=url).postings
        except FeedError:
            return None
        return next((posting for posting in found if url and posting.url == url), next(iter(found), None))


def _joined(locations: tuple[str, ...]) -> str:
    """As many of the places as fit into the field, none cut in two."""
    text = ""
    for place in locations:
        longer = f"{text}{BETWEEN_PLACES}{place}" if text else place
        if len(longer) > values.LOCATION_LENGTH:
            break
        text = longer
    return text


def _as_typed(paragraphs: str) -> str:
    """The text of which ``html.from_text`` has made these paragraphs."""
    text = paragraphs.replace("</p><p>", "\n\n").replace("<br>", "\n")
    return unescape(text.removeprefix("<p>").removesuffix("</p>"))


def _unknown(choices) -> list[tuple[str, str]]:
    return [("", "Not stated"), *choices.choices]


def _pay(label: str) -> AmountField:
    """An amount as people write it: 60,000 or 60k, with a currency or without."""
    return AmountField(
        label=label,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )


class PostingForm(forms.Form):
    """A posting of one's own, field by field."""

    title = LineField(max_length=values.TITLE_LENGTH)
    company = LineField(max_length=Company._meta.get_field("name").max_length)
    url = AddressField(label="Address")
    location = LineField(max_length=values.LOCATION_LENGTH, required=False, help_text="Several: Berlin · Paris")
    workplace = forms.TypedChoiceField(choices=_unknown(Workplace), required=False, empty_value=None)
    employment_type = forms.TypedChoiceField(
        label="Employment", choices=_unknown(EmploymentType), required=False, empty_value=None
    )
    salary_min = _pay("Salary from")
    salary_max = _pay("up to")
    currency = CurrencyField(r"^[A-Za-z]{3}$", required=False, error_messages={"invalid": NO_CURRENCY})
    period = forms.TypedChoiceField(label="Per", choices=_unknown(SalaryPeriod), required=False, empty_value=None)
    salary_text = LineField(label="Pay in words", max_length=SALARY_TEXT_MAX, required=False)
    posted_on = DayField(label="Posted")
    expires_on = DayField(label="Open until")
    # What was read, with its links and headings; it counts while its text is the one in ``description``.
    description_html = forms.CharField(required=False, max_length=html.MAX_CHARACTERS, widget=forms.HiddenInput)
    description = forms.CharField(required=False, max_length=html.MAX_CHARACTERS, widget=forms.Textarea)

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"]
        if code and not values.currency(code):
            raise ValidationError(NO_CURRENCY)
        return code

    def clean(self) -> dict:
        data = super().clean()
        least, most = data.get("salary_min"), data.get("salary_max")
        if least is not None and most is not None and most < least:
            self.add_error("salary_max", "This is less than the minimum.")
        if not data.get("currency"):
            named = [
                amount(str(self[name].value() or ""))[1].upper()
                for name in ("salary_min", "salary_max")
                if name in data
            ]
            data["currency"] = next((code for code in named if values.currency(code)), "")
        return data

    @property
    def posting(self) -> dict:
        """What ``adding.add`` takes; the form must be valid."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("title", "company", "url", "workplace", "employment_type")},
            "description": self._description,
            "locations": [place.strip() for place in data["location"].split(BETWEEN_PLACES.strip()) if place.strip()],
            "salary": Salary(
                data["salary_min"], data["salary_max"], data["currency"], data["period"], data["salary_text"]
            ),
            "posted_at": values.moment(data["posted_on"] and data["posted_on"].isoformat()),
            "expires_at": values.deadline(data["expires_on"] and data["expires_on"].isoformat()),
        }

    @property
    def _description(self) -> str:
        text = self.cleaned_data["description"]
        as_read = html.clean(self.cleaned_data["description_html"])
        return as_read if html.to_text(as_read).split() == text.split() else text

    @property
    def changes(self) -> dict:
        """Of ``posting``, what reads otherwise than what the form was filled in with.

        The rest stays as it is, which may be more than a field holds: an hour, a long list of places, a layout.
        """
        changed = set(self.changed_data) - {"description", "description_html"}
        if self.cleaned_data["description"].splitlines() != self.initial["description"].splitlines():
            changed.add("description")
        return {fact: value for fact, value in self.posting.items() if changed & FIELDS.get(fact, {fact})}

    @classmethod
    def correcting(cls, job: Job, data=None) -> "PostingForm":
        """The form about a posting that is there."""
        initial = cls.fields_of(job)
        has_layout = _HAS_MORE_THAN_PARAGRAPHS.search(job.description_html) is not None
        if not has_layout:
            initial |= {"description": _as_typed(job.description_html), "description_html": ""}
        form = cls(data, initial=initial)
        if has_layout:
            form.fields["description"].help_text = "Its headings, lists and links stay as long as its words do."
        return form

    @staticmethod
    def fields_of(posting: JobPosting | Job) -> dict:
        """The form's fields as ``posting`` fills them in."""
        pay = posting.salary or Salary()
        return {
            "title": posting.title,
            "company": str(posting.company),
            "url": posting.url,
            "location": _joined(posting.locations),
            "workplace": posting.workplace,
            "employment_type": posting.employment_type,
            "salary_min": pay.min,
            "salary_max": pay.max,
            "currency": pay.currency,
            "period": pay.period,
            "salary_text": pay.text,
            "posted_on": posting.posted_at and posting.posted_at.date(),
            "expires_on": posting.expires_at and posting.expires_at.date(),
            "description": posting.description_text,
            "description_html": posting.description_html if len(posting.description_html) <= HTML_MAX else "",
        }
