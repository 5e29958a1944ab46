"""The job boards of the world, replayed: an HTTPS server on 127.0.0.1 that answers for every host of theirs.

Its certificates are made for the hosts it stands in for, so names, pinning and TLS are those of the real thing.
"""

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

from search.fetching import Fetcher

HOSTS = (
    *("boards-api.greenhouse.io", "api.lever.co", "api.eu.lever.co", "api.ashbyhq.com", "apply.workable.com"),
    *("*.recruitee.com", "*.jobs.personio.de", "*.jobs.personio.com", "*.teamtailor.com"),
    *("remoteok.com", "remotive.com", "weworkremotely.com"),
)


@dataclass
class Answer:
    """What the server says. ``pace`` sends the body byte by byte, so many seconds apart."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None  # claimed, where it is not the body's
    pace: float = 0
    delay: float = 0


def gzipped(body: bytes) -> Answer:
    return Answer(gzip.compress(body), headers={"Content-Encoding": "gzip"})


def with_etag(body: bytes, etag: str = '"one"') -> Callable[[dict[str, str]], Answer]:
    """An answer that is 304 for whoever has it already."""

    def answer(headers: dict[str, str]) -> Answer:
        if headers.get("If-None-Match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return Answer(body, headers={"ETag": etag})

    return answer


class ReplayServer(ThreadingHTTPServer):
    """``answers`` maps "host/path?query" to an Answer, or to a function of the request's headers that gives one."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {}
        self.asked: list[tuple[str, float]] = []  # what was asked for, and when
        self.headers: list[dict[str, str]] = []
        self.at_once = self.at_once_max = 0
        self.counting = threading.Lock()

    def handle_error(self, request, client_address) -> None:
        """A client that hangs up early is what several tests are about."""

    @property
    def port(self) -> int:
        return self.server_address[1]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ReplayServer

    def do_GET(self) -> None:
        with self.server.counting:
            self.server.at_once += 1
            self.server.at_once_max = max(self.server.at_once, self.server.at_once_max)
            self.server.asked.append((self.headers["Host"] + self.path, time.monotonic()))
            self.server.headers.append(dict(self.headers))
        try:
            self._answer(self.server.answers.get(self.headers["Host"] + self.path, Answer(status=404)))
        finally:
            with self.server.counting:
                self.server.at_once -= 1

    def _answer(self, answer: Answer | Callable[[dict[str, str]], Answer]) -> None:
        if callable(answer):
            answer = answer(dict(self.headers))
        time.sleep(answer.delay)
        self.close_connection = True
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
        self.end_headers()
        if not answer.pace:
            self.wfile.write(answer.body)
            return
        for byte in answer.body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(answer.pace)

    def log_message(self, *args) -> None:
        """Nothing: the tests look at ``asked``."""


@dataclass
class Replay:
    server: ReplayServer
    fetcher: Fetcher

    @property
    def answers(self) -> dict:
        return self.server.answers

    @property
    def asked(self) -> list[str]:
        return [what for what, _ in self.server.asked]


@contextmanager
def replayed() -> Iterator[Replay]:
    """A running replay, and the Fetcher that reaches it: the only one that ever accepts 127.0.0.1."""
    authority = trustme.CA()
    server_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*HOSTS).configure_cert(server_tls)
    client_tls = ssl.create_default_context()
    authority.configure_trust(client_tls)
    server = ReplayServer()
    server.socket = server_tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    fetcher = Fetcher(
        resolve=lambda host: ["127.0.0.1"],
        is_reachable=lambda address: address == "127.0.0.1",
        port=server.port,
        deadline=5,
        tls=client_tls,
    )
    try:
        yield Replay(server, fetcher)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
