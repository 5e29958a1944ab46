import json
from contextlib import suppress

import pytest

from search import feeds
from search.feeds.reading import PostingError, parse_json, parse_xml, read_postings
from search.postings import Board, FeedError, JobPosting, Refusal, Source, Workplace


def read_one(item):
    if item.get("hidden"):
        return None
    if item.get("odd"):
        raise PostingError("is odd")
    if item.get("broken"):
        raise ZeroDivisionError
    return JobPosting(str(item.get("id", "")), item.get("title", ""), locations=tuple(item.get("locations", ())))


def test_read_postings_refuses_one_by_one():
    items = [
        {"id": 1, "title": "Baker"},
        {"id": 2, "title": ""},
        {"title": "Miller"},
        "nonsense",
        None,
        {"id": 5, "odd": True},
        {"hidden": True},
        {"title": {}, "name": "Named"},
    ]

    board = read_postings(items, read_one, company="Amber Bakery")

    assert board == Board(
        (JobPosting("1", "Baker"),),
        (
            Refusal("2", "The posting has no title."),
            Refusal("Miller", "The posting has no usable id."),
            Refusal("number 4", "The posting is not an object."),
            Refusal("number 5", "The posting is not an object."),
            Refusal("5", "The posting is odd."),
            Refusal("Named", "The posting has no usable id."),
        ),
        "Amber Bakery",
    )


def test_read_postings_outlives_a_readers_own_mistake(caplog):
    board = read_postings([{"id": 1, "broken": True}, {"id": 2, "title": "Baker"}], read_one)

    assert board.postings == (JobPosting("2", "Baker"),)
    assert board.refused == (Refusal("1", "The posting could not be read (ZeroDivisionError)."),)
    assert caplog.messages == ["A posting could not be read"]


def test_read_postings_joins_the_locations_of_a_repeated_id():
    items = [
        JobPosting("1", "Baker", locations=("Oslo",)),
        JobPosting("2", "Miller"),
        JobPosting("1", "Baker (again)", locations=("Bergen", "Oslo"), workplace=Workplace.HYBRID),
    ]

    board = read_postings([{"posting": item} for item in items], lambda item: item["posting"])

    assert board.postings == (
        JobPosting("1", "Baker", locations=("Oslo", "Bergen"), workplace=Workplace.HYBRID),
        JobPosting("2", "Miller"),
    )


def test_parse_json_reads_through_stray_bytes_and_lone_surrogates():
    assert parse_json(b'\xef\xbb\xbf{"a": "\xc3\xa9"}') == {"a": "é"}
    assert parse_json(b'{"a": "x\xffy", "b": 1}') == {"a": "x\ufffdy", "b": 1}
    assert parse_json(rb'{"a": "x\ud800y", "b": NaN}') == {"a": "x\ud800y", "b": None}


@pytest.mark.parametrize(
    "data",
    [
        *(b"{", b"", b"<html>Not found</html>", b'{"a": 1} x', b'{"jobs": [', b"NaN", b"[1,]", b"\xff\xfe[\x001\x00"),
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'["\xff",' + b"[" * 200_000 + b"]" * 200_000 + b"]",
        b'["\xff",' + b"9" * 10_000 + b"]",
    ],
)
def test_parse_json_refuses_what_is_not_json_or_too_deep(data):
    with pytest.raises(FeedError, match=r"^This is not valid JSON: .+\.$"):
        parse_json(data)


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<a><b></a>", "This is not valid XML: "),
        (b"", "This is not valid XML: "),
        (b"{}", "This is not valid XML: "),
        (b"<a>\x00</a>", "This is not valid XML: "),
        (b"<a>" * 200_000, "This is not valid XML: "),
        (BOMB, "This XML declares entities or external parts"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "This XML declares entities or external"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "This XML cannot be decoded: "),
    ],
)
def test_parse_xml_refuses_what_is_no_feed(data, message):
    with pytest.raises(FeedError, match="^" + message):
        parse_xml(data)


def test_read_picks_the_reader_of_the_source():
    data = json.dumps([{"id": "a", "text": "Baker"}]).encode()

    assert feeds.read("lever", data) == feeds.read(Source.LEVER, data) == Board((JobPosting("a", "Baker"),))


def test_every_source_but_those_without_payloads_has_a_reader():
    assert set(feeds.SOURCES) == set(Source) - {Source.MANUAL, Source.DEMO}


@pytest.mark.parametrize("source", feeds.SOURCES)
@pytest.mark.parametrize(
    "data", [b"", b"null", b"5", b'"text"', b"[5]", b"{}", b'{"jobs": 5}', b"<a/>", b"\x00\xff", b"[" * 200_000]
)
def test_read_finds_no_posting_in_a_payload_of_another_kind(source, data):
    with suppress(FeedError):
        assert feeds.read(source, data).postings == ()


def test_parse_xml_bears_deep_nesting():
    assert parse_xml(b"<a>" * 100_000 + b"</a>" * 100_000).tag == "a"
