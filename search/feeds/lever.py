"""Lever: ``https://api.lever.co/v0/postings/{token}?mode=json``, in Europe ``api.eu.lever.co``.

A bare list of postings, paged by ``skip`` and ``limit``, or a single posting as the detail call sends it.
"""

from html import escape

from search.feeds import html, places, terms, values
from search.feeds.reading import parse_json, read_postings, require_list
from search.postings import Board, JobPosting, Salary, Workplace

# The documentation writes "on-site", the data "onsite"; "unspecified" is unknown.
_WORKPLACES = {
    "remote": Workplace.REMOTE,
    "hybrid": Workplace.HYBRID,
    "onsite": Workplace.ONSITE,
    "on-site": Workplace.ONSITE,
}


def read(data: bytes, *, token: str = "") -> Board:
    """The postings in ``data``; ``token`` is not needed. Raises FeedError if it is no list of Lever's."""
    payload = parse_json(data)
    if values.at(payload, "hostedUrl"):
        payload = [payload]
    return read_postings(require_list(payload, "a list of postings, as Lever sends it"), _posting)


def _posting(job: dict) -> JobPosting:
    locations = _locations(job)
    description = _description(job)
    return JobPosting(
        external_id=values.identifier(job.get("id")),
        title=values.title(job.get("text")),
        department=values.line(values.at(job, "categories", "department")),
        team=values.line(values.at(job, "categories", "team")),
        locations=locations,
        workplace=_WORKPLACES.get(values.line(job.get("workplaceType")).lower()) or terms.workplace(*locations),
        employment_type=terms.employment_type(values.line(values.at(job, "categories", "commitment"))),
        salary=_salary(job),
        description_html=description,
        description_text=html.to_text(description),
        url=values.url(job.get("hostedUrl")),
        apply_url=values.url(job.get("applyUrl")),
        posted_at=values.epoch(job.get("createdAt"), per_second=1000),
    )


def _locations(job: dict) -> tuple[str, ...]:
    # "country" is the country of the first location, and says nothing about the others.
    main = values.line(values.at(job, "categories", "location"), values.LOCATION_LENGTH)
    named = places.located(main, values.line(job.get("country")))
    others = (other for other in values.listed(values.at(job, "categories", "allLocations")) if other != main)
    return places.distinct((named, *others))


def _description(job: dict) -> str:
    if not isinstance(job.get("description"), str):
        return html.from_text("\n\n".join(_texts(job, "descriptionPlain", "additionalPlain")))
    lists = (_list(part) for part in values.listed(job.get("lists")))
    return html.clean("".join((*_texts(job, "description"), *lists, *_texts(job, "additional", "salaryDescription"))))


def _texts(job: dict, *fields: str) -> list[str]:
    return [value for field in fields if isinstance(value := job.get(field), str)]


def _list(part: object) -> str:
    heading, content = values.line(values.at(part, "text")), values.prose(values.at(part, "content"))
    items = f"<ul>{content}</ul>" if content.startswith("<li") else f"<div>{content}</div>"
    return f"<h3>{escape(heading)}</h3>{items}"


def _salary(job: dict) -> Salary | None:
    stated = job.get("salaryRange")
    period = terms.period(values.line(values.at(stated, "interval")))
    return values.salary(values.at(stated, "min"), values.at(stated, "max"), values.at(stated, "currency"), period)
