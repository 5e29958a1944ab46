"""Examples in the OpenAPI document; the company is made up."""

from drf_spectacular.utils import OpenApiExample

_JOB = {
    "id": 123,
    "title": "Staff Engineer, Simulation",
    "company": "Fernwood Robotics",
    "company_id": 4,
    "company_slug": "fernwood-robotics",
    "company_logo_url": "/static/logos/fernwood.svg",
    "department": "Engineering",
    "location": "Berlin, Germany",
    "locations": ["Berlin, Germany"],
    "workplace": "hybrid",
    "employment_type": "full_time",
    "salary": {"min": 105000, "max": 128000, "currency": "EUR", "period": "year", "text": None},
    "url": "https://fernwood-robotics.example/careers/sim-staff",
    "apply_url": "https://fernwood-robotics.example/careers/sim-staff/apply",
    "source": "greenhouse",
    "posted_at": "2026-06-11T08:00:00Z",
    "first_seen_at": "2026-06-11T09:12:00Z",
    "closed_at": None,
    "is_open": True,
    "is_private": False,
}
_TEXT = {
    "description_html": "<p>Fernwood builds machines that plant and care for young forests.</p>",
    "description_text": "Fernwood builds machines that plant and care for young forests.",
}

JOB_DETAIL = OpenApiExample("A posting", value=_JOB | _TEXT, response_only=True, status_codes=["200"])
JOB_NEW = OpenApiExample(
    "A posting seen elsewhere",
    value={
        "title": "Forester, part-time",
        "company": "Fernwood Robotics",
        "url": "https://fernwood-robotics.example/careers/forester",
        "location": "Eberswalde, Germany",
        "employment_type": "part_time",
        "salary": {"min": 1900, "max": 2200, "currency": "EUR", "period": "month"},
        "description": "You know trees, and you like to explain them to machines.",
    },
    request_only=True,
)
JOB_ADDED = OpenApiExample(
    "Added",
    value=_JOB
    | {
        "id": 124,
        "title": "Forester, part-time",
        "department": None,
        "location": "Eberswalde, Germany",
        "locations": ["Eberswalde, Germany"],
        "workplace": None,
        "employment_type": "part_time",
        "salary": {"min": 1900, "max": 2200, "currency": "EUR", "period": "month", "text": None},
        "url": "https://fernwood-robotics.example/careers/forester",
        "apply_url": None,
        "source": "manual",
        "posted_at": None,
        "is_private": True,
    },
    response_only=True,
    status_codes=["201"],
)
JOB_PAGE = OpenApiExample(
    "One match",
    value={"results": [_JOB], "total": 1, "total_is_exact": True, "corrected_query": None, "next": None},
    response_only=True,
    status_codes=["200"],
)
COMPANY_PAGE = OpenApiExample(
    "One company",
    value={
        "companies": [
            {
                "id": 4,
                "name": "Fernwood Robotics",
                "slug": "fernwood-robotics",
                "logo_url": "/static/logos/fernwood.svg",
                "matched": 5,
                "total": 45,
            }
        ],
        "total": 5,
        "total_is_exact": True,
        "corrected_query": None,
        "next": None,
    },
    response_only=True,
    status_codes=["200"],
)
JOB_COUNTS = OpenApiExample(
    "Few matches",
    value={
        "workplace": {"values": {"hybrid": 3, "remote": 1}, "is_exact": True},
        "employment_type": {"values": {"full_time": 4}, "is_exact": True},
        "source": {"values": {"greenhouse": 4, "manual": 1}, "is_exact": True},
    },
    response_only=True,
    status_codes=["200"],
)
