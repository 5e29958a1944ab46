"""A real web server for tests that a thread of their own cannot stand for."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def served(**environment: str) -> Iterator[int]:
    """The port of a gunicorn over the suite's database: two workers, four threads each, as `manage.py up` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [*("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4")]
    arguments += ["--worker-class", "jobtracker.patient_worker.PatientWorker", "--log-level", "critical"]
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
