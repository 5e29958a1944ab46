"""Remotive: ``https://remotive.com/api/remote-jobs``. Many employers; all jobs are remote.

One object, ``{"jobs": […]}``, beside legal notices: postings must link to Remotive and name it, and
may be fetched four times a day. Pay is free text, moments have no zone and are read as UTC.
"""

from search.feeds import html, places, terms, values
from search.feeds.reading import parse_json, read_postings, require_list
from search.postings import Board, JobPosting, Workplace


def read(data: bytes, *, token: str = "") -> Board:
    """The postings in ``data``; ``token`` is not needed. Raises FeedError if it is no list of Remotive's."""
    payload = parse_json(data)
    jobs = require_list(values.at(payload, "jobs"), 'an object with the list "jobs", as Remotive sends it')
    return read_postings(jobs, _posting)


def _posting(job: dict) -> JobPosting:
    description = html.clean(job.get("description"))
    address = values.url(job.get("url"))
    wording = values.line(job.get("salary"))
    return JobPosting(
        external_id=values.identifier(job.get("id")),
        title=values.title(job.get("title")),
        company=values.line(job.get("company_name")),
        department=values.line(job.get("category")),
        locations=_locations(job.get("candidate_required_location")),
        workplace=Workplace.REMOTE,
        employment_type=terms.employment_type(values.line(job.get("job_type"))),
        salary=values.salary(None, None, None, None, wording) if any(map(str.isalnum, wording)) else None,
        description_html=description,
        description_text=html.to_text(description),
        url=address,
        apply_url=address,
        posted_at=values.moment(job.get("publication_date")),
    )


def _locations(text: object) -> tuple[str, ...]:
    # Here a comma lists countries and regions: "Brazil, Colombia, Philippines".
    parts = values.line(text, values.LOCATION_LENGTH).split(",")
    return places.distinct(places.country(part) or part for part in parts)
