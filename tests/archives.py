"""Archives of somebody's data: exported ones, and ones written by hand, good but for what a test says."""

import io
import json
import zipfile

from accounts.models import User
from jobtracker import ownership
from search.models import Job, SavedSearch
from tracking.models import JobTracking, TrackingEvent

PARTS = ("searches.jsonl", "postings.jsonl", "trackings.jsonl")


def exported(user) -> io.BytesIO:
    return io.BytesIO(b"".join(ownership.export(user)))


def contents(archive: io.BytesIO) -> dict[str, bytes | list[bytes]]:
    """By name: the records of the parts that an import restores whole, and the files."""
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    return {
        # Postings stand in the order in which they came to this instance.
        name: sorted(body.splitlines()) if name == "postings.jsonl" else body
        for name, body in members.items()
        if name in PARTS or name.startswith("resumes/")
    }


def rows() -> list:
    """All that an import can write."""
    return [
        list(model.objects.order_by("pk").values()) for model in (User, SavedSearch, Job, JobTracking, TrackingEvent)
    ]


def packed(**members: bytes | str) -> io.BytesIO:
    """A ZIP of these, beside a good manifest; ``__`` in a name stands for its dot."""
    manifest = json.dumps({"format": "jobtracker", "version": 1, "exported_at": "2026-06-01T12:00:00Z"})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in ({"manifest__json": manifest} | members).items():
            archive.writestr(name.replace("__", "."), body)
    return file


POSTING = {"key": "one", "company": "Perkoz", "title": "Engineer", "first_seen_at": "2026-06-01T12:00:00Z"}
EVENT_OF = {"event_type": "applied", "event_date": "2026-06-02", "created_at": "2026-06-02T12:00:00Z"}
TRACKING = {
    "job": "one",
    "stage": "applied",
    "tracked_at": "2026-06-01T12:00:00Z",
    "updated_at": "2026-06-01T12:00:00Z",
    "events": [EVENT_OF],
}


def of(posting: dict | None = None, **tracking) -> io.BytesIO:
    """A good archive, but for what is told here."""
    return packed(
        postings__jsonl=json.dumps(POSTING | (posting or {})), trackings__jsonl=json.dumps(TRACKING | tracking)
    )


def with_event(**event) -> io.BytesIO:
    return of(events=[EVENT_OF | event])
