"""Load for the faults: writers that remember every write the product has acknowledged, and look for it afterwards."""

import http.client
import threading
import time
from dataclasses import dataclass, field

from tests.served import ask

MAX_WAIT = 90  # seconds for an answer; longer, and it counts as a stall


@dataclass
class Acknowledged:
    """What one tracking must hold: it was told so with a 2xx."""

    tracking_id: int
    events: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)  # the last one counts


class Writers:
    """Threads that write through the API; ``with Writers(port, token) as writers:`` for as long as the block."""

    def __init__(self, port: int, token: str, *, threads: int = 4) -> None:
        self.port = port
        self.token = token
        self.acknowledged: list[Acknowledged] = []
        self.answers: dict[int | str, int] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(threads)]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(MAX_WAIT + 10)
            assert not thread.is_alive(), "a writer hangs"

    @property
    def count(self) -> int:
        """How many writes were acknowledged so far."""
        with self._lock:
            return sum(2 + len(one.events) + len(one.notes) for one in self.acknowledged)

    def lost(self) -> list[str]:
        """Acknowledged writes that are not there."""
        there = {}
        while True:
            status, page = ask(self.port, "GET", f"/api/tracked?limit=500&offset={len(there)}", self.token, timeout=60)
            assert status == 200
            there |= {row["id"]: row for row in page["tracked_jobs"]}
            if len(there) >= page["total"]:
                break
        lost = []
        for one in self.acknowledged:
            row = there.get(one.tracking_id)
            if row is None:
                lost.append(f"tracking {one.tracking_id}")
                continue
            missing = one.events - {event["id"] for event in row["events"]}
            lost += [f"event {event} of tracking {one.tracking_id}" for event in missing]
            # A write whose answer got lost may have come to pass: a later note than the last acknowledged is fine.
            if one.notes and (row["notes"]["general_note"] or "") < one.notes[-1]:
                lost.append(f"note {one.notes[-1]} of tracking {one.tracking_id}")
        return lost

    def _write(self, number: int) -> None:
        turn = 0
        while not self._stop.is_set():
            turn += 1
            job = self._ask("POST", "/api/jobs", {"title": f"Position {number}.{turn}", "company": "Lantern Row"})
            tracked = job and self._ask("POST", "/api/tracked", {"job_id": job["id"]})
            if not tracked:
                continue
            one = Acknowledged(tracked["tracking_id"])
            with self._lock:
                self.acknowledged.append(one)
            path = f"/api/tracked/{one.tracking_id}"
            for step, event_type in enumerate(("applied", "screening", "interview")):
                day = {"event_type": event_type, "event_date": f"2026-03-0{step + 1}"}
                if event := self._ask("POST", f"{path}/events", day):
                    one.events.add(event["id"])
                note = f"{step} of {number}.{turn}"
                if self._ask("PATCH", path, {"notes": {"general_note": note}}):
                    one.notes.append(note)

    def _ask(self, method: str, path: str, body: dict) -> dict | None:
        try:
            status, answer = ask(self.port, method, path, self.token, body, timeout=MAX_WAIT)
        except (OSError, http.client.HTTPException) as error:
            status, answer = type(error).__name__, None
        with self._lock:
            self.answers[status] = self.answers.get(status, 0) + 1
        if status in (200, 201):
            return answer
        time.sleep(0.05)
        return None
