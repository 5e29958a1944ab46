"""Rippling: ``https://api.rippling.com/platform/api/ats/v1/board/{token}/jobs``.

A bare list of a whole board, without descriptions and dates. A job with several locations comes once
for each, with the same uuid.
"""

from search.feeds import places, terms, values
from search.feeds.reading import parse_json, read_postings, require_list
from search.postings import Board, JobPosting


def read(data: bytes, *, token: str = "") -> Board:
    """The board in ``data``; ``token`` is not needed. Raises FeedError if it is no Rippling board."""
    return read_postings(require_list(parse_json(data), "a list of jobs, as Rippling sends it"), _posting)


def _posting(job: dict) -> JobPosting:
    locations = places.distinct([values.at(job, "workLocation", "label")])
    address = values.url(job.get("url"))
    return JobPosting(
        external_id=values.identifier(job.get("uuid")),
        title=values.title(job.get("name")),
        department=values.line(values.at(job, "department", "label")),
        locations=locations,
        workplace=terms.workplace(*locations),
        url=address,
        apply_url=address,
    )
