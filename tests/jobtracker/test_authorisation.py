"""Who may call what: every route × method × actor, from the URLconf itself.

A route that stands in none of the tables below fails the suite, so nobody adds one without saying
whom it answers. Actors: nobody, the owner of everything asked for, a stranger with an account, support
staff (who work in the admin, and are strangers elsewhere), and a token of the owner's that may only read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from accounts.domain import tokens
from accounts.models import ApiToken
from tests.factories import UserFactory
from tests.objects import PDF, get, put
from tests.worlds import World
from tracking.models import JobTracking

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ACTORS = ("nobody", "owner", "stranger", "support", "reader")
SAFE = ("GET",)
ANSWERED = "answered"  # it went through to the code behind, which said something about the request itself
TO_SIGN_IN = "to the sign-in page"
IN_A_ROUTE = re.compile(r"<[^>]+>|\(\?P<\w+>[^)]*\)|[\^$]")


@dataclass(frozen=True)
class Route:
    """``methods`` it takes; ``path`` makes an address, and is_owned says that it names something of the owner's.

    ``gives_a_key``: what a GET of it gives can change something, so a token that may only read gets it not.
    """

    path: Callable[[World], str]
    methods: tuple[str, ...]
    is_owned: bool = False
    gives_a_key: bool = False


def everybody(path: str, *methods: str) -> Route:
    return Route(lambda world: path, methods or SAFE)


def owned(path: Callable[[World], str], *methods: str, gives_a_key: bool = False) -> Route:
    return Route(path, methods or SAFE, is_owned=True, gives_a_key=gives_a_key)


# No account needed.
OPEN = {
    "favicon.ico": everybody("/favicon.ico", *METHODS),
    "": everybody("/", *METHODS),
    "api/schema": everybody("/api/schema"),
    "api/docs": everybody("/api/docs"),
    "healthz": everybody("/healthz"),
    "readyz": everybody("/readyz"),
}
API = {
    "api/me": everybody("/api/me"),
    "api/^jobs$": everybody("/api/jobs", "GET", "POST"),
    "api/^jobs/counts$": everybody("/api/jobs/counts"),
    "api/^jobs/(?P<pk>[^/.]+)$": owned(lambda w: f"/api/jobs/{w.private_job}"),
    "api/^companies$": everybody("/api/companies"),
    "api/^searches$": everybody("/api/searches", "GET", "POST"),
    "api/^searches/(?P<pk>[^/.]+)$": owned(lambda w: f"/api/searches/{w.saved}", "DELETE"),
    "api/^searches/(?P<pk>[^/.]+)/look$": owned(lambda w: f"/api/searches/{w.saved}/look", "POST"),
    "api/^tracked$": everybody("/api/tracked", "GET", "POST"),
    "api/^tracked/ids$": everybody("/api/tracked/ids"),
    "api/^tracked/calendar/events$": everybody("/api/tracked/calendar/events"),
    "api/^tracked/(?P<pk>[^/.]+)$": owned(lambda w: f"/api/tracked/{w.tracking}", "GET", "PATCH", "DELETE"),
    "api/^tracked/(?P<tracking_id>[^/.]+)/events$": owned(lambda w: f"/api/tracked/{w.tracking}/events", "POST"),
    "api/^tracked/(?P<tracking_id>[^/.]+)/events/(?P<pk>[^/.]+)$": owned(
        lambda w: f"/api/tracked/{w.tracking}/events/{w.event}", "PATCH", "DELETE"
    ),
    "api/^tracked/(?P<tracking_id>[^/.]+)/resume/upload-url$": owned(
        lambda w: f"/api/tracked/{w.tracking}/resume/upload-url", gives_a_key=True
    ),
    "api/^tracked/(?P<tracking_id>[^/.]+)/resume/confirm$": owned(
        lambda w: f"/api/tracked/{w.tracking}/resume/confirm", "POST"
    ),
    "api/^tracked/(?P<tracking_id>[^/.]+)/resume/url$": owned(lambda w: f"/api/tracked/{w.tracking}/resume/url"),
}
PAGES = {
    "search": everybody("/search"),
    "search/counts": everybody("/search/counts"),
    "search/companies/<int:pk>": Route(lambda w: f"/search/companies/{w.company}", SAFE),
    "search/add": everybody("/search/add", "GET", "POST"),
    "search/add/read": everybody("/search/add/read", "POST"),
    "search/jobs/<int:pk>/edit": owned(lambda w: f"/search/jobs/{w.private_job}/edit", "GET", "POST"),
    "search/jobs/<int:pk>/delete": owned(lambda w: f"/search/jobs/{w.private_job}/delete", "POST"),
    "search/saved": everybody("/search/saved"),
    "search/saved/add": everybody("/search/saved/add", "POST"),
    "search/saved/<int:pk>/look": owned(lambda w: f"/search/saved/{w.saved}/look", "POST"),
    "search/saved/<int:pk>/remove": owned(lambda w: f"/search/saved/{w.saved}/remove", "POST"),
    "boards": everybody("/boards"),
    "boards/add": everybody("/boards/add", "POST"),
    "boards/<int:pk>": Route(lambda w: f"/boards/{w.board}", SAFE),
    "boards/<int:pk>/fetch": Route(lambda w: f"/boards/{w.board}/fetch", ("POST",)),
    "track": everybody("/track"),
    "track/board": everybody("/track/board"),
    "track/calendar": everybody("/track/calendar"),
    "track/<int:pk>": owned(lambda w: f"/track/{w.tracking}"),
    "track/<int:pk>/posting": owned(lambda w: f"/track/{w.tracking}/posting"),
    "track/<int:pk>/events/add": owned(lambda w: f"/track/{w.tracking}/events/add?type=offer", "GET", "POST"),
    "track/<int:pk>/events/<int:event_id>": owned(lambda w: f"/track/{w.tracking}/events/{w.event}", "GET", "POST"),
    "track/<int:pk>/events/<int:event_id>/delete": owned(
        lambda w: f"/track/{w.tracking}/events/{w.event}/delete", "POST"
    ),
    "track/<int:pk>/archive": owned(lambda w: f"/track/{w.tracking}/archive", "POST"),
    "track/<int:pk>/unarchive": owned(lambda w: f"/track/{w.tracking}/unarchive", "POST"),
    "track/<int:pk>/untrack": owned(lambda w: f"/track/{w.tracking}/untrack", "POST"),
    "track/<int:pk>/notes": owned(lambda w: f"/track/{w.tracking}/notes", "POST"),
    "track/<int:pk>/resume": owned(lambda w: f"/track/{w.tracking}/resume"),
    "track/<int:pk>/resume/facts": owned(lambda w: f"/track/{w.tracking}/resume/facts"),
    "track/<int:pk>/resume/remove": owned(lambda w: f"/track/{w.tracking}/resume/remove", "POST"),
    "track/jobs/<int:job_id>": owned(lambda w: f"/track/jobs/{w.private_job}", "GET", "POST"),
    "track/export.csv": everybody("/track/export.csv"),
    "track/import": everybody("/track/import", "GET", "POST"),
    "track/import/columns": everybody("/track/import/columns"),
    "track/import/preview": everybody("/track/import/preview", "POST"),
    "track/import/confirm": everybody("/track/import/confirm", "POST"),
    "settings": everybody("/settings"),
    "settings/export.zip": everybody("/settings/export.zip"),
    "settings/import": everybody("/settings/import", "GET", "POST"),
    "settings/delete": everybody("/settings/delete", "GET", "POST"),
    "settings/profile": everybody("/settings/profile", "POST"),
    "settings/tokens": everybody("/settings/tokens", "POST"),
    "settings/tokens/<int:pk>/revoke": owned(lambda w: f"/settings/tokens/{w.token}/revoke", "POST"),
}
# Who may end the demo, or switch a board, depends on the person, not on a thing: their own tests say so
# (tests/search). An address under /api that is none answers 404 to all alike (tests/jobtracker/test_api.py).
ELSEWHERE = {"search/demo/remove", "boards/<int:pk>/enable", "boards/<int:pk>/disable", "boards/<int:pk>/remove"} | {
    *("api", "api/", "api/<path:rest>"),
}
# django-allauth's, which guards them itself; what nobody may open leads to the sign-in page.
ALLAUTH_FOR_MEMBERS = {
    "accounts/email/",
    "accounts/password/change/",
    "accounts/password/set/",
    "accounts/reauthenticate/",
    "accounts/2fa/",
    "accounts/2fa/totp/activate/",
    "accounts/2fa/totp/deactivate/",
    "accounts/2fa/recovery-codes/",
    "accounts/2fa/recovery-codes/generate/",
    "accounts/2fa/recovery-codes/download/",
    "accounts/2fa/reauthenticate/",
    "accounts/sessions/",
    "accounts/3rdparty/",
}
ALLAUTH_OPEN = {
    "accounts/login/",
    "accounts/logout/",
    "accounts/inactive/",
    "accounts/signup/",
    "accounts/confirm-email/",
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "accounts/password/reset/key/done/",
    "accounts/login/code/confirm/",
    "accounts/2fa/authenticate/",
    "accounts/3rdparty/login/cancelled/",
    "accounts/3rdparty/login/error/",
    "accounts/3rdparty/signup/",
    "accounts/social/login/cancelled/",
    "accounts/social/login/error/",
    "accounts/social/signup/",
    "accounts/social/connections/",
}


def routes(patterns=None, prefix: str = "") -> Iterator[str]:
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


@pytest.fixture
def support(db):
    person = UserFactory(email="support@example.org", is_staff=True)
    person.groups.add(Group.objects.get_or_create(name="Support")[0])
    return person


@pytest.fixture
def clients(user, stranger, support) -> dict[str, Client]:
    """Each actor's client, with a session and, for the API, a token; ``reader`` has the token alone."""
    people = {"owner": user, "stranger": stranger, "support": support}
    made = {"nobody": Client(raise_request_exception=False)}
    for actor, person in people.items():
        made[actor] = Client(raise_request_exception=False)
        made[actor].force_login(person)
    _, secret = tokens.create(user, "reading", scope="read")
    made["reader"] = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
    return made


def expected(kind: str, route: Route, method: str, actor: str) -> str | int:
    is_member = actor not in ("nobody",) and not (kind == "page" and actor == "reader")
    if kind != "open" and not is_member:
        return 401 if kind == "api" else TO_SIGN_IN
    if kind == "api" and actor == "reader" and (method not in SAFE or route.gives_a_key):
        return 403
    if kind == "page" and route.methods == ("POST",) and method in SAFE:
        return ANSWERED  # with the page that has the form; that says who may see it
    if method not in route.methods:
        return 405
    if route.is_owned and actor in ("stranger", "support"):
        return 404
    return ANSWERED


def outcome(answer) -> str | int:
    if answer.status_code == 302 and answer.url.startswith("/accounts/login/"):
        return TO_SIGN_IN
    if answer.status_code in (401, 403, 404, 405) or answer.status_code >= 500:
        return answer.status_code
    return ANSWERED


@pytest.mark.parametrize(
    ("kind", "route"),
    [
        *(pytest.param("open", route, id=name or "home") for name, route in OPEN.items()),
        *(pytest.param("api", route, id=name) for name, route in API.items()),
        *(pytest.param("page", route, id=name) for name, route in PAGES.items()),
    ],
)
def test_route_answers_whom_it_may(world, clients, kind, route):
    said, meant = {}, {}
    for method in METHODS:
        for actor in ACTORS:
            with transaction.atomic():  # each call meets the same world
                answer = clients[actor].generic(method, route.path(world), "{}", content_type="application/json")
                transaction.set_rollback(True)
            said[method, actor] = outcome(answer)
            meant[method, actor] = expected(kind, route, method, actor)

    # A resume that was never uploaded is not there for its owner either.
    if route is API["api/^tracked/(?P<tracking_id>[^/.]+)/resume/url$"] or route is PAGES["track/<int:pk>/resume"]:
        for actor in ("owner", "reader"):
            if said["GET", actor] == 404:
                meant["GET", actor] = 404
    assert said == meant


def test_reading_token_is_given_nothing_that_changes_something(world, clients, objects):
    """Every read of the API: no session, no secret of a token, and of addresses only those that read."""
    tracking = JobTracking.objects.get(pk=world.tracking)
    tracking.resume_s3_url = f"resumes/{tracking.user_id}/{tracking.pk}/a/b.pdf"
    tracking.save()
    objects[tracking.resume_s3_url] = PDF
    routes = [route for route in API.values() if "GET" in route.methods]

    answers = {path: clients["reader"].get(path) for path in (route.path(world) for route in routes)}

    signed = [path for path, answer in answers.items() if "X-Amz-" in answer.text]
    address = answers[f"/api/tracked/{tracking.pk}/resume/url"].json()["url"]
    assert signed == [f"/api/tracked/{tracking.pk}/resume/url"]
    assert (get(address)[0], put(address, b"%PDF-another")) == (PDF, 403)
    assert objects[tracking.resume_s3_url] == PDF
    assert {path for path, answer in answers.items() if answer.cookies or ApiToken.PREFIX in answer.text} == set()
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {
        f"/api/tracked/{tracking.pk}/resume/upload-url": 403
    }


def test_every_route_is_in_a_table():
    ours = {route for route in routes() if not route.startswith("admin/")}

    assert ours == {*OPEN, *API, *PAGES, *ELSEWHERE, *ALLAUTH_FOR_MEMBERS, *ALLAUTH_OPEN}


@pytest.mark.parametrize("route", sorted(ALLAUTH_FOR_MEMBERS))
def test_account_pages_of_members_lead_others_to_sign_in(clients, route):
    said = {
        (method, actor): outcome(clients[actor].generic(method, f"/{route}"))
        for method in METHODS
        for actor in ("nobody", "reader")
    }

    assert {asked: answer for asked, answer in said.items() if answer not in (TO_SIGN_IN, 405)} == {}


def test_no_page_of_the_admin_opens_for_who_is_not_staff(clients):
    admin = [route for route in routes() if route.startswith("admin/")]
    let_in = []
    for route in admin:
        path = "/" + IN_A_ROUTE.sub("1", route)
        for method in METHODS:
            for actor in ("nobody", "owner", "stranger", "reader"):
                with transaction.atomic():
                    answer = clients[actor].generic(method, path)
                    transaction.set_rollback(True)
                if not is_sent_away(answer):
                    let_in.append((method, path, actor, answer.status_code))

    assert len(admin) > 50
    assert let_in == []


def is_sent_away(answer) -> bool:
    if answer.status_code == 302:
        # Signing out leads to the admin's first page, which leads on to the sign-in page.
        return answer.url == "/admin/" or answer.url.startswith(("/admin/login/", "/accounts/login/"))
    return answer.status_code == 403


def test_staff_without_a_permission_are_refused(clients, support):
    support.groups.clear()

    assert outcome(clients["support"].get("/admin/tracking/jobtracking/")) == 403
