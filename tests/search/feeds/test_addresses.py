"""Careers addresses: which board each means, and where that board's feed is."""

from urllib.parse import urlsplit

import pytest

from search.feeds import addresses
from search.postings import Source

BOARDS = [
    # address, source, token, feed
    (
        "https://boards.greenhouse.io/acme",
        *(Source.GREENHOUSE, "acme", "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true"),
    ),
    (
        "https://jobs.lever.co/acme-corp",
        *(Source.LEVER, "acme-corp", "https://api.lever.co/v0/postings/acme-corp?mode=json"),
    ),
    (
        "https://jobs.eu.lever.co/acme/0c5fd2a1-8f0e-4b0f-9d0e-0e4f8f6f7a11/apply",
        *(Source.LEVER, "eu/acme", "https://api.eu.lever.co/v0/postings/acme?mode=json"),
    ),
    (
        "https://jobs.ashbyhq.com/Acme%20Labs?utm_source=x",
        Source.ASHBY,
        "Acme Labs",
        "https://api.ashbyhq.com/posting-api/job-board/Acme%20Labs?includeCompensation=true",
    ),
    (
        "https://apply.workable.com/acme/j/0123456789/",
        *(Source.WORKABLE, "acme", "https://apply.workable.com/api/v1/widget/accounts/acme?details=true"),
    ),
    ("https://acme.recruitee.com/o/welder", Source.RECRUITEE, "acme", "https://acme.recruitee.com/api/offers/"),
    (
        "https://acme.jobs.personio.de/job/123?language=en",
        *(Source.PERSONIO, "acme", "https://acme.jobs.personio.de/xml?language=en"),
    ),
    (
        "https://acme.jobs.personio.com",
        *(Source.PERSONIO, "acme.jobs.personio.com", "https://acme.jobs.personio.com/xml?language=en"),
    ),
    ("https://acme.teamtailor.com/jobs", Source.TEAMTAILOR, "acme", "https://acme.teamtailor.com/jobs.json"),
    ("https://acme.na.teamtailor.com/", Source.TEAMTAILOR, "acme.na", "https://acme.na.teamtailor.com/jobs.json"),
    ("https://remoteok.com/remote-dev-jobs", Source.REMOTEOK, "", "https://remoteok.com/api"),
    ("https://www.remotive.com", Source.REMOTIVE, "", "https://remotive.com/api/remote-jobs"),
    ("weworkremotely.com", Source.WEWORKREMOTELY, "", "https://weworkremotely.com/remote-jobs.rss"),
]


@pytest.mark.parametrize(("address", "source", "token", "feed"), BOARDS)
def test_board_is_recognised_and_its_feed_known(address, source, token, feed):
    assert addresses.recognise(address) == (source, token)
    assert addresses.feed_address(source, token) == feed
    assert addresses.is_feed_host(urlsplit(feed).hostname)


@pytest.mark.parametrize("source", [source for source in Source if source in addresses.SITES])
def test_every_live_source_is_tried(source):
    assert source in {row[1] for row in BOARDS}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("job-boards.greenhouse.io/acme/jobs/4012345", (Source.GREENHOUSE, "acme")),
        ("https://job-boards.eu.greenhouse.io/acme", (Source.GREENHOUSE, "acme")),
        (
            "https://boards.greenhouse.io/embed/job_board?for=acme&b=acme.example",
            (Source.GREENHOUSE, "acme"),
        ),
        ("https://boards.greenhouse.io/embed/job_app?for=acme&token=4012345", (Source.GREENHOUSE, "acme")),
        ("https://boards-api.greenhouse.io/v1/boards/acme/jobs", (Source.GREENHOUSE, "acme")),
        ("https://api.lever.co/v0/postings/acme?mode=json", (Source.LEVER, "acme")),
        ("https://api.ashbyhq.com/posting-api/job-board/acme", (Source.ASHBY, "acme")),
        ("https://jobs.ashbyhq.com/acme.com/123/application", (Source.ASHBY, "acme.com")),
        ("https://acme.workable.com/", (Source.WORKABLE, "acme")),
        ("https://apply.workable.com/api/v1/widget/accounts/acme", (Source.WORKABLE, "acme")),
        ("HTTPS://ACME.Recruitee.com", (Source.RECRUITEE, "acme")),
        ("  https://acme.recruitee.com  ", (Source.RECRUITEE, "acme")),
        ("https://remoteok.io", (Source.REMOTEOK, "")),
        (
            "boards.greenhouse.io/embed/job_board?for=acme&b=https://acme.example/careers",
            (Source.GREENHOUSE, "acme"),
        ),
        ("jobs.lever.co/acme?lever-source=https://acme.example", (Source.LEVER, "acme")),
        ("//jobs.lever.co/acme", (Source.LEVER, "acme")),
        ("https://jobs.ashbyhq.com/Acme%2C%20Inc.", (Source.ASHBY, "Acme, Inc.")),
        ("https://jobs.ashbyhq.com/Acme%20(UK)", (Source.ASHBY, "Acme (UK)")),
        ("https://jobs.ashbyhq.com/Acme%20(UK)/123", (Source.ASHBY, "Acme (UK)")),
        ("https://www.workable.com/api/accounts/acme?details=true", (Source.WORKABLE, "acme")),
        ("https://apply.workable.com/api/v3/accounts/acme/jobs", (Source.WORKABLE, "acme")),
        ("https://api.greenhouse.io/v1/boards/acme/jobs", (Source.GREENHOUSE, "acme")),
        ("https://jobs.lever.co/acme.", (Source.LEVER, "acme")),
        ("https://jobs.lever.co/acme,", (Source.LEVER, "acme")),
        ("(https://jobs.lever.co/acme)", (Source.LEVER, "acme")),
        ("https://jobs.lever.co/acme).", (Source.LEVER, "acme")),
        ("\u200bhttps://jobs.lever.co/acme\u200b", (Source.LEVER, "acme")),
        ("<https://jobs.lever.co/acme>", (Source.LEVER, "acme")),
        ('"https://jobs.lever.co/acme"', (Source.LEVER, "acme")),
        ("“https://jobs.lever.co/acme”", (Source.LEVER, "acme")),
        (
            '<iframe width="100%" src="https://boards.greenhouse.io/embed/job_board?for=acme&amp;b=x"></iframe>',
            (Source.GREENHOUSE, "acme"),
        ),
    ],
)
def test_other_addresses_of_a_board_mean_the_same(address, found):
    assert addresses.recognise(address) == found


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "This is no web address"),
        ("javascript://jobs.lever.co/acme", "This is no web address"),
        ("https://[::1", "This is no web address"),
        ("https://acme.example/careers", "acme.example is none of the job boards known here."),
        ("https://jobs.lever.co.evil.example/acme", "jobs.lever.co.evil.example is none of"),
        ("https://evil.example/?u=jobs.lever.co/acme", "evil.example is none of"),
        ("https://jobs.lever.co@evil.example/acme", "evil.example is none of"),
        ("https://127.0.0.1/acme", "127.0.0.1 is none of"),
        ("https://careers.smartrecruiters.com/Acme", "Boards of SmartRecruiters are not fetched yet"),
        ("https://acme.wd5.myworkdayjobs.com/en-US/External", "Boards of Workday are not fetched yet"),
        ("https://acme.bamboohr.com/careers", "Boards of BambooHR are not fetched yet"),
        ("https://ats.rippling.com/acme/jobs", "Boards of Rippling are not fetched yet"),
        ("https://jobs.lever.co/", "The employer's name is missing"),
        ("https://jobs.lever.co/..", "The employer's name is missing"),
        ("https://jobs.lever.co/a%2Fb", "The employer's name is missing"),
        ("https://jobs.lever.co/a%3Fb", "The employer's name is missing"),
        ("https://jobs.lever.co/a%00b", "The employer's name is missing"),
        ("https://apply.workable.com/j/0123456789", "The employer's name is missing"),
        ("https://www.greenhouse.io/customers", "The employer's name is missing"),
        ("https://www.recruitee.com/pricing", "The employer's name is missing"),
        ("https://a.b.recruitee.com/", "The employer's name is missing"),
    ],
)
def test_address_that_is_no_board_is_refused_with_what_to_do(address, message):
    with pytest.raises(addresses.UnknownAddressError, match=message.replace(".", r"\.")):
        addresses.recognise(address)


@pytest.mark.parametrize(
    ("source", "token"),
    [
        (Source.RECRUITEE, "a.b"),
        (Source.RECRUITEE, "evil.example/"),
        (Source.RECRUITEE, "evil.example#"),
        (Source.RECRUITEE, "127.0.0.1:8000/"),
        (Source.RECRUITEE, "somebody@evil"),
        (Source.RECRUITEE, "download (3)"),
        (Source.PERSONIO, "evil.example/x.jobs.personio.com"),
        (Source.TEAMTAILOR, "a.b.c"),
        (Source.TEAMTAILOR, ""),
        (Source.LEVER, ""),
        (Source.LEVER, ".."),
        (Source.LEVER, "eu/"),
        (Source.LEVER, "eu/../admin"),
        (Source.GREENHOUSE, "acme/jobs/1"),
        (Source.WORKDAY, "acme"),
        (Source.MANUAL, "acme"),
        (Source.DEMO, "acme"),
    ],
)
def test_token_that_cannot_be_a_board_has_no_feed(source, token):
    with pytest.raises(addresses.UnknownAddressError):
        addresses.feed_address(source, token)


def test_boards_of_one_vendor_are_asked_in_turn():
    assert addresses.vendor("acme.recruitee.com") == addresses.vendor("oatfield.recruitee.com") == "recruitee.com"
    assert addresses.vendor("api.eu.lever.co") == addresses.vendor("api.lever.co")
    assert addresses.vendor("remoteok.com") == "remoteok.com"
