import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.feeds import smartrecruiters
from search.postings import Board, EmploymentType, FeedError, JobPosting, Salary, SalaryPeriod, Workplace


def listed(**changes) -> dict:
    return {
        "id": "743999000000001",
        "name": "Signal Engineer  (Rail)",
        "uuid": "5b0e6f1e-0000-4000-8000-000000000001",
        "refNumber": "REF43N",
        "company": {"identifier": "NorthRail1", "name": "North Rail"},
        "releasedDate": "2026-02-06T19:42:44.000Z",
        "location": {
            "city": "York",
            "region": "",
            "country": "gb",
            "remote": False,
            "hybrid": False,
            "fullLocation": "York, , United Kingdom",
        },
        "department": {"id": "1", "label": "Track"},
        "function": {"id": "engineering", "label": "Engineering"},
        "typeOfEmployment": {"id": "permanent", "label": "Full-time"},
        "experienceLevel": {"id": "mid_senior_level", "label": "Mid-Senior Level"},
        "creator": {"name": "Robin Field"},
        "visibility": "PUBLIC",
        "language": {"code": "en-GB", "label": "English"},
    } | changes


EXPECTED = {
    "external_id": "743999000000001",
    "title": "Signal Engineer (Rail)",
    "department": "Track",
    "requisition_id": "REF43N",
    "locations": ("York, United Kingdom",),
    "employment_type": EmploymentType.FULL_TIME,
    "seniority": "Mid-Senior Level",
    "language": "en-GB",
    "url": "https://jobs.smartrecruiters.com/NorthRail1/743999000000001",
    "posted_at": datetime(2026, 2, 6, 19, 42, 44, tzinfo=UTC),
}


def read(*jobs) -> Board:
    return smartrecruiters.read(json.dumps({"totalFound": len(jobs), "content": jobs}).encode())


def read_one(**changes) -> JobPosting:
    [posting] = read(listed(**changes)).postings
    return posting


def test_read_gives_every_field_of_a_page_but_the_creator():
    assert read(listed()) == Board((JobPosting(**EXPECTED),), company="North Rail")


def test_read_gives_every_field_of_the_answer_for_a_single_posting():
    detail = listed(
        postingUrl="https://jobs.example/NorthRail1/743999000000001-signal-engineer",
        applyUrl="https://jobs.example/NorthRail1/743999000000001-signal-engineer?oga=true",
        compensation={"min": 34, "max": 47, "currency": "GBP", "period": "HOURLY"},
        active=True,
        jobAd={
            "sections": {
                "jobDescription": {"title": "Job Description", "text": "<p>Keep&#xa0;signals green.</p>"},
                "companyDescription": {"title": "The <Company>", "text": "<p>We run trains.</p>"},
                "qualifications": {"title": "Qualifications", "text": ""},
                "additionalInformation": None,
            }
        },
    )

    board = smartrecruiters.read(json.dumps(detail).encode())

    expected = EXPECTED | {
        "salary": Salary(Decimal(34), Decimal(47), "GBP", SalaryPeriod.HOUR),
        "description_html": (
            "<h3>The &lt;Company&gt;</h3><p>We run trains.</p><h3>Job Description</h3><p>Keep signals green.</p>"
        ),
        "description_text": "The <Company>\nWe run trains.\nJob Description\nKeep signals green.",
        "url": "https://jobs.example/NorthRail1/743999000000001-signal-engineer",
        "apply_url": "https://jobs.example/NorthRail1/743999000000001-signal-engineer?oga=true",
    }
    assert board == Board((JobPosting(**expected),), company="North Rail")


@pytest.mark.parametrize(
    ("remote", "hybrid", "expected"),
    [(True, False, Workplace.REMOTE), (True, True, Workplace.HYBRID), (False, False, None), (None, None, None)],
)
def test_workplace_is_that_of_the_flags(remote, hybrid, expected):
    assert read_one(location={"remote": remote, "hybrid": hybrid}).workplace is expected


@pytest.mark.parametrize("hidden", [{"active": False}, {"visibility": "INTERNAL"}])
def test_postings_that_are_not_public_are_passed_over(hidden):
    assert read(listed(**hidden)).postings == ()


@pytest.mark.parametrize("company", [None, {}, {"identifier": "a/../b"}, {"identifier": 5}])
def test_no_address_is_built_of_an_odd_company(company):
    assert read_one(company=company).url == ""


def test_another_payload_is_refused():
    with pytest.raises(FeedError, match='an object with the list "content", as SmartRecruiters sends it'):
        smartrecruiters.read(b'{"message": "Not found"}')
