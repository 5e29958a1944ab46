import json
from datetime import UTC, datetime

import pytest

from search.feeds import remotive
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Salary, Workplace


def job(**changes) -> dict:
    return {
        "id": 2088711,
        "url": "https://jobs.example/remote-jobs/2088711",
        "title": "Proofreader ",
        "company_name": "Comma Press",
        "company_logo": "https://jobs.example/logo.png",
        "category": "Writing",
        "tags": ["commas"],
        "job_type": "freelance",
        "publication_date": "2026-05-15T14:00:51",
        "candidate_required_location": "USA, Canada, European timezones",
        "salary": "$31,2k- $52k",
        "description": '<ul style=""><li>Read.</li></ul>',
    } | changes


def read(*jobs) -> Board:
    return remotive.read(
        json.dumps({"0-legal-notice": "Remotive API Legal Notice", "job-count": 1, "jobs": jobs}).encode()
    )


def read_one(**changes) -> JobPosting:
    [posting] = read(job(**changes)).postings
    return posting


def test_read_gives_every_field():
    assert read(job()) == Board(
        (
            JobPosting(
                external_id="2088711",
                title="Proofreader",
                company="Comma Press",
                department="Writing",
                locations=("United States", "Canada", "European timezones"),
                workplace=Workplace.REMOTE,
                employment_type=EmploymentType.CONTRACT,
                salary=Salary(text="$31,2k- $52k"),
                description_html="<ul><li>Read.</li></ul>",
                description_text="- Read.",
                url="https://jobs.example/remote-jobs/2088711",
                apply_url="https://jobs.example/remote-jobs/2088711",
                posted_at=datetime(2026, 5, 15, 14, 0, 51, tzinfo=UTC),
            ),
        )
    )


@pytest.mark.parametrize("salary", ["", "-", None, 5])
def test_pay_may_be_absent(salary):
    assert read_one(salary=salary).salary is None


def test_a_job_for_everywhere_says_so():
    assert read_one(candidate_required_location="Worldwide").locations == ("Worldwide",)


def test_one_bad_job_spoils_nothing():
    assert read(job(id=None)).refused == (Refusal("Proofreader", "The posting has no usable id."),)


def test_another_payload_is_refused():
    with pytest.raises(FeedError, match='an object with the list "jobs", as Remotive sends it'):
        remotive.read(b"[]")
