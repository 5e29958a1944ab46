"""What the tracking endpoints cost: requests a second, milliseconds of CPU, statements, and the plans they run.

    python -m tests.benchmarks.tracking [--users 1000] [--seconds 5] [--connections 8] [--explain]

Starts an embedded PostgreSQL and gunicorn (2 × 4 threads, pool) in a temporary directory, fills it with
1,000 users × 500 trackings × 4 events and a few users with 50 trackings, and sends requests, each connection those
of somebody else.
CPU is that of the server and of all PostgreSQL processes. "Limit" is the least SQL for the same rows, prepared,
through pgbench on the same data: no HTTP, no Python. "Peer" is the CPU of the same API built with FastAPI and
SQLAlchemy, measured once on two CPUs.

How much a machine does in a millisecond of CPU changes by half and more, also from minute to minute. So each endpoint
is measured between two looks at a yardstick, a bare view (`.bare`) that took 0.85 ms where the peer's figures and the
targets come from: "here" is the target for this machine at this minute, and "x peer" is told in the same measure.
"""

import argparse
import json
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from django.db import connection

from .bench import MOST_CONNECTIONS, Bench
from .server import cpu_of

CONNECTIONS = 8


@dataclass(frozen=True)
class Endpoint:
    """What is measured; ``limit`` is a pgbench script with ``:user``, ``peer`` is in milliseconds of CPU."""

    name: str
    steps: Callable[["Client"], None]
    is_few: bool
    peer: float
    target: float
    limit: str = ""


class Client:
    """One connection that stays open, signed in with a token.

    Little more than a socket: whoever measures takes CPU from what is measured.
    """

    def __init__(self, port: int, token: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        self.tracking = 0
        self.job = 0
        self.tag = ""

    def call(self, method: str, path: str, body: dict | None = None, headers: str = "") -> bytes:
        text = json.dumps(body).encode() if body else b""
        head = f"{method} {path} HTTP/1.1\r\n{self.head}{headers}Content-Length: {len(text)}\r\n\r\n"
        self.socket.sendall(head.encode() + text)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, answer = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        missing = (int(length[1]) if length else 0) - len(answer)
        parts = [answer]
        while missing > 0:
            parts.append(self._receive())
            missing -= len(parts[-1])
        answer = b"".join(parts)
        if head.split()[1] not in (b"200", b"201", b"304"):
            raise RuntimeError(f"{method} {path}: {head[:200]!r} {answer[:200]!r}")
        if tag := re.search(rb"(?i)\r\netag: *([^\r]+)", head):
            self.tag = tag[1].decode()
        return answer

    def _receive(self) -> bytes:
        data = self.socket.recv(256 * 1024)
        if not data:
            raise RuntimeError("the server has hung up")
        return data


def get(path: str) -> Callable[[Client], None]:
    return lambda client: client.call("GET", path)


def get_again(path: str) -> Callable[[Client], None]:
    """With the tag of the answer before, which has not changed."""
    return lambda client: client.call("GET", path, headers=f"If-None-Match: {client.tag}\r\n" if client.tag else "")


def track_and_untrack(client: Client) -> None:
    made = json.loads(client.call("POST", "/api/tracked", {"job_id": client.job}))
    client.call("DELETE", f"/api/tracked/{made['tracking_id']}")


def add_and_delete(client: Client) -> None:
    path = f"/api/tracked/{client.tracking}/events"
    body = {"event_type": "interview", "event_date": "2026-09-01", "event_time": "10:30", "note": {"round": "final"}}
    made = json.loads(client.call("POST", path, body))
    client.call("DELETE", f"{path}/{made['id']}")


IDS = "SELECT job_id, id, stage FROM job_tracking WHERE user_id = :user;"
LIST = """
SELECT t.id, t.job_id, t.stage, t.is_archived, t.notes, t.resume_s3_url, t.tracked_at, t.updated_at, j.title, j.url,
  j.locations[1], j.is_open, c.name, c.logo
FROM job_tracking t JOIN jobs j ON j.id = t.job_id JOIN companies c ON c.id = j.company_id
WHERE t.user_id = :user ORDER BY t.is_archived, t.tracked_at DESC, t.id DESC LIMIT 500;
SELECT e.* FROM tracking_events e JOIN job_tracking t ON t.id = e.tracking_id
WHERE t.user_id = :user ORDER BY e.event_date, e.event_time NULLS FIRST, e.id;
"""
CALENDAR_SQL = """
SELECT e.*, j.title, c.name, c.logo FROM tracking_events e JOIN job_tracking t ON t.id = e.tracking_id
JOIN jobs j ON j.id = t.job_id JOIN companies c ON c.id = j.company_id
WHERE t.user_id = :user AND e.event_date BETWEEN '2026-02-01' AND '2026-07-31'
ORDER BY e.event_date, e.event_time NULLS FIRST, e.id;
"""
CALENDAR_DAYS = date(2026, 2, 1), date(2026, 7, 31)
CALENDAR = "/api/tracked/calendar/events?start=2026-02-01&end=2026-07-31"
ENDPOINTS = [
    Endpoint("ids, 50", get("/api/tracked/ids"), True, 3.49, 1.6, IDS),
    Endpoint("ids, 500", get("/api/tracked/ids"), False, 15.7, 3, IDS),
    Endpoint("list, 50", get("/api/tracked"), True, 48, 4.8, LIST),
    Endpoint("list, 500", get("/api/tracked?limit=500"), False, 437, 29, LIST),
    Endpoint("calendar, 50", get(CALENDAR), True, 24, 4, CALENDAR_SQL),
    Endpoint("calendar, 500", get(CALENDAR), False, 223, 22, CALENDAR_SQL),
    Endpoint("list, 500, unchanged", get_again("/api/tracked?limit=500"), False, 437, 29),
    Endpoint("track + untrack", track_and_untrack, True, 10.6, 3),
    Endpoint("add + delete event", add_and_delete, True, 20, 4),
]
YARDSTICK = Endpoint("bare view", get("/api/tracked/ids"), True, 3.49, 0.85)


def measure(
    endpoint: Endpoint, clients: list[Client], seconds: float, pids: list[int]
) -> tuple[int, list, float, float]:
    """(requests, their seconds, elapsed seconds, CPU seconds) of all connections at once."""
    times: list[float] = []
    failed: list[BaseException] = []
    for client in clients * 10:  # the first ones find cold caches
        endpoint.steps(client)
    deadline = time.perf_counter() + seconds

    def work(client: Client) -> None:
        try:
            while (begin := time.perf_counter()) < deadline:
                endpoint.steps(client)
                times.append(time.perf_counter() - begin)
        except Exception as error:  # noqa: BLE001 - told below, in the main thread
            failed.append(error)

    threads = [threading.Thread(target=work, args=[client]) for client in clients]
    cpu, begin = cpu_of(pids), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return len(times), times, time.perf_counter() - begin, cpu_of(pids) - cpu


def yardstick(bench: Bench, connections: int, seconds: float) -> float:
    """Milliseconds of CPU for the bare view, now."""
    clients = [Client(bench.bare_port, bench.tokens[person.pk]) for person in bench.few[:connections]]
    count, _, _, cpu = measure(YARDSTICK, clients, seconds, [bench.bare.pid, bench.postgres])
    return 1000 * cpu / count


def clients_of(bench: Bench, people: list) -> list[Client]:
    made = []
    for person in people:
        client = Client(bench.port, bench.tokens[person.pk])
        client.tracking, client.job = bench.tracking_of[person.pk], bench.free_job
        made.append(client)
    return made


def limit_of(bench: Bench, script: str, person, seconds: int) -> float:
    """Milliseconds of PostgreSQL's CPU for one run of the script."""
    settings = connection.settings_dict
    file = bench.folder / "limit.sql"
    file.write_text(script)
    postgres = [bench.postgres]
    pgbench = Path(f"/proc/{postgres[0]}/exe").readlink().with_name("pgbench")
    cpu = cpu_of(postgres)
    done = subprocess.run(
        [
            *(str(pgbench), "-n", "-M", "prepared", "-c", "1", "-T", str(seconds), "-f", str(file)),
            *("-D", f"user={person.pk}", "-h", settings["HOST"], "-U", settings["USER"], settings["NAME"]),
        ],
        env=os.environ | {"PGPASSWORD": settings["PASSWORD"]},
        capture_output=True,
        text=True,
        check=True,
    )
    time.sleep(0.5)  # until the postmaster has counted the process that has just ended
    spent = cpu_of(postgres) - cpu
    line = next(line for line in done.stdout.splitlines() if "actually processed" in line)
    return 1000 * spent / int(line.split(":")[1].split("/")[0])


def plans(bench: Bench) -> Iterator[str]:
    """As they are kept: for any user, not for this one."""
    from tracking import rows

    user = bench.many[0]
    asked: list[tuple[str, list]] = []

    def note(execute, statement, parameters, many, context):
        asked.append((statement, parameters))
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(note):
        rows.ids(user)
        page = rows.page(user, 500, 0)
        rows.events([row.id for row in page])
        rows.calendar(user, *CALENDAR_DAYS)
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        for name, (statement, parameters) in zip(("ids", "trackings", "events", "calendar"), asked, strict=True):
            numbers = count(1)
            cursor.execute(f"PREPARE {name} AS {re.sub('%s', lambda _: f'${next(numbers)}', statement)}")  # noqa: B023
            values = ", ".join(["%s"] * len(parameters))
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) EXECUTE {name} ({values})", parameters)
            plan = "\n".join(line for (line,) in cursor)
            yield f"\n{name}\n{plan}\n"


def report(endpoint: Endpoint, bench: Bench, seconds: float, connections: int) -> str:
    people = (bench.few if endpoint.is_few else bench.many)[:connections]
    before = yardstick(bench, connections, seconds / 2)
    count, times, elapsed, cpu = measure(endpoint, clients_of(bench, people), seconds, bench.pids)
    here = (before + yardstick(bench, connections, seconds / 2)) / 2 / YARDSTICK.target
    cpu *= 1000 / count
    limit = limit_of(bench, endpoint.limit, people[0], 3) if endpoint.limit else None
    percentiles = statistics.quantiles(times, n=100)
    figures = [f"{count / elapsed:.0f}", f"{percentiles[49] * 1000:.1f}", f"{percentiles[98] * 1000:.1f}", f"{cpu:.2f}"]
    figures += [f"{limit:.2f}", f"{cpu / limit:.1f}"] if limit else ["", ""]
    figures += [f"{endpoint.target:.2f}", f"{endpoint.target * here:.2f}", f"{endpoint.peer * here / cpu:.1f}"]
    return f"{endpoint.name:22}" + "".join(f"{figure:>8}" for figure in figures) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=CONNECTIONS, choices=range(1, MOST_CONNECTIONS + 1))
    parser.add_argument("--explain", action="store_true", help="show the plans, too")
    parser.add_argument("--only", default="", help="part of the endpoints' names")
    options = parser.parse_args()
    say = sys.stdout.write
    bench = Bench(options.users)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT version(), (SELECT count(*) FROM job_tracking), (SELECT count(*) FROM tracking_events)"
            )
            version, trackings, events = cursor.fetchone()
        say(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}\n{version}\n")
        say(f"load {os.getloadavg()[0]:.1f}; {options.users} users, {trackings} trackings, {events} events; ")
        say(f"{options.connections} connections\n\n")
        heads = ("req/s", "p50 ms", "p99 ms", "CPU ms", "limit", "x limit", "target", "here", "x peer")
        say(" " * 22 + "".join(f"{head:>8}" for head in heads) + "\n")
        for endpoint in ENDPOINTS:
            if options.only in endpoint.name:
                say(report(endpoint, bench, options.seconds, options.connections))
                sys.stdout.flush()
        if options.explain:
            for plan in plans(bench):
                say(plan)
    finally:
        bench.stop()


if __name__ == "__main__":
    main()
