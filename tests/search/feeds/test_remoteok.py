import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.feeds import remoteok
from search.postings import Board, FeedError, JobPosting, Refusal, Salary, SalaryPeriod, Workplace

NOTICE = {"last_updated": 1778947203, "legal": "API Terms of Service: Please link back"}


def job(**changes) -> dict:
    return {
        "slug": "remote-map-maker-atlas-works-1131594",
        "id": "1131594",
        "epoch": 1778918400,
        "date": "2026-05-16T08:00:00+00:00",
        "company": "ZÃ³calo Atlas ",
        "position": "Map &amp; Globe Maker",
        "tags": ["maps"],
        "description": "<p>GdaÅ\x84sk â\x80\x93 draw it.Â\xa0</p>",
        "location": "GdaÅ\x84sk | Remote",
        "salary_min": 70000,
        "salary_max": 150000,
        "apply_url": "https://jobs.example/1131594/apply",
        "url": "https://jobs.example/1131594",
    } | changes


def read(*jobs) -> Board:
    return remoteok.read(json.dumps([NOTICE, *jobs]).encode())


def read_one(**changes) -> JobPosting:
    [posting] = read(job(**changes)).postings
    return posting


def test_read_passes_over_the_notice_and_mends_the_texts():
    assert read(job()) == Board(
        (
            JobPosting(
                external_id="1131594",
                title="Map & Globe Maker",
                company="Zócalo Atlas",
                locations=("Gdańsk", "Remote"),
                workplace=Workplace.REMOTE,
                salary=Salary(Decimal(70000), Decimal(150000), "USD", SalaryPeriod.YEAR),
                description_html="<p>Gdańsk – draw it. </p>",
                description_text="Gdańsk – draw it.",
                url="https://jobs.example/1131594",
                apply_url="https://jobs.example/1131594/apply",
                posted_at=datetime(2026, 5, 16, 8, 0, tzinfo=UTC),
            ),
        )
    )


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 0, None),
        (50000, 0, Salary(Decimal(50000), None, "USD", SalaryPeriod.YEAR)),
        (30, 30, Salary(Decimal(30), Decimal(30), "USD", SalaryPeriod.HOUR)),
        ("", None, None),
    ],
)
def test_pay_is_for_a_year_unless_that_would_be_absurd(low, high, expected):
    assert read_one(salary_min=low, salary_max=high).salary == expected


@pytest.mark.parametrize("text", ["Gdańsk", "São Paulo", "Ã", "Â£5", "naïve café", "東京"])
def test_texts_that_are_right_stay_so(text):
    assert read_one(position=text).title == text.replace("Â£", "£")


def test_the_epoch_serves_where_there_is_no_date():
    assert read_one(date=None).posted_at == datetime(2026, 5, 16, 8, 0, tzinfo=UTC)


def test_one_bad_job_spoils_nothing():
    assert read(job(position="")) == Board((), (Refusal("1131594", "The posting has no title."),))


def test_another_payload_is_refused():
    with pytest.raises(FeedError, match="a list of jobs, as Remote OK sends it"):
        remoteok.read(b"{}")
