import gzip

import pytest

from search.feeds.files import open_payload
from search.postings import FeedError

MIB = 1024 * 1024


@pytest.mark.parametrize("name", ["acme.json", "acme.xml", "acme.html", "acme"])
def test_open_payload_reads_plain_files(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b'{"jobs": []}')

    assert open_payload(path) == b'{"jobs": []}'


@pytest.mark.parametrize("name", ["acme.json.gz", "acme.rss.gz", "acme.json"])
def test_open_payload_knows_gzip_by_its_first_bytes(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(b'{"jobs"') + gzip.compress(b": []}"))

    assert open_payload(str(path)) == b'{"jobs": []}'


def test_open_payload_stops_at_the_limit(tmp_path):
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    plain.write_bytes(b"x" * MIB)
    packed.write_bytes(gzip.compress(b"x" * MIB))

    assert len(open_payload(plain, limit=MIB)) == len(open_payload(packed, limit=MIB)) == MIB
    for path in (plain, packed):
        with pytest.raises(FeedError, match=r"^The file holds more than 0 MiB\.$"):
            open_payload(path, limit=MIB - 1)


def test_open_payload_holds_no_more_of_a_bomb_than_its_limit(tmp_path, peak_memory):
    path = tmp_path / "bomb.json.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(64):
            file.write(bytes(MIB))

    with peak_memory() as peak, pytest.raises(FeedError, match="more than 1 MiB"):
        open_payload(path, limit=MIB)

    assert peak() < 4 * MIB


@pytest.mark.parametrize("cut", [5, -20])
def test_open_payload_names_damage(tmp_path, cut):
    path = tmp_path / "acme.json.gz"
    path.write_bytes(gzip.compress(b'{"jobs": []}' * 100)[:cut])

    with pytest.raises(FeedError, match=r"^The file is damaged: it cannot be decompressed\.$"):
        open_payload(path)


def test_open_payload_names_what_cannot_be_read(tmp_path):
    with pytest.raises(FeedError, match=r"^The file cannot be read: No such file or directory\.$"):
        open_payload(tmp_path / "missing.json")
    with pytest.raises(FeedError, match=r"^The file cannot be read: Is a directory\.$"):
        open_payload(tmp_path)


@pytest.mark.parametrize("content", [b"", b" \n", gzip.compress(b"", mtime=0)])
def test_open_payload_names_emptiness(tmp_path, content):
    path = tmp_path / "acme.json"
    path.write_bytes(content)

    with pytest.raises(FeedError, match=r"^The file is empty\.$"):
        open_payload(path)
