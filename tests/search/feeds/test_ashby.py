import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.feeds import ashby
from search.postings import (
    Board,
    EmploymentType,
    FeedError,
    JobPosting,
    Refusal,
    Salary,
    SalaryPeriod,
    Workplace,
)

ID = "7c1f4a52-0b5f-4a5e-9a3d-5f4f3c2b1a00"


def job(**changes) -> dict:
    return {
        "id": ID,
        "title": " Senior Pastry Engineer ",
        "department": "Kitchen",
        "team": "Ovens",
        "employmentType": "FullTime",
        "location": "Berlin",
        "shouldDisplayCompensationOnJobPostings": True,
        "secondaryLocations": [
            {"location": "Remote", "address": {"postalAddress": {"addressCountry": "France"}}},
            {"location": "HQ", "address": {"postalAddress": {"addressCountry": "USA", "addressLocality": "Boston"}}},
            {"location": "Lisbon, Portugal", "address": None},
        ],
        "publishedAt": "2026-02-03T09:08:07.654+01:00",
        "isListed": True,
        "isRemote": None,
        "address": {"postalAddress": {"addressCountry": "Germany", "addressLocality": "Berlin"}},
        "jobUrl": f"https://jobs.example/amber/{ID}",
        "applyUrl": f"https://jobs.example/amber/{ID}/application",
        "descriptionHtml": '<h1>About us</h1><p style="min-height:1.5em">We <b>bake</b>.</p><p style="x"></p>',
        "descriptionPlain": "ABOUT US\n\nWe bake.",
        "compensation": {
            "compensationTierSummary": "€60K – €75.5K • Offers Equity",
            "compensationTiers": [],
            "summaryComponents": [
                {"compensationType": "EquityPercentage", "interval": "NONE", "minValue": None, "maxValue": None},
                {
                    "compensationType": "Salary",
                    "interval": "1 YEAR",
                    "currencyCode": "EUR",
                    "minValue": 60000,
                    "maxValue": 75500.5,
                },
            ],
        },
    } | changes


def read(*jobs) -> Board:
    return ashby.read(json.dumps({"apiVersion": "1", "jobs": jobs}).encode())


def read_one(**changes) -> JobPosting:
    [posting] = read(job(**changes)).postings
    return posting


def test_read_gives_every_field():
    assert read(job()) == Board(
        (
            JobPosting(
                external_id=ID,
                title="Senior Pastry Engineer",
                department="Kitchen",
                team="Ovens",
                locations=("Berlin, Germany", "Remote, France", "Boston, United States", "Lisbon, Portugal"),
                workplace=None,
                employment_type=EmploymentType.FULL_TIME,
                salary=Salary(
                    Decimal(60000), Decimal("75500.5"), "EUR", SalaryPeriod.YEAR, "€60K – €75.5K • Offers Equity"
                ),
                description_html="<h3>About us</h3><p>We <b>bake</b>.</p>",
                description_text="About us\nWe bake.",
                url=f"https://jobs.example/amber/{ID}",
                apply_url=f"https://jobs.example/amber/{ID}/application",
                posted_at=datetime(2026, 2, 3, 8, 8, 7, 654000, tzinfo=UTC),
            ),
        )
    )


def test_read_of_the_least_there_can_be():
    assert read({"id": ID, "title": "Baker"}) == Board((JobPosting(ID, "Baker"),))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"workplaceType": "Remote"}, Workplace.REMOTE),
        ({"workplaceType": "Hybrid", "isRemote": True}, Workplace.HYBRID),
        ({"workplaceType": "OnSite", "isRemote": True}, Workplace.ONSITE),
        ({"workplaceType": None, "isRemote": True}, Workplace.REMOTE),
        ({"isRemote": True, "location": "Berlin (Hybrid)"}, Workplace.HYBRID),
        ({"isRemote": True, "title": "Baker - hybrid"}, Workplace.HYBRID),
        ({"isRemote": False}, None),  # on site or hybrid: it does not say
        ({"isRemote": None, "location": "Remote - Germany"}, Workplace.REMOTE),
        ({"isRemote": None, "location": "Berlin (on-site)"}, Workplace.ONSITE),
    ],
)
def test_workplace_is_the_stated_one(changes, expected):
    assert read_one(**changes).workplace is expected


def test_pay_that_is_not_to_be_shown_is_not_read():
    assert read_one(shouldDisplayCompensationOnJobPostings=False).salary is None


@pytest.mark.parametrize("absent", [None, {}, {"summaryComponents": None}, {"summaryComponents": [5, None]}, "x"])
def test_pay_may_be_absent(absent):
    assert read_one(compensation=absent).salary is None


def test_pay_without_figures_is_its_wording():
    compensation = {"compensationTierSummary": "Offers Equity", "summaryComponents": []}

    assert read_one(compensation=compensation).salary == Salary(text="Offers Equity")


def test_pay_for_an_hour():
    component = {
        "compensationType": "Salary",
        "interval": "1 HOUR",
        "currencyCode": "USD",
        "minValue": 17,
        "maxValue": 17,
    }

    assert read_one(compensation={"summaryComponents": [component]}).salary == Salary(
        Decimal(17), Decimal(17), "USD", SalaryPeriod.HOUR, ""
    )


def test_unlisted_jobs_are_passed_over():
    assert read(job(isListed=False)) == Board(())


def test_plain_descriptions_become_paragraphs():
    posting = read_one(descriptionHtml="", descriptionPlain="We bake.\n\nYou <b>eat</b>.")

    assert posting.description_html == "<p>We bake.</p><p>You &lt;b&gt;eat&lt;/b&gt;.</p>"
    assert posting.description_text == "We bake.\nYou <b>eat</b>."


def test_one_bad_job_spoils_nothing():
    board = read(None, job(id=None), job(title="  "), job())

    assert [posting.external_id for posting in board.postings] == [ID]
    assert board.refused == (
        Refusal("number 1", "The posting is not an object."),
        Refusal("Senior Pastry Engineer", "The posting has no usable id."),
        Refusal(ID, "The posting has no title."),
    )


@pytest.mark.parametrize("payload", [[], {"jobs": None}, {"jobs": {}}, None, {"success": False}])
def test_another_payload_is_refused(payload):
    with pytest.raises(FeedError, match='expected here: an object with the list "jobs", as Ashby sends it'):
        ashby.read(json.dumps(payload).encode())
