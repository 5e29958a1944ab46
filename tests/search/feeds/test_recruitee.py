import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.feeds import recruitee
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Salary, SalaryPeriod, Workplace


def offer(**changes) -> dict:
    return {
        "id": 2631,
        "title": "Bike Mechanic",
        "department": "Workshop",
        "location": "Utrecht, Utrecht, Netherlands",
        "locations": [
            {"name": "Shop", "city": "Utrecht", "state": "Utrecht", "country": "Netherlands"},
            {"name": "Lab", "city": "Ghent", "state": "Flanders", "country": "Belgium"},
        ],
        "remote": False,
        "hybrid": True,
        "on_site": True,
        "employment_type_code": "parttime_permanent",
        "experience_code": "mid_level",
        "salary": {"min": "2400", "max": "3100.50", "period": "month", "currency": "EUR"},
        "description": '<p><span style="color:#000">Fix bikes.</span></p>',
        "requirements": "<ul><li>Hands</li></ul>",
        "careers_url": "https://jobs.example/o/bike-mechanic",
        "careers_apply_url": "https://jobs.example/o/bike-mechanic/c/new",
        "published_at": "2026-06-08 13:03:54 UTC",
        "created_at": "2026-06-01 09:00:00 UTC",
        "updated_at": "2026-06-09 09:38:11 UTC",
        "close_at": "2026-07-01",
        "company_name": "Spoke & Chain",
        "mailbox_email": "job.x1y2@mail.example",
        "status": "published",
    } | changes


def read(*offers) -> Board:
    return recruitee.read(json.dumps({"offers": offers}).encode())


def read_one(**changes) -> JobPosting:
    [posting] = read(offer(**changes)).postings
    return posting


def test_read_gives_every_field_but_the_mailbox():
    assert read(offer()) == Board(
        (
            JobPosting(
                external_id="2631",
                title="Bike Mechanic",
                department="Workshop",
                locations=("Utrecht, Netherlands", "Ghent, Flanders, Belgium"),
                workplace=Workplace.HYBRID,
                employment_type=EmploymentType.PART_TIME,
                seniority="mid level",
                salary=Salary(Decimal(2400), Decimal("3100.5"), "EUR", SalaryPeriod.MONTH),
                description_html="<p>Fix bikes.</p><ul><li>Hands</li></ul>",
                description_text="Fix bikes.\n- Hands",
                url="https://jobs.example/o/bike-mechanic",
                apply_url="https://jobs.example/o/bike-mechanic/c/new",
                posted_at=datetime(2026, 6, 8, 13, 3, 54, tzinfo=UTC),
                updated_at=datetime(2026, 6, 9, 9, 38, 11, tzinfo=UTC),
                expires_at=datetime(2026, 7, 1, 23, 59, 59, tzinfo=UTC),
            ),
        ),
        company="Spoke & Chain",
    )


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({"remote": True, "hybrid": True, "on_site": False}, Workplace.REMOTE),
        ({"remote": False, "hybrid": False, "on_site": True}, Workplace.ONSITE),
        ({"remote": False, "hybrid": False, "on_site": False}, None),
        ({"remote": None, "hybrid": "yes", "on_site": 1}, None),
    ],
)
def test_workplace_is_that_of_the_flags(flags, expected):
    assert read_one(**flags).workplace is expected


@pytest.mark.parametrize("salary", [None, {}, {"min": None, "max": None, "period": None, "currency": None}, "x"])
def test_pay_may_be_absent(salary):
    assert read_one(salary=salary).salary is None


def test_the_location_serves_where_there_are_no_locations():
    assert read_one(locations=[]).locations == ("Utrecht, Utrecht, Netherlands",)


def test_one_bad_offer_spoils_nothing():
    assert read(offer(title=None)) == Board(
        (), (Refusal("2631", "The posting has no title."),), company="Spoke & Chain"
    )


def test_another_payload_is_refused():
    with pytest.raises(FeedError, match='an object with the list "offers", as Recruitee sends it'):
        recruitee.read(b'{"error": "Not found"}')
