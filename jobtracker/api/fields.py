"""Fields of bodies and queries, as strict as the OpenAPI document says they are."""

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from jobtracker.fields import DAY, ID_MAX, ONCE, WHOLE_NUMBER


class TextField(serializers.CharField):
    """Text, measured as it was sent; DRF's own also takes numbers, and measures what is left without blanks."""

    def to_internal_value(self, data) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            raise serializers.ValidationError(f"Ensure this field has no more than {self.max_length} characters.")
        return super().to_internal_value(data)


@extend_schema_field({"type": "integer", "format": "int64", "minimum": 1, "maximum": ID_MAX})
class IdField(serializers.IntegerField):
    """The id of a row; one that no row can have is not found, rather than an error of the database."""

    def to_internal_value(self, data):
        if isinstance(data, float) and data.is_integer():
            data = int(data)  # 861.0 is an integer in JSON Schema, too
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        value = super().to_internal_value(data)
        if not 0 < value <= ID_MAX:
            raise Http404
        return value


class DayField(serializers.DateField):
    """A day as JSON Schema has it; Python also reads 2026-3-1, and digits of every script."""

    def __init__(self, **kwargs) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def to_internal_value(self, value):
        if isinstance(value, str) and not DAY.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class QuerySerializer(serializers.Serializer):
    """Query parameters, each of which is given once."""

    def to_internal_value(self, data) -> dict:
        if repeated := [name for name in self.fields if len(data.getlist(name)) > 1]:
            raise serializers.ValidationError({name: [ONCE] for name in repeated})
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    """A number in a query."""

    def to_internal_value(self, data):
        if isinstance(data, str) and not WHOLE_NUMBER.fullmatch(data):
            self.fail("invalid")
        return super().to_internal_value(data)
