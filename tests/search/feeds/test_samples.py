"""The recorded payloads of real boards, read in full and compared with the raw data."""

import csv
import re
import tarfile
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
        return {row["file"].partition(".")[0]: int(row["records"]) for row in csv.DictReader(file)}


def test_every_ashby_board_is_read_without_loss(samples):
    paths = sorted((samples / "ashby_boards").iterdir())
    seen, workplaces, hidden = 0, Counter(), 0

    for path in paths:
        data = open_payload(path)
        jobs = orjson.loads(data)["jobs"]
        board = feeds.read(Source.ASHBY, data, token=path.name)

        assert board.refused == ()
        assert [posting.external_id for posting in board.postings] == [job["id"] for job in jobs]
        if jobs:
            assert_text_is(board.postings[0], jobs[0]["descriptionPlain"])
        for job, posting in zip(jobs, board.postings, strict=True):
            assert posting.title == " ".join(job["title"].replace("\u200b", "").split())
            assert (posting.url, posting.apply_url) == (job["jobUrl"], job["applyUrl"])
            assert posting.posted_at.isoformat(timespec="milliseconds") == job["publishedAt"]
            assert posting.employment_type
            assert len(posting.locations) <= 1 + len(job["secondaryLocations"])
            assert_salary_is(posting, job)
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
def test_every_greenhouse_board_is_read_without_loss(samples, recorded, folder):
    for path in sorted((samples / folder).iterdir()):
        data = open_payload(path)
        jobs = orjson.loads(data)["jobs"]
        board = feeds.read(Source.GREENHOUSE, data, token=path.name)

        assert board.refused == ()
        assert len(jobs) == recorded[f"{folder.replace('_', '/')}/{path.name.partition('.')[0]}"]
        assert board.company == Counter(job["company_name"].strip() for job in jobs).most_common(1)[0][0]
        assert [posting.external_id for posting in board.postings] == [str(job["id"]) for job in jobs]
        for job, posting in zip(jobs, board.postings, strict=True):
            assert posting.title == " ".join(job["title"].replace("\u200b", "").split())
            assert posting.url == job["absolute_url"]
            assert posting.posted_at
            assert posting.updated_at
            assert bool(posting.expires_at) == bool(job["application_deadline"])


SAMPLES = [
    # source, file, postings, refusals: counted in the raw files
    (Source.ASHBY, "ashby/notion.json.gz", 135, 0),
    (Source.ASHBY, "ashby/ehddd_6.json", 6, 0),
    (Source.ASHBY, "ashby/linear_midat.json", 2, 0),
    (Source.ASHBY, "ashby/lubobali_4.json", 4, 0),
    (Source.GREENHOUSE, "greenhouse_content/twilio_full.json", 121, 0),
    (Source.GREENHOUSE, "greenhouse_content/srijan_5.json", 5, 0),
    (Source.GREENHOUSE, "greenhouse_content/lubobali_4.json", 4, 0),
    (Source.GREENHOUSE, "greenhouse_content/kernsharma_detail.json", 1, 0),
    (Source.LEVER, "lever/leverdemo_6.json", 6, 0),
    (Source.LEVER, "lever/meesho_5.json", 5, 0),
    (Source.LEVER, "lever/palantir_detail.json", 1, 0),
    (Source.LEVER, "lever/matchgroup_2.json", 2, 0),
    (Source.SMARTRECRUITERS, "smartrecruiters/westerndigital_list.json", 3, 0),
    (Source.SMARTRECRUITERS, "smartrecruiters/westerndigital_detail.json", 1, 0),
    (Source.SMARTRECRUITERS, "smartrecruiters/automationanywhere_page0.json", 3, 0),
    (Source.SMARTRECRUITERS, "smartrecruiters/automationanywhere_detail.json", 0, 1),  # trimmed: it has no id
    (Source.WORKABLE, "workable/zaelab.json", 1, 0),  # two entries of one shortcode
    (Source.WORKABLE, "workable/michaeldinhmai.json", 2, 0),
    (Source.WORKABLE, "workable/workable_account.json", 1, 0),
    (Source.RECRUITEE, "recruitee/aikido.json", 3, 0),
    (Source.RECRUITEE, "recruitee/channable.json", 2, 0),
    (Source.RECRUITEE, "recruitee/omoji_full.json", 2, 0),
    (Source.PERSONIO, "personio/personio_sample.xml", 2, 0),
    (Source.PERSONIO, "personio/omoji.xml", 1, 0),  # two entries of one id
    (Source.TEAMTAILOR, "teamtailor/1komma5.json", 2, 0),
    (Source.TEAMTAILOR, "teamtailor/teamtailor.json", 2, 0),
    (Source.BAMBOOHR, "bamboohr/canadian_air.json", 3, 0),
    (Source.BAMBOOHR, "bamboohr/lawfirm.json", 2, 0),
    (Source.RIPPLING, "rippling/11fs.json", 2, 0),
    (Source.RIPPLING, "rippling/omoji.json", 1, 0),  # two entries of one uuid
    (Source.WORKDAY, "workday/nvidia_list.json", 2, 0),
    (Source.WORKDAY, "workday/quant_list.json", 4, 0),
    (Source.WORKDAY, "workday/salesforce_list.json", 2, 0),
    (Source.WORKDAY, "workday/synchrony_detail.json", 1, 0),
    (Source.REMOTEOK, "remote_feeds/remoteok_2026-05.json.gz", 99, 0),
    (Source.REMOTEOK, "remote_feeds/remoteok_2026-03.json.gz", 96, 1),  # one of 97 has no title
    (Source.REMOTIVE, "remote_feeds/remotive_18.json", 18, 0),
    (Source.REMOTIVE, "remote_feeds/remotive_lcarlini.json", 5, 0),
    (Source.WEWORKREMOTELY, "remote_feeds/weworkremotely.xml", 4, 0),
    (Source.WEWORKREMOTELY, "remote_feeds/weworkremotely_michaeldinhmai.rss", 3, 0),
    (Source.WEWORKREMOTELY, "remote_feeds/weworkremotely_nacefmoula.rss", 3, 0),
    (Source.JSONLD, "jsonld/icims_job.html", 1, 0),
    (Source.JSONLD, "jsonld/indeed_job_2022.html.gz", 1, 0),
]
SAYS_NO_LOCATION = {Source.REMOTEOK, Source.BAMBOOHR, Source.LEVER}
SAYS_NO_DATE = {Source.RIPPLING, Source.WORKDAY, Source.BAMBOOHR}


@pytest.mark.parametrize(("source", "name", "postings", "refusals"), SAMPLES)
def test_every_sample_is_read_without_loss(samples, source, name, postings, refusals):
    board = feeds.read(source, open_payload(samples / "samples" / name), token="acme")

    assert (len(board.postings), len(board.refused)) == (postings, refusals)
    for posting in board.postings:
        assert posting.locations or source in SAYS_NO_LOCATION
        assert posting.posted_at or source in SAYS_NO_DATE
        assert bool(posting.description_html) == bool(posting.description_text)
        assert "&lt;p&gt;" not in posting.description_html
        assert "\x84" not in repr(posting)


def test_every_page_of_the_job_board_is_read_without_loss(samples):
    with tarfile.open(samples / "samples/jsonld/rebase_all_pages.tar.gz") as archive:
        pages = [archive.extractfile(member).read() for member in archive if member.isfile()]

    boards = [feeds.read(Source.JSONLD, page) for page in pages]

    assert len(boards) == 875
    for page, board in zip(pages, boards, strict=True):
        [posting] = board.postings
        assert board.refused == ()
        assert posting.url.encode() in page
        assert posting.posted_at
        assert posting.description_text
    assert len({board.postings[0].external_id for board in boards}) == 875
    remote = sum(b'"jobLocationType":"TELECOMMUTE"' in page for page in pages)
    assert sum(board.postings[0].workplace is Workplace.REMOTE for board in boards) >= remote == 663
