"""What is no archive of ours, or one that means ill: refused with a reason, and nothing is written."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from jobtracker import ownership
from jobtracker.archives import ArchiveError
from search.models import Job
from tests.archives import EVENT_OF, POSTING, TRACKING, of, packed, rows, with_event
from tests.factories import JobFactory
from tests.objects import PDF
from tracking.domain import belongings, resumes
from tracking.models import JobTracking

pytestmark = pytest.mark.django_db


def claiming(size: int) -> io.BytesIO:
    """An archive whose postings say that they have another size."""
    file = of()
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("a", b"")  # so that the table of contents is written anew
        archive.getinfo("postings.jsonl").file_size = size
    return file


def tampered(find: bytes, replace: bytes) -> io.BytesIO:
    return io.BytesIO(of().getvalue().replace(find, replace))


def with_resumes(*names: str, **files: bytes) -> io.BytesIO:
    """An archive with a tracking for each of the resumes that it names."""
    jobs = [f"job {number}" for number in range(len(names))]
    return packed(
        postings__jsonl="\n".join(json.dumps(POSTING | {"key": job}) for job in jobs),
        trackings__jsonl="\n".join(
            json.dumps(TRACKING | {"job": job, "resume": {"file": name, "filename": "cv.pdf"}})
            for job, name in zip(jobs, names, strict=True)
        ),
        **files,
    )


HOSTILE = {
    "nothing": (lambda: io.BytesIO(), "no ZIP file"),
    "no ZIP": (lambda: io.BytesIO(b"junk" * 100), "no ZIP file"),
    "cut off": (lambda: io.BytesIO(of().getvalue()[:-40]), "no ZIP file"),
    "no manifest": (lambda: tampered(b"manifest.json", b"manifest.jsom"), "no manifest.json"),
    "of another program": (lambda: packed(manifest__json='{"format": "other", "version": 1}'), "format"),
    "of a later version": (
        lambda: packed(manifest__json='{"format":"jobtracker","version":2,"exported_at":"2026-06-01T12:00:00Z"}'),
        "version 2 of the format",
    ),
    "path that leads out": (lambda: packed(**{"../evil": b""}), "leads out"),
    "absolute path": (lambda: packed(**{"/etc/passwd": b""}), "leads out"),
    "path of Windows": (lambda: packed(**{"C:\\evil": b""}), "leads out"),
    "too many files": (lambda: packed(**{f"n{number}": b"" for number in range(20_001)}), "more than 20000 files"),
    "bomb of one line": (lambda: packed(postings__jsonl=b" " * (5 * 1024**2)), "line 1 has more than 4 MB"),
    "bomb of many lines": (lambda: claiming(2**30), "more than 256 MB"),
    "more than it claims": (lambda: claiming(3), "damaged|Invalid JSON"),
    "no JSON": (lambda: packed(trackings__jsonl="\n{"), "trackings.jsonl, line 2: Invalid JSON"),
    "nested deep": (lambda: packed(trackings__jsonl="[" * 100_000), "trackings.jsonl, line 1: Invalid JSON"),
    "half a character": (lambda: packed(trackings__jsonl='{"job": "\\ud800"}'), "line 1: Invalid JSON"),
    "wrong type": (lambda: of(is_archived="yes"), "trackings.jsonl, line 1: is_archived"),
    "NUL in a text": (lambda: of({"title": "a\0"}), "postings.jsonl, line 1: title: .*NUL"),
    "NUL in a note": (lambda: of(notes={"a": ["\0"]}), "NUL"),
    "NUL in the kept posting": (lambda: of(posting={"title": "\0"}), "NUL"),
    "number out of range": (lambda: of(notes={"a": 10**400}), "range|Invalid JSON|number"),
    "title too long": (lambda: of({"title": "a" * 301}), "title"),
    "company without a name": (lambda: of({"company": " "}), "company"),
    "day out of range": (lambda: with_event(event_date="1969-12-31"), "events.0.event_date"),
    "moment out of range": (lambda: of(tracked_at="0001-01-01T00:00:00+14:00"), "tracked_at"),
    "clock with a zone": (lambda: with_event(event_time="10:00+02:00"), "event_time"),
    "unknown type of event": (lambda: with_event(event_type="ghosted"), "event_type"),
    "note too deep": (lambda: with_event(note={"a": json.loads("[" * 150 + "]" * 150)}), "nested too deep"),
    "answer without an offer": (lambda: with_event(event_type="accepted"), "without an offer"),
    "rejected twice": (lambda: of(events=[EVENT_OF | {"event_type": "rejected"}] * 2), "more than once"),
    "posting that is missing": (lambda: of(job="two"), "posting two is not in this archive"),
    "key with a NUL": (lambda: of(job="a/b/%00"), "not in this archive"),
    "resume of two": (lambda: with_resumes("r.pdf", "r.pdf", r__pdf=PDF), "r.pdf is the resume of more than one"),
    "resume that is no PDF": (
        lambda: packed(
            postings__jsonl=json.dumps(POSTING),
            trackings__jsonl=json.dumps(TRACKING | {"resume": {"file": "r.pdf", "filename": "r.pdf"}}),
            r__pdf=b"<html>",
        ),
        "not a PDF",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archive_is_refused_and_nothing_written(name, user, objects):
    make, message = HOSTILE[name]
    archive = make()
    before = (rows(), objects.keys)

    with pytest.raises(ArchiveError, match=message):
        ownership.restore(user, archive)

    assert (rows(), objects.keys) == before


def test_good_archive_is_taken(user):
    outcomes = ownership.restore(user, of())

    assert outcomes["trackings"].new == 1


@hypothesis(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_archive_is_never_a_crash(user, data):
    body = bytearray(of().getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))

    with suppress(ArchiveError):
        ownership.restore(user, io.BytesIO(bytes(body)), is_dry=True)


def test_tracking_that_an_archive_holds_twice_comes_in_once(user):
    line = json.dumps(TRACKING)
    archive = packed(postings__jsonl=json.dumps(POSTING), trackings__jsonl=f"{line}\n{line}\n")

    outcome = ownership.restore(user, archive)["trackings"]

    assert (outcome.new, outcome.known, JobTracking.objects.count()) == (1, 1, 1)


def test_tracking_that_an_archive_holds_twice_comes_in_once_with_its_resume(user, objects):
    line = json.dumps(TRACKING | {"resume": {"file": "r.pdf", "filename": "r.pdf"}})
    archive = packed(postings__jsonl=json.dumps(POSTING), trackings__jsonl=f"{line}\n{line}\n", r__pdf=PDF)

    ownership.restore(user, archive)

    assert objects.keys == [JobTracking.objects.get().resume_s3_url]


SEARCH = {"name": "Trees", "query": "q=trees", "created_at": "2026-06-01T12:00:00Z"}
ACCOUNT = {"email": "a@example.org", "name": "", "time_zone": "UTC", "joined_at": "2026-06-01T12:00:00Z"}


@pytest.mark.parametrize(
    ("part", "record"),
    [("account", ACCOUNT), ("searches", SEARCH), ("postings", POSTING), ("trackings", TRACKING)],
)
def test_archive_of_more_than_anybody_has_is_refused(user, monkeypatch, part, record):
    most = {known: min(known_most, 3) for known, known_most in ownership.RECORDS_MAX.items()}
    monkeypatch.setattr(ownership, "RECORDS_MAX", most)
    number = 1 if part == "account" else 3
    line = f"{json.dumps(record)}\n"
    fits, more = (
        packed(**{"postings__jsonl": json.dumps(POSTING), f"{part}__jsonl": line * lines})
        for lines in (number, number + 1)
    )
    before = rows()

    with pytest.raises(ArchiveError, match=rf"^{part}.jsonl has more than {number} records?\.$"):
        ownership.restore(user, more)

    assert rows() == before
    assert ownership.restore(user, fits).keys() == {"account", "searches", "postings", "trackings"}


def test_archive_of_more_events_than_anybody_has_is_refused(user, monkeypatch):
    monkeypatch.setattr(belongings, "ALL_EVENTS_MAX", 3)
    line = json.dumps(TRACKING | {"events": [EVENT_OF] * 2})
    archive = packed(postings__jsonl=json.dumps(POSTING), trackings__jsonl=f"{line}\n{line}\n")

    with pytest.raises(ArchiveError, match="more than 3 events"):
        ownership.restore(user, archive)

    assert JobTracking.objects.count() == 0
    assert ownership.restore(user, of(events=[EVENT_OF] * 3))["trackings"].new == 1


def test_posting_that_is_missing_is_noticed_before_anything_is_stored(user, no_store):
    archive = packed(
        trackings__jsonl=json.dumps(TRACKING | {"resume": {"file": "r.pdf", "filename": "r.pdf"}}), r__pdf=PDF
    )

    with CaptureQueriesContext(connection) as queries, pytest.raises(ArchiveError, match="not in this archive"):
        ownership.restore(user, archive)

    assert [query["sql"] for query in queries if "nextval" in query["sql"]] == []


@pytest.mark.parametrize("count", [1, 30])
def test_ids_are_taken_in_one_statement_and_only_for_resumes(user, objects, count):
    names = [f"{number}.pdf" for number in range(count)]
    resumed = with_resumes(*names, **dict.fromkeys(names, PDF))

    with CaptureQueriesContext(connection) as without:
        ownership.restore(user, with_resumes(*names))
    JobTracking.objects.all().delete()
    with CaptureQueriesContext(connection) as having:
        ownership.restore(user, resumed)

    assert [sum("nextval" in query["sql"] for query in queries) for queries in (without, having)] == [0, 1]
    assert JobTracking.objects.filter(resume_s3_url__isnull=False).count() == count


def test_resume_too_large_is_refused(user, objects):
    archive = packed(
        postings__jsonl=json.dumps(POSTING),
        trackings__jsonl=json.dumps(TRACKING | {"resume": {"file": "r.pdf", "filename": "r.pdf"}}),
        r__pdf=PDF + bytes(resumes.MAX_BYTES + 1 - len(PDF)),
    )

    with pytest.raises(ArchiveError, match="at most 5 MB"):
        ownership.restore(user, archive)

    assert (JobTracking.objects.count(), objects.keys) == (0, [])


def test_hostile_address_and_description_come_in_harmless(user):
    ownership.restore(user, of({"url": "javascript:alert(1)", "description_html": "<script>x</script><p>Hi</p>"}))

    job = Job.objects.get()
    assert (job.url, job.description_html, job.description_text) == ("", "<p>Hi</p>", "Hi")


def test_key_opens_no_posting_of_a_stranger(user, stranger):
    theirs = JobFactory(private_to=stranger, external_id="one")

    ownership.restore(user, of())

    assert JobTracking.objects.get().job != theirs
