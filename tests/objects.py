"""The suite's object store, past the product: what a browser sends, and what really lies there."""

import time
import urllib.error
import urllib.request
from functools import cache

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.storage import storages

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


class Objects:
    """What lies in the bucket, by key. A client of its own: what a test does to the product's does not reach it."""

    def __init__(self, bucket: str = "") -> None:
        self.bucket = _bucket(bucket)

    def clear(self) -> None:
        for listed in self.bucket.objects.all():
            listed.delete()

    def __setitem__(self, key: str, body: bytes) -> None:
        self.bucket.put_object(Key=key, Body=body)

    def put_aged(self, key: str, *, hours: float, body: bytes = PDF) -> None:
        """An object that was put there so many hours ago."""
        self.bucket.put_object(Key=key, Body=body, Metadata={"mtime": str(time.time() - hours * 3600)})

    def __getitem__(self, key: str) -> bytes:
        return self.bucket.Object(key).get()["Body"].read()

    def __delitem__(self, key: str) -> None:
        self.bucket.Object(key).delete()

    @property
    def keys(self) -> list[str]:
        return sorted(listed.key for listed in self.bucket.objects.all())


@cache
def _bucket(name: str):
    """This process's bucket, or the one of that name; made, unless it is there. A client takes 0.1 s to make."""
    ours = storages.create_storage(settings.STORAGES["default"])
    bucket = ours.connection.Bucket(name or ours.bucket_name)
    try:
        bucket.meta.client.head_bucket(Bucket=bucket.name)
    except ClientError:
        bucket.create()
    return bucket


def put(url: str, body: bytes, content_type: str = "application/pdf", **headers: str) -> int:
    """PUT as a browser does; gives the status."""
    request = urllib.request.Request(url, body, {"Content-Type": content_type, **headers}, method="PUT")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def get(url: str) -> tuple[bytes, dict[str, str]]:
    """GET as a browser does; gives the body and the headers, by their names in small letters."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}
