"""Ashby: ``https://api.ashbyhq.com/posting-api/job-board/{token}?includeCompensation=true``.

One object with a whole board, ``{"apiVersion": "1", "jobs": […]}``.
"""

from search.feeds import html, places, terms, values
from search.feeds.reading import parse_json, read_postings, require_list
from search.postings import Board, JobPosting, Salary, Workplace

_WORKPLACES = {"Remote": Workplace.REMOTE, "Hybrid": Workplace.HYBRID, "OnSite": Workplace.ONSITE}


def read(data: bytes, *, token: str = "") -> Board:
    """The board in ``data``; ``token`` is not needed. Raises FeedError if it is no Ashby board."""
    payload = parse_json(data)
    jobs = require_list(values.at(payload, "jobs"), 'an object with the list "jobs", as Ashby sends it')
    return read_postings(jobs, _posting)


def _posting(job: dict) -> JobPosting | None:
    if job.get("isListed") is False:  # reachable by its link alone: the employer does not advertise it
        return None
    locations = places.distinct(
        _location(place) for place in (job, *values.listed(job.get("secondaryLocations"))) if isinstance(place, dict)
    )
    description = html.clean(job.get("descriptionHtml")) or html.from_text(job.get("descriptionPlain"))
    return JobPosting(
        external_id=values.identifier(job.get("id")),
        title=values.title(job.get("title")),
        department=values.line(job.get("department")),
        team=values.line(job.get("team")),
        locations=locations,
        workplace=_workplace(job),
        employment_type=terms.employment_type(values.line(job.get("employmentType"))),
        salary=_salary(job),
        description_html=description,
        description_text=html.to_text(description),
        url=values.url(job.get("jobUrl")),
        apply_url=values.url(job.get("applyUrl")),
        posted_at=values.moment(job.get("publishedAt")),
    )


def _location(place: dict) -> str:
    address = values.at(place, "address", "postalAddress")
    return places.located(
        values.line(place.get("location"), values.LOCATION_LENGTH),
        values.line(values.at(address, "addressCountry")),
        values.line(values.at(address, "addressLocality")),
    )


def _workplace(job: dict) -> Workplace | None:
    stated = _WORKPLACES.get(values.line(job.get("workplaceType")))
    if stated:
        return stated
    # Older payloads lack workplaceType, and isRemote is true for hybrid jobs too (89 said so in the text).
    location = values.line(job.get("location"))
    written = terms.workplace(location)
    if written is Workplace.HYBRID or "hybrid" in values.title(job.get("title")).lower():
        return Workplace.HYBRID
    return Workplace.REMOTE if job.get("isRemote") is True else written


def _salary(job: dict) -> Salary | None:
    # The employer's own switch: figures may be in the payload and yet are not to be shown.
    if job.get("shouldDisplayCompensationOnJobPostings") is False:
        return None
    compensation = job.get("compensation")
    wording = values.at(compensation, "compensationTierSummary")
    for part in values.listed(values.at(compensation, "summaryComponents")):
        if values.at(part, "compensationType") == "Salary":
            period = terms.period(values.line(part.get("interval")))
            return values.salary(part.get("minValue"), part.get("maxValue"), part.get("currencyCode"), period, wording)
    return values.salary(None, None, None, None, wording)
