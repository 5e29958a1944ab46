"""Queries as the OpenAPI document has them: numbers, days, and each parameter once that takes one value.

Django's own fields read whatever Python does: "1_000", digits of every script, days like 2026-3-1.
"""

import re

from django import forms
from django.core.exceptions import ValidationError

WHOLE_NUMBER = re.compile(r"-?[0-9]+(\.0+)?")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ONCE = "Give this once."


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


class QueryForm(forms.Form):
    """Query parameters of the API. Of several values for one parameter, whoever sent them may mean another than we."""

    def clean(self) -> dict:
        for name, field in self.fields.items():
            if not isinstance(field, forms.MultipleChoiceField) and len(self.data.getlist(name)) > 1:
                self.add_error(name, ONCE)
        return super().clean()
