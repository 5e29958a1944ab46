"""Every reader against payloads in its own shape with anything anywhere: what comes out fits the database."""

import json
from dataclasses import fields
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.feeds import READERS
from search.postings import FeedError, JobPosting, Source

SHAPES = {
    Source.GREENHOUSE: """{"jobs": [{"id": 0, "title": 0, "absolute_url": 0, "location": {"name": 0}, "updated_at": 0,
        "first_published": 0, "application_deadline": 0, "requisition_id": 0, "company_name": 0, "language": 0,
        "content": 0, "departments": [{"name": 0}], "offices": [{"name": 0, "location": 0}], "metadata":
        [{"name": "Salary Range", "value": {"unit": 0, "min_value": 0, "max_value": 0}}, {"name": 0, "value": [0]},
        {"name": "Location Type", "value": 0}], "pay_input_ranges": [{"min_cents": 0, "max_cents": 0,
        "currency_type": 0, "title": 0}]}]}""",
    Source.LEVER: """[{"id": 0, "text": 0, "categories": {"commitment": 0, "department": 0, "team": 0, "location": 0,
        "allLocations": [0]}, "country": 0, "workplaceType": 0, "createdAt": 0, "description": 0, "additional": 0,
        "descriptionPlain": 0, "lists": [{"text": 0, "content": 0}], "salaryRange": {"min": 0, "max": 0,
        "currency": 0, "interval": 0}, "salaryDescription": 0, "hostedUrl": 0, "applyUrl": 0}]""",
    Source.ASHBY: """{"jobs": [{"id": 0, "title": 0, "department": 0, "team": 0, "employmentType": 0, "location": 0,
        "secondaryLocations": [{"location": 0, "address": {"postalAddress": {"addressCountry": 0}}}],
        "publishedAt": 0, "isListed": 0, "isRemote": 0, "workplaceType": 0, "jobUrl": 0, "applyUrl": 0,
        "address": {"postalAddress": {"addressCountry": 0, "addressLocality": 0}}, "descriptionHtml": 0,
        "descriptionPlain": 0, "compensation": {"compensationTierSummary": 0, "summaryComponents":
        [{"compensationType": "Salary", "interval": 0, "currencyCode": 0, "minValue": 0, "maxValue": 0}]}}]}""",
    Source.SMARTRECRUITERS: """{"content": [{"id": 0, "name": 0, "refNumber": 0, "company": {"identifier": 0,
        "name": 0}, "releasedDate": 0, "location": {"city": 0, "region": 0, "country": 0, "remote": 0, "hybrid": 0,
        "fullLocation": 0}, "department": {"label": 0}, "typeOfEmployment": {"label": 0}, "experienceLevel":
        {"label": 0}, "visibility": "PUBLIC", "active": 0, "language": {"code": 0}, "compensation": {"min": 0,
        "max": 0, "currency": 0, "period": 0}, "postingUrl": 0, "applyUrl": 0,
        "jobAd": {"sections": {"jobDescription": {"title": 0, "text": 0}}}}]}""",
    Source.WORKABLE: """{"name": 0, "jobs": [{"title": 0, "shortcode": 0, "code": 0, "employment_type": 0,
        "telecommuting": 0, "department": 0, "url": 0, "application_url": 0, "published_on": 0, "created_at": 0,
        "country": 0, "city": 0, "state": 0, "experience": 0, "locations": [{"country": 0, "city": 0, "region": 0,
        "hidden": 0}], "description": 0}]}""",
    Source.RECRUITEE: """{"offers": [{"id": 0, "title": 0, "department": 0, "location": 0, "locations": [{"city": 0,
        "state": 0, "country": 0}], "remote": 0, "hybrid": 0, "on_site": 0, "employment_type_code": 0,
        "experience_code": 0, "salary": {"min": 0, "max": 0, "period": 0, "currency": 0}, "description": 0,
        "requirements": 0, "careers_url": 0, "careers_apply_url": 0, "published_at": 0, "updated_at": 0,
        "close_at": 0, "company_name": 0}]}""",
    Source.TEAMTAILOR: """{"title": 0, "items": [{"id": 0, "title": 0, "url": 0, "date_published": 0,
        "content_html": 0, "_jobposting": {"title": 0, "jobLocation": [{"address": {"addressLocality": 0}}],
        "employmentType": 0, "validThrough": 0, "baseSalary": {"value": {"minValue": 0, "value": 0}}}}]}""",
    Source.BAMBOOHR: """{"result": [{"id": 0, "jobOpeningName": 0, "departmentLabel": 0, "employmentStatusLabel": 0,
        "location": {"city": 0, "state": 0, "addressCountry": 0}, "atsLocation": {"country": 0, "state": 0,
        "province": 0, "city": 0}, "isRemote": 0, "locationType": 0, "jobOpeningShareUrl": 0, "description": 0,
        "datePosted": 0}]}""",
    Source.RIPPLING: """[{"uuid": 0, "name": 0, "department": {"label": 0}, "url": 0, "workLocation": {"label": 0}}]""",
    Source.WORKDAY: """{"jobPostings": [{"title": 0, "externalPath": 0, "locationsText": 0, "bulletFields": [0],
        "timeType": 0, "remoteType": 0}]}""",
    Source.REMOTEOK: """[{"id": 0, "epoch": 0, "date": 0, "company": 0, "position": 0, "description": 0, "location": 0,
        "salary_min": 0, "salary_max": 0, "apply_url": 0, "url": 0}]""",
    Source.REMOTIVE: """{"jobs": [{"id": 0, "url": 0, "title": 0, "company_name": 0, "category": 0, "job_type": 0,
        "publication_date": 0, "candidate_required_location": 0, "salary": 0, "description": 0}]}""",
    Source.JSONLD: """{"@type": "JobPosting", "title": 0, "description": 0, "identifier": {"value": 0},
        "datePosted": 0, "dateModified": 0, "validThrough": 0, "employmentType": [0], "hiringOrganization":
        {"name": 0}, "jobLocation": [{"name": 0, "address": {"addressLocality": 0, "addressRegion": 0,
        "addressCountry": {"name": 0}}}], "jobLocationType": 0, "applicantLocationRequirements": {"name": 0},
        "baseSalary": {"currency": 0, "value": {"minValue": 0, "maxValue": 0, "value": 0, "unitText": 0}},
        "inLanguage": 0, "url": 0}""",
}
ELEMENTS = {
    Source.PERSONIO: (
        "<workzag-jobs><position>{}</position></workzag-jobs>",
        [
            *("id", "subcompany", "office", "department", "recruitingCategory", "name", "employmentType", "seniority"),
            *("schedule", "createdAt"),
        ],
    ),
    Source.WEWORKREMOTELY: (
        "<rss><channel><item>{}</item></channel></rss>",
        ["title", "region", "country", "category", "type", "description", "pubDate", "expires_at", "guid", "link"],
    ),
}

ODD_TEXTS = st.sampled_from(
    [
        *("", " ", "a", "a" * 5000, "\x00", "a\x00b", "\ud800", "\u202ea", "a\nb", "<b>x", "&lt;script&gt;", "R&amp;D"),
        *(
            "https://a.example/1",
            "javascript:alert(1)",
            "//a",
            "https://[",
            "https://a.example/" + "x" * 2000,
            "mailto:a",
        ),
        *(
            "2026-01-02",
            "2026-01-02T03:04:05+99:99",
            "0001-01-01",
            "9999-12-31T23:59:59-23:59",
            "2026-99-99",
            "Posted Today",
        ),
        *("Thu, 05 Mar 2026 09:30:00 +0000", "Thu, 99 Xyz 99999 99:99:99 +9999", "1e400", "NaN", "-5", "0", "120,000"),
        *(
            "Remote",
            "HQ",
            "US",
            "us",
            "Hybrid; Remote | N/A",
            "Germany",
            "EUR",
            "per-year-salary",
            "FullTime",
            "1 YEAR",
        ),
        *("13 Locations", "/job/a/b_c", "Company: Title", "(", "\\", "%", "Ã\x84", "\U0001f1e6", "é" * 300, "e\u0301"),
    ]
)
ODD_VALUES = st.one_of(
    ODD_TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.sampled_from([0, 1, -1, 1711403416463, 10**30, 1e308, [], {}, [[]], [None], {"name": {}}, [{}], {"value": []}]),
    st.text(max_size=20),
)


def filled(shape: object, draw) -> object:
    """``shape`` with an odd value for each 0, and now and then for a whole branch."""
    if shape == 0 or draw(st.integers(0, 19)) == 0:
        return draw(ODD_VALUES)
    if isinstance(shape, dict):
        return {key: filled(value, draw) for key, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, draw) for value in shape for _ in range(draw(st.integers(0, 2)))]
    return shape


def check(source: Source, data: bytes) -> None:
    try:
        board = READERS[source](data, token="acme")
    except FeedError:
        return
    assert not [refusal for refusal in board.refused if "could not be read (" in refusal.reason]
    for refusal in board.refused:
        is_clean_text(refusal.posting, 300)
        is_clean_text(refusal.reason, 1000)
    is_clean_text(board.company, 200)
    assert len({posting.external_id for posting in board.postings}) == len(board.postings)
    for posting in board.postings:
        is_storable(posting)


def is_storable(posting: JobPosting) -> None:
    """``posting`` fits the columns of ``Job``, and what PostgreSQL and UTF-8 take."""
    limits = {"external_id": 200, "title": 300, "url": 1000, "apply_url": 1000, "seniority": 100, "language": 20}
    assert posting.external_id
    assert posting.title
    for field in fields(posting):
        value = getattr(posting, field.name)
        if isinstance(value, str):
            is_clean_text(value, limits.get(field.name, 10**7 if "description" in field.name else 200))
        elif isinstance(value, datetime):
            assert value.utcoffset() == timedelta(0)
            assert 1990 <= value.year <= 2100
    assert isinstance(posting.locations, tuple)
    for location in posting.locations:
        assert location
        is_clean_text(location, 1200)
    assert all(
        not address or address.startswith(("http://", "https://")) for address in (posting.url, posting.apply_url)
    )
    if posting.salary:
        for amount in (posting.salary.min, posting.salary.max):
            assert amount is None or (isinstance(amount, Decimal) and 0 < amount < 10**10)
        is_clean_text(posting.salary.text, 300)


def is_clean_text(text: str, limit: int) -> None:
    assert isinstance(text, str)
    assert len(text) <= limit
    assert "\x00" not in text
    text.encode()


@pytest.mark.parametrize("source", SHAPES)
@given(st.data())
def test_json_readers_give_what_can_be_stored(source, data):
    payload = filled(json.loads(SHAPES[source]), data.draw)

    check(source, json.dumps(payload).encode())


@pytest.mark.parametrize("source", ELEMENTS)
@given(st.data())
def test_xml_readers_give_what_can_be_stored(source, data):
    frame, names = ELEMENTS[source]
    texts = {name: data.draw(ODD_TEXTS) for name in names if data.draw(st.integers(0, 9))}
    elements = "".join(f"<{name}><![CDATA[{text}]]></{name}>" for name, text in texts.items())

    check(source, frame.format(elements).encode("utf-8", errors="replace"))


def test_every_reader_is_tried():
    assert {*SHAPES, *ELEMENTS} == set(READERS)
