"""Turns at a vendor's servers, taken by several processes at once."""

import threading
import time
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from search.domain import turns
from search.models import FeedHost


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_each_waits_for_the_one_before(monkeypatch):
    monkeypatch.setattr(turns, "GAP", timedelta(seconds=0.2))
    spans: list[tuple[float, float]] = []

    def ask() -> None:
        with turns.turn("acme.example"):
            began = time.monotonic()
            time.sleep(0.05)
            spans.append((began, time.monotonic()))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    spans.sort()
    assert len(spans) == 5
    assert all(after - before >= 0.199 for (_, before), (after, _) in pairwise(spans))


@pytest.mark.django_db
def test_hosts_do_not_wait_for_each_other():
    with turns.turn("acme.example"), turns.turn("oatfield.example"):
        assert FeedHost.objects.count() == 2


@pytest.mark.django_db
def test_turn_leaves_two_seconds_or_what_the_host_wishes():
    with turns.turn("acme.example"):
        pass
    with turns.turn("oatfield.example") as turn:
        turn.rest = timedelta(hours=1)

    waits = {host.name: host.free_at - timezone.now() for host in FeedHost.objects.all()}
    assert timedelta(seconds=1) < waits["acme.example"] <= timedelta(seconds=2)
    assert timedelta(minutes=59) < waits["oatfield.example"] <= timedelta(hours=1)


@pytest.mark.django_db
def test_host_that_is_busy_for_long_is_not_waited_for():
    FeedHost.objects.create(name="acme.example", free_at=timezone.now() + timedelta(hours=1))

    with pytest.raises(turns.HostBusyError), turns.turn("acme.example"):
        pass


@pytest.mark.django_db
def test_turn_of_a_process_that_was_killed_ends_by_itself():
    FeedHost.objects.create(name="acme.example", free_at=timezone.now() + timedelta(seconds=0.2))

    with turns.turn("acme.example"):
        assert FeedHost.objects.get().free_at > timezone.now() + turns.LEASE - timedelta(seconds=5)


@pytest.mark.django_db
def test_turn_ends_when_the_block_breaks_off():
    with pytest.raises(ConnectionError), turns.turn("acme.example"):
        raise ConnectionError

    assert FeedHost.objects.get().free_at <= timezone.now() + turns.GAP
