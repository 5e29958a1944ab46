"""The object store, as far as resumes need it: sign, look, copy, delete, list. Knows no models.

Objects are named by their keys. Nothing here is called inside a database transaction.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages

# S3's error codes
ABSENT = "NoSuchKey"
EMPTY = "InvalidRange"  # there are no first bytes to be had

_making_a_client = Lock()

PIECE = 64 * 1024  # bytes, of what is read bit by bit


class StorageUnavailableError(Exception):
    """The object store cannot be reached, or does not do its work; its own words are for the log."""

    told = "Files cannot be reached at the moment. Everything else works. Try again in a little while."


@dataclass(frozen=True, slots=True)
class Found:
    """What an object looks like: how long it is (bytes), how it begins, and since when it is as it is."""

    size: int
    start: bytes
    modified_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Listed:
    key: str
    modified_at: datetime


def presigned_put(key: str, *, content_type: str, size: int | None, seconds: int) -> str:
    """An address to PUT one object to, without further proof, for so many seconds.

    It is signed for this type, and for exactly ``size`` bytes unless that is None. Asks the store nothing.
    """
    parameters: dict[str, Any] = {"ContentType": content_type}
    signed = {"content-type", "host"}
    if size is not None:
        parameters["ContentLength"] = size
        signed.add("content-length")
    url = _presigned("put_object", key, parameters, seconds)
    headers = parse_qs(urlsplit(url).query).get("X-Amz-SignedHeaders", [""])[0]
    if set(headers.split(";")) != signed:
        raise ImproperlyConfigured("Uploads of any type and length would be let in: AWS_S3_SIGNATURE_VERSION is wrong.")
    return url


def presigned_get(key: str, *, content_type: str, disposition: str, seconds: int) -> str:
    """An address to GET one object from, answered with these two headers. Asks the store nothing."""
    # The store's own idea of the type does not count: the embedded one forgets it.
    parameters = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
    return _presigned("get_object", key, parameters, seconds)


def ping() -> None:
    """Return if the bucket is there.

    :raises StorageUnavailableError: it is not, or the store does not answer.
    """
    with _answers():
        _client().head_bucket(Bucket=_bucket())


def look(key: str, *, first: int) -> Found | None:
    """The object's size and its ``first`` bytes, of one and the same moment; None if there is no such object.

    :raises StorageUnavailableError: the store does not answer.
    """
    try:
        with _answers(but=(ABSENT, EMPTY)):
            answer = _client().get_object(Bucket=_bucket(), Key=key, Range=f"bytes=0-{first - 1}")
            with closing(answer["Body"]) as body:
                start = body.read(first)
    except ClientError as error:
        return Found(size=0, start=b"") if _code(error) == EMPTY else None
    # "bytes 0-4/1234"; a store may also send it all.
    whole = answer.get("ContentRange", "").rpartition("/")[2]
    size = int(whole) if whole else answer["ContentLength"]
    return Found(size=size, start=start, modified_at=answer.get("LastModified"))


def read(key: str) -> Iterator[bytes] | None:
    """The object's content, piece by piece; None if there is no such object.

    :raises StorageUnavailableError: the store does not answer; also in the midst of reading.
    """
    try:
        with _answers(but=(ABSENT,)):
            body = _client("patient").get_object(Bucket=_bucket(), Key=key)["Body"]
    except ClientError:
        return None
    return _pieces(body)


def _pieces(body) -> Iterator[bytes]:
    with _answers(), closing(body):
        yield from body.iter_chunks(PIECE)


def write(key: str, file: BinaryIO, *, content_type: str) -> None:
    """Store what ``file`` holds from here on, which fits into memory.

    :raises StorageUnavailableError: the store does not answer; the object may come to be all the same.
    """
    # Whole: of a stream that cannot be wound back no checksum is made, nor a second attempt.
    with _answers():
        _client("patient").put_object(Bucket=_bucket(), Key=key, Body=file.read(), ContentType=content_type)


def copy(source: str, target: str, *, content_type: str) -> bool:
    """Copy an object within the store, with no other metadata than the type; False if there is none (any more).

    :raises StorageUnavailableError: the store does not answer; the copy may come to be all the same.
    """
    try:
        with _answers(but=(ABSENT,)):
            _client().copy_object(
                Bucket=_bucket(),
                Key=target,
                CopySource={"Bucket": _bucket(), "Key": source},
                MetadataDirective="REPLACE",
                ContentType=content_type,
            )
    except ClientError:
        return False
    return True


def delete(key: str) -> None:
    """Delete an object; no harm if there is none.

    :raises StorageUnavailableError: the store does not answer.
    """
    # One by one: not every store understands the deletion of many, and there are seldom many.
    with _answers():
        _client().delete_object(Bucket=_bucket(), Key=key)


def pages(prefix: str, *, patiently: bool = False) -> Iterator[list[Listed]]:
    """All objects whose keys begin with ``prefix``, up to a thousand at a time; ``patiently`` when there may be many.

    :raises StorageUnavailableError: the store does not answer, or no longer.
    """
    with _answers():
        paginator = _client("patient" if patiently else "default").get_paginator("list_objects_v2")
        for page in paginator.paginate(Bucket=_bucket(), Prefix=prefix):
            yield [Listed(item["Key"], item["LastModified"]) for item in page.get("Contents", [])]


@contextmanager
def _answers(*, but: tuple[str, ...] = ()) -> Iterator[None]:
    """Whatever goes wrong is the store's fault, ``but`` for these answers: those are the caller's to read."""
    try:
        yield
    except ClientError as error:
        if _code(error) in but:
            raise
        raise StorageUnavailableError(str(error)) from error
    except BotoCoreError as error:
        raise StorageUnavailableError(str(error)) from error


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def _presigned(operation: str, key: str, parameters: dict[str, Any], seconds: int) -> str:
    with _answers():  # short-lived credentials may have to be renewed
        return _client("browser").generate_presigned_url(
            operation, Params={"Bucket": _bucket(), "Key": key, **parameters}, ExpiresIn=seconds
        )


def _bucket() -> str:
    return storages["default"].bucket_name


def _client(alias: str = "default"):
    with _making_a_client:  # threads that begin together would make one each, of 15 MB
        return _client_of(storages[alias])


@lru_cache(maxsize=8)
def _client_of(storage):
    # One for all threads, which boto3 allows for clients; the storage would make one for each, in a tenth of a second.
    return storage.connection.meta.client
