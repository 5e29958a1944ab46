"""Readers: one small module per source, all of the same shape: a payload's bytes in, a Board out.

They are pure functions: no network, no database. What they need of the outside world is told in each
module: the address the payload comes from, and its quirks.
"""

from typing import Protocol

from search.feeds import (
    ashby,
    bamboohr,
    greenhouse,
    jsonld,
    lever,
    personio,
    recruitee,
    remoteok,
    remotive,
    rippling,
    smartrecruiters,
    teamtailor,
    weworkremotely,
    workable,
    workday,
)
from search.feeds.files import open_payload
from search.postings import Board, Source

__all__ = ["READERS", "SOURCES", "Reader", "open_payload", "read"]


class Reader(Protocol):
    def __call__(self, data: bytes, *, token: str = "") -> Board: ...


READERS: dict[Source, Reader] = {
    Source.GREENHOUSE: greenhouse.read,
    Source.LEVER: lever.read,
    Source.ASHBY: ashby.read,
    Source.SMARTRECRUITERS: smartrecruiters.read,
    Source.WORKABLE: workable.read,
    Source.RECRUITEE: recruitee.read,
    Source.PERSONIO: personio.read,
    Source.TEAMTAILOR: teamtailor.read,
    Source.BAMBOOHR: bamboohr.read,
    Source.RIPPLING: rippling.read,
    Source.WORKDAY: workday.read,
    Source.REMOTEOK: remoteok.read,
    Source.REMOTIVE: remotive.read,
    Source.WEWORKREMOTELY: weworkremotely.read,
    Source.JSONLD: jsonld.read,
}
SOURCES = tuple(READERS)


def read(source: Source | str, data: bytes, *, token: str = "") -> Board:
    """What the payload ``data`` of ``source`` holds, read by that source's reader.

    ``token`` is the board's name at its source, of which some readers build addresses. Postings that
    cannot be read are among the board's refusals. Raises FeedError if ``data`` is not such a payload
    at all, KeyError for a source without payloads (``manual``, ``demo``).
    """
    return READERS[Source(source)](data, token=token)
