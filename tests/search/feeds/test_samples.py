"""The recorded payloads of real boards, read in full and compared with the raw data."""

import csv
import re
from collections import Counter
from decimal import Decimal

import orjson
import pytest

from search import feeds
from search.feeds import open_payload
from search.feeds.html import clean
from search.postings import Source, Workplace

HOUSEHOLD_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "u", "a", "code", "pre", "hr", "blockquote"}


@pytest.fixture(scope="session")
def recorded(samples):
    """How many postings each file holds, by the account of whoever recorded them."""
    with (samples / "PROVENANCE.csv").open(newline="") as file:
        return {row["file"]: int(row["records"]) for row in csv.DictReader(file)}


def test_every_ashby_board_is_read_without_loss(samples):
    paths = sorted((samples / "ashby_boards").iterdir())
    seen, workplaces, hidden = 0, Counter(), 0

    for path in paths:
        data = open_payload(path)
        jobs = orjson.loads(data)["jobs"]
        board = feeds.read(Source.ASHBY, data, token=path.name)

        assert board.refused == ()
        assert [posting.external_id for posting in board.postings] == [job["id"] for job in jobs]
        for job, posting in zip(jobs, board.postings, strict=True):
            assert posting.title == " ".join(job["title"].replace("\u200b", "").split())
            assert (posting.url, posting.apply_url) == (job["jobUrl"], job["applyUrl"])
            assert posting.posted_at.isoformat(timespec="milliseconds") == job["publishedAt"]
            assert posting.employment_type
            assert len(posting.locations) <= 1 + len(job["secondaryLocations"])
            assert_salary_is(posting, job)
            assert_text_is(posting, job["descriptionPlain"])
            workplaces[posting.workplace] += 1
            hidden += not job["shouldDisplayCompensationOnJobPostings"]
        seen += len(jobs)

    assert (len(paths), seen, hidden) == (449, 9396, 5922)
    assert workplaces[Workplace.REMOTE] > 4000


def assert_salary_is(posting, job):
    stated = [part for part in job["compensation"]["summaryComponents"] if part["compensationType"] == "Salary"]
    if not stated:
        assert posting.salary is None
        return
    low, high = (Decimal(str(stated[0][key])) or None for key in ("minValue", "maxValue"))
    assert (posting.salary.min, posting.salary.max) == (low, high)
    assert posting.salary.currency == stated[0]["currencyCode"]


def assert_text_is(posting, plain):
    """No word is missing of the source's own plain text, which also spells out where links lead, some of them oddly."""
    missing = words(re.sub(r"(?:https?://|mailto:)\S+", "", plain)) - words(posting.description_text)
    assert missing.total() <= 3, missing


def words(text: str) -> Counter:
    return Counter(re.findall(r"[^\W\d_]+", text.casefold()))


def test_descriptions_hold_nothing_but_household_tags(samples):
    board = feeds.read(Source.ASHBY, open_payload(samples / "ashby_boards" / "ashby.json.gz"))

    for posting in board.postings:
        tags = {piece.split(">")[0].split(" ")[0].strip("/") for piece in posting.description_html.split("<")[1:]}
        assert tags <= HOUSEHOLD_TAGS | {"h3", "h4", "h5"}
        assert clean(posting.description_html) == posting.description_html


@pytest.mark.parametrize("folder", ["greenhouse_boards", "greenhouse_history"])
def test_every_greenhouse_board_is_read_without_loss(samples, folder):
    for path in sorted((samples / folder).iterdir()):
        data = open_payload(path)
        jobs = orjson.loads(data)["jobs"]
        board = feeds.read(Source.GREENHOUSE, data, token=path.name)

        assert board.refused == ()
        assert board.company == Counter(job["company_name"].strip() for job in jobs).most_common(1)[0][0]
        assert [posting.external_id for posting in board.postings] == [str(job["id"]) for job in jobs]
        for job, posting in zip(jobs, board.postings, strict=True):
            assert posting.title == " ".join(job["title"].replace("\u200b", "").split())
            assert posting.url == job["absolute_url"]
            assert posting.posted_at
            assert posting.updated_at
            assert bool(posting.expires_at) == bool(job["application_deadline"])
