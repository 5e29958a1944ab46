"""Nothing that a browser can send gives a 500: hostile values × every field of every form, and every address.

The forms and the queries are those of the pages themselves, the addresses those of the URLconf, so that a new
one is tried without being named here. The admin's are tried in the apps' own tests.
"""

import itertools
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.hostile import HEADERS, QUERIES, TEXTS, spread

from .test_authorisation import ALLAUTH_FOR_MEMBERS, ALLAUTH_OPEN, OPEN, PAGES, routes

VALUE = r"\(\?P<\w+>[^)]+\)|<[\w:]+>"  # in a route: (?P<key>.+) or <int:pk>

CSRF = "csrfmiddlewaretoken"  # not asked for here

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Form:
    action: str
    method: str
    fields: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> tuple:
        """The same for the forms of different rows, and for those that every page has."""
        return re.sub(r"\d+", "", self.action), self.method, tuple(name for name, _ in self.fields)


class Forms(HTMLParser):
    """The forms of a page, and each name that its links have in a query: ("/track", "stage")."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address, self.found, self.queries, self.open = address, [], set(), None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = (given.get("action") or self.address, given.get("method", "get").lower(), {})
        elif tag in ("input", "select", "textarea", "button") and self.open and given.get("name", CSRF) != CSRF:
            self.open[2].setdefault(given["name"], given.get("value", ""))
        elif tag == "a" and given.get("href", "").startswith(("/", "?")):
            link = urlsplit(given["href"])
            self.queries |= {(link.path or self.address, name) for name, _ in parse_qsl(link.query)}

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.open:
            action, method, fields = self.open
            self.found.append(Form(action, method, tuple(fields.items())))
            self.open = None


class Browser:
    """Sends, notes what went wrong, and leaves the world and the session as they were."""

    def __init__(self, user=None) -> None:
        self.client = Client(raise_request_exception=False)
        self.failures = []
        if user:
            self.client.force_login(user)

    def send(self, method: str, address: str, data: dict | None = None, *, value=None, headers: dict | None = None):
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            answer = getattr(self.client, method)(address, data, headers=headers)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        if answer.status_code >= 500:
            self.failures.append((method, address[:120], repr(value)[:80], answer.status_code))
        return answer

    def look(self, addresses: list[str]) -> tuple[set[Form], set[tuple[str, str]]]:
        """Every form, and every name in a query, of the pages at these addresses."""
        forms, queries = {}, set()
        for address, headers in itertools.product(addresses, ({}, {"HX-Request": "true"})):
            answer = self.client.get(address, headers=headers, follow=True)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                page = Forms(answer.request["PATH_INFO"], answer.text)
                forms |= {form.kind: form for form in page.found}
                queries |= page.queries
        return set(forms.values()), queries

    def attack(self, addresses: list[str]) -> None:
        forms, queries = self.look(addresses)
        for number, form in enumerate(sorted(forms, key=repr)):
            for name, _ in form.fields:
                for value in spread(TEXTS, number):
                    self.send(form.method, form.action, dict(form.fields) | {name: value}, value=(name, value))
        for number, (address, name) in enumerate(sorted(queries)):
            for value in spread(QUERIES, number):
                self.send("get", f"{address}?{name}={value}", value=value)


def test_hostile_field_of_a_form_is_no_error_of_ours(world, user):
    browser = Browser(user)

    browser.attack([route.path(world) for route in PAGES.values()] + [f"/{route}" for route in ALLAUTH_FOR_MEMBERS])

    assert browser.failures == []


def test_hostile_field_of_a_form_for_everybody_is_no_error_of_ours(db, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    browser = Browser()

    browser.attack([f"/{route}" for route in ALLAUTH_OPEN if "(" not in route])

    assert browser.failures == []


def test_hostile_header_is_no_error_of_ours(world, user):
    browser = Browser(user)
    addresses = [route.path(world) for route in PAGES.values()]
    forms, _ = browser.look(addresses)
    sent = [("get", address, {}) for address in addresses]
    sent += [(form.method, form.action, dict(form.fields)) for form in sorted(forms, key=repr)]

    for number, (method, address, fields) in enumerate(sent):
        for name in ("HX-Current-URL", "HX-Target", "Referer", "Accept-Language", "X-Request-ID"):
            for value in spread(HEADERS, number, size=1):
                headers = {"HX-Request": "true", "HX-Target": "list", name: value}
                browser.send(method, address, fields, value=(name, value), headers=headers)

    assert browser.failures == []


def test_hostile_address_is_no_error_of_ours(user):
    browser = Browser(user)
    with_values = [
        re.sub(VALUE, "{}", route).strip("^$")
        for route in routes()
        if re.search(VALUE, route) and not route.startswith(("api/", "admin/"))
    ]

    for number, route in enumerate(with_values):
        for value in spread([query for query in QUERIES if query.strip(".")], number):
            address = route.replace("{}", value).replace("^", "")
            for method in ("get", "post"):
                browser.send(method, f"/{address}", value=value)

    assert browser.failures == []
    assert len(with_values) > 15


def test_forms_are_found(world, user):
    forms, queries = Browser(user).look([route.path(world) for route in [*OPEN.values(), *PAGES.values()]])

    posts = {re.sub(r"\d+", "N", urlsplit(form.action).path) for form in forms if form.method == "post"}
    assert {"/settings/profile", "/settings/tokens", "/track/N/events/add", "/track/N/notes", "/boards/add"} <= posts
    assert {"/search/add", "/track/N/archive", "/track/N/events/N"} <= posts
    assert {name for _, name in queries} >= {"month", "next"}
