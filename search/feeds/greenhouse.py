"""Greenhouse: ``https://boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true``.

One object with a whole board, ``{"jobs": […], "meta": {"total": n}}``, or a single job as the
detail call sends it. Of a job's ``metadata`` only employment type, workplace, pay and places are
read: employers keep hiring managers' names and addresses in the rest.
"""

import re
from collections.abc import Iterator

from search.feeds import html, places, terms, values
from search.feeds.reading import most_common, parse_json, read_postings, require_list
from search.postings import Board, JobPosting, Salary, Workplace

_WORKPLACE_FIELD = re.compile(r"(?:workplace|location|remote|work) (?:type|status|model)", re.IGNORECASE)
_EMPLOYMENT_FIELD = re.compile(r"(?:employment|time|job|contract|worker|worker sub)[- ]?type|commitment", re.IGNORECASE)
_PLACE_FIELD = re.compile(r"job posting locations?", re.IGNORECASE)
_PAY_FIELD = re.compile(r"salary|\bpay\b|compensation|\bwage", re.IGNORECASE)
_NOT_BASE_PAY = re.compile(r"bonus|commission|equity|\bote\b|sign", re.IGNORECASE)


def read(data: bytes, *, token: str = "") -> Board:
    """The board in ``data``; ``token`` is not needed. Raises FeedError if it is no Greenhouse board."""
    payload = parse_json(data)
    if values.at(payload, "absolute_url"):
        jobs = [payload]
    else:
        jobs = require_list(values.at(payload, "jobs"), 'an object with the list "jobs", as Greenhouse sends it')
    company = most_common(values.at(job, "company_name") for job in jobs)
    return read_postings(jobs, _posting, company=company)


def _posting(job: dict) -> JobPosting:
    location = values.at(job, "location", "name")
    description = _description(job.get("content"))
    address = values.url(job.get("absolute_url"))
    return JobPosting(
        external_id=values.identifier(job.get("id")),
        title=values.title(job.get("title")),
        department=_department(job),
        requisition_id=values.line(job.get("requisition_id"), 100),
        locations=_locations(job),
        workplace=_workplace(job, location),
        employment_type=terms.employment_type("; ".join(_metadata(job, _EMPLOYMENT_FIELD))),
        salary=_salary(job),
        description_html=description,
        description_text=html.to_text(description),
        language=values.language(job.get("language")),
        url=address,
        apply_url=address,
        posted_at=values.moment(job.get("first_published")),
        updated_at=values.moment(job.get("updated_at")),
        expires_at=values.deadline(job.get("application_deadline")),
    )


def _description(content: object) -> str:
    # The HTML comes with its tags escaped, once. What was saved by other tools may be unescaped
    # already; then it has tags, which escaped HTML never has.
    if isinstance(content, str) and "<" not in content:
        content = values.unescaped(content)
    return html.clean(content)


def _department(job: dict) -> str:
    for department in values.listed(job.get("departments")):
        name = values.line(values.at(department, "name"))
        if name and name != "No Department":
            return name
    return ""


def _locations(job: dict) -> tuple[str, ...]:
    stated = places.split(values.at(job, "location", "name"))
    if any(places.names_a_place(location) for location in stated):
        return stated
    # Some boards write just "Hybrid" or "In-Office" there, and the places elsewhere.
    offices = (
        values.at(office, "location") or values.at(office, "name") for office in values.listed(job.get("offices"))
    )
    return places.distinct(_metadata(job, _PLACE_FIELD)) or places.distinct(offices) or stated


def _workplace(job: dict, location: object) -> Workplace | None:
    return terms.workplace(*_metadata(job, _WORKPLACE_FIELD)) or terms.workplace(*places.split(location))


def _metadata(job: dict, field: re.Pattern[str]) -> Iterator[str]:
    """The values, as texts, of the metadata whose whole name matches ``field``."""
    for entry in values.listed(job.get("metadata")):
        if field.fullmatch(values.line(values.at(entry, "name"))):
            value = entry.get("value")
            yield from filter(None, map(values.line, value if isinstance(value, list) else [value]))


def _salary(job: dict) -> Salary | None:
    ranges = [part for part in values.listed(job.get("pay_input_ranges")) if isinstance(part, dict)]
    if ranges:
        return _salary_in_cents(ranges)
    for entry in values.listed(job.get("metadata")):
        name = values.line(values.at(entry, "name"))
        if _PAY_FIELD.search(name) and not _NOT_BASE_PAY.search(name) and isinstance(entry.get("value"), dict):
            value = entry["value"]
            salary = values.salary(
                value.get("min_value"), value.get("max_value"), value.get("unit"), terms.period(name)
            )
            if salary:
                return salary
    return None


def _salary_in_cents(ranges: list[dict]) -> Salary | None:
    # Several ranges are several places' pay: shown is the span of those in the first one's currency.
    code = ranges[0].get("currency_type")
    same = [part for part in ranges if part.get("currency_type") == code]
    least = [low for part in same if (low := values.amount(part.get("min_cents")))]
    most = [high for part in same if (high := values.amount(part.get("max_cents")))]
    title = values.line(ranges[0].get("title"))
    return values.salary(
        str(min(least) / 100) if least else None, str(max(most) / 100) if most else None, code, terms.period(title)
    )
