"""Clients that send slowly, or never end, keep nobody else out: against the web server as `manage.py up` starts it."""

import socket
import time
import urllib.request
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest

from tests.served import Web

CLIENTS = 40  # five times as many as the server has threads

BEGINNINGS = {
    "a byte of the head": b"G",
    "a head without an end": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\r\n",
    "a body that does not come": b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=",
    "a second request behind a whole one": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /heal",
    "an end that is not taken": b"GET /healthz HTTP/1.0\r\n\r\n",
}


@pytest.fixture(scope="module")
def port(django_db_setup, tmp_path_factory):
    with Web(tmp_path_factory.mktemp("web") / "log", workers=2) as web:
        yield web.port


def connect(port: int, stack: ExitStack) -> socket.socket:
    return stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))


def seconds_of_a_request(port: int) -> float:
    begin = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
        assert answer.status == 200
    return time.monotonic() - begin


def said(client: socket.socket) -> bytes:
    """The first line of the answer; nothing if the server hung up."""
    return client.recv(4096).partition(b"\r\n")[0]


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS.keys())
def test_others_are_answered_beside_slow_clients(port, beginning):
    with ExitStack() as stack:
        for _ in range(CLIENTS):
            connect(port, stack).sendall(beginning)

        times = [seconds_of_a_request(port) for _ in range(10)]

    assert max(times) < 10  # with a thread for each they would wait until the slow ones are thrown out


def test_request_that_comes_in_pieces_is_answered(port):
    request = b"POST /api/tracked HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}"

    with ExitStack() as stack:
        client = connect(port, stack)
        for begin in range(0, len(request), 7):
            client.sendall(request[begin : begin + 7])
            time.sleep(0.005)

        assert said(client) == b"HTTP/1.1 401 Unauthorized"


def test_connection_serves_one_request_after_the_other(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.connect()
    first = connection.sock

    bodies = []
    for _ in range(3):
        connection.request("GET", "/healthz")
        bodies.append(connection.getresponse().read())

    assert bodies == [b'{"status": "ok"}'] * 3
    assert connection.sock is first
    connection.close()


def test_requests_sent_together_are_answered_in_turn(port):
    request = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"

    with ExitStack() as stack:
        client = connect(port, stack)
        client.sendall(request + b"\r\n" + request + b"Connection: close\r\n\r\n")
        everything = b"".join(iter(lambda: client.recv(4096), b""))

    assert everything.count(b"HTTP/1.1 200 OK") == 2


@pytest.mark.parametrize(
    ("request_text", "answer"),
    [
        (
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * 70_000,
            b"HTTP/1.1 431 Request Header Fields Too Large",
        ),
        (b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"HTTP/1.1 411 Length Required"),
        (b"NONSENSE\r\n\r\n", b"HTTP/1.1 400 Bad Request"),
    ],
)
def test_request_that_cannot_be_is_refused(port, request_text, answer):
    with ExitStack() as stack:
        client = connect(port, stack)
        client.sendall(request_text)

        assert said(client) == answer
