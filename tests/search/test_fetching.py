"""Fetching over real HTTPS from a server that behaves as badly as servers do; and what is never fetched at all."""

import dataclasses
import gzip
import time
import tracemalloc
from datetime import timedelta
from threading import Event

import pytest

from search.fetching import FETCHER, Fetcher, FetchError, Payload, is_public
from tests.search.replay import Answer, gzipped, replayed, with_etag

HOST = "boards-api.greenhouse.io"
URL = f"https://{HOST}/v1/boards/acme/jobs?content=true"
KEY = URL.removeprefix("https://")
BODY = b'{"jobs": []}'


@pytest.fixture(scope="module")
def server():
    with replayed() as replay:
        yield replay


@pytest.fixture
def replay(server):
    server.answers.clear()
    server.server.asked.clear()
    server.server.headers.clear()
    return server


def refusal(fetcher: Fetcher, url: str = URL) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url)
    return caught.value


@pytest.mark.parametrize("answer", [Answer(BODY), gzipped(BODY)])
def test_payload_comes_as_it_was_sent(replay, answer):
    replay.answers[KEY] = answer

    assert replay.fetcher.get(URL) == Payload(BODY)


def test_request_says_who_asks_and_nothing_of_this_machine(replay, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    replay.answers[KEY] = Answer(BODY)

    replay.fetcher.get(URL)

    [headers] = replay.server.headers
    assert headers.pop("User-Agent").startswith("jobtracker/")
    assert headers == {
        "Host": HOST,
        "Accept": "application/json, application/xml;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "keep-alive",
    }


def test_marks_are_handed_back_and_an_unchanged_payload_has_no_data(replay):
    replay.answers[KEY] = with_etag(BODY)

    first = replay.fetcher.get(URL)
    second = replay.fetcher.get(URL, etag=first.etag)

    assert (first.data, first.etag) == (BODY, '"one"')
    assert second == Payload(None, '"one"')


def test_date_of_change_is_handed_back(replay):
    day = "Sun, 01 Nov 2026 08:00:00 GMT"
    replay.answers[KEY] = Answer(BODY, headers={"Last-Modified": day})

    payload = replay.fetcher.get(URL)
    replay.fetcher.get(URL, last_modified=payload.last_modified)

    assert payload.last_modified == day
    assert replay.server.headers[1]["If-Modified-Since"] == day


@pytest.mark.parametrize("etag", ['"' + "x" * 300 + '"', '"caf\xe9"'])
def test_mark_that_cannot_be_kept_is_done_without(replay, etag):
    replay.answers[KEY] = Answer(BODY, headers={"ETag": etag})

    assert replay.fetcher.get(URL) == Payload(BODY)


@pytest.mark.parametrize(
    ("status", "message", "is_host_busy"),
    [
        (404, "There is no such board (status 404).", False),
        (410, "There is no such board (status 410).", False),
        (403, "The host answered with status 403 Forbidden.", False),
        (429, "The host was asked too often (status 429).", True),
        (304, "The host says that nothing has changed (status 304), which nobody had asked.", False),
        (500, "The host answered with status 500 Internal Server Error.", True),
        (503, "The host answered with status 503 Service Unavailable.", True),
    ],
)
def test_error_of_the_host_is_said(replay, status, message, is_host_busy):
    replay.answers[KEY] = Answer(b"sorry", status=status)

    error = refusal(replay.fetcher)

    assert (str(error), error.status, error.is_host_busy, error.retry_after) == (message, status, is_host_busy, None)


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        *(("120", 120), ("0", 0), ("999999999999", 86400), ("soon", None), ("-5", None), ("", None)),
        *(("Thu, 01 Jan 2099 00:00:00 GMT", 86400), ("Thu, 01 Jan 1998 00:00:00 GMT", 0)),
    ],
)
def test_wish_to_be_left_alone_is_heard(replay, wish, seconds):
    replay.answers[KEY] = Answer(status=429, headers={"Retry-After": wish})

    assert refusal(replay.fetcher).retry_after == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "target", ["https://169.254.169.254/latest/meta-data/", "http://127.0.0.1/", f"https://{HOST}/elsewhere"]
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(replay, status, target):
    replay.answers[KEY] = Answer(status=status, headers={"Location": target})
    replay.answers[f"{HOST}/elsewhere"] = Answer(BODY)

    error = refusal(replay.fetcher)

    assert str(error) == f"The board has moved elsewhere (status {status}): redirects are not followed."
    assert replay.asked == [KEY]


@pytest.mark.parametrize("body", [b"x" * 2000, gzip.compress(b"x" * 2000)], ids=["plain", "gzip"])
def test_answer_that_breaks_off_is_an_error(replay, body):
    encoding = {"Content-Encoding": "gzip"} if body[:1] == b"\x1f" else {}
    replay.answers[KEY] = Answer(body[:-9], headers=encoding, length=len(body))

    assert str(refusal(replay.fetcher)).startswith("The connection failed: ")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(gzip.compress(BODY)[:-9], headers={"Content-Encoding": "gzip"}), "ends before it is complete"),
        (Answer(b"not gzip at all", headers={"Content-Encoding": "gzip"}), "damaged"),
        (Answer(BODY, headers={"Content-Encoding": "br"}), "not asked for (br)"),
        (Answer(BODY, headers={"Content-Encoding": "gzip, gzip"}), "not asked for (gzip, gzip)"),
    ],
)
def test_compression_that_is_damaged_or_unasked_for_is_an_error(replay, answer, message):
    replay.answers[KEY] = answer

    assert message in str(refusal(replay.fetcher))


def test_answer_that_is_too_large_is_an_error(replay):
    fetcher = dataclasses.replace(replay.fetcher, max_bytes=1024 * 1024)
    replay.answers[KEY] = Answer(b"x" * (1024 * 1024 + 1))

    assert str(refusal(fetcher)) == "The answer is larger than 1 MiB."


def test_answer_of_just_the_largest_size_is_read(replay):
    fetcher = dataclasses.replace(replay.fetcher, max_bytes=1024)
    replay.answers[KEY] = gzipped(b"x" * 1024)

    assert fetcher.get(URL).data == b"x" * 1024


def test_gzip_bomb_is_an_error_and_takes_no_memory(replay):
    replay.answers[KEY] = gzipped(b"\0" * (400 * 1024 * 1024))

    tracemalloc.start()
    error = refusal(replay.fetcher)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert str(error) == "The answer is larger than 20 MiB."
    assert peak < 80 * 1024 * 1024


def test_gzip_files_one_after_another_are_one_payload(replay):
    replay.answers[KEY] = Answer(
        gzip.compress(b'{"jobs": ') + gzip.compress(b"") + gzip.compress(b"[]}"), headers={"Content-Encoding": "gzip"}
    )

    assert replay.fetcher.get(URL) == Payload(BODY)


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        (b"\0" * 100, "The answer is damaged: it cannot be decompressed."),
        (b"x" * 3_000_000, "The answer is damaged: it cannot be decompressed."),
        (gzip.compress(b"") * 60_000, "The answer is larger than 1 MiB."),
        (gzip.compress(b"x" * 1024 * 1024), "The answer is larger than 1 MiB."),
        (gzip.compress(b"x")[:-1], "The answer ends before it is complete."),
    ],
    ids=["zeros", "bytes", "nothing", "more", "broken"],
)
def test_what_follows_a_payload_counts(replay, rest, message):
    fetcher = dataclasses.replace(replay.fetcher, max_bytes=1024 * 1024)
    replay.answers[KEY] = Answer(gzip.compress(BODY) + rest, headers={"Content-Encoding": "gzip"})

    assert str(refusal(fetcher)) == message


@pytest.mark.parametrize("answer", [Answer(BODY * 10, pace=0.05), Answer(BODY, delay=3)])
def test_answer_that_takes_too_long_is_an_error(replay, answer):
    fetcher = dataclasses.replace(replay.fetcher, deadline=0.5)
    replay.answers[KEY] = answer
    started = time.monotonic()

    assert str(refusal(fetcher)) == "The answer took longer than 0.5 seconds."
    assert time.monotonic() - started < 1.5


def test_name_that_takes_too_long_to_look_up_is_an_error(replay):
    waiting = Event()
    fetcher = dataclasses.replace(replay.fetcher, deadline=0.5, resolve=lambda host: [str(waiting.wait(10))])
    started = time.monotonic()

    message = str(refusal(fetcher))
    took = time.monotonic() - started
    waiting.set()

    assert message == "The answer took longer than 0.5 seconds."
    assert took < 1.5


@pytest.mark.parametrize(
    "url",
    [
        "http://boards-api.greenhouse.io/v1/boards/acme/jobs",
        "https://boards-api.greenhouse.io:8443/v1/boards/acme/jobs",
        "https://somebody@boards-api.greenhouse.io/v1/boards/acme/jobs",
        "https://boards-api.greenhouse.io.evil.example/v1/boards/acme/jobs",
        "https://evil.example/boards-api.greenhouse.io",
        "https://a.b.recruitee.com/api/offers/",
        "https://recruitee.com/api/offers/",
        "https://evil.example#.recruitee.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "ftp://boards-api.greenhouse.io/",
        "",
    ],
)
def test_host_that_is_not_on_the_list_is_never_even_looked_up(replay, url):
    looked_up = []
    fetcher = dataclasses.replace(replay.fetcher, resolve=lambda host: looked_up.append(host) or ["127.0.0.1"])

    assert "is not on the list of hosts" in str(refusal(fetcher, url))
    assert (looked_up, replay.asked) == ([], [])


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.1", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.1.2.3", "169.254.169.254"),
        *("172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1"),
        *("203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1"),
        *("64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "fc00::1"),
        *("fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1"),
    ],
)
def test_address_that_is_not_public_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "151.101.1.6", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_address_that_is_public_is_not(address):
    assert is_public(address)


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], []])
def test_host_that_leads_inside_is_not_connected_to(replay, addresses):
    fetcher = dataclasses.replace(FETCHER, resolve=lambda host: addresses, port=replay.server.port)

    assert str(refusal(fetcher)) == f"{HOST} does not lead to the public internet, so it is not fetched."
    assert replay.asked == []


def test_name_that_changes_its_address_meanwhile_changes_nothing(replay):
    """A rebinding resolver: right the first time, inside from then on. It is asked once, and what it said counts."""
    replay.answers[KEY] = Answer(BODY)
    told = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    fetcher = dataclasses.replace(replay.fetcher, resolve=lambda host: next(told))

    assert fetcher.get(URL).data == BODY
    assert next(told) == ["10.0.0.1"]


def test_address_that_does_not_answer_gives_way_to_the_next(replay):
    replay.answers[KEY] = Answer(BODY)
    fetcher = dataclasses.replace(
        replay.fetcher, resolve=lambda host: ["127.0.0.2", "127.0.0.1"], is_reachable=lambda address: True
    )

    assert fetcher.get(URL).data == BODY


def test_certificate_must_be_for_the_name(replay):
    """Whoever answers at the address must be the host: here the certificate knows no such name."""
    fetcher = dataclasses.replace(replay.fetcher)
    url = "https://acme.eu.teamtailor.com/jobs.json"

    assert "certificate" in str(refusal(fetcher, url)).lower()
    assert replay.asked == []


def test_name_that_nobody_knows_is_an_error(replay):
    def unknown(host: str):
        raise OSError(-2, "Name or service not known")

    error = refusal(dataclasses.replace(replay.fetcher, resolve=unknown))

    assert str(error) == f"{HOST} cannot be found: Name or service not known."


def test_the_product_itself_reaches_nothing_on_this_machine():
    """No setting makes it: the Fetcher of the product has its rules in the code."""
    assert (FETCHER.port, FETCHER.is_reachable) == (443, is_public)
    assert not FETCHER.is_reachable("127.0.0.1")
