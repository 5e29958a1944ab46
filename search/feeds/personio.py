"""Personio: ``https://{token}.jobs.personio.de/xml?language=en`` (or ``.com``).

XML with a whole board, ``<workzag-jobs><position>…``. No posting names its address: it is built from
the token, which is the company's name ("acme") or its whole host ("acme.jobs.personio.com").
"""

import re
from html import escape

from search.feeds import html, places, terms, values
from search.feeds.reading import most_common, parse_xml, read_postings
from search.postings import Board, FeedError, JobPosting


def read(data: bytes, *, token: str = "") -> Board:
    """The board in ``data``; without ``token`` the postings have no address. Raises FeedError if it is none."""
    root = parse_xml(data)
    if root.tag != "workzag-jobs":
        raise FeedError(
            'This is not the payload expected here: XML with the root "workzag-jobs", as Personio sends it.'
        )
    positions = [_as_dict(position) for position in root.iter("position")]
    company = most_common(position["subcompany"] for position in positions)
    host = _host(token)
    return read_postings(positions, lambda position: _posting(position, host), company=company)


def _as_dict(position) -> dict:
    fields = (
        *("id", "subcompany", "office", "department", "recruitingCategory", "name", "employmentType", "seniority"),
        *("schedule", "createdAt"),
    )
    return {field: position.findtext(field) for field in fields} | {
        "offices": [office.text for office in position.iterfind("additionalOffices/office")],
        "sections": [
            (part.findtext("name"), part.findtext("value"))
            for part in position.iterfind("jobDescriptions/jobDescription")
        ],
    }


def _posting(position: dict, host: str) -> JobPosting:
    external_id = values.identifier(position["id"])
    locations = places.distinct((position["office"], *position["offices"]))
    description = html.clean(
        "".join(
            f"<h3>{escape(values.line(name))}</h3><div>{values.prose(text)}</div>"
            for name, text in position["sections"]
        )
    )
    address = f"https://{host}/job/{external_id}" if host and external_id.isascii() and external_id.isdigit() else ""
    return JobPosting(
        external_id=external_id,
        title=values.title(position["name"]),
        department=values.line(position["department"]),
        team=values.line(position["recruitingCategory"]),
        locations=locations,
        workplace=terms.workplace(*locations),
        employment_type=terms.employment_type(
            f"{values.line(position['employmentType'])}; {values.line(position['schedule'])}"
        ),
        seniority=values.seniority(position["seniority"]),
        description_html=description,
        description_text=html.to_text(description),
        url=address,
        apply_url=address,
        posted_at=values.moment(position["createdAt"]),
    )


def _host(token: str) -> str:
    if re.fullmatch(r"[a-z0-9-]+", token, re.IGNORECASE):
        return f"{token.lower()}.jobs.personio.de"
    return token.lower() if re.fullmatch(r"[a-z0-9-]+\.jobs\.personio\.(?:de|com)", token, re.IGNORECASE) else ""
