"""The object store hangs, or is gone: resumes say so within seconds, everything else works."""

import os
import signal
import sys
import time

import pytest

from tests.product import wait_for
from tests.served import ask

LIMIT = 10  # seconds in which somebody who waits is told

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
    pytest.mark.xdist_group("up"),
]


def track(product, token: str) -> tuple[int, int]:
    """Enter a posting and track it; gives the status and the tracking's id."""
    _, job = ask(product.port, "POST", "/api/jobs", token, {"title": "Cook", "company": "Zopf & Krume"})
    status, tracked = ask(product.port, "POST", "/api/tracked", token, {"job_id": job["id"]})
    return status, tracked["tracking_id"]


def test_hanging_object_store_stops_resumes_alone(product, token, report):
    _, tracking = track(product, token)
    store = product.pid_of("rclone serve")
    os.kill(store, signal.SIGSTOP)
    try:
        began = time.monotonic()
        status, answer = ask(product.port, "GET", f"/api/tracked/{tracking}/resume/upload-url", token)
        seconds = time.monotonic() - began
        tracked, _ = track(product, token)
        ready = product.get("/readyz")
    finally:
        os.kill(store, signal.SIGCONT)
    again, _ = ask(product.port, "GET", f"/api/tracked/{tracking}/resume/upload-url", token)
    report(f"object store hangs: 503 after {seconds:.1f} s, tracking {tracked}")

    assert (status, answer["code"]) == (503, "storage_unavailable")
    assert seconds < LIMIT
    assert tracked == 201
    assert ready == {"status": "ok", "database": "ok", "object_store": "unavailable"}
    assert again == 200


def test_killed_object_store_comes_back(product, token, report):
    _, tracking = track(product, token)
    path = f"/api/tracked/{tracking}/resume/upload-url"

    began = time.monotonic()
    os.kill(product.pid_of("rclone serve"), signal.SIGKILL)
    first, _ = ask(product.port, "GET", path, token)
    tracked, _ = track(product, token)
    assert wait_for(lambda: ask(product.port, "GET", path, token)[0] == 200, seconds=30)
    report(f"object store killed: first {first}, tracking {tracked}, back after {time.monotonic() - began:.1f} s")

    assert first in (200, 503)
    assert tracked == 201
