"""Logs tell what happened, and nothing that is secret or somebody's."""

import io
import json
import logging
import logging.config

import pytest
from django.db import IntegrityError, transaction

from accounts.domain import tokens
from accounts.models import User
from jobtracker import logs
from tests.factories import PASSWORD, UserFactory


class Log:
    """What one handler, set up as the settings set it up, has written."""

    def __init__(self, form: str) -> None:
        config = logs.configuration(form=form, level="DEBUG", with_requests=True)
        formatter = logging.config.DictConfigurator(config).configure_formatter(config["formatters"][form])
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.addFilter(logs.Discreet())
        self.handler.setFormatter(formatter)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def requests(self) -> list[dict]:
        lines = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in lines if line["logger"] == "jobtracker.requests"]


@pytest.fixture(params=["plain", "json"])
def log(request):
    yield from _listening(Log(request.param))


@pytest.fixture
def json_log():
    yield from _listening(Log("json"))


def _listening(log: Log):
    root, requests = logging.getLogger(), logging.getLogger("jobtracker.requests")
    before = requests.level
    root.addHandler(log.handler)
    requests.setLevel(logging.DEBUG)
    yield log
    requests.setLevel(before)
    root.removeHandler(log.handler)


def test_each_request_has_a_line(client, user, json_log):
    _, token = tokens.create(user, "phone")

    known = client.get(
        "/api/me?q=private", headers={"Authorization": f"Bearer {token}", "X-Request-ID": "of-the-proxy"}
    )
    client.get("/nowhere/private")
    client.get("/healthz", headers={"X-Request-ID": "odd\tcharacters"})

    assert known["X-Request-ID"] == "of-the-proxy"
    first, second, third = json_log.requests
    assert first == {
        "time": first["time"],
        "level": "INFO",
        "logger": "jobtracker.requests",
        "message": f"GET me 200 in {first['ms']} ms, user {user.pk}",
        "request_id": "of-the-proxy",
        "method": "GET",
        "route": "me",
        "status": 200,
        "ms": first["ms"],
        "user": user.pk,
    }
    assert (second["route"], second["status"], second["user"], len(second["request_id"])) == ("-", 404, None, 32)
    assert (third["route"], third["level"], len(third["request_id"])) == ("healthz", "DEBUG", 32)


def test_nothing_secret_or_personal_is_written(client, user, log):
    _, token = tokens.create(user, "phone")
    secrets = [PASSWORD, token, "maya@example.org", "private-search", "private-note", "a1-reset-key", "10.1.2.3"]

    client.post("/accounts/login/", {"login": "maya@example.org", "password": PASSWORD})
    secrets.append(client.cookies["sessionid"].value)
    client.get("/search?q=private-search&by=maya@example.org")
    client.get("/accounts/password/reset/key/a1-reset-key/")
    client.post("/api/tracked", {"note": "private-note"}, content_type="application/json")
    client.get("/api/jobs", headers={"Authorization": f"Bearer {token}", "X-Forwarded-For": "10.1.2.3"})
    try:
        with transaction.atomic():
            UserFactory(email="maya@example.org")
    except IntegrityError:
        logging.getLogger("django.request").error(
            "%s: %s",
            "Internal Server Error",
            "/accounts/password/reset/key/a1-reset-key/",
            exc_info=True,
            extra={"status_code": 500, "data": {"password": PASSWORD}},
        )
    logging.getLogger("library").warning("GET https://store.example/cv.pdf?X-Amz-Signature=private-search failed")
    logging.getLogger("library").warning("Sent to %s with Bearer %s", "maya@example.org", token)

    assert [secret for secret in secrets if secret in log.text] == []
    assert "IntegrityError" in log.text
    assert "DETAIL: <values>" in log.text
    assert "Sent to <e-mail> with Bearer <secret>" in log.text
    assert "https://store.example/cv.pdf?<query> failed" in log.text


def test_error_of_ours_names_the_route_and_where_it_broke(client, user, json_log, monkeypatch):
    client.force_login(user)
    client.raise_request_exception = False

    def broken(*arguments, **options):
        raise RuntimeError("of maya@example.org")

    monkeypatch.setattr(User, "zone", property(broken))
    answer = client.get("/search?q=private-search")

    [error] = [json.loads(line) for line in json_log.text.splitlines() if "django.request" in line]
    assert answer.status_code == 500
    assert error["message"] == "Internal Server Error: -"
    assert error["request_id"] == answer["X-Request-ID"]
    assert error["exc_info"].endswith("RuntimeError: of <e-mail>")
    assert "request" not in error
