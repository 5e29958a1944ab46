"""The database's disk is full: nothing that was acknowledged is lost, and with space it goes on without hands."""

import os
import signal
import subprocess
import sys

import pytest

from tests.faults.load import Writers
from tests.product import Product, wait_for
from tests.served import Browser, ask

SIZE = "400m"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs"),
    pytest.mark.skipif(os.geteuid() != 0, reason="ONLY ROOT MAY MOUNT A SMALL DISK: not tested here"),
    pytest.mark.xdist_group("up"),
]


@pytest.fixture
def small_disk(base):
    folder = base / "data"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0711", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"NO SMALL DISK CAN BE MOUNTED ({mounted.stderr.strip()}): not tested here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def product(base, small_disk):
    product = Product(small_disk, base / "static").start()
    yield product
    product.stop()


def fill(folder) -> None:
    """Write until nothing fits any more."""
    with (folder / "filler").open("ab", buffering=0) as filler:
        for block in (1024 * 1024, 4096):
            try:
                while True:
                    filler.write(b"\0" * block)
            except OSError:
                continue


def test_full_disk_loses_nothing_and_space_heals(product, token, small_disk, report):
    with Writers(product.port, token) as writers:
        assert wait_for(lambda: writers.count > 100, seconds=60)
        fill(small_disk)
        assert wait_for(lambda: set(writers.answers) - {200, 201}, seconds=120), "the disk never got full"
        fill(small_disk)
        refused = set(writers.answers) - {200, 201}
        reading, _ = ask(product.port, "GET", "/api/tracked?limit=1", token)
        before = writers.count
        (small_disk / "filler").unlink()
        assert wait_for(lambda: writers.count > before + 50, seconds=120), product.said()
    written, lost = writers.count, writers.lost()
    report(
        f"disk full: {written} acknowledged, {len(lost)} lost, reading meanwhile {reading}, "
        f"answers {writers.answers}; said: {product.said()[-300:]}"
    )

    assert refused
    assert lost == []
    assert product.is_ready()
    assert product.manage("check_tracking").returncode == 0


def test_full_disk_signs_nobody_out(product, token, small_disk, report):
    stays, leaves = Browser(), Browser()
    for browser in (stays, leaves):
        browser.sign_in(product, "maya@example.org", "correct horse battery")
    with Writers(product.port, token) as writers:
        fill(small_disk)
        assert wait_for(lambda: set(writers.answers) - {200, 201}, seconds=120), "the disk never got full"
        fill(small_disk)
        page, _ = stays.open(product, "/track")
        leaves.submit(product, "/accounts/logout/")
        before = writers.count
        (small_disk / "filler").unlink()
        assert wait_for(lambda: writers.count > before + 50, seconds=120), product.said()
    leaves.submit(product, "/accounts/logout/")

    assert page == 200
    assert [browser.ask(product, "GET", "/api/me")[0] for browser in (stays, leaves)] == [200, 401]


def test_full_disk_lets_it_stop_and_start_again(product, token, small_disk, report):
    with Writers(product.port, token) as writers:
        assert wait_for(lambda: writers.count > 100, seconds=60)
        fill(small_disk)
        assert wait_for(lambda: set(writers.answers) - {200, 201}, seconds=120), "the disk never got full"
    fill(small_disk)

    product.process.send_signal(signal.SIGINT)
    stopped = product.process.wait(90)
    said, left = product.said(), product.processes()
    (small_disk / "filler").unlink()
    product.start()
    lost = writers.lost()
    report(f"stopped with a full disk: {writers.count} acknowledged, {len(lost)} lost; said: {said[-300:]}")

    assert (stopped, left, lost) == (0, {}, [])
    assert said.endswith("jobtracker has stopped; everything is kept.\n")
