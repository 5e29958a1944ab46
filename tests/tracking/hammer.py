"""One process of the hammer (test_hammer.py): random operations over HTTP, nothing of Django.

    python -m tests.tracking.hammer '[port, token, trackings, jobs, seed, operations]'

prints how often each status was answered, as JSON.
"""

import http.client
import json
import random
import sys
from collections import Counter

EVENT_TYPES = ["applied", "screening", "interview", "reference", "offer", "accepted", "declined", "rejected"]


class Hand:
    """One process's hand on the hammer: random operations, most of them on the one tracking that all share."""

    def __init__(self, port: int, token: str, trackings: list[int], jobs: list[int], seed: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.trackings, self.jobs = trackings, jobs
        self.random = random.Random(seed)
        self.seen = Counter()

    def call(self, method: str, path: str, body=None) -> dict:
        self.connection.request(
            method, f"/api/tracked{path}", json.dumps(body) if body is not None else None, self.headers
        )
        answer = self.connection.getresponse()
        text = answer.read()
        self.seen[answer.status] += 1
        return json.loads(text) if answer.status < 500 else {}

    def strike(self) -> None:
        pk = self.trackings[0] if self.random.random() < 0.6 else self.random.choice(self.trackings)
        day = f"2026-03-{self.random.randint(1, 28):02}"
        blow = self.random.choice([*["add"] * 5, "edit", *["delete"] * 3, "change", "list", "track", "untrack"])
        if blow == "add":
            self.call("POST", f"/{pk}/events", {"event_type": self.random.choice(EVENT_TYPES), "event_date": day})
        elif blow in ("edit", "delete"):
            found = self.call("GET", f"/{pk}").get("events")
            if found:
                event = self.random.choice([e for e in found if e["is_deletable"]] if blow == "delete" else found)
                path = f"/{pk}/events/{event['id']}"
                self.call("DELETE", path) if blow == "delete" else self.call("PATCH", path, {"event_date": day})
        elif blow == "change":
            changes = {"is_archived": self.random.random() < 0.5, "notes": {"salary": day}}
            self.call("PATCH", f"/{pk}", changes)
        elif blow == "list":
            self.call("GET", "?limit=500")
        elif blow == "track":
            self.call("POST", "", {"job_id": self.random.choice(self.jobs)})
        else:
            ids = self.call("GET", "/ids").get("tracked", {})
            interested = [row["tracking_id"] for row in ids.values() if row["stage"] == "interested"]
            if interested:
                self.call("DELETE", f"/{self.random.choice(interested)}")


def hammer(port: int, token: str, trackings: list[int], jobs: list[int], seed: int, operations: int) -> Counter:
    hand = Hand(port, token, trackings, jobs, seed)
    while hand.seen.total() < operations:
        hand.strike()
    return hand.seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(hammer(*json.loads(sys.argv[1]))))
