"""What the pages cost whoever opens them: bytes and requests over the wire, milliseconds until they can be used, what
moves under the eye; and how soon an action shows its effect.

    python -m tests.benchmarks.pages [--times 5]

Starts the servers of `tests.benchmarks.bench` and opens each page in a real Chromium, for somebody with 50 and
somebody with 500 trackings: first with an empty cache, then again. "Interactive" is from the last byte of the page to
when its scripts have run and no task of 50 ms and more is under way any longer; "shift" is the cumulative layout
shift. CPU is that of the server and of all PostgreSQL processes for one answer of the page alone. Medians.
"""

import argparse
import http.client
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.chromium import ADVICE, find

from .bench import FEW_USERS, Bench
from .server import cpu_of

PAGES = {
    "Search": "/search",
    "Search, a job": "/search?job={job}",
    "Track": "/track",
    "Board": "/track/board",
    "Calendar": "/track/calendar?month=2026-03",
}
TARGETS = "first visit ≤ 100 kB and ≤ 12 requests, later ≤ 25 kB; interactive < 300 ms; no shift; actions < 100 ms"
SETTLE = 400  # milliseconds in which what is still to be drawn, to shift or to run would do so
WINDOW = 2000  # milliseconds in which Chromium draws a new window: its own address bar and menus are pages, too

# Cards in every stage, where the tracking benchmark has one interview after the other.
SPREAD = """
DELETE FROM tracking_events event USING job_tracking tracking WHERE tracking.id = event.tracking_id
  AND (tracking.id % 6 = 0 OR tracking.id % 6 = 1 AND event.event_type <> 'applied'
    OR tracking.id % 6 = 2 AND event.event_type = 'interview');
UPDATE job_tracking SET stage = (ARRAY['interested', 'applied', 'screening'])[id % 6 + 1]::tracking_stage
WHERE id % 6 < 3;
INSERT INTO tracking_events (tracking_id, event_type, event_date) SELECT id, 'rejected', '2026-06-01' FROM job_tracking
WHERE id % 6 = 5;
UPDATE job_tracking SET stage = 'rejected' WHERE id % 6 = 5;
UPDATE job_tracking SET is_archived = true WHERE id % 12 = 4;
"""

WATCH = """
window.seen = { shift: 0, busyUntil: 0 };
const watch = (type, each) =>
  new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
watch("layout-shift", (entry) => { seen.shift += entry.value; });
watch("longtask", (entry) => { seen.busyUntil = entry.startTime + entry.duration; });
"""
TIMES = """() => {
  const [visit] = performance.getEntriesByType("navigation");
  const interactive = Math.max(visit.domContentLoadedEventEnd, seen.busyUntil) - visit.responseEnd;
  return [interactive, visit.responseStart - visit.requestStart, seen.shift];
}"""

# Milliseconds from a press until the page shows what it did, and the browser has drawn it.
ACT = """([press, effect]) => new Promise((resolve) => {
  const began = performance.now();
  const told = new MutationObserver(() => {
    if (!document.querySelector(effect)) return;
    told.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
  });
  told.observe(document, { subtree: true, childList: true, attributes: true });
  document.querySelector(press).click();
})"""


@dataclass
class Visit:
    """One opening of a page; sizes in bytes, times in milliseconds."""

    bytes: int
    requests: int
    interactive: float
    wait: float
    shift: float


@contextmanager
def signed_in(browser: Browser, bench: Bench, person) -> Iterator[BrowserContext]:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    base = f"http://127.0.0.1:{bench.port}"
    context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}])
    context.add_init_script(WATCH)
    yield context
    context.close()


def visit(page: Page, path: str) -> Visit:
    debugger = page.context.new_cdp_session(page)
    debugger.send("Network.enable")
    sizes: dict[str, int] = {}
    cached: set[str] = set()
    debugger.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    debugger.on(
        "Network.responseReceived",
        lambda event: cached.add(event["requestId"]) if event["response"].get("fromDiskCache") else None,
    )
    debugger.on(
        "Network.loadingFinished", lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"])
    )
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(SETTLE)
    interactive, wait, shift = page.evaluate(TIMES)
    debugger.detach()
    over_the_wire = [size for request, size in sizes.items() if request not in cached]
    return Visit(sum(over_the_wire), len(over_the_wire), interactive, wait, shift)


def visits(browser: Browser, bench: Bench, person, path: str, times: int) -> tuple[list[Visit], list[Visit]]:
    """The page opened with an empty cache, and once more; so many times."""
    first, later = [], []
    for _ in range(times):
        with signed_in(browser, bench, person) as context:
            page = context.new_page()
            page.wait_for_timeout(WINDOW)
            first.append(visit(page, path))
            page.goto("about:blank")
            later.append(visit(page, path))
    return first, later


def cpu_of_page(context: BrowserContext, bench: Bench, path: str, requests: int = 20) -> float:
    """Milliseconds of CPU for one answer."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in context.cookies())
    client = http.client.HTTPConnection("127.0.0.1", bench.port, timeout=60)

    def ask() -> None:
        client.request("GET", path, headers={"Cookie": cookies, "Accept-Encoding": "gzip"})
        answer = client.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")

    for _ in range(4):
        ask()
    began = cpu_of(bench.pids)
    for _ in range(requests):
        ask()
    return 1000 * (cpu_of(bench.pids) - began) / requests


def line(name: str, found: list[Visit], cpu: float | None) -> str:
    median = {field: statistics.median(getattr(one, field) for one in found) for field in vars(found[0])}
    figures = [f"{median['bytes'] / 1000:.1f}", f"{median['requests']:.0f}", f"{median['wait']:.0f}"]
    figures += [f"{median['interactive']:.0f}", f"{median['shift']:.3f}", f"{cpu:.0f}" if cpu else ""]
    return f"{name:28}" + "".join(f"{figure:>12}" for figure in figures) + "\n"


def tracking(page: Page, job: int) -> float:
    page.goto(f"/search?job={job}", wait_until="networkidle")
    took = page.evaluate(ACT, ['[data-when="untracked"] button', ".job-panel[data-tracked]"])
    with page.expect_response("**/api/tracked/*"):
        page.locator('[data-when="interested"] .track-btn').click()
    return took


def adding(page: Page, path: str) -> float:
    page.goto(path, wait_until="networkidle")
    page.locator('.tcard[open] a[href$="type=offer"]').first.evaluate("link => link.click()")
    page.locator("#dialog[open]").wait_for()
    page.wait_for_timeout(SETTLE)  # nobody presses before the form is drawn
    took = page.evaluate(ACT, ["#dialog [type=submit]", '.tcard[open] > summary .pill[data-stage="offer"]'])
    page.locator('.tcard[open] form[action$="/delete"] .btn-danger').first.evaluate("button => button.click()")
    page.locator('.tcard[open] > summary .pill[data-stage="offer"]').wait_for(state="detached")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    path_of_browser = find() or sys.exit(ADVICE)
    say = sys.stdout.write
    bench = Bench(users=FEW_USERS + 1)
    try:
        # What Django's test client needs and sign-ins in a thread with an event loop, as in the browser tests.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        from tracking.models import JobTracking
        from tracking.stages import Stage

        with connection.cursor() as cursor:
            cursor.execute(SPREAD)
        with sync_playwright() as playwright:
            sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
            arguments = ["--disable-gpu", "--disable-background-networking", *sandbox]
            browser = playwright.chromium.launch(executable_path=path_of_browser, args=arguments)
            say(f"{platform.platform()}, {os.cpu_count()} CPUs, Chromium {browser.version}, ")
            say(f"load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}\ntargets: {TARGETS}\n")
            for count, person in ((50, bench.few[0]), (500, bench.many[0])):
                heads = ("kB", "requests", "answer ms", "interactive", "shift", "CPU ms")
                say(f"\n{f'{count} trackings':28}" + "".join(f"{head:>12}" for head in heads) + "\n")
                for name, template in PAGES.items():
                    path = template.format(job=bench.free_job)
                    first, later = visits(browser, bench, person, path, options.times)
                    with signed_in(browser, bench, person) as context:
                        cpu = cpu_of_page(context, bench, path)
                    say(line(f"{name}, first", first, cpu) + line(f"{name}, again", later, None))
                    sys.stdout.flush()
                with signed_in(browser, bench, person) as context:
                    page = context.new_page()
                    mine = JobTracking.objects.for_user(person).filter(stage=Stage.INTERVIEW, is_archived=False)
                    card = f"/track?open={mine.values_list('pk', flat=True)[0]}"
                    actions = {
                        "track": [tracking(page, bench.free_job) for _ in range(options.times)],
                        "add an event": [adding(page, card) for _ in range(options.times)],
                    }
                for name, times in actions.items():
                    say(f"{name:28}{statistics.median(times):>12.0f} ms until it shows\n")
            browser.close()
    finally:
        bench.stop()


if __name__ == "__main__":
    main()
