import json
from datetime import UTC, datetime

import pytest

from search.feeds import workday
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Workplace

SITE = "https://rivermill.wd5.myworkdayjobs.com/Careers"
PATH = "/job/US-MA-Lowell/Loom-Operator--Night-Shift_R1066-5"


def listed(**changes) -> dict:
    return {
        "title": "Loom Operator, Night Shift",
        "externalPath": PATH,
        "locationsText": "US, MA, Lowell",
        "postedOn": "Posted 3 Days Ago",
        "bulletFields": ["Mill 2", "R1066"],
        "timeType": "Full time",
    } | changes


def read(*jobs, board: str = "rivermill.wd5/Careers") -> Board:
    return workday.read(json.dumps({"total": 2000, "jobPostings": jobs, "facets": []}).encode(), token=board)


def read_one(**changes) -> JobPosting:
    [posting] = read(listed(**changes)).postings
    return posting


EXPECTED = {
    "external_id": "R1066-5",
    "title": "Loom Operator, Night Shift",
    "requisition_id": "R1066",
    "locations": ("US, MA, Lowell",),
    "employment_type": EmploymentType.FULL_TIME,
    "url": SITE + PATH,
    "apply_url": SITE + PATH,
}


def test_read_gives_every_field_of_a_page():
    assert read(listed()) == Board((JobPosting(**EXPECTED),))


def test_read_gives_every_field_of_the_answer_for_a_single_posting():
    detail = {
        "jobPostingInfo": {
            "id": "26a2c7006b11100114a28c7b16800000",
            "title": "Loom Operator, Night Shift",
            "jobDescription": "<div><p><b><span>Weave</span></b><span>\u00a0cloth.</span></p></div>",
            "location": "Lowell Hub",
            "additionalLocations": ["US, Remote"],
            "country": {"descriptor": "United States of America", "id": "bc33"},
            "startDate": "2026-06-25",
            "postedOn": "Posted 30+ Days Ago",
            "timeType": "Full time",
            "jobReqId": "R1066",
            "jobPostingId": "Loom-Operator--Night-Shift_R1066-5",
            "externalUrl": SITE + PATH,
        },
        "hiringOrganization": {"name": "River Mill Inc.", "url": ""},
        "similarJobs": [{"title": "Weaver", "externalPath": "/job/x/Weaver_R1"}],
    }

    board = workday.read(json.dumps(detail).encode())

    expected = EXPECTED | {
        "locations": ("Lowell Hub, United States", "US, Remote"),
        "workplace": Workplace.REMOTE,
        "description_html": "<p><b>Weave</b> cloth.</p>",
        "description_text": "Weave cloth.",
        "posted_at": datetime(2026, 6, 25, tzinfo=UTC),
    }
    assert board == Board((JobPosting(**expected),), company="River Mill Inc.")


@pytest.mark.parametrize(
    ("path", "locations"),
    [
        ("/job/US-CA-Santa-Clara/Weaver_R1", ("US CA Santa Clara",)),
        ("/job/Illinois---Chicago/Weaver_R1", ("Illinois - Chicago",)),
        ("/job/Weaver_R1", ()),
    ],
)
def test_a_mere_number_of_locations_is_the_one_in_the_path(path, locations):
    assert read_one(externalPath=path, locationsText="13 Locations").locations == locations


@pytest.mark.parametrize("token", ["", "rivermill", "rivermill/Careers", "evil.example/x", "a.wd5/b/c"])
def test_no_address_is_built_of_an_odd_token(token):
    [posting] = read(listed(), board=token).postings

    assert posting.url == ""


def test_the_token_may_be_the_whole_host():
    [posting] = read(listed(), board="rivermill.wd5.myworkdayjobs.com/Careers").postings

    assert posting.url == SITE + PATH


def test_one_bad_posting_spoils_nothing():
    assert read(listed(externalPath=None), listed(title=None)).refused == (
        Refusal("Loom Operator, Night Shift", "The posting has no usable id."),
        Refusal("number 2", "The posting has no title."),
    )


def test_another_payload_is_refused():
    with pytest.raises(FeedError, match='an object with the list "jobPostings", as Workday sends it'):
        workday.read(b'{"errorCode": "HTTP_422"}')
