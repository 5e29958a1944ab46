"""Columns as the contract wants them: native enum types, and notes that can always be read."""

import json

import orjson
from django.db import models
from django.db.models.expressions import DatabaseDefault


class NativeEnumField(models.CharField):
    """Text choices stored in the enum type ``type_name``.

    PostgreSQL sorts the values in the type's order and refuses others; a value that is not among the
    choices is refused here first, with a ValueError, so that a bad query is never a database error.
    """

    def __init__(self, *args, type_name: str, **kwargs) -> None:
        self.type_name = type_name
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        kwargs.pop("choices", None)  # the type's labels are the migrations' business
        return name, path, args, {**kwargs, "type_name": self.type_name}

    def db_type(self, connection) -> str:
        return self.type_name

    def cast_db_type(self, connection) -> str:
        return self.type_name

    def get_placeholder_sql(self, value, compiler, connection):
        # Without the cast a CASE or another expression would be of type text, which no enum accepts.
        if isinstance(value, DatabaseDefault):
            return compiler.compile(value)
        if hasattr(value, "as_sql"):
            sql, params = compiler.compile(value)
            return f"({sql})::{self.type_name}", params
        return f"%s::{self.type_name}", [value]

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value is not None and self.choices and value not in {choice for choice, _ in self.flatchoices}:
            raise ValueError(f"“{value}” is not one of the values of {self.type_name}.")
        return value


def parsed(value):
    """What a ``jsonb`` column holds, which comes as text: see ``NoteField``."""
    if not isinstance(value, str):  # null, or a key of the note that the database has taken out
        return value
    for parse in (orjson.loads, json.loads):  # the first is several times faster, the second takes more
        try:
            return parse(value)
        except (ValueError, RecursionError):
            continue
    return value


class NoteField(models.JSONField):
    """A JSON object, read whatever its column holds.

    What no parser takes (nested too deep, numbers of thousands of digits; only SQL by hand can store it) comes back
    as its text, which ``tracking.notes.read`` answers with defaults and the admin shows for repair.
    """

    def from_db_value(self, value, expression, connection):
        return parsed(value)
