"""Several processes hammer one tracking and many over real HTTP: no 5xx, no broken rule.

10,000 operations by `make test-long`, fewer in the suite. With the lock taken out it goes red.
"""

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg.errors import SerializationFailure

from accounts.domain import tokens
from tests.factories import JobFactory, JobTrackingFactory
from tracking.domain import repairs
from tracking.models import JobTracking, TrackingEvent
from tracking.stages import Stage

OPERATIONS = 10_000 if "JOBTRACKER_LONG" in os.environ else 1_000
PROCESSES = 4
EXPECTED = {200, 201, 400, 404, 409}

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def served(**environment: str):
    """The port of a gunicorn of two workers with four threads each."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [*("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--log-level", "critical")]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tests.tracking.hammered:application", *arguments],
        env=os.environ | {"HAMMER_DATABASE": connection.settings_dict["NAME"]} | environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None, "gunicorn did not start"
                assert time.monotonic() < deadline, "gunicorn takes too long"
                time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def swing(user):
    """Lets all processes hammer ``among`` so many trackings; gives how often each status was answered, and what was
    broken at any moment at which somebody looked: what one request breaks, the next may put right."""
    trackings = [JobTrackingFactory(user=user).pk for _ in range(20)]
    jobs = [JobFactory().pk for _ in range(20)]
    _, token = tokens.create(user, "hammer")

    def swing(port: int, operations: int, seed: int, among: int = 20) -> tuple[Counter, list]:
        hands = []
        for number in range(PROCESSES):
            task = [port, token, trackings[:among], jobs, seed + number, operations // PROCESSES]
            command = [sys.executable, "-m", "tests.tracking.hammer", json.dumps(task)]
            hands.append(subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True))
        seen, found = Counter(), []
        while any(hand.poll() is None for hand in hands):
            found = found or broken()
        for hand in hands:
            output, _ = hand.communicate(timeout=600)
            assert hand.returncode == 0
            seen += Counter({int(status): count for status, count in json.loads(output).items()})
        return seen, found or broken()

    return swing


def broken() -> list:
    """The rules that are broken at this moment: trackings and events as of one snapshot."""
    while True:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                return [(pk, faults) for pk, faults in repairs.find(JobTracking.objects.all()) if faults]
        except OperationalError as error:
            # What looked broken was changed before it could be locked to look closer: look again.
            if not isinstance(error.__cause__, SerializationFailure):
                raise


def test_hammer_breaks_nothing(swing):
    seed = random.randrange(10**6)

    with served() as port:
        seen, found = swing(port, OPERATIONS, seed)

    assert seen.keys() <= EXPECTED, f"seed {seed}: {seen}"
    assert {200, 201, 400} <= seen.keys(), f"seed {seed}: {seen}"
    assert seen.total() >= OPERATIONS
    assert found == []


def test_hammer_goes_red_without_the_lock(swing):
    with served(HAMMER_WITHOUT_LOCK="1") as port:
        for attempt in range(30):
            TrackingEvent.objects.all().delete()  # once rejected, most is refused, and breaks nothing
            JobTracking.objects.update(stage=Stage.INTERESTED)
            seen, found = swing(port, 100, attempt, among=1)
            if not seen.keys() <= EXPECTED or found:
                return

    pytest.fail("3,000 operations without the lock broke nothing")
