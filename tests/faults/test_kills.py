"""`kill -9` under load: nothing that was acknowledged is lost, and it goes on without hands.

    JOBTRACKER_LONG=1 .venv/bin/python -m pytest -n 0 -s tests/faults      (or `make test-long`)

Not a test of a power cut: the system keeps what a killed process has written.
"""

import os
import signal
import sys
import time

import pytest

from tests.faults.load import Writers
from tests.product import Product, wait_for

KILLS = 10
APART = 13  # seconds: `up` gives up a server that dies more than five times a minute

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
    pytest.mark.xdist_group("up"),
]


def master(product: Product) -> int:
    return min(product.pids_of("gunicorn"))


def worker(product: Product) -> int:
    return max(product.pids_of("gunicorn"))


def postgres(product: Product) -> int:
    return min(product.pids_of("/bin/postgres"))


def queue_worker(product: Product) -> int:
    return product.pid_of("procrastinate")


@pytest.mark.parametrize(("victim", "apart"), [(worker, 2), (master, APART), (postgres, APART), (queue_worker, APART)])
def test_killed_under_load_nothing_acknowledged_is_lost(product, token, victim, apart, report):
    slowest = 0.0
    with Writers(product.port, token) as writers:
        for _ in range(KILLS):
            time.sleep(apart)
            pid, before, began = victim(product), writers.count, time.monotonic()
            os.kill(pid, signal.SIGKILL)
            assert wait_for(lambda pid=pid: pid not in product.processes(), seconds=10)
            assert wait_for(lambda before=before: writers.count > before + 20, seconds=90), product.said()
            slowest = max(slowest, time.monotonic() - began)
    written, lost = writers.count, writers.lost()
    report(
        f"kill -9 of {victim.__name__} × {KILLS}: {written} acknowledged, {len(lost)} lost, "
        f"writing again after {slowest:.1f} s at most, answers {writers.answers}"
    )

    assert lost == []
    assert written > KILLS * 20
    assert product.manage("check_tracking").returncode == 0
