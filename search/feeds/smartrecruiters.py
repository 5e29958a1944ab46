"""SmartRecruiters: ``https://api.smartrecruiters.com/v1/companies/{token}/postings?limit=100&offset=0``.

A page of a board, ``{"content": […], "totalFound": n}``, whose postings lack description, pay and
addresses; or a single posting as the detail call (``…/postings/{id}``) sends it, which has them.
An unknown company is answered with an empty page.
"""

import re
from html import escape

from search.feeds import html, places, terms, values
from search.feeds.reading import most_common, parse_json, read_postings, require_list
from search.postings import Board, JobPosting, Salary, Workplace

_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def read(data: bytes, *, token: str = "") -> Board:
    """The postings in ``data``; ``token`` is not needed. Raises FeedError if it is no page of SmartRecruiters'."""
    payload = parse_json(data)
    if values.at(payload, "jobAd"):
        jobs = [payload]
    else:
        shape = 'an object with the list "content", as SmartRecruiters sends it'
        jobs = require_list(values.at(payload, "content"), shape)
    company = most_common(values.at(job, "company", "name") for job in jobs)
    return read_postings(jobs, _posting, company=company)


def _posting(job: dict) -> JobPosting | None:
    if job.get("active") is False or values.line(job.get("visibility")) not in ("", "PUBLIC"):
        return None
    description = _description(values.at(job, "jobAd", "sections"))
    return JobPosting(
        external_id=values.identifier(job.get("id")),
        title=values.title(job.get("name")),
        department=values.line(values.at(job, "department", "label")),
        requisition_id=values.line(job.get("refNumber")),
        locations=_locations(job.get("location")),
        workplace=_workplace(job.get("location")),
        employment_type=terms.employment_type(values.line(values.at(job, "typeOfEmployment", "label"))),
        seniority=values.seniority(values.at(job, "experienceLevel", "label")),
        salary=_salary(job.get("compensation")),
        description_html=description,
        description_text=html.to_text(description),
        language=values.language(values.at(job, "language", "code")),
        url=values.url(job.get("postingUrl")) or _address(job),
        apply_url=values.url(job.get("applyUrl")),
        posted_at=values.moment(job.get("releasedDate")),
    )


def _description(sections: object) -> str:
    parts = []
    for name in _SECTIONS:
        text = values.prose(values.at(sections, name, "text"))
        if text:
            parts.append(f"<h3>{escape(values.line(values.at(sections, name, 'title')))}</h3><div>{text}</div>")
    return html.clean("".join(parts))


def _locations(location: object) -> tuple[str, ...]:
    # "fullLocation" is the same, but with empty parts: "Remote, , United States".
    named = places.address(values.at(location, "city"), values.at(location, "region"), values.at(location, "country"))
    return places.distinct([named or values.at(location, "fullLocation")])


def _workplace(location: object) -> Workplace | None:
    if values.at(location, "hybrid") is True:
        return Workplace.HYBRID
    return Workplace.REMOTE if values.at(location, "remote") is True else None


def _salary(stated: object) -> Salary | None:
    period = terms.period(values.line(values.at(stated, "period")))
    return values.salary(values.at(stated, "min"), values.at(stated, "max"), values.at(stated, "currency"), period)


def _address(job: dict) -> str:
    """The posting's page, which the list does not name."""
    company, posting = values.line(values.at(job, "company", "identifier")), values.identifier(job.get("id"))
    is_usable = re.fullmatch(r"[\w.-]+", company, re.ASCII) and re.fullmatch(r"[\w-]+", posting, re.ASCII)
    return f"https://jobs.smartrecruiters.com/{company}/{posting}" if is_usable else ""
