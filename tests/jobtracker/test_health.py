"""/healthz and /readyz: for load balancers, so also while something is away."""

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager

import pytest
from django.conf import settings as django_settings

OK = {"status": "ok", "database": "ok", "object_store": "ok"}
# What a process answers whose database is away: path, headers → status and body.
ASK = """
import json, django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
cookie = {"Cookie": "sessionid=" + "a" * 32}
asked = [("/healthz", {}), ("/healthz", cookie), ("/readyz", {}), ("/readyz", cookie),
         ("/api/me", {"Authorization": "Bearer jt_a"}), ("/api/jobs", cookie), ("/search", cookie)]
answers = [client.get(path, headers=headers) for path, headers in asked]
print(json.dumps([(answer.status_code, answer.json() if answer.headers["Content-Type"] == "application/json"
                   else "Not at the moment" in answer.text) for answer in answers]))
"""


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def listening(answer: bytes | None):
    """The address of a server that answers anything with ``answer``, or with nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = []

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                held.append(connection)
                if answer is not None:
                    connection.recv(4096)
                    connection.sendall(answer)
                    connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    for connection in held:
        connection.close()


def test_alive_process_says_so_without_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_process_tells_what_it_reaches(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, OK)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_answers_are_never_kept(client, db, path):
    answer = client.get(path)

    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client, db, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "ok"),
        (
            b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            "ok",
        ),  # it is there; whether the key fits is no matter
        (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "unavailable"),
        (b"SSH-2.0-something else\r\n", "unavailable"),
        (b"", "unavailable"),
        (None, "unavailable"),  # connects, and is silent for longer than we wait
    ],
)
def test_state_of_the_object_store_is_told_and_changes_nothing(client, db, settings, caplog, answer, state):
    with listening(answer) as address:
        settings.AWS_S3_ENDPOINT_URL = address
        ready = client.get("/readyz")

    assert (ready.status_code, ready.json()) == (200, OK | {"object_store": state})
    assert ("The object store does not answer" in caplog.text) == (state != "ok")


def test_object_store_is_asked_itself(client, db, settings, monkeypatch):
    """Neither where it points to, nor by a proxy that the environment names."""
    away = f"http://127.0.0.1:{closed_port()}"
    monkeypatch.setenv("http_proxy", away)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setattr(urllib.request, "_opener", None)  # it may have read the environment before

    with listening(f"HTTP/1.1 307 Elsewhere\r\nLocation: {away}/\r\nContent-Length: 0\r\n\r\n".encode()) as address:
        settings.AWS_S3_ENDPOINT_URL = address
        ready = client.get("/readyz")

    assert (ready.status_code, ready.json()) == (200, OK)


def test_object_store_that_is_away_changes_nothing(client, db, settings):
    settings.AWS_S3_ENDPOINT_URL = f"http://127.0.0.1:{closed_port()}"

    ready = client.get("/readyz")

    assert (ready.status_code, ready.json()) == (200, OK | {"object_store": "unavailable"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_asked_by_any_name_over_plain_http(client, db, settings, path):
    settings.ALLOWED_HOSTS = ["jobs.example"]
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get(path, headers={"Host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_only_health_is_exempt(client, db, settings):
    settings.ALLOWED_HOSTS = ["jobs.example"]
    settings.SECURE_SSL_REDIRECT = True

    answers = [
        client.get("/accounts/login/", headers={"Host": "jobs.example"}),
        client.get("/healthz/", headers={"Host": "jobs.example"}),
        client.get("/accounts/login/", headers={"Host": "10.0.0.7:8000", "X-Forwarded-Proto": "https"}),
    ]

    assert [answer.status_code for answer in answers] == [301, 301, 400]


def test_database_that_is_away_is_told():
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgres://nobody:nothing@127.0.0.1:{closed_port()}/nothing",
        "SECRET_KEY": "only for this test",
        "ALLOWED_HOSTS": "testserver",
        "HTTPS": "false",
    }

    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    away = {
        "detail": "The database is out of reach at the moment. Try again in a little while.",
        "code": "unavailable",
    }
    not_ready = OK | {"status": "unavailable", "database": "unavailable"}
    assert json.loads(asked.stdout) == [
        [200, {"status": "ok"}],
        [200, {"status": "ok"}],
        [503, not_ready],
        [503, not_ready],
        [503, away],
        [503, away],
        [503, True],
    ]
    assert "Not ready: the database does not answer." in asked.stderr
    assert asked.stderr.count("connection refused") + asked.stderr.count("Connection refused") >= 5
