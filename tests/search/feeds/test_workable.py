import json
from datetime import UTC, datetime

import pytest

from search.feeds import workable
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Workplace


def job(**changes) -> dict:
    return {
        "title": "Dairy Technician",
        "shortcode": "A1B2C3D4E5",
        "code": "D-7",
        "employment_type": "Full-time",
        "telecommuting": False,
        "department": "Cheese",
        "url": "https://apply.example/j/A1B2C3D4E5",
        "application_url": "https://apply.example/j/A1B2C3D4E5/apply",
        "published_on": "2026-05-04",
        "created_at": "2026-04-01",
        "country": "Ireland",
        "city": "Cork",
        "state": "County Cork",
        "experience": "Mid-Senior level",
        "locations": [
            {"country": "Ireland", "countryCode": "IE", "city": "Cork", "region": "County Cork", "hidden": False},
            {"country": "Ireland", "countryCode": "IE", "city": "Dublin", "region": None, "hidden": True},
        ],
        "description": "<p>Mind the <b>rennet</b>.</p>",
    } | changes


def read(*jobs) -> Board:
    return workable.read(json.dumps({"name": "Green Dairy", "description": None, "jobs": jobs}).encode())


def read_one(**changes) -> JobPosting:
    [posting] = read(job(**changes)).postings
    return posting


def test_read_gives_every_field():
    assert read(job()) == Board(
        (
            JobPosting(
                external_id="A1B2C3D4E5",
                title="Dairy Technician",
                department="Cheese",
                requisition_id="D-7",
                locations=("Cork, County Cork, Ireland",),
                employment_type=EmploymentType.FULL_TIME,
                seniority="Mid-Senior level",
                description_html="<p>Mind the <b>rennet</b>.</p>",
                description_text="Mind the rennet.",
                url="https://apply.example/j/A1B2C3D4E5",
                apply_url="https://apply.example/j/A1B2C3D4E5/apply",
                posted_at=datetime(2026, 5, 4, tzinfo=UTC),
            ),
        ),
        company="Green Dairy",
    )


def test_a_shortcode_repeated_for_each_country_is_one_posting():
    elsewhere = job(telecommuting=True, locations=[{"country": "Spain", "city": ""}])

    [posting] = read(job(), elsewhere).postings

    assert posting.locations == ("Cork, County Cork, Ireland", "Spain")
    assert posting.workplace is Workplace.REMOTE


@pytest.mark.parametrize("locations", [None, [], [None, 5, {}], "x"])
def test_the_place_serves_where_there_are_no_locations(locations):
    assert read_one(locations=locations).locations == ("Cork, County Cork, Ireland",)


def test_the_day_of_creation_serves_where_there_is_none_of_publication():
    assert read_one(published_on=None).posted_at == datetime(2026, 4, 1, tzinfo=UTC)


def test_one_bad_job_spoils_nothing():
    board = read(job(shortcode=None), job())

    assert len(board.postings) == 1
    assert board.refused == (Refusal("Dairy Technician", "The posting has no usable id."),)


def test_another_payload_is_refused():
    with pytest.raises(FeedError, match='an object with the list "jobs", as Workable sends it'):
        workable.read(b'{"name": "Green Dairy"}')
