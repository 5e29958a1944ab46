"""A person calls the API so many times in a minute, over all processes, and that costs the database next to nothing."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as product
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.api import throttling
from accounts.api.throttling import LEASE, seconds_to_wait
from accounts.models import ApiCalls
from tests.conftest import api_of

# Takes 80 calls of a person's 100, in a process of its own.
CALLER = """
import sys
import tests.tracking.hammered
from accounts.api.throttling import seconds_to_wait
print(sum(seconds_to_wait(int(sys.argv[1]), 100) == 0 for _ in range(80)))
"""


@pytest.fixture(autouse=True)
def fresh():
    throttling.forget()
    yield
    throttling.forget()


def test_calls_beyond_the_limit_are_refused_with_the_time_to_wait(api, user, stranger, settings):
    settings.API_CALLS_PER_MINUTE = 3
    page = Client()
    page.force_login(user)

    answers = [api.get("/api/me"), page.get("/api/me"), api.get("/api/jobs"), api.get("/api/me"), page.get("/api/me")]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    wait = int(answers[3]["Retry-After"])
    assert 1 <= wait <= 60
    assert answers[3].json() == {
        "detail": f"Request was throttled. Expected available in {wait} seconds.",
        "code": "throttled",
    }
    assert api_of(stranger).get("/api/me").status_code == 200


def test_calls_come_back_after_a_minute(user):
    assert [seconds_to_wait(user.pk, 2) for _ in range(2)] == [0, 0]
    assert seconds_to_wait(user.pk, 2) > 0

    ApiCalls.objects.update(began_at=timezone.now() - timedelta(seconds=61))
    throttling.forget()

    assert [seconds_to_wait(user.pk, 2) for _ in range(2)] == [0, 0]
    assert seconds_to_wait(user.pk, 2) > 0


def test_calls_ask_the_database_by_the_dozen(user, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert [seconds_to_wait(user.pk, 600) for _ in range(3 * LEASE)] == [0] * 3 * LEASE


def test_refusals_ask_the_database_nothing(user, django_assert_num_queries):
    seconds_to_wait(user.pk, 1)

    with django_assert_num_queries(0):
        assert all(seconds_to_wait(user.pk, 1) for _ in range(100))


@pytest.mark.parametrize("limit", [1, LEASE - 1, LEASE, LEASE + 1, 3 * LEASE + 7])
def test_limit_is_exact(user, limit):
    granted = sum(seconds_to_wait(user.pk, limit) == 0 for _ in range(limit + 50))

    assert granted == limit


def test_memory_is_bounded_and_nobody_gets_more_for_it(user, stranger, monkeypatch):
    monkeypatch.setattr(throttling, "REMEMBERED", 1)

    granted = sum(seconds_to_wait(person.pk, 2 * LEASE) == 0 for _ in range(3 * LEASE) for person in (user, stranger))

    assert len(throttling._leases) == 1
    assert 0 < granted <= 4 * LEASE
    assert str(ApiCalls.objects.get(user=user)).startswith("1200 since ")


@pytest.mark.django_db(transaction=True)
def test_limit_holds_over_processes(user):
    environment = os.environ | {"HAMMER_DATABASE": connection.settings_dict["NAME"]}
    command = [sys.executable, "-c", CALLER, str(user.pk)]

    callers = [
        subprocess.Popen(command, env=environment, cwd=product.BASE_DIR, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    granted = [int(caller.communicate(timeout=60)[0]) for caller in callers]

    assert sum(granted) == 100
    assert max(granted) <= 80
