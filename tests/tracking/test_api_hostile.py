"""Every parameter of every tracking operation, with every value that ever broke a server: no answer of 500 or more.

The values are JSON text, as a client would send it, since several cannot be made of Python values.
"""

from datetime import date
from urllib.parse import quote

import pytest

from tests.factories import JobFactory
from tracking.domain import events
from tracking.models import JobTracking, TrackingEvent
from tracking.stages import faults

HOSTILE = [
    *("null", "true", "false", "0", "-0", "-1", "1", "1.5", "-1.5", "1e2", "1e400", "-1e400", "1e-400"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616", "9" * 400),
    *("9" * 5000, "NaN", "Infinity", "-Infinity", '""', '" "', '"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"\\udfff"'),
    *('"\\ud83d\\ude00"', '"\\u202e"', '"\\ufeff"', '"\\r\\nSet-Cookie: a=b"', '"\'; DROP TABLE jobs; --"', '"%s%n"'),
    *('"${7*7}"', '"{{7*7}}"', '"<script>alert(1)</script>"', '"../../etc/passwd"', '"a" ', '"' + "a" * 3000 + '"'),
    *('"' + "é" * 20_000 + '"', '"0"', '"1"', '"-1"', '"1e400"', '"null"', '"true"', '"2026-02-30"', '"0000-00-00"'),
    *(
        '"9999-12-31"',
        '"10000-01-01"',
        '"-0001-01-01"',
        '"infinity"',
        '"2026-03-01T25:00:00Z"',
        '"24:00"',
        '"23:59:60"',
    ),
    *('"interviewing"', '"rejected"', '"APPLIED"', '"applied\\u0000"', "[]", "[[]]", "[null]", '["applied"]', "{}"),
    *('{"": ""}', '{"a": null}', '{"\\u0000": 1}', '{"\\ud800": 1}', '{"__proto__": {"a": 1}}', '{"$gt": ""}'),
    *(
        "[" * 8 + "]" * 8,
        "[" * 100 + "]" * 100,
        "[" * 100_000,
        '{"a":' * 5 + "1" + "}" * 5,
        '{"a":' * 6 + "1" + "}" * 6,
    ),
    *(
        '{"a": 1e400}',
        '{"a": ' + "9" * 400 + "}",
        '{"a": 1, "a": 2}',
        "[1,]",
        "{",
        '"',
        "\\",
        "\x00",
        "'a'",
        "undefined",
    ),
    *('{"type": 1}', '{"type": ["online"]}', '{"note": {"note": 1}}', '{"resume_filename": "a/../b.pdf"}'),
]


@pytest.fixture
def opened(api, tracking, objects):
    """A tracking with two events; gives a function that sends raw JSON and demands an orderly answer."""
    for event_type in ("applied", "offer"):
        event = events.add(JobTracking.objects.all(), tracking.pk, event_type, on=date(2026, 3, 1)).event
    api.event_id = event.pk

    def send(method: str, path: str, text: str = "{}"):
        answer = api.generic(method, path, text.encode("utf-8", "surrogatepass"), content_type="application/json")
        assert answer.status_code < 500, f"{method} {path[:200]} {text[:200]} → {answer.status_code}"
        return answer

    return send


def with_field(body: dict[str, str], field: str, value: str) -> str:
    return "{" + ", ".join(f'"{name}": {text}' for name, text in (body | {field: value}).items()) + "}"


def assert_sound() -> None:
    for tracking in JobTracking.objects.all():
        assert faults(tracking.stage, list(tracking.events.all())) == ()


def test_the_corpus_is_large_enough():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/tracked", {"job_id": "1"}),
        ("PATCH", "/api/tracked/{id}", {"is_archived": "true", "notes": "{}", "stage": '"offer"'}),
        (
            "POST",
            "/api/tracked/{id}/events",
            {
                "event_type": '"interview"',
                "event_date": '"2026-03-01"',
                "event_time": "null",
                "location": "null",
                "note": "{}",
            },
        ),
        (
            "PATCH",
            "/api/tracked/{id}/events/{event_id}",
            {
                "event_type": '"offer"',
                "event_date": '"2026-03-01"',
                "event_time": "null",
                "location": "null",
                "note": "{}",
            },
        ),
        (
            "POST",
            "/api/tracked/{id}/resume/confirm",
            {"s3_key": '"resumes/1/1/incoming/a.pdf"', "filename": '"cv.pdf"'},
        ),
    ],
)
def test_bodies(opened, api, tracking, method, path, body):
    path = path.format(id=tracking.pk, event_id=api.event_id)
    JobFactory()

    note = next((field for field in body if field.startswith("note")), None)

    for value in HOSTILE:
        opened(method, path, value)
        for field in body:
            opened(method, path, with_field({} if field == "stage" else body, field, value))
        for key in ("type", "note", "salary", value.strip('"')[:50]) if note else ():
            opened(method, path, with_field(body, note, f'{{"{key}": {value}}}'))
        assert_sound()
        TrackingEvent.objects.filter(pk__gt=api.event_id).delete()  # a rejection would lock the rest out
        JobTracking.objects.filter(pk=tracking.pk).update(stage="offer")

    assert opened("GET", "/api/tracked?limit=500").status_code == 200
    assert opened("GET", f"/api/tracked/{tracking.pk}").status_code == 200
    assert opened("GET", "/api/tracked/calendar/events?start=2026-01-01&end=2026-12-31").status_code == 200


def test_paths_and_queries(opened, api, tracking):
    texts = {value.strip('"') for value in HOSTILE if len(value) < 10_000}
    for text in texts:
        value = quote(text.encode("utf-8", "surrogatepass"), safe="")
        for method in ("GET", "PATCH", "DELETE"):
            if value not in {str(tracking.pk), str(api.event_id)}:
                opened(method, f"/api/tracked/{value}")
                opened(method, f"/api/tracked/{value}/events/{api.event_id}")
                opened(method, f"/api/tracked/{tracking.pk}/events/{value}")
        opened("POST", f"/api/tracked/{value}/events")
        opened("POST", f"/api/tracked/{value}/resume/confirm")
        for resume in (f"{value}/resume/upload-url", f"{value}/resume/url", f"{tracking.pk}/resume/{value}"):
            opened("GET", f"/api/tracked/{resume}")
        opened("GET", f"/api/tracked/{tracking.pk}/resume/upload-url?size={value}")
        opened("GET", f"/api/tracked/{tracking.pk}/resume/url?download={value}")
        for name in ("archived", "stage", "company", "q", "limit", "offset", "unheard_of"):
            opened("GET", f"/api/tracked?{name}={value}")
        for name in ("start", "end"):
            opened("GET", f"/api/tracked/calendar/events?{name}={value}")

    assert_sound()
    assert JobTracking.objects.filter(pk=tracking.pk).exists()


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b"\xff\xfe", 400),
        ("application/json", b"", 400),
        ("application/json; charset=utf-16", '{"job_id": 1}'.encode("utf-16"), 400),
        ("text/plain", b"{}", 415),
        ("multipart/form-data; boundary=x", b"--x", 415),
        ("application/json", b'{"job_id": ' + b" " * 300_000 + b"1}", 413),
    ],
)
def test_other_bodies(api, db, content_type, body, status):
    answer = api.generic("POST", "/api/tracked", body, content_type=content_type)

    assert answer.status_code == status
