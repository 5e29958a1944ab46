import json
from datetime import UTC, datetime

import pytest

from search.feeds import bamboohr
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Workplace

NOWHERE = {"country": None, "state": None, "province": None, "city": None}


def listed(**changes) -> dict:
    return {
        "id": "39",
        "jobOpeningName": "Seaplane Mechanic",
        "departmentId": "18652",
        "departmentLabel": "Hangar",
        "employmentStatusLabel": "Full-Time",
        "location": {"city": "Victoria", "state": "British Columbia"},
        "atsLocation": NOWHERE,
        "isRemote": None,
        "locationType": "0",
    } | changes


def read(*jobs, board: str = "Seaplanes") -> Board:
    return bamboohr.read(json.dumps({"meta": {"totalCount": len(jobs)}, "result": jobs}).encode(), token=board)


def read_one(**changes) -> JobPosting:
    [posting] = read(listed(**changes)).postings
    return posting


EXPECTED = {
    "external_id": "39",
    "title": "Seaplane Mechanic",
    "department": "Hangar",
    "locations": ("Victoria, British Columbia",),
    "workplace": Workplace.ONSITE,
    "employment_type": EmploymentType.FULL_TIME,
    "url": "https://seaplanes.bamboohr.com/careers/39",
    "apply_url": "https://seaplanes.bamboohr.com/careers/39",
}


def test_read_gives_every_field_of_a_list():
    assert read(listed()) == Board((JobPosting(**EXPECTED),))


def test_read_gives_every_field_of_the_answer_for_a_single_posting():
    detail = {
        **listed(location={"city": "Victoria", "state": "British Columbia", "addressCountry": "Canada"}),
        "jobOpeningShareUrl": "https://seaplanes.bamboohr.com/careers/39",
        "description": "<p>Keep them afloat.</p>",
        "datePosted": "2026-01-15",
    }
    del detail["id"]

    board = bamboohr.read(json.dumps({"result": {"jobOpening": detail}}).encode())

    expected = EXPECTED | {
        "locations": ("Victoria, British Columbia, Canada",),
        "description_html": "<p>Keep them afloat.</p>",
        "description_text": "Keep them afloat.",
        "posted_at": datetime(2026, 1, 15, tzinfo=UTC),
    }
    assert board == Board((JobPosting(**expected),))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"locationType": "1"}, Workplace.REMOTE),
        ({"locationType": "2", "isRemote": True}, Workplace.HYBRID),
        ({"locationType": 0}, Workplace.ONSITE),
        ({"locationType": None, "isRemote": True}, Workplace.REMOTE),
        ({"locationType": "9", "isRemote": False}, None),
    ],
)
def test_workplace_is_that_of_the_location_type(changes, expected):
    assert read_one(**changes).workplace is expected


def test_remote_jobs_have_their_place_elsewhere():
    nowhere = {"city": None, "state": None}
    elsewhere = NOWHERE | {"country": "Canada", "province": "Alberta"}

    assert read_one(location=nowhere, atsLocation=elsewhere).locations == ("Alberta, Canada",)
    assert read_one(location=nowhere).locations == ()
    assert read_one(location=None, atsLocation=None).locations == ()


@pytest.mark.parametrize("token", ["", "sea/planes", "seaplanes.example"])
def test_no_address_is_built_of_an_odd_token(token):
    [posting] = read(listed(), board=token).postings

    assert posting.url == ""


def test_one_bad_posting_spoils_nothing():
    assert read(listed(id=None)).refused == (Refusal("Seaplane Mechanic", "The posting has no usable id."),)


def test_another_payload_is_refused():
    with pytest.raises(FeedError, match='an object with the list "result", as BambooHR sends it'):
        bamboohr.read(b'{"result": {}}')
