import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.feeds import lever
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Salary, SalaryPeriod, Workplace

ID = "0f9b1f52-54b1-4d4a-9c3e-8f7a6b5c4d3e"


def job(**changes) -> dict:
    return {
        "id": ID,
        "text": "Ferry Pilot",
        "categories": {
            "commitment": "Full Time Employee",
            "department": "Fleet",
            "team": "North",
            "location": "Bergen",
            "allLocations": ["Bergen", "Oslo"],
        },
        "country": "NO",
        "workplaceType": "onsite",
        "createdAt": 1711403416463,
        "opening": "<div>Come aboard</div>",
        "description": '<div><b style="font-size: 24px">Come aboard</b></div><div><br></div><div>We sail.</div>',
        "lists": [
            {"text": "You <can>", "content": "\n<li>steer</li>\n<li>&nbsp;</li>"},
            {"text": "", "content": "<p>And more</p>"},
        ],
        "additional": "<div>Write to us.</div>",
        "salaryRange": {"min": 500000, "max": 620000, "currency": "NOK", "interval": "per-year-salary"},
        "salaryDescription": "<div>Before tax.</div>",
        "hostedUrl": f"https://jobs.example/ferry/{ID}",
        "applyUrl": f"https://jobs.example/ferry/{ID}/apply",
    } | changes


def read(*jobs) -> Board:
    return lever.read(json.dumps(jobs).encode())


def read_one(**changes) -> JobPosting:
    [posting] = read(job(**changes)).postings
    return posting


EXPECTED = JobPosting(
    external_id=ID,
    title="Ferry Pilot",
    department="Fleet",
    team="North",
    locations=("Bergen, Norway", "Oslo"),
    workplace=Workplace.ONSITE,
    employment_type=EmploymentType.FULL_TIME,
    salary=Salary(Decimal(500000), Decimal(620000), "NOK", SalaryPeriod.YEAR),
    description_html=(
        "<p><b>Come aboard</b></p><p>We sail.</p><h3>You &lt;can&gt;</h3><ul><li>steer</li>\n</ul>"
        "<p>And more</p><p>Write to us.</p><p>Before tax.</p>"
    ),
    description_text="Come aboard\nWe sail.\nYou <can>\n- steer\nAnd more\nWrite to us.\nBefore tax.",
    url=f"https://jobs.example/ferry/{ID}",
    apply_url=f"https://jobs.example/ferry/{ID}/apply",
    posted_at=datetime(2024, 3, 25, 21, 50, 16, 463000, tzinfo=UTC),
)


def test_read_gives_every_field():
    assert read(job()) == Board((EXPECTED,))


def test_read_takes_the_answer_for_a_single_posting():
    assert lever.read(json.dumps(job()).encode()) == Board((EXPECTED,))


def test_read_of_the_least_there_can_be():
    assert read({"id": ID, "text": "Pilot"}) == Board((JobPosting(ID, "Pilot"),))


@pytest.mark.parametrize(
    ("stated", "location", "expected"),
    [
        ("remote", "Bergen", Workplace.REMOTE),
        ("hybrid", "Bergen", Workplace.HYBRID),
        ("on-site", "Bergen", Workplace.ONSITE),
        ("unspecified", "Bergen", None),
        ("unspecified", "Norway - Remote", Workplace.REMOTE),
        (None, "Bergen", None),
        (5, "Bergen", None),
    ],
)
def test_workplace_is_the_stated_one(stated, location, expected):
    categories = {"location": location}

    assert read_one(workplaceType=stated, categories=categories).workplace is expected


def test_plain_text_serves_where_there_is_no_html():
    posting = read_one(description=None, descriptionPlain="We sail.\n\nYou too.", additionalPlain="Write to us.")

    assert posting.description_html == "<p>We sail.</p><p>You too.</p><p>Write to us.</p>"


@pytest.mark.parametrize("created", [None, 0, "1711403416463", 10**30, -5, True])
def test_an_odd_moment_is_unknown(created):
    assert read_one(createdAt=created).posted_at is None


def test_one_bad_posting_spoils_nothing():
    board = read(job(text=None), job(id="a", categories=[], lists="x", salaryRange=5, additional=None), [])

    assert board.postings[0].locations == ("Norway",)
    assert board.refused == (
        Refusal(ID, "The posting has no title."),
        Refusal("number 3", "The posting is not an object."),
    )


@pytest.mark.parametrize("payload", [{}, {"ok": False, "error": "Document not found"}, None, "x"])
def test_another_payload_is_refused(payload):
    with pytest.raises(FeedError, match="expected here: a list of postings, as Lever sends it"):
        lever.read(json.dumps(payload).encode())
