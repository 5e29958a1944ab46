"""The table that somebody is about to import: kept from the page that takes it to the page that explains its columns.

In the cache, which all processes share; one for each person, for an hour.
"""

import hashlib
import zlib
from dataclasses import dataclass

from django.core.cache import cache

SECONDS = 60 * 60


@dataclass(frozen=True, slots=True)
class Draft:
    """``digest`` tells one file from another."""

    name: str
    text: str
    digest: str


def keep(user, name: str, text: str) -> None:
    cache.set(_key(user), (name[:200], zlib.compress(text.encode())), SECONDS)


def of(user) -> Draft | None:
    """None if there is none, or no longer."""
    kept = cache.get(_key(user))
    if kept is None:
        return None
    name, body = kept
    text = zlib.decompress(body).decode()
    return Draft(name, text, hashlib.sha256(text.encode()).hexdigest())


def forget(user) -> None:
    cache.delete(_key(user))


def _key(user) -> str:
    return f"tracking.tables.draft:{user.pk}"
