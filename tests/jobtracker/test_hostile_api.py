"""Nothing that a client can send gives a 500: hostile values × every parameter and field of every operation.

The operations come from the OpenAPI document, so a new one is tried without being named here.
"""

import copy
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import orjson
import pytest
from django.db import transaction

from search.domain import saving
from tests.conftest import api_of
from tests.factories import JobFactory, JobTrackingFactory
from tests.hostile import BODIES, HEADERS, IS_LONG, QUERIES, TEXTS, VALUES, spread
from tests.operations import OPERATIONS, Operation
from tracking.domain import events
from tracking.models import JobTracking
from tracking.stages import faults

READ_BACK = [operation for operation in OPERATIONS if operation.method == "GET" and not operation.parameters("path")]
REQUEST_HEADERS = ["Accept", "Accept-Language", "Cookie", "X-Forwarded-For", "If-None-Match", "Range", "Origin"]
HERE = "hostile value goes here"

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Attempt:
    value: object
    address: str
    body: bytes
    extra: dict = field(default_factory=dict)


class Target:
    """What the operations are called with, and a client that looks closely at each answer."""

    def __init__(self, user) -> None:
        self.api = api_of(user)
        posting = JobFactory(title="Baker a b c++", locations=["Paris"], salary_min=1, description_text="or not")
        self.tracking = JobTrackingFactory(user=user, job=posting)
        for event_type in ("applied", "offer"):
            added = events.add(JobTracking.objects.all(), self.tracking.pk, event_type, on=date(2026, 3, 1))
        private = JobFactory(private_to=user)
        saved, _ = saving.save(user, "Bread", "q=baker")
        self.ids = {
            "/api/jobs/": {"id": private.pk},
            "/api/searches/": {"id": saved.pk},
            "/api/tracked/{id}": {"id": self.tracking.pk},
            "/api/tracked/{tracking_id}": {"tracking_id": self.tracking.pk, "id": added.event.pk},
        }
        self.failures = []
        self.changes = 0

    def ids_for(self, operation: Operation) -> dict[str, int]:
        known = next((ids for begin, ids in self.ids.items() if operation.path.startswith(begin)), {})
        return dict.fromkeys(operation.parameters("path"), 1) | known

    def send(self, operation: Operation, attempt: Attempt) -> None:
        """Call it, in a world that is as before afterwards; what came of a change must be readable, too."""
        with transaction.atomic():
            extra = {"content_type": "application/json"} | attempt.extra
            answer = self.api.generic(operation.method, attempt.address, attempt.body, **extra)
            self._look(answer, operation, attempt.value)
            if operation.method != "GET" and answer.status_code < 300:
                self.changes += 1
            if operation.method != "GET" and answer.status_code < 300 and (IS_LONG or self.changes % 5 == 1):
                for reading in READ_BACK:
                    self._look(self.api.get(reading.path), operation, attempt.value, f", and then {reading}")
                for tracking in JobTracking.objects.all():
                    if faults(tracking.stage, list(tracking.events.all())):
                        self.failures.append((str(operation), repr(attempt.value)[:80], "a broken rule"))
            transaction.set_rollback(True)

    def _look(self, answer, operation, value, when: str = "") -> None:
        is_json = answer["Content-Type"] == "application/json" and orjson.loads(answer.content) is not None
        has_split = any("\n" in text or "\r" in text for text in answer.headers.values())
        if answer.status_code >= 500 or not is_json or has_split:
            self.failures.append((str(operation), repr(value)[:80], f"{answer.status_code}{when}"))


@pytest.fixture
def target(user, objects) -> Target:
    target = Target(user)
    target.api.get("/api/me")  # the token has been used
    return target


def body_with(example: dict, way: tuple, value: str) -> bytes:
    """The example with one field replaced by this JSON text."""
    body = copy.deepcopy(example)
    inner = body
    for step, following in itertools.pairwise(way):
        if not isinstance(inner, dict) or not isinstance(inner.get(step), dict | list):
            inner[step] = [None] if following == 0 else {}
        inner = inner[step]
    inner[way[-1]] = HERE
    return json.dumps(body).replace(json.dumps(HERE), value).encode("utf-8", "surrogatepass")


OF_EACH_KIND = ("null", "true", "7", '"a"', "[]", "{}")  # of JSON: every field gets these, however small the sample


def test_corpus_is_large():
    assert min(len(set(corpus)) for corpus in (TEXTS, QUERIES, VALUES, BODIES, HEADERS)) >= 60


def in_paths(operation: Operation, ids: dict, begin: int) -> Iterator[Attempt]:
    for number, name in enumerate(operation.parameters("path"), begin):
        for value in spread(QUERIES, number):
            if value.strip(".") and value not in {str(pk) for pk in ids.values()}:
                yield Attempt((name, value), operation.address(ids | {name: value}), operation.body)


def in_queries(operation: Operation, ids: dict, begin: int) -> Iterator[Attempt]:
    address = operation.address(ids)
    for number, name in enumerate([*operation.parameters("query"), "unheard_of"], begin):
        for value in spread(QUERIES, number):
            yield Attempt((name, value), f"{address}?{name}={value}", operation.body)
        for count in spread([2, 50, 51, 499, 500, 501, 1000], number, 1):
            yield Attempt((name, count), f"{address}?{'&'.join([f'{name}=1'] * count)}", operation.body)


def in_bodies(operation: Operation, ids: dict, begin: int) -> Iterator[Attempt]:
    address = operation.address(ids)
    for number, way in enumerate([*operation.fields, ("unheard_of",)] if operation.body else [], begin):
        for value in (*OF_EACH_KIND, *spread(VALUES, number)):
            yield Attempt((way, value), address, body_with(operation.example, way, value))
    for value in spread(BODIES, begin):
        yield Attempt(value, address, value)


def in_headers(operation: Operation, ids: dict, begin: int) -> Iterator[Attempt]:
    address = operation.address(ids)
    for kind in spread([*HEADERS, "é", "application/json; charset=utf-16"], begin):
        yield Attempt(kind, address, b"{}", {"content_type": kind})
    for number, name in enumerate(REQUEST_HEADERS, begin):
        for value in spread(HEADERS, number, 1):
            yield Attempt((name, value), address, operation.body, {"headers": {name: value}})


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_hostile_value_is_no_error_of_ours(target, operation):
    ids, begin = target.ids_for(operation), OPERATIONS.index(operation) * 10

    for places in (in_paths, in_queries, in_bodies, in_headers):
        for attempt in places(operation, ids, begin):
            target.send(operation, attempt)

    assert target.failures == []


@pytest.mark.parametrize("name", ["q[]", "q[0]", "", "%00", "%25", "a" * 3000, "__class__", "limit__gte", "%EF%BD%91"])
def test_hostile_parameter_name_is_ignored(target, name):
    answer = target.api.get(f"/api/jobs?{name}=1")

    assert (answer.status_code, answer.json()["total"]) == (200, 2)


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.example], ids=str)
def test_body_has_a_largest_size_and_is_json(target, operation):
    address = operation.address(target.ids_for(operation))

    def status(body: bytes, kind: str) -> int:
        return target.api.generic(operation.method, address, body, content_type=kind).status_code

    assert status(b'{"a": "' + b"a" * 300_000 + b'"}', "application/json") == 413
    assert [status(b"a=b", kind) for kind in ("text/plain", "application/x-www-form-urlencoded", "é")] == [415] * 3
