"""A real Chromium against a real server: ``browser_page`` is a page of somebody signed in."""

import os
import time

import pytest
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .chromium import ADVICE, find

# Quiet and alone: no calls home, which a closed network would only refuse.
ARGUMENTS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser():
    # Playwright's synchronous API runs an event loop in this thread, in which Django refuses the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = find()
    if not path:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ADVICE)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS + sandbox)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, live_server, objects) -> BrowserContext:
    """A fresh browser profile; console errors and failed requests of its pages fail the test."""
    cache.clear()  # limits of sign-ins, which the server counts across tests
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(f"script error: {error.error}"))
    context.on(
        "console", lambda message: problems.append(f"console: {message.text}") if message.type == "error" else None
    )
    context.problems = problems
    yield context
    context.close()
    _let_requests_end()
    assert problems == []


def _let_requests_end() -> None:
    """Wait, ten seconds at most, until the server has done what closed pages asked for: emptying tables needs that."""
    busy = """
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
    """
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(busy)
            if cursor.fetchone() is None:
                return
            time.sleep(0.02)


@pytest.fixture
def anonymous_page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def browser_page(context: BrowserContext, live_server, client, user) -> Page:
    """A page of ``user``, signed in (without going through the form)."""
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    return context.new_page()
