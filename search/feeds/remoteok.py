"""Remote OK: ``https://remoteok.com/api``. Many employers; all jobs are remote.

A bare list whose first element is a legal notice: postings must link to Remote OK and name it.
Texts are often UTF-8 read as Latin-1 ("GdaÅ\\x84sk"), and entities stand in titles and names.
"""

import re
from dataclasses import replace

from search.feeds import html, places, values
from search.feeds.reading import parse_json, read_postings, require_list
from search.postings import Board, JobPosting, Salary, SalaryPeriod, Workplace

_MOJIBAKE = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LEAST_YEARLY = 1000


def read(data: bytes, *, token: str = "") -> Board:
    """The postings in ``data``; ``token`` is not needed. Raises FeedError if it is no list of Remote OK's."""
    items = require_list(parse_json(data), "a list of jobs, as Remote OK sends it")
    return read_postings(items, _posting)


def _posting(job: dict) -> JobPosting | None:
    if "legal" in job and "position" not in job:
        return None
    description = html.clean(_mended(job.get("description")))
    return JobPosting(
        external_id=values.identifier(job.get("id")),
        title=values.title(_plain(job.get("position"))),
        company=values.line(_plain(job.get("company"))),
        locations=places.split(_plain(job.get("location"))),
        workplace=Workplace.REMOTE,
        salary=_salary(job),
        description_html=description,
        description_text=html.to_text(description),
        url=values.url(job.get("url")),
        apply_url=values.url(job.get("apply_url")),
        posted_at=values.moment(job.get("date")) or values.epoch(job.get("epoch")),
    )


def _mended(text: object) -> object:
    """``text`` with the UTF-8 sequences in it that were read as Latin-1 put right."""
    return _MOJIBAKE.sub(_decoded, text) if isinstance(text, str) else text


def _plain(text: object) -> object:
    """The same for a field without HTML, where "&amp;" is an ampersand."""
    return values.unescaped(_mended(text)) if isinstance(text, str) else text


def _decoded(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("utf-8", errors="ignore") or match[0]


def _salary(job: dict) -> Salary | None:
    # The figures are dollars a year, zero where unknown; some employers enter what an hour pays.
    salary = values.salary(job.get("salary_min"), job.get("salary_max"), "USD", SalaryPeriod.YEAR)
    if salary and (salary.max or salary.min) < _LEAST_YEARLY:
        return replace(salary, period=SalaryPeriod.HOUR)
    return salary
