"""A body that names columns it has no business with changes none of them: every column × every operation."""

import json

import orjson
import pytest
from django.apps import apps
from django.db import models

from tests.operations import OPERATIONS, Operation

# Values that are nowhere else, by the kind of column.
STRANGE = {
    models.BooleanField: True,
    models.IntegerField: 987654321,
    models.ForeignKey: 987654321,
    models.DecimalField: 987654321,
    models.DateTimeField: "1999-09-19T09:09:09Z",
    models.JSONField: {"poisoned": "poisoned"},
}
MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in ("accounts", "search", "tracking") and not model._meta.proxy
]
COLUMNS = {
    name: next((value for kind, value in STRANGE.items() if isinstance(field, kind)), "poisoned")
    for model in MODELS
    for field in model._meta.concrete_fields
    for name in {field.name, field.attname}
}
# Said in the contract to be refused, not ignored.
REFUSED = {"PATCH /api/tracked/{id}": {"stage"}}


def rows() -> str:
    return json.dumps([list(model.objects.values()) for model in MODELS], default=str)


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.example], ids=str)
def test_columns_cannot_be_set_by_naming_them(api, user, world, operation: Operation):
    known = {field[0] for field in operation.fields} | REFUSED.get(str(operation), set())
    body = COLUMNS | dict.fromkeys(known) | operation.example
    body = {name: value for name, value in body.items() if name in operation.example or name not in known}
    ids = {"tracking_id": world.tracking, "id": world.event if "events" in operation.path else world.tracking}

    answer = api.generic(operation.method, operation.address(ids), orjson.dumps(body), content_type="application/json")

    assert answer.status_code < 500
    stored = rows()
    assert [mark for mark in ("poisoned", "987654321", "1999-09-19") if mark in stored] == []
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)
