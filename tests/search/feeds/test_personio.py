from datetime import UTC, datetime

import pytest

from search.feeds import personio
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Workplace

POSITION = """
<position>
    <id>18341</id>
    <subcompany>Clockwork GmbH &amp; Co. KG</subcompany>
    <office>Munich</office>
    <additionalOffices><office>Bern</office><office>munich</office></additionalOffices>
    <department>Watches</department>
    <recruitingCategory>Crafts</recruitingCategory>
    <name>Watchmaker (m/f/d)</name>
    <jobDescriptions>
        <jobDescription>
            <name>Your &lt;tasks&gt;</name>
            <value><![CDATA[<p>Wind <strong>clocks</strong>.</p>]]></value>
        </jobDescription>
        <jobDescription><name>You bring</name><value><![CDATA[<ul><li>Patience</li></ul>]]></value></jobDescription>
    </jobDescriptions>
    <employmentType>permanent</employmentType>
    <seniority>experienced</seniority>
    <schedule>part-time</schedule>
    <yearsOfExperience>2-5</yearsOfExperience>
    <createdAt>2025-11-13T14:10:41+01:00</createdAt>
</position>
"""

EXPECTED = {
    "external_id": "18341",
    "title": "Watchmaker (m/f/d)",
    "department": "Watches",
    "team": "Crafts",
    "locations": ("Munich", "Bern"),
    "employment_type": EmploymentType.PART_TIME,
    "seniority": "experienced",
    "description_html": (
        "<h3>Your &lt;tasks&gt;</h3><p>Wind <strong>clocks</strong>.</p><h3>You bring</h3><ul><li>Patience</li></ul>"
    ),
    "description_text": "Your <tasks>\nWind clocks.\nYou bring\n- Patience",
    "url": "https://clockwork.jobs.personio.de/job/18341",
    "apply_url": "https://clockwork.jobs.personio.de/job/18341",
    "posted_at": datetime(2025, 11, 13, 13, 10, 41, tzinfo=UTC),
}


def read(*positions: str, board: str = "clockwork") -> Board:
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<workzag-jobs>{"".join(positions)}</workzag-jobs>'
    return personio.read(xml.encode(), token=board)


def test_read_gives_every_field():
    assert read(POSITION) == Board((JobPosting(**EXPECTED),), company="Clockwork GmbH & Co. KG")


def test_a_position_that_comes_twice_is_one():
    assert read(POSITION, POSITION) == read(POSITION)


def test_read_of_the_least_there_can_be():
    assert read("<position><id>1</id><name>Smith</name></position>", board="") == Board((JobPosting("1", "Smith"),))


@pytest.mark.parametrize(
    ("token", "url"),
    [
        ("Clockwork", "https://clockwork.jobs.personio.de/job/18341"),
        ("clockwork.jobs.personio.com", "https://clockwork.jobs.personio.com/job/18341"),
        ("clockwork.example", ""),
        ("clock/work", ""),
        ("", ""),
    ],
)
def test_addresses_are_built_of_the_token(token, url):
    [posting] = read(POSITION, board=token).postings

    assert (posting.url, posting.apply_url) == (url, url)


def test_no_address_is_built_of_an_odd_id():
    [posting] = read("<position><id>../1</id><name>Smith</name></position>").postings

    assert posting.url == ""


@pytest.mark.parametrize(
    ("kind", "schedule", "expected"),
    [
        ("permanent", "full-time", EmploymentType.FULL_TIME),
        ("permanent", "full-or-part-time", EmploymentType.FULL_TIME),
        ("intern", "full-time", EmploymentType.INTERN),
        ("freelance", "part-time", EmploymentType.CONTRACT),
        ("working_student", "part-time", EmploymentType.PART_TIME),
        ("permanent", "", None),
    ],
)
def test_employment_type_is_that_of_contract_and_schedule(kind, schedule, expected):
    position = (
        f"<position><id>1</id><name>Smith</name><employmentType>{kind}</employmentType>"
        f"<schedule>{schedule}</schedule></position>"
    )

    assert read(position).postings[0].employment_type is expected


def test_workplace_is_that_of_the_office():
    assert read("<position><id>1</id><name>a</name><office>Remote</office></position>").postings[0].workplace is (
        Workplace.REMOTE
    )


def test_one_bad_position_spoils_nothing():
    board = read("<position><name>Nameless</name></position>", "<position><id>7</id></position>", POSITION)

    assert len(board.postings) == 1
    assert board.refused == (
        Refusal("Nameless", "The posting has no usable id."),
        Refusal("7", "The posting has no title."),
    )


@pytest.mark.parametrize("data", [b"<rss/>", b"<html><body>Too many requests</body></html>"])
def test_another_payload_is_refused(data):
    with pytest.raises(FeedError, match='XML with the root "workzag-jobs", as Personio sends it'):
        personio.read(data)
