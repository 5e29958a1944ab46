"""Queries as the OpenAPI document has them: numbers, days, flags, and each parameter once that takes one value.

Django's own fields read whatever Python does: "1_000", digits of every script, days like 2026-3-1.
"""

import re

from django import forms
from django.core.exceptions import ValidationError

WHOLE_NUMBER = re.compile(r"-?[0-9]+(\.0+)?")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ONCE = "Give this once."
ID_MAX = 2**63 - 1  # what a bigint holds
VALUES_MAX = 50  # of one repeated parameter
FLAGS = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False, "": False}


def id_in(text: str) -> int | None:
    """The id that ``text`` writes, in ASCII digits; None where no row can have it."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(ID_MAX)) and 0 < int(text) <= ID_MAX:
        return int(text)
    return None


class _PlainMixin:
    """What is written has to look like ``looks``; blanks around it do not matter."""

    looks: re.Pattern

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip(" ")
            if value and not self.looks.fullmatch(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class WholeNumberField(_PlainMixin, forms.IntegerField):
    looks = WHOLE_NUMBER


class NumberField(_PlainMixin, forms.DecimalField):
    looks = NUMBER


class DayField(_PlainMixin, forms.DateField):
    """Without ``input_formats``: a day is written 2026-03-01 wherever programs write it."""

    looks = DAY

    def __init__(self, **kwargs) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


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


class EitherField(forms.TypedChoiceField):
    """``true``, ``false`` or ``any``; as True, False and None. ``labels`` tell them to people."""

    VALUES = {"true": True, "false": False, "any": None}

    def __init__(self, labels: dict[str, str], *, default: str, **kwargs) -> None:
        self.default = default
        super().__init__(choices=list(labels.items()), required=False, **kwargs)

    def clean(self, value) -> bool | None:
        return self.VALUES[super().clean(value) or self.default]


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


class QueryForm(forms.Form):
    """Query parameters of the API. Of several values for one parameter, whoever sent them may mean another than we."""

    def clean(self) -> dict:
        for name, field in self.fields.items():
            if not isinstance(field, forms.MultipleChoiceField) and len(self.data.getlist(name)) > 1:
                self.add_error(name, ONCE)
        return super().clean()
