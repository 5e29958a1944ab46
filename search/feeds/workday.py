"""Workday: POST ``https://{host}/wday/cxs/{tenant}/{site}/jobs``, at most 20 postings a page.

A page of a board, ``{"total": n, "jobPostings": […]}``, whose postings have neither description nor
date (only "Posted 3 Days Ago", which means nothing later); or a single one as the detail call sends
it, ``{"jobPostingInfo": {…}}``. The token is ``tenant.wd5/Site``, or ``tenant.wd5.myworkdayjobs.com/Site``.
"""

import re

from search.feeds import html, places, terms, values
from search.feeds.reading import parse_json, read_postings, require_list
from search.postings import Board, JobPosting

_TOKEN = re.compile(r"([a-z0-9-]+\.wd[0-9]+)(?:\.myworkdayjobs\.com)?/([\w-]+)", re.ASCII | re.IGNORECASE)
_JUST_A_NUMBER = re.compile(r"[0-9]+ Locations?")


def read(data: bytes, *, token: str = "") -> Board:
    """The postings in ``data``; listed ones get their address by ``token``. Raises FeedError if it is no such page."""
    payload = parse_json(data)
    detail = values.at(payload, "jobPostingInfo")
    if isinstance(detail, dict):
        return read_postings([detail], _detailed, company=values.line(values.at(payload, "hiringOrganization", "name")))
    jobs = require_list(values.at(payload, "jobPostings"), 'an object with the list "jobPostings", as Workday sends it')
    site = _site(token)
    return read_postings(jobs, lambda job: _listed(job, site))


def _site(token: str) -> str:
    match = _TOKEN.fullmatch(token)
    return f"https://{match[1].lower()}.myworkdayjobs.com/{match[2]}" if match else ""


def _listed(job: dict, site: str) -> JobPosting:
    path = values.line(job.get("externalPath"), values.URL_LENGTH)
    locations = _locations(values.line(job.get("locationsText")), path)
    address = values.url(f"{site}{path}") if site and path.startswith("/") else ""
    return JobPosting(
        external_id=_id(path),
        title=values.title(job.get("title")),
        requisition_id=_requisition(job, path),
        locations=locations,
        workplace=terms.workplace(values.line(job.get("remoteType")), *locations),
        employment_type=terms.employment_type(values.line(job.get("timeType"))),
        url=address,
        apply_url=address,
    )


def _detailed(job: dict) -> JobPosting:
    locations = places.distinct(
        (
            places.located(values.line(job.get("location")), values.line(values.at(job, "country", "descriptor"))),
            *values.listed(job.get("additionalLocations")),
        )
    )
    description = html.clean(job.get("jobDescription"))
    address = values.url(job.get("externalUrl"))
    return JobPosting(
        external_id=_id(values.line(job.get("jobPostingId"), values.URL_LENGTH)),
        title=values.title(job.get("title")),
        requisition_id=values.line(job.get("jobReqId")),
        locations=locations,
        workplace=terms.workplace(values.line(job.get("remoteType")), *locations),
        employment_type=terms.employment_type(values.line(job.get("timeType"))),
        description_html=description,
        description_text=html.to_text(description),
        url=address,
        apply_url=address,
        posted_at=values.moment(job.get("startDate")),
    )


def _id(path: str) -> str:
    """ "R1066-5" of "/job/Boston/Quantitative-Researcher_R1066-5": what stays when the title changes.

    The last part of a listed posting's path is the detail's "jobPostingId".
    """
    return values.identifier(path.rstrip("/").rpartition("/")[2].rpartition("_")[2])


def _requisition(job: dict, path: str) -> str:
    fields = map(values.line, values.listed(job.get("bulletFields")))
    return next((field for field in fields if field and _id(path).startswith(field)), "")


def _locations(text: str, path: str) -> tuple[str, ...]:
    if not _JUST_A_NUMBER.fullmatch(text):
        return places.distinct([text])
    # "13 Locations" names none, but the path names the first: "US-CA-Santa-Clara", "Illinois---Chicago".
    match = re.match(r"/job/([^/]+)/", path)
    return places.distinct([match[1].replace("---", " / ").replace("-", " ").replace(" / ", " - ")]) if match else ()
