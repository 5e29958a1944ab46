"""BambooHR: ``https://{token}.bamboohr.com/careers/list``.

One object with a whole board, ``{"meta": …, "result": […]}``, whose postings lack description and
date; or a single one as the detail call (``…/careers/{id}/detail``) sends it, which has them.
"""

import re

from search.feeds import html, places, terms, values
from search.feeds.reading import parse_json, read_postings, require_list
from search.postings import Board, JobPosting, Workplace

_WORKPLACES = {"0": Workplace.ONSITE, "1": Workplace.REMOTE, "2": Workplace.HYBRID}


def read(data: bytes, *, token: str = "") -> Board:
    """The board in ``data``; listed postings get their address by ``token``. Raises FeedError if it is none."""
    payload = parse_json(data)
    result = values.at(payload, "result")
    detail = values.at(result, "jobOpening")
    if isinstance(detail, dict):
        jobs = [detail]
    else:
        jobs = require_list(result, 'an object with the list "result", as BambooHR sends it')
    return read_postings(jobs, lambda job: _posting(job, token))


def _posting(job: dict, token: str) -> JobPosting:
    stated_url = values.url(job.get("jobOpeningShareUrl"))
    # The detail names its id in the address alone.
    external_id = values.identifier(job.get("id")) or stated_url.rstrip("/").rpartition("/")[2]
    is_usable = re.fullmatch(r"[a-z0-9-]+", token, re.IGNORECASE) and re.fullmatch(r"[0-9]+", external_id)
    address = stated_url or (f"https://{token.lower()}.bamboohr.com/careers/{external_id}" if is_usable else "")
    description = html.clean(job.get("description"))
    return JobPosting(
        external_id=external_id,
        title=values.title(job.get("jobOpeningName")),
        department=values.line(job.get("departmentLabel")),
        locations=_locations(job),
        workplace=_workplace(job),
        employment_type=terms.employment_type(values.line(job.get("employmentStatusLabel"))),
        description_html=description,
        description_text=html.to_text(description),
        url=address,
        apply_url=address,
        posted_at=values.moment(job.get("datePosted")),
    )


def _locations(job: dict) -> tuple[str, ...]:
    # An office stands in "location"; elsewhere, remote jobs above all, "atsLocation" has the place.
    office, elsewhere = job.get("location"), job.get("atsLocation")
    in_office = places.address(
        values.at(office, "city"), values.at(office, "state"), values.at(office, "addressCountry")
    )
    state = values.at(elsewhere, "state") or values.at(elsewhere, "province")
    return places.distinct(
        [in_office or places.address(values.at(elsewhere, "city"), state, values.at(elsewhere, "country"))]
    )


def _workplace(job: dict) -> Workplace | None:
    stated = _WORKPLACES.get(values.identifier(job.get("locationType")))
    return stated or (Workplace.REMOTE if job.get("isRemote") is True else None)
