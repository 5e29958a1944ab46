"""The object store: what a signed address lets in, and how quickly a dead store is noticed."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlsplit

import botocore.auth
import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured

from tests.objects import PDF, get, put
from tracking import storage
from tracking.storage import Found, StorageUnavailableError

KEY = "resumes/1/2/incoming/a.pdf"


def upload_url(size: int | None = len(PDF), seconds: int = 300) -> str:
    return storage.presigned_put(KEY, content_type="application/pdf", size=size, seconds=seconds)


def at(endpoint: str, settings) -> None:
    """Have the store at another address."""
    for alias in ("default", "browser"):
        settings.STORAGES = settings.STORAGES | {
            alias: settings.STORAGES[alias] | {"OPTIONS": {"endpoint_url": endpoint}},
        }


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_upload_is_let_in_as_signed(objects):
    assert put(upload_url(), PDF) == 200
    assert objects[KEY] == PDF


def test_upload_without_a_size_takes_any_length(objects):
    assert put(upload_url(size=None), PDF + b"more") == 200
    assert objects[KEY] == PDF + b"more"


@pytest.mark.parametrize(
    ("size", "headers"),
    [(len(PDF), {"content-length", "content-type", "host"}), (None, {"content-type", "host"})],
)
def test_upload_url_signs_type_and_length(size, headers):
    query = parse_qs(urlsplit(upload_url(size)).query)

    assert set(query["X-Amz-SignedHeaders"][0].split(";")) == headers
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["300"]


def test_upload_url_that_signs_less_is_not_given_out(settings):
    settings.AWS_S3_SIGNATURE_VERSION = "s3"
    at(settings.AWS_S3_ENDPOINT_URL, settings)

    with pytest.raises(ImproperlyConfigured):
        upload_url()


@pytest.mark.parametrize(
    ("body", "content_type", "headers"),
    [
        (PDF + b"x", "application/pdf", {}),
        (PDF[:-1], "application/pdf", {}),
        (b"", "application/pdf", {}),
        (PDF, "text/html", {}),
        (PDF, "application/pdf; charset=utf-8", {}),
        (PDF, "application/pdf", {"x-amz-meta-mtime": "1"}),
        (PDF, "application/pdf", {"x-amz-acl": "public-read"}),
    ],
    ids=["a byte more", "a byte less", "nothing", "another type", "a type with more", "metadata", "an ACL"],
)
def test_upload_of_anything_else_than_signed_is_refused(objects, body, content_type, headers):
    assert put(upload_url(), body, content_type, **headers) == 403
    assert objects.keys == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/1/2/", "/1/3/"),
        ("incoming/a.pdf", "b.pdf"),
        ("Expires=300", "Expires=3000"),
        ("content-length%3Bcontent-type%3Bhost", "host"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
    ],
)
def test_upload_to_a_tampered_address_is_refused(objects, old, new):
    url = upload_url()
    assert old in url

    assert put(url.replace(old, new), PDF) == 403
    assert objects.keys == []


def test_upload_to_an_expired_address_is_refused(objects, monkeypatch):
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    with monkeypatch.context() as patched:
        patched.setattr(botocore.auth, "get_current_datetime", lambda: an_hour_ago.replace(tzinfo=None))
        url = upload_url()

    assert put(url, PDF) in (400, 403)  # the embedded store's word for it, and AWS's
    assert objects.keys == []


def test_upload_broken_off_leaves_nothing(objects):
    url = urlsplit(upload_url(size=1_000_000))
    request = (
        f"PUT {url.path}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\n"
        "Content-Type: application/pdf\r\nContent-Length: 1000000\r\n\r\n"
    )

    with socket.create_connection((url.hostname, url.port)) as connection:
        connection.sendall(request.encode() + PDF + b"x" * 500_000)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1000)

    assert objects.keys == []


def test_upload_is_answered_to_a_page_from_anywhere(objects):
    url = urlsplit(upload_url())
    headers = {
        "Origin": "http://localhost:8000",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "content-type",
    }

    with closing(HTTPConnection(url.hostname, url.port)) as connection:
        connection.request("OPTIONS", f"{url.path}?{url.query}", headers=headers)
        answer = connection.getresponse()

    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "PUT" in answer.headers["Access-Control-Allow-Methods"].split(", ")
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"].split(", ")


def test_download_carries_the_headers_asked_for(objects):
    objects[KEY] = PDF

    url = storage.presigned_get(
        KEY, content_type="application/pdf", disposition='attachment; filename="cv.pdf"', seconds=60
    )
    body, headers = get(url)

    assert body == PDF
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == 'attachment; filename="cv.pdf"'


@pytest.mark.parametrize(
    ("body", "found"),
    [(PDF, Found(len(PDF), b"%PDF-")), (b"%P", Found(2, b"%P")), (b"", Found(0, b""))],
)
def test_look_tells_size_and_first_bytes(objects, body, found):
    objects[KEY] = body

    assert storage.look(KEY, first=5) == found


def test_look_finds_nothing(objects):
    assert storage.look(KEY, first=5) is None


def test_copy_keeps_the_content_and_sets_the_type(objects):
    objects[KEY] = PDF

    assert storage.copy(KEY, "resumes/1/2/b.pdf", content_type="application/pdf") is True
    assert objects["resumes/1/2/b.pdf"] == PDF


def test_copy_of_nothing_is_none(objects):
    assert storage.copy(KEY, "resumes/1/2/b.pdf", content_type="application/pdf") is False
    assert objects.keys == []


def test_delete_twice_is_no_harm(objects):
    objects[KEY] = PDF

    storage.delete(KEY)
    storage.delete(KEY)

    assert objects.keys == []


def test_pages_list_what_begins_with_the_prefix(objects):
    for key in ("resumes/1/a.pdf", "resumes/10/b.pdf", "elsewhere/c.pdf"):
        objects[key] = PDF

    listed = [found for page in storage.pages("resumes/") for found in page]

    assert sorted(found.key for found in listed) == ["resumes/1/a.pdf", "resumes/10/b.pdf"]
    assert all(abs(datetime.now(UTC) - found.modified_at) < timedelta(minutes=5) for found in listed)
    assert [found.key for page in storage.pages("resumes/1/") for found in page] == ["resumes/1/a.pdf"]


EVERY_CALL = {
    "ping": lambda: storage.ping(),
    "look": lambda: storage.look(KEY, first=5),
    "copy": lambda: storage.copy(KEY, "b", content_type="application/pdf"),
    "delete": lambda: storage.delete(KEY),
    "pages": lambda: list(storage.pages("resumes/")),
}


@pytest.mark.parametrize("call", EVERY_CALL)
def test_dead_store_is_asked_once(settings, call):
    at(f"http://127.0.0.1:{closed_port()}", settings)
    asked = []
    storage._client().meta.events.register("before-send.s3", lambda request, **kwargs: asked.append(request.url))

    with pytest.raises(StorageUnavailableError):
        EVERY_CALL[call]()

    assert len(asked) == 1


def test_silent_store_is_noticed_within_seconds(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        at(f"http://127.0.0.1:{silent.getsockname()[1]}", settings)

        started = time.monotonic()
        with pytest.raises(StorageUnavailableError):
            storage.ping()

    assert time.monotonic() - started < 6


@pytest.mark.parametrize("call", EVERY_CALL)
def test_missing_bucket_is_an_outage(objects, settings, call):
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"bucket_name": "no-such-bucket"}}
    }

    with pytest.raises(StorageUnavailableError):
        EVERY_CALL[call]()


def test_wrong_key_is_an_outage(settings):
    settings.AWS_SECRET_ACCESS_KEY = "wrong"
    at(settings.AWS_S3_ENDPOINT_URL, settings)

    with pytest.raises(StorageUnavailableError):
        storage.look(KEY, first=5)


SHOW = """
import json
from django.conf import settings
from tracking import storage
put = storage.presigned_put("k", content_type="application/pdf", size=1, seconds=1)
print(json.dumps([put, settings.SECURE_CSP["connect-src"][1], settings.SECURE_CSP["frame-src"][0]]))
"""


@pytest.mark.parametrize(
    ("environment", "bucket"),
    [
        ({}, "https://resumes.s3.us-east-1.amazonaws.com/"),
        ({"AWS_S3_REGION_NAME": "eu-central-1"}, "https://resumes.s3.eu-central-1.amazonaws.com/"),
        ({"AWS_STORAGE_BUCKET_NAME": "my.cvs"}, "https://s3.us-east-1.amazonaws.com/my.cvs/"),
        ({"AWS_S3_ENDPOINT_URL": "http://objects:9000/"}, "http://objects:9000/resumes/"),
        (
            {"AWS_S3_ENDPOINT_URL": "http://objects:9000", "AWS_S3_PUBLIC_ENDPOINT_URL": "https://files.example/s3"},
            "https://files.example/s3/resumes/",
        ),
        (
            {"AWS_S3_ENDPOINT_URL": "https://oss.example", "AWS_S3_ADDRESSING_STYLE": "virtual"},
            "https://resumes.oss.example/",
        ),
    ],
    ids=["AWS", "AWS elsewhere", "a name with a dot", "another store", "a public name", "another store's hosts"],
)
def test_browsers_are_sent_where_the_content_security_policy_lets_them(environment, bucket):
    keys = {"AWS_STORAGE_BUCKET_NAME": "resumes", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    django = {"DJANGO_SETTINGS_MODULE": "jobtracker.settings", "JOBTRACKER_DATA_DIR": os.environ["JOBTRACKER_DATA_DIR"]}

    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=project.BASE_DIR,
        env={"PATH": os.environ["PATH"], **django, **keys, **environment},
        capture_output=True,
        check=True,
        text=True,
    )

    url, connect, frame = json.loads(shown.stdout)
    assert (connect, frame) == (bucket, bucket)
    assert url.startswith(bucket + "k?")
