"""Teamtailor: ``https://{token}.teamtailor.com/jobs.json``, or the same path of the company's own career site.

JSON Feed 1.1 with a whole board, ``{"title": …, "items": […]}``; each item carries a schema.org
JobPosting under ``_jobposting``.
"""

from dataclasses import replace

from search.feeds import html, jsonld, values
from search.feeds.reading import parse_json, read_postings, require_list
from search.postings import Board, JobPosting


def read(data: bytes, *, token: str = "") -> Board:
    """The board in ``data``; ``token`` is not needed. Raises FeedError if it is no JSON Feed."""
    payload = parse_json(data)
    items = require_list(values.at(payload, "items"), 'a JSON Feed with the list "items", as Teamtailor sends it')
    return read_postings(items, _posting, company=values.line(values.at(payload, "title")))


def _posting(item: dict) -> JobPosting:
    embedded = item.get("_jobposting")
    posting = jsonld.posting_of(embedded if isinstance(embedded, dict) else {})
    description = html.clean(item.get("content_html")) or posting.description_html
    address = values.url(item.get("url"))
    return replace(
        posting,
        external_id=values.identifier(item.get("id")),
        title=values.title(item.get("title")) or posting.title,
        company="",  # the board's
        description_html=description,
        description_text=html.to_text(description),
        language=values.language(item.get("language")) or posting.language,
        url=address,
        apply_url=address,
        posted_at=values.moment(item.get("date_published")) or posting.posted_at,
        updated_at=values.moment(item.get("date_modified")) or posting.updated_at,
    )
