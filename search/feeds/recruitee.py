"""Recruitee: ``https://{token}.recruitee.com/api/offers/``.

One object with a whole board, ``{"offers": […]}``. Pay comes as texts, dates as "2026-06-08 13:03:54 UTC".
"""

from search.feeds import html, places, terms, values
from search.feeds.reading import most_common, parse_json, read_postings, require_list
from search.postings import Board, JobPosting, Salary, Workplace

_WORKPLACES = {"remote": Workplace.REMOTE, "hybrid": Workplace.HYBRID, "on_site": Workplace.ONSITE}


def read(data: bytes, *, token: str = "") -> Board:
    """The board in ``data``; ``token`` is not needed. Raises FeedError if it is no Recruitee board."""
    payload = parse_json(data)
    offers = require_list(values.at(payload, "offers"), 'an object with the list "offers", as Recruitee sends it')
    company = most_common(values.at(offer, "company_name") for offer in offers)
    return read_postings(offers, _posting, company=company)


def _posting(offer: dict) -> JobPosting:
    description = html.clean(values.prose(offer.get("description")) + values.prose(offer.get("requirements")))
    return JobPosting(
        external_id=values.identifier(offer.get("id")),
        title=values.title(offer.get("title")),
        department=values.line(offer.get("department")),
        locations=_locations(offer),
        # Several can be true; then the widest choice is the one to find it by.
        workplace=next((place for field, place in _WORKPLACES.items() if offer.get(field) is True), None),
        employment_type=terms.employment_type(values.line(offer.get("employment_type_code"))),
        seniority=values.seniority(offer.get("experience_code")),
        salary=_salary(offer.get("salary")),
        description_html=description,
        description_text=html.to_text(description),
        url=values.url(offer.get("careers_url")),
        apply_url=values.url(offer.get("careers_apply_url")),
        posted_at=values.moment(offer.get("published_at")) or values.moment(offer.get("created_at")),
        updated_at=values.moment(offer.get("updated_at")),
        expires_at=values.deadline(offer.get("close_at")),
    )


def _locations(offer: dict) -> tuple[str, ...]:
    named = places.distinct(
        places.address(values.at(place, "city"), values.at(place, "state"), values.at(place, "country"))
        for place in values.listed(offer.get("locations"))
    )
    return named or places.distinct([offer.get("location")])


def _salary(stated: object) -> Salary | None:
    period = terms.period(values.line(values.at(stated, "period")))
    return values.salary(values.at(stated, "min"), values.at(stated, "max"), values.at(stated, "currency"), period)
