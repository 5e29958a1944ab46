import json
from datetime import UTC, datetime

import pytest

from search.feeds import teamtailor
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Workplace


def item(**changes) -> dict:
    return {
        "id": "942c032b-0000-4000-8000-000000000001",
        "title": "Lighthouse Keeper",
        "url": "https://harbour.example/jobs/77-lighthouse-keeper",
        "date_published": "2026-05-26T08:33:05+02:00",
        "content_html": "<h1>Light</h1><p>Keep it on.</p>",
        "_jobposting": {
            "@context": "http://schema.org/",
            "@type": "JobPosting",
            "title": "Lighthouse Keeper",
            "description": "<p>Shorter.</p>",
            "identifier": {"@type": "PropertyValue", "name": "Harbour AB", "value": 77},
            "datePosted": "2026-05-25",
            "validThrough": "2026-06-30T12:00:00+02:00",
            "employmentType": "FULL_TIME",
            "jobLocationType": "TELECOMMUTE",
            "hiringOrganization": {"@type": "Organization", "name": "Harbour AB"},
            "jobLocation": [
                {"address": {"addressLocality": "Visby", "addressRegion": "Gotland", "addressCountry": "SE"}},
                {"address": {"addressLocality": "København", "addressRegion": "Europe", "addressCountry": "DK"}},
            ],
        },
    } | changes


def read(*items) -> Board:
    return teamtailor.read(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": items}).encode()
    )


def test_read_gives_every_field():
    assert read(item()) == Board(
        (
            JobPosting(
                external_id="942c032b-0000-4000-8000-000000000001",
                title="Lighthouse Keeper",
                locations=("Visby, Gotland, Sweden", "København, Denmark"),
                workplace=Workplace.REMOTE,
                employment_type=EmploymentType.FULL_TIME,
                description_html="<h3>Light</h3><p>Keep it on.</p>",
                description_text="Light\nKeep it on.",
                url="https://harbour.example/jobs/77-lighthouse-keeper",
                apply_url="https://harbour.example/jobs/77-lighthouse-keeper",
                posted_at=datetime(2026, 5, 26, 6, 33, 5, tzinfo=UTC),
                expires_at=datetime(2026, 6, 30, 10, 0, tzinfo=UTC),
            ),
        ),
        company="Harbour",
    )


@pytest.mark.parametrize("embedded", [None, [], "x", {}])
def test_an_item_without_its_job_posting_keeps_the_rest(embedded):
    [posting] = read(item(_jobposting=embedded)).postings

    assert (posting.title, posting.locations) == ("Lighthouse Keeper", ())


def test_the_embedded_description_serves_where_the_item_has_none():
    assert read(item(content_html=None)).postings[0].description_html == "<p>Shorter.</p>"


def test_one_bad_item_spoils_nothing():
    board = read(item(id=None), 5)

    assert board.refused == (
        Refusal("Lighthouse Keeper", "The posting has no usable id."),
        Refusal("number 2", "The posting is not an object."),
    )


def test_another_payload_is_refused():
    with pytest.raises(FeedError, match='a JSON Feed with the list "items", as Teamtailor sends it'):
        teamtailor.read(b'{"title": "Harbour"}')
