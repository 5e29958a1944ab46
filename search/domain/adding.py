"""Private postings: entered by hand, seen by their owner alone."""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import transaction
from django.db.models import Value

from accounts.models import User
from search.feeds import addresses, html
from search.models import Job
from search.postings import EmploymentType, Salary, Source, Workplace
from search.querysets import Page

from . import companies

POSTINGS_MAX = 5000  # of one user
LOOKED_AT_MAX = 1000  # of the postings of one page; some sites tell them apart by the query or the fragment alone

# An element that people paste, or a hostile one. "a < b" and "List<String>" are plain text all the same.
_IS_HTML = re.compile(
    r"</?(?:p|br|div|span|section|article|ul|ol|li|h[1-6]|strong|em|b|i|u|a|code|pre|hr|blockquote|table|tr|td|th"
    r"|img|script|style|iframe|svg|object|embed|form|input|video|audio|math|template|noscript|textarea)(?=[\s/>])",
    re.IGNORECASE,
)


class TooManyPostingsError(Exception):
    """The user has as many postings of their own as one may have; the message says so."""

    def __init__(self) -> None:
        super().__init__(f"You have added {POSTINGS_MAX} postings already; no more fit.")


def known(user, address: str) -> Job | None:
    """The posting at ``address`` that ``user`` sees already, however the address is written; the newest of several."""
    wanted = addresses.canonical(address)
    parts = urlsplit(wanted)
    alike = Job.objects.visible_to(user).alias(page=Page("url")).filter(page=Page(Value(wanted)))
    for pair in filter(None, parts.query.split("&")):
        alike = alike.filter(url__contains=pair)
    found = alike.only("pk", "url").order_by("-pk")[:LOOKED_AT_MAX]
    return next((job for job in found if addresses.canonical(job.url) == wanted), None)


@transaction.atomic
def add(
    user,
    *,
    title: str,
    company: str,
    url: str = "",
    apply_url: str = "",
    department: str = "",
    locations: Iterable[str] = (),
    workplace: Workplace | None = None,
    employment_type: EmploymentType | None = None,
    salary: Salary | None = None,
    description: str = "",
    posted_at: datetime | None = None,
    expires_at: datetime | None = None,
    external_id: str = "",
) -> Job:
    """A posting that ``user`` alone sees, of a company that is made if it is new.

    ``description`` is HTML, of which what is safe is kept, or plain text, of which paragraphs are made.
    The other texts are those of one line that fit their columns. ``external_id`` is what an import knows it by.

    :raises TooManyPostingsError: there are ``POSTINGS_MAX`` already.
    """
    User.objects.lock(user)  # the limit holds for two at once
    if user.private_jobs.count() >= POSTINGS_MAX:
        raise TooManyPostingsError
    pay = salary or Salary()
    description_html = html.clean(description) if _IS_HTML.search(description) else html.from_text(description)
    return Job.objects.create(
        owner=user,
        source=Source.MANUAL,
        external_id=external_id or str(uuid4()),
        title=title,
        company=companies.named(company),
        url=url,
        apply_url=apply_url,
        department=department,
        locations=list(dict.fromkeys(locations)),
        workplace=workplace,
        employment_type=employment_type,
        salary_min=pay.min,
        salary_max=pay.max,
        salary_currency=pay.currency,
        salary_period=pay.period,
        salary_text=pay.text,
        description_html=description_html,
        description_text=html.to_text(description_html),
        posted_at=posted_at,
        expires_at=expires_at,
    )
