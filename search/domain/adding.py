"""Private postings: entered by hand, seen by their owner alone."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import transaction
from django.db.models import Value

from accounts.models import User
from search.feeds import addresses, html
from search.models import Job
from search.postings import EmploymentType, Salary, Source, Workplace
from search.querysets import Page

from . import companies, positions

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


class TrackedError(Exception):
    """A posting that is tracked is not deleted; the message says what to do."""

    def __init__(self) -> None:
        super().__init__("You track this posting. Untrack it first, then it can be deleted.")


def known(user, address: str) -> Job | None:
    """The posting at ``address`` that ``user`` sees already, however the address is written; the newest of several."""
    wanted = addresses.canonical(address)
    parts = urlsplit(wanted)
    alike = Job.objects.visible_to(user).alias(page=Page("url")).filter(page=Page(Value(wanted)))
    for pair in filter(None, parts.query.split("&")):
        alike = alike.filter(url__contains=pair)
    found = alike.only("pk", "url").order_by("-pk")[:LOOKED_AT_MAX]
    return next((job for job in found if addresses.canonical(job.url) == wanted), None)


def alike(user, *, url: str, title: str, company: str) -> Job | None:
    """What ``user`` sees already at that address, or has added under the same title of the same company."""
    if url and (there := known(user, url)):
        return there
    own = user.private_jobs.filter(company__slug=companies.slug_of(company)).only("title").order_by("-pk")
    wanted = positions.same_title(title)
    return next((job for job in own if positions.same_title(job.title) == wanted), None)


class Facts(TypedDict, total=False):
    """What a posting states.

    ``description`` is HTML, of which what is safe is kept, or plain text, of which paragraphs are made.
    The other texts are those of one line that fit their columns.
    """

    title: str
    company: str
    url: str
    apply_url: str
    department: str
    locations: Iterable[str]
    workplace: Workplace | None
    employment_type: EmploymentType | None
    salary: Salary | None
    description: str
    posted_at: datetime | None
    expires_at: datetime | None


@transaction.atomic
def add(user, *, external_id: str = "", **facts: Unpack[Facts]) -> Job:
    """A posting that ``user`` alone sees, of a company that is made if it is new; a title and a company are needed.

    ``external_id`` is what an import knows it by.

    :raises TooManyPostingsError: there are ``POSTINGS_MAX`` already.
    """
    User.objects.lock(user)  # the limit holds for two at once
    if user.private_jobs.count() >= POSTINGS_MAX:
        raise TooManyPostingsError
    key = external_id or str(uuid4())
    return Job.objects.create(owner=user, source=Source.MANUAL, external_id=key, **_columns(facts))


@transaction.atomic
def change(user, pk: int, **facts: Unpack[Facts]) -> Job:
    """Correct one of ``user``'s own postings; what is left out stays, and so does what a tracking has kept of it.

    :raises Job.DoesNotExist: it is not among the person's own.
    """
    job = user.private_jobs.select_for_update().get(pk=pk)
    columns = _columns(facts)
    for name, value in columns.items():
        setattr(job, name, value)
    job.save(update_fields=list(columns))
    return job


@transaction.atomic
def remove(user, pk: int) -> str:
    """Delete one of ``user``'s own postings; gives its title.

    :raises Job.DoesNotExist: it is not among the person's own.
    :raises TrackedError: a tracking would go with it.
    """
    # Locked first: one that is being tracked at this moment is seen as tracked by the next statement.
    job = user.private_jobs.select_for_update().only("title").get(pk=pk)
    if job.trackings.exists():
        raise TrackedError
    job.delete()
    return job.title


def _columns(facts: Facts) -> dict:
    columns = dict(facts)
    if "company" in facts:
        columns["company"] = companies.named(facts["company"])
    if "locations" in facts:
        columns["locations"] = list(dict.fromkeys(facts["locations"]))
    if "salary" in facts:
        pay = columns.pop("salary") or Salary()
        columns |= {f"salary_{name}": getattr(pay, name) for name in ("min", "max", "currency", "period", "text")}
    if "description" in facts:
        text = columns.pop("description")
        columns["description_html"] = html.clean(text) if _IS_HTML.search(text) else html.from_text(text)
        columns["description_text"] = html.to_text(columns["description_html"])
    return columns
