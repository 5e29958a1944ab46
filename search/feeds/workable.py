"""Workable: ``https://apply.workable.com/api/v1/widget/accounts/{token}?details=true``.

One object with a whole board, ``{"name": …, "jobs": […]}``; a job open in several countries comes
once for each, with the same shortcode. Dates have no time.
"""

from search.feeds import html, places, terms, values
from search.feeds.reading import parse_json, read_postings, require_list
from search.postings import Board, JobPosting, Workplace


def read(data: bytes, *, token: str = "") -> Board:
    """The board in ``data``; ``token`` is not needed. Raises FeedError if it is no Workable board."""
    payload = parse_json(data)
    jobs = require_list(values.at(payload, "jobs"), 'an object with the list "jobs", as Workable sends it')
    return read_postings(jobs, _posting, company=values.line(values.at(payload, "name")))


def _posting(job: dict) -> JobPosting:
    locations = _locations(job)
    description = html.clean(job.get("description"))
    return JobPosting(
        external_id=values.identifier(job.get("shortcode")),
        title=values.title(job.get("title")),
        department=values.line(job.get("department")),
        requisition_id=values.line(job.get("code")),
        locations=locations,
        # "telecommuting": false may be on site or hybrid.
        workplace=Workplace.REMOTE if job.get("telecommuting") is True else terms.workplace(*locations),
        employment_type=terms.employment_type(values.line(job.get("employment_type"))),
        seniority=values.seniority(job.get("experience")),
        description_html=description,
        description_text=html.to_text(description),
        url=values.url(job.get("url")),
        apply_url=values.url(job.get("application_url")),
        posted_at=values.moment(job.get("published_on")) or values.moment(job.get("created_at")),
    )


def _locations(job: dict) -> tuple[str, ...]:
    shown = [place for place in values.listed(job.get("locations")) if values.at(place, "hidden") is not True]
    named = places.distinct(
        places.address(values.at(place, "city"), values.at(place, "region"), values.at(place, "country"))
        for place in shown
    )
    return named or places.distinct([places.address(job.get("city"), job.get("state"), job.get("country"))])
