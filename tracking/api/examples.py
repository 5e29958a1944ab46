"""Examples in the OpenAPI document; companies and people are made up."""

from drf_spectacular.utils import OpenApiExample


def _answer(name: str, value: dict, status: int = 200) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True, status_codes=[str(status)])


def _body(name: str, value: dict) -> OpenApiExample:
    return OpenApiExample(name, value=value, request_only=True)


_COMPANY_AND_TITLE = {
    "title": "Staff Engineer, Simulation",
    "company": "Fernwood Robotics",
    "company_logo_url": "/static/logos/fernwood.svg",
}
_EVENT = {
    "id": 31,
    "tracking_id": 5,
    "event_type": "interview",
    "event_date": "2026-06-24",
    "event_time": "10:30:00",
    "location": "Third floor",
    "note": {"round": "2nd", "type": "onsite", "interviewers": "Ines Albrecht", "note": None},
    "created_at": "2026-06-12T09:30:00Z",
    "is_deletable": True,
}
_TRACKED = {
    "id": 5,
    "job_id": 123,
    "stage": "interview",
    "is_archived": False,
    "notes": {"salary": "€110,000", "location": None, "general_note": "Team of nine", "resume_filename": "cv.pdf"},
    "has_resume": True,
    "tracked_at": "2026-06-01T08:00:00Z",
    "updated_at": "2026-06-12T09:30:00Z",
    "job": {
        "id": 123,
        **_COMPANY_AND_TITLE,
        "location": "Berlin, Germany",
        "url": "https://fernwood-robotics.example/careers/sim-staff",
        "is_open": True,
    },
    "events": [_EVENT],
}
_TEXT = "Fernwood builds machines that plant and care for young forests."
_POSTING = {
    "title": "Staff Engineer, Simulation",
    "company": "Fernwood Robotics",
    "url": "https://fernwood-robotics.example/careers/sim-staff",
    "location": "Berlin, Germany",
    "salary": {"min": 105000, "max": 128000, "currency": "EUR", "period": "year", "text": None},
    "description": _TEXT,
}

IDS = _answer("One", {"tracked": {"123": {"tracking_id": 5, "stage": "interested"}}})
TRACK = _body("A posting", {"job_id": 123})
TRACKING_CREATED = _answer(
    "Tracked",
    {"tracking_id": 5, "job_id": 123, "stage": "interested", "tracked_at": "2026-06-01T08:00:00Z"},
    201,
)
TRACKED = _answer("A tracked job", _TRACKED)
TRACKED_PAGE = _answer("One", {"tracked_jobs": [_TRACKED], "total": 1})
TRACKED_DETAIL = _answer(
    "A tracked job",
    _TRACKED
    | {
        "job": _TRACKED["job"] | {"description_html": f"<p>{_TEXT}</p>", "description_text": _TEXT},
        "posting": _POSTING,
    },
)
TRACKED_CHANGES = _body(
    "Set and clear",
    {"is_archived": False, "notes": {"salary": "€110,000", "location": None}, "notes_before": {"salary": "€100,000"}},
)
NEW_EVENT = _body(
    "An interview",
    {
        "event_type": "interview",
        "event_date": "2026-06-24",
        "event_time": "10:30",
        "location": "Third floor",
        "note": {"round": "2nd", "type": "onsite", "interviewers": "Ines Albrecht"},
    },
)
EVENT_ADDED = _answer("Added", _EVENT | {"stage": "interview"}, 201)
EVENT_CHANGES = _body("Another day, no time yet", {"event_date": "2026-06-25", "event_time": None})
EVENT_CHANGED = _answer("Changed", _EVENT | {"event_date": "2026-06-25", "event_time": None, "stage": "interview"})
EVENT_DELETED = _answer(
    "Rolled back",
    {
        "deleted_event_id": 31,
        "new_stage": "applied",
        "next_deletable_event": {"id": 30, "event_type": "applied", "event_date": "2026-06-02"},
    },
)
CALENDAR = _answer(
    "A month",
    {
        "events": [_EVENT | {"stage": _EVENT["event_type"], "job": _COMPANY_AND_TITLE}],
        "range": {"start": "2026-06-01", "end": "2026-06-30"},
        "months": ["2026-06"],
    },
)
_KEY = "resumes/7/5/incoming/0f3c9c1e5b7e4a6f9d2b8a4c6e1d3f50.pdf"
_SIGNATURE = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=300&X-Amz-SignedHeaders=…&X-Amz-Signature=…"
RESUME_UPLOAD = _answer(
    "An address",
    {
        "upload_url": f"https://objects.example/jobtracker/{_KEY}?{_SIGNATURE}",
        "s3_key": _KEY,
        "expires_in": 300,
        "headers": {"Content-Type": "application/pdf"},
    },
)
RESUME_CONFIRM = _body("Uploaded", {"s3_key": _KEY, "filename": "Maya Kessler CV.pdf"})
RESUME_CONFIRMED = _answer("Confirmed", {"has_resume": True, "resume_filename": "Maya Kessler CV.pdf"})
RESUME_URL = _answer(
    "An address",
    {
        "url": "https://objects.example/jobtracker/resumes/7/5/0f3c9c1e5b7e4a6f9d2b8a4c6e1d3f50/"
        "a41b6f0f3d5c4f0b8a2e9c7d1e5f3b68.pdf?X-Amz-Signature=…",
        "expires_in": 60,
    },
)
